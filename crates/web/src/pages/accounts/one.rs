//! What may one member of staff do here, and how do they come in?

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use care::people::StaffId;
use serde::Deserialize;

use super::{Person, Proof, RoleChoice, SiteChoice, seat_word, seat_words, somebody};
use crate::address::{Asked, Named};
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::state::State as Shown;
use crate::pages::{chrome, moment_within, sentence};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// One member of staff.
#[derive(Template)]
#[template(path = "pages/accounts/one.html")]
struct OnePage {
    chrome: Chrome,
    token: FormToken,
    id: StaffId,
    name: String,
    state: Shown,
    last_here: String,
    sessions: String,
    passkeys: String,
    /// How many links were given; 0 for somebody of a provider.
    links: i64,
    seats: Vec<SeatLine>,
    roles: Vec<RoleChoice>,
    sites: Vec<SiteChoice>,
    kind: Kind,
    access: Access,
    whose: Whose,
    proof: Proof,
    /// What could not be done; empty where nothing failed.
    fault: &'static str,
    /// What was done; empty where nothing was.
    done: &'static str,
}

/// One of their seats.
struct SeatLine {
    word: String,
    words: String,
}

/// By what they come in.
#[derive(PartialEq, Eq)]
enum Kind {
    /// A passkey of an account here.
    Passkeys,
    /// No passkey yet, or no more.
    Nothing,
    /// A provider, who decides on their roles.
    Provider,
}

/// Whether they may come in.
#[derive(PartialEq, Eq)]
enum Access {
    Open,
    Disabled,
}

/// Whose page it is.
#[derive(PartialEq, Eq)]
enum Whose {
    /// Of whoever looks at it: they change nothing here.
    Own,
    Another,
}

/// What was done a moment ago.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Done {
    #[default]
    Nothing,
    Disabled,
    Enabled,
    Seats,
}

#[derive(Default, Deserialize)]
pub(crate) struct Lately {
    #[serde(default)]
    done: Done,
}

/// Shows them.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(id): Named<StaffId>,
    Asked(lately): Asked<Lately>,
) -> Result<Html<String>, Refused> {
    let person = somebody(&app, &signed_in.staff, &id).await?;
    let page = page(&app, &signed_in, &person).await?;
    Ok(Html(OnePage { done: lately.done.words(), ..page }.render()?))
}

/// Shows them again, with what could not be done.
pub(super) async fn show_fault(
    app: &App,
    signed_in: &SignedIn,
    id: &StaffId,
    fault: &'static str,
) -> Result<Response, Refused> {
    let person = somebody(app, &signed_in.staff, id).await?;
    let page = OnePage { fault, ..page(app, signed_in, &person).await? };
    Ok((StatusCode::CONFLICT, Html(page.render()?)).into_response())
}

async fn page(app: &App, signed_in: &SignedIn, person: &Person) -> Result<OnePage, Refused> {
    let (staff, now) = (&signed_in.staff, app.now());
    let open = app.store().sessions_of(person.id(), now).await?.len();
    let seats = person.seats().iter();
    let last = person.last_here().map_or_else(|| "never".to_owned(), |at| moment_within(at, now));
    let (kind, passkeys) = match person {
        Person::Account(account) if account.passkeys > 0 => {
            (Kind::Passkeys, account.passkeys.to_string())
        }
        Person::Account(_) => (Kind::Nothing, "None".to_owned()),
        Person::Provided(row) => (Kind::Provider, format!("None: comes in by {}", row.issuer)),
    };
    let links = match person {
        Person::Account(account) => account.links,
        Person::Provided(_) => 0,
    };
    Ok(OnePage {
        links,
        chrome: chrome(app, "Account", signed_in),
        token: signed_in.form.clone(),
        id: person.id().clone(),
        name: person.name().to_owned(),
        state: person.state(now),
        last_here: sentence(&last),
        sessions: if open == 0 { "None".to_owned() } else { open.to_string() },
        passkeys,
        seats: seats
            .map(|seat| SeatLine { word: seat_word(seat), words: seat_words(app, seat) })
            .collect(),
        roles: super::roles(staff),
        sites: super::sites(app, staff),
        kind,
        access: if person.disabled_at().is_some() { Access::Disabled } else { Access::Open },
        proof: Proof::of(signed_in, now),
        whose: if *person.id() == staff.id { Whose::Own } else { Whose::Another },
        fault: "",
        done: "",
    })
}

impl Done {
    /// As it stands in an address.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::Seats => "seats",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Disabled => "Disabled. They cannot come in, and are signed out everywhere.",
            Self::Enabled => "Enabled. They can come in again.",
            Self::Seats => "Roles changed. They are signed out, and sign in again with them.",
        }
    }
}
