//! `homeward user list` and `homeward user sessions`

use care::access::{Organisation, Seat};
use care::people::StaffId;
use clap::Args;
use jiff::Timestamp;
use miette::{IntoDiagnostic, Result, miette};
use serde::Serialize;
use store::{ACCOUNTS, StaffRow, Store};

use super::super::{WithSettings, tell};
use crate::clock;
use crate::service::open_store;

/// More people than one service has.
const MOST: i64 = 100_000;

/// How they are listed.
#[derive(Debug, Args)]
pub(in crate::command) struct List {
    #[command(flatten)]
    settings: WithSettings,
    /// Answer with one JSON object a line
    #[arg(long)]
    json: bool,
}

/// Whose sessions are listed.
#[derive(Debug, Args)]
pub(in crate::command) struct Sessions {
    #[command(flatten)]
    settings: WithSettings,
    /// The handle, as `homeward user list` shows it
    id: StaffId,
    /// Answer with one JSON object a line
    #[arg(long)]
    json: bool,
}

/// One of them, for a machine.
#[derive(Serialize)]
struct Person {
    id: StaffId,
    name: String,
    /// `accounts`, or the issuer that vouches for them.
    issuer: String,
    seats: Vec<Seat>,
    state: PersonState,
    last_seen_at: Option<Timestamp>,
    passkeys: i64,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum PersonState {
    ComesIn,
    Invited,
    NoPasskey,
    Disabled,
}

/// Where somebody is signed in, for a machine.
#[derive(Serialize)]
struct SignedIn<'a> {
    session: &'a str,
    started_at: Timestamp,
    ends_at: Timestamp,
    address: Option<std::net::IpAddr>,
}

impl List {
    pub(super) async fn run(self) -> Result<()> {
        let store = open_store(&self.settings.read()?).await?;
        let now = clock::now();
        for row in store.staff_list(MOST).await.into_diagnostic()? {
            let person = person(&store, row, now).await?;
            if self.json {
                tell::line(serde_json::to_string(&person).into_diagnostic()?);
            } else {
                tell::line(in_short(&person));
            }
        }
        Ok(())
    }
}

impl Sessions {
    pub(super) async fn run(self) -> Result<()> {
        let store = open_store(&self.settings.read()?).await?;
        if store.staff_member(&self.id).await.into_diagnostic()?.is_none() {
            return Err(miette!(help = "homeward user list", "there is nobody of this handle"));
        }
        for session in store.sessions_of(&self.id, clock::now()).await.into_diagnostic()? {
            let shown = SignedIn {
                session: &session.handle,
                started_at: session.times.started_at,
                ends_at: session.times.ends_at,
                address: session.visitor.origin.address,
            };
            if self.json {
                tell::line(serde_json::to_string(&shown).into_diagnostic()?);
            } else {
                let from = shown.address.map_or_else(String::new, |from| format!("  from {from}"));
                let (since, until) = (minute(shown.started_at), minute(shown.ends_at));
                tell::line(format_args!("{}  since {since}, until {until}{from}", shown.session));
            }
        }
        Ok(())
    }
}

async fn person(store: &Store, row: StaffRow, now: Timestamp) -> Result<Person> {
    let account = if row.issuer == ACCOUNTS {
        store.account(&row.id, now).await.into_diagnostic()?
    } else {
        None
    };
    let (passkeys, invited) =
        account.as_ref().map_or((0, None), |account| (account.passkeys, account.invited_until));
    let state = match (row.disabled.is_some(), &account) {
        (true, _) => PersonState::Disabled,
        (false, Some(_)) if passkeys == 0 && invited.is_some() => PersonState::Invited,
        (false, Some(_)) if passkeys == 0 => PersonState::NoPasskey,
        _ => PersonState::ComesIn,
    };
    Ok(Person {
        seats: account.map_or(row.seats, |account| account.seats),
        id: row.id,
        name: row.name,
        issuer: row.issuer,
        state,
        last_seen_at: row.last_seen_at,
        passkeys,
    })
}

fn in_short(person: &Person) -> String {
    let state = match person.state {
        PersonState::ComesIn => "can come in",
        PersonState::Invited => "invited",
        PersonState::NoPasskey => "has no passkey",
        PersonState::Disabled => "disabled",
    };
    let seats: Vec<String> = person.seats.iter().map(seat).collect();
    let last = person.last_seen_at.map_or_else(|| "never".to_owned(), minute);
    let (id, name, issuer) = (&person.id, &person.name, &person.issuer);
    format!("{id}  {name}  {state}  {}  by {issuer}  last here {last}", seats.join("; "))
}

fn seat(seat: &Seat) -> String {
    let role = seat.role.words();
    match &seat.organisation {
        Organisation::Hospital { trust, site } => format!("{role}, {trust} {site}"),
        Organisation::Council(council) => format!("{role}, {council}"),
    }
}

fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
