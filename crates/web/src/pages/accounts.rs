//! Who of the own organisation may come in?
//!
//! For those who look after accounts: `care::access::accounts` says who that is, and whose. The
//! pages show names of staff, and of patients nobody.

pub(crate) mod change;
pub(crate) mod invite;
mod link;
pub(crate) mod list;
pub(crate) mod one;

use care::access::accounts::{NotDone, is_own, may_administer};
use care::access::{Organisation, Role, Seat, Staff};
use care::people::{SiteCode, StaffId};
use jiff::Timestamp;
use store::{ACCOUNTS, Account, StaffRow};

use super::organisation_words;
use crate::app::App;
use crate::components::state::{State as Shown, Tone};
use crate::pages::moment_within;
use crate::refusal::Refused;
use crate::session::SignedIn;

/// More people than one organisation has here.
const MOST: i64 = 10_000;

/// What somebody reads who would let others in, or give them roles, on a screen that may not be
/// theirs any more.
const PROVE_FIRST: &str = "Nothing was done. Show first that it is you: sign in again, below.";

/// Whether whoever looks after accounts has proved lately who they are.
#[derive(PartialEq, Eq)]
enum Proof {
    Fresh,
    Needed,
}

impl Proof {
    fn of(signed_in: &SignedIn, now: Timestamp) -> Self {
        if signed_in.is_fresh(now) { Self::Fresh } else { Self::Needed }
    }
}

/// Somebody who may be let in, or was.
enum Person {
    /// With an account kept here.
    Account(Account),
    /// Whom a provider vouches for.
    Provided(Box<StaffRow>),
}

impl Person {
    fn id(&self) -> &StaffId {
        match self {
            Self::Account(account) => &account.id,
            Self::Provided(row) => &row.id,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Account(account) => &account.name,
            Self::Provided(row) => &row.name,
        }
    }

    fn seats(&self) -> &[Seat] {
        match self {
            Self::Account(account) => &account.seats,
            Self::Provided(row) => &row.seats,
        }
    }

    fn last_here(&self) -> Option<Timestamp> {
        match self {
            Self::Account(account) => account.last_used_at,
            Self::Provided(row) => row.last_seen_at,
        }
    }

    fn disabled_at(&self) -> Option<Timestamp> {
        match self {
            Self::Account(account) => account.disabled_at,
            Self::Provided(row) => row.disabled.as_ref().map(|disabled| disabled.at),
        }
    }

    /// Whether they can come in, and if not, why.
    fn state(&self, now: Timestamp) -> Shown {
        if let Some(at) = self.disabled_at() {
            return Shown::new(Tone::Quiet, format!("Disabled since {}", moment_within(at, now)));
        }
        let Self::Account(account) = self else { return Shown::new(Tone::Good, "Can come in") };
        match (account.passkeys, account.invited_until) {
            (0, Some(until)) => {
                Shown::new(Tone::Waiting, format!("Invited until {}", moment_within(until, now)))
            }
            (0, None) => Shown::new(Tone::Careful, "Cannot come in: invite again"),
            _ => Shown::new(Tone::Good, "Can come in"),
        }
    }
}

/// Refuses whoever does not look after accounts.
fn must_administer(staff: &Staff) -> Result<(), Refused> {
    may_administer(staff).map_err(|_| Refused::RoleMayNot)
}

/// Everybody of the own organisation: first those with an account, then those of a provider.
async fn everybody(app: &App, staff: &Staff) -> Result<Vec<Person>, Refused> {
    let accounts = app.store().accounts_of(&staff.organisation, app.now()).await?;
    let rows = app.store().staff_list(MOST).await?;
    let provided = rows.into_iter().filter(|row| row.issuer != ACCOUNTS);
    let own = provided.filter(|row| is_own(staff, &row.seats));
    Ok(accounts
        .into_iter()
        .map(Person::Account)
        .chain(own.map(|row| Person::Provided(Box::new(row))))
        .collect())
}

/// One of them; nobody else's are there.
async fn somebody(app: &App, staff: &Staff, id: &StaffId) -> Result<Person, Refused> {
    must_administer(staff)?;
    let person = if let Some(account) = app.store().account(id, app.now()).await? {
        Person::Account(account)
    } else {
        let row = app.store().staff_member(id).await?.ok_or(Refused::NotFound)?;
        Person::Provided(Box::new(row))
    };
    if is_own(staff, person.seats()) { Ok(person) } else { Err(Refused::NotFound) }
}

/// A seat as it stands in a form.
fn seat_word(seat: &Seat) -> String {
    let role = role_word(seat.role);
    match &seat.organisation {
        Organisation::Hospital { site, .. } => format!("{role}@{site}"),
        Organisation::Council(_) => role,
    }
}

/// A role as it stands in a form.
fn role_word(role: Role) -> String {
    let word = serde_json::to_value(role).ok();
    word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A seat in words: the role, then where.
fn seat_words(app: &App, seat: &Seat) -> String {
    let role = seat.role.words();
    match &seat.organisation {
        Organisation::Hospital { trust, site } => {
            let trust = app.trust(trust);
            let known = trust.and_then(|trust| trust.sites.iter().find(|each| each.code == *site));
            let place = known.map_or_else(|| site.to_string(), |site| site.name.clone());
            format!("{role}, {place}")
        }
        organisation @ Organisation::Council(_) => {
            format!("{role}, {}", organisation_words(app, organisation))
        }
    }
}

/// One hospital to choose, or none where the organisation is a council.
struct SiteChoice {
    code: String,
    name: String,
}

/// The hospitals of the own organisation.
fn sites(app: &App, staff: &Staff) -> Vec<SiteChoice> {
    let Organisation::Hospital { trust, .. } = &staff.organisation else { return Vec::new() };
    let sites = app.trust(trust).map_or(&[][..], |trust| trust.sites.as_slice());
    let choice = |site: &crate::app::Site| SiteChoice {
        code: site.code.to_string(),
        name: site.name.clone(),
    };
    sites.iter().map(choice).collect()
}

/// One role to choose.
struct RoleChoice {
    word: String,
    words: &'static str,
}

/// The roles of the own organisation.
fn roles(staff: &Staff) -> Vec<RoleChoice> {
    let all = care::access::accounts::roles_of(&staff.organisation);
    all.into_iter().map(|role| RoleChoice { word: role_word(role), words: role.words() }).collect()
}

/// The seat that a form names: one of the own organisation's, or what is missing.
fn seat(app: &App, staff: &Staff, (role, site): (&str, &str)) -> Result<Seat, &'static str> {
    let roles = care::access::accounts::roles_of(&staff.organisation);
    let role = roles.into_iter().find(|each| role_word(*each) == role).ok_or("Choose a role")?;
    let organisation = match &staff.organisation {
        council @ Organisation::Council(_) => council.clone(),
        Organisation::Hospital { trust, .. } => {
            let site: SiteCode = site.parse().map_err(|_| "Choose a hospital")?;
            let sites = app.trust(trust).map_or(&[][..], |trust| trust.sites.as_slice());
            let is_own = sites.iter().any(|each| each.code == site);
            if !is_own {
                return Err("Choose a hospital");
            }
            Organisation::Hospital { trust: trust.clone(), site }
        }
    };
    Ok(Seat { role, organisation })
}

/// Why it is not done, in a sentence.
fn refusal_words(why: NotDone) -> Result<&'static str, Refused> {
    match why {
        NotDone::RoleMayNot => Err(Refused::RoleMayNot),
        NotDone::NotYours => Err(Refused::NotFound),
        NotDone::NotOneself => {
            Ok("Nobody changes their own account. Ask another administrator to do it.")
        }
        NotDone::LastAdministrator => {
            Ok("Nobody else looks after the accounts. Invite another administrator first.")
        }
    }
}
