//! What shall become of somebody's account?
//!
//! All accounts of the organisation are read, `care` decides, and the store changes one, unless
//! anything was changed in between: then it is decided anew.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use care::access::accounts::{Change, MOST_SEATS, Member, administers, decide};
use care::access::{Actor, Seat};
use care::people::StaffId;
use serde::Deserialize;
use store::{Account, AccountChange, StoreError};

use super::one::{Done, show_fault};
use super::{PROVE_FIRST, Person, refusal_words, seat, seat_word, somebody};
use crate::address::Named;
use crate::app::App;
use crate::door::{invitation, passkey};
use crate::forms::Sent;
use crate::refusal::{Fault, Refused};
use crate::session::SignedIn;

/// So often it is decided anew, where others change accounts at the same time.
const TRIES: usize = 5;

/// What somebody reads who did not see the last link.
const GIVEN: &str = "Nothing was done. A link was given since this page was shown, perhaps by this \
                     very form. Look at what stands here now, and press again if it is still needed.";

/// What is to be done.
#[derive(Deserialize)]
pub(crate) struct Doing {
    what: What,
    /// How many links had been given when the page was shown. A page that is sent again, or on which
    /// nobody saw what another administrator did meanwhile, gives no link.
    #[serde(default)]
    links: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Invite,
    Recover,
    Disable,
    Enable,
}

/// Which seats they are to have.
#[derive(Deserialize)]
pub(crate) struct Seats {
    /// A role to add.
    #[serde(default)]
    role: String,
    /// At which hospital.
    #[serde(default)]
    site: String,
    /// A seat to take away; empty where one is added.
    #[serde(default)]
    remove: String,
}

/// Invites again, recovers, disables or enables. Whoever finds an open screen lets nobody in by it:
/// all but to disable somebody asks for a proof of who they are that is not old.
pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<StaffId>,
    sent: Sent<Doing>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form: Doing { what, links } } = sent;
    if !matches!(what, What::Disable) && !signed_in.is_fresh(app.now()) {
        return show_fault(&app, &signed_in, &id, PROVE_FIRST).await;
    }
    match somebody(&app, &signed_in.staff, &id).await? {
        Person::Provided(_) => of_provider(&app, &signed_in, &id, what).await,
        Person::Account(_) => match what {
            What::Invite | What::Recover => with_link(&app, &signed_in, &id, (what, &links)).await,
            What::Disable => {
                let change = |_: &Account| Ok((Change::Disable, AccountChange::Disabled));
                without_link(&app, &signed_in, &id, (&change, Done::Disabled)).await
            }
            What::Enable => {
                let change = |_: &Account| Ok((Change::Enable, AccountChange::Enabled));
                without_link(&app, &signed_in, &id, (&change, Done::Enabled)).await
            }
        },
    }
}

/// Gives a seat, or takes one away.
pub(crate) async fn seats(
    State(app): State<App>,
    Named(id): Named<StaffId>,
    sent: Sent<Seats>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    let Person::Account(_) = somebody(&app, &signed_in.staff, &id).await? else {
        return Err(Refused::BadForm);
    };
    if !signed_in.is_fresh(app.now()) {
        return show_fault(&app, &signed_in, &id, PROVE_FIRST).await;
    }
    let change = |account: &Account| {
        let seats = form.on(&app, &signed_in, &account.seats)?;
        let administers = seats.iter().any(|seat| administers(seat.role));
        Ok((Change::Seats { administers }, AccountChange::Seats(seats)))
    };
    without_link(&app, &signed_in, &id, (&change, Done::Seats)).await
}

impl Seats {
    /// The seats that somebody has afterwards, or what is wrong.
    fn on(&self, app: &App, by: &SignedIn, has: &[Seat]) -> Result<Vec<Seat>, &'static str> {
        if self.remove.is_empty() {
            let new = seat(app, &by.staff, (&self.role, &self.site))?;
            if has.contains(&new) {
                return Err("They have that role already.");
            }
            if has.len() >= MOST_SEATS {
                return Err("They have as many roles as an account may have.");
            }
            return Ok(has.iter().cloned().chain([new]).collect());
        }
        let left: Vec<Seat> =
            has.iter().filter(|seat| seat_word(seat) != self.remove).cloned().collect();
        match left.len() {
            0 => Err("An account has at least one role. Disable it instead."),
            left if left == has.len() => Err("They do not have that role any more."),
            _ => Ok(left),
        }
    }
}

/// What is to be done to an account, as it is when it is read; or what is wrong.
type Decision<'a> =
    dyn Fn(&Account) -> Result<(Change, AccountChange<'a>), &'static str> + Sync + 'a;

async fn without_link(
    app: &App,
    signed_in: &SignedIn,
    id: &StaffId,
    (change, done): (&Decision<'_>, Done),
) -> Result<Response, Refused> {
    match settle(app, signed_in, id, (change, &|_| true)).await? {
        Ok(_) => {
            let to = format!("/accounts/{id}?done={}", done.word());
            Ok(Redirect::to(&to).into_response())
        }
        Err(fault) => show_fault(app, signed_in, id, fault).await,
    }
}

async fn with_link(
    app: &App,
    signed_in: &SignedIn,
    id: &StaffId,
    (what, links): (What, &str),
) -> Result<Response, Refused> {
    let (origin, now) = (passkey::passkeys(app)?.origin(), app.now());
    let (link, kept) =
        invitation::link(origin, now).map_err(|_| Refused::Fault(Fault::NoChance))?;
    let change = |account: &Account| match what {
        What::Recover => Ok((Change::Recover, AccountChange::Recovered(&kept))),
        _ if account.passkeys > 0 => Err("They have a passkey. Recover the account instead."),
        _ => Ok((Change::Invite, AccountChange::Invited(&kept))),
    };
    let has_seen = |account: &Account| account.links.to_string() == links;
    match settle(app, signed_in, id, (&change, &has_seen)).await? {
        Ok(name) => Ok(super::link::show(app, signed_in, (&name, link), now)?.into_response()),
        Err(fault) => show_fault(app, signed_in, id, fault).await,
    }
}

/// Whether the page showed the account as it is.
type Seen<'a> = dyn Fn(&Account) -> bool + Sync + 'a;

/// Reads, decides and changes; answers with the name, or with what is wrong.
async fn settle(
    app: &App,
    signed_in: &SignedIn,
    id: &StaffId,
    (change, has_seen): (&Decision<'_>, &Seen<'_>),
) -> Result<Result<String, &'static str>, Refused> {
    let (staff, now) = (&signed_in.staff, app.now());
    for _ in 0..TRIES {
        let all = app.store().accounts_of(&staff.organisation, now).await?;
        let account = all.iter().find(|one| one.id == *id).ok_or(Refused::NotFound)?;
        let members: Vec<Member> = all.iter().map(Account::member).collect();
        let (wish, change) = match change(account) {
            Ok(decided) => decided,
            Err(wrong) => return Ok(Err(wrong)),
        };
        if let Some(wrong) = needless(wish, account) {
            return Ok(Err(wrong));
        }
        if let Err(why) = decide(staff, wish, &account.member(), &members) {
            return refusal_words(why).map(Err);
        }
        if !has_seen(account) {
            return Ok(Err(GIVEN));
        }
        match app.store().change_account(account, change, &Actor::from(staff), now).await {
            Ok(()) => return Ok(Ok(account.name.clone())),
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Err("Others are changing accounts at the same time. Try again in a minute."))
}

/// What there is nothing to do about, or not yet.
fn needless(wish: Change, account: &Account) -> Option<&'static str> {
    match (wish, account.disabled_at.is_some()) {
        (Change::Disable, true) => Some("They are disabled already."),
        (Change::Enable, false) => Some("They are enabled already."),
        (Change::Invite | Change::Recover, true) => Some("They are disabled. Enable them first."),
        _ => None,
    }
}

/// Whom a provider vouches for can be shut out here, too; all else is the provider's.
async fn of_provider(
    app: &App,
    signed_in: &SignedIn,
    id: &StaffId,
    what: What,
) -> Result<Response, Refused> {
    let (staff, now) = (&signed_in.staff, app.now());
    let person = somebody(app, staff, id).await?;
    let member = Member { id: id.clone(), seats: person.seats().to_vec(), comes_in: false };
    let (wish, done) = match what {
        What::Disable => (Change::Disable, Done::Disabled),
        What::Enable => (Change::Enable, Done::Enabled),
        What::Invite | What::Recover => return Err(Refused::BadForm),
    };
    if let Err(why) = decide(staff, wish, &member, &[]) {
        return show_fault(app, signed_in, id, refusal_words(why)?).await;
    }
    let by = Actor::from(staff);
    let changed = match what {
        What::Disable => app.store().disable_staff(id, &by, now).await,
        _ => app.store().enable_staff(id, &by, now).await,
    };
    match changed {
        Ok(()) => {
            let to = format!("/accounts/{id}?done={}", done.word());
            Ok(Redirect::to(&to).into_response())
        }
        Err(StoreError::Conflict) => {
            show_fault(app, signed_in, id, "Somebody else has done so already.").await
        }
        Err(error) => Err(error.into()),
    }
}
