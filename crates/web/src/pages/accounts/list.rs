//! Who of us may come in, who was here last, and who was invited?

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use care::access::Actor;
use jiff::{SignedDuration, Timestamp};
use store::{Fate, InvitationKind, InvitationRow};

use super::{Person, everybody, must_administer, seat_words};
use crate::app::{Accounts, App};
use crate::components::cells;
use crate::components::chrome::Chrome;
use crate::components::markup::Markup;
use crate::components::table::{Column, Table};
use crate::pages::{chrome, moment_within, organisation_words};
use crate::refusal::Refused;
use crate::session::SignedIn;

/// Links are listed for so long after they were given, so that every administrator sees each.
const LATELY: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Everybody of one organisation.
#[derive(Template)]
#[template(path = "pages/accounts/list.html")]
struct ListPage {
    chrome: Chrome,
    organisation: String,
    accounts: Kept,
    people: Table,
    links: Table,
}

/// Whether accounts are kept here at all.
#[derive(PartialEq, Eq)]
enum Kept {
    Here,
    No,
}

/// Shows them.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, Refused> {
    let staff = &signed_in.staff;
    must_administer(staff)?;
    let now = app.now();
    let all = everybody(&app, staff).await?;
    let given = app.store().invitations_of(&staff.organisation, now - LATELY).await?;
    let page = ListPage {
        chrome: chrome(&app, "Accounts", &signed_in),
        organisation: organisation_words(&app, &staff.organisation),
        accounts: match app.settings().accounts {
            Accounts::On(_) => Kept::Here,
            Accounts::Off => Kept::No,
        },
        people: people(&app, &all, now)?,
        links: links(&all, &given, now),
    };
    Ok(Html(page.render()?))
}

fn people(app: &App, all: &[Person], now: Timestamp) -> Result<Table, askama::Error> {
    let columns = ["Name", "Roles", "Comes in by", "Last here", "State"].map(Column::words);
    let rows: Result<_, askama::Error> = all.iter().map(|one| row(app, one, now)).collect();
    Ok(Table::among("By name: those with an account here, then others", columns.into(), rows?))
}

fn row(app: &App, one: &Person, now: Timestamp) -> Result<Vec<Markup>, askama::Error> {
    let seats = one.seats().iter().map(|seat| Markup::from(seat_words(app, seat)));
    let by = match one {
        Person::Account(account) if account.passkeys == 1 => "1 passkey".to_owned(),
        Person::Account(account) => format!("{} passkeys", account.passkeys),
        Person::Provided(row) if row.issuer.is_empty() => "The demonstration".to_owned(),
        Person::Provided(row) => row.issuer.clone(),
    };
    let last = one.last_here().map_or_else(|| "Never".to_owned(), |at| moment_within(at, now));
    Ok(vec![
        cells::link(&format!("/accounts/{}", one.id()), one.name())?,
        Markup::lines(seats),
        Markup::from(by),
        Markup::from(super::super::sentence(&last)),
        cells::state(&one.state(now))?,
    ])
}

/// Whoever gave a link could use it themselves: so all administrators see who gave which.
fn links(all: &[Person], given: &[InvitationRow], now: Timestamp) -> Table {
    let columns = ["For", "Why", "Given by", "When", "What became of it"].map(Column::words);
    let rows = given.iter().map(|link| {
        let whom = all.iter().find(|one| *one.id() == link.account).map_or("", Person::name);
        let by = match &link.by {
            Actor::Operator { name } => format!("{name}, at the command line"),
            Actor::Staff { name, .. } | Actor::Visitor { name, .. } => name.clone(),
            Actor::Service => "The service".to_owned(),
        };
        vec![
            Markup::from(whom),
            Markup::from(why(link.kind)),
            Markup::from(by),
            Markup::from(super::super::sentence(&moment_within(link.made_at, now))),
            Markup::from(fate(link.fate, now)),
        ]
    });
    Table::among("Links given in the last 30 days, the last first", columns.into(), rows.collect())
}

fn why(kind: InvitationKind) -> &'static str {
    match kind {
        InvitationKind::New => "New account",
        InvitationKind::Again => "Invited again",
        InvitationKind::Recovery => "Account recovered",
    }
}

fn fate(fate: Fate, now: Timestamp) -> String {
    match fate {
        Fate::Waits(until) if until > now => format!("Good until {}", moment_within(until, now)),
        Fate::Waits(until) => format!("Ran out {}", moment_within(until, now)),
        Fate::Used(at) => format!("Used {}", moment_within(at, now)),
        Fate::Withdrawn(at) => format!("Withdrawn {}", moment_within(at, now)),
    }
}
