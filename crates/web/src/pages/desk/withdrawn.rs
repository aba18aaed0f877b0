//! Which certain matches ended, and who had seen or heard of the wrong person by then?

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use care::access::desk::{is_own_pair, review};
use care::access::{Act, Actor, AuditLine, DataGroup, Leave, NameList, NotAtDesk, leave};
use care::when::words;
use jiff::Timestamp;
use serde::Deserialize;
use store::{Knowledge, SawOrTold, WithdrawalId, WithdrawalRow};

use super::who::Who;
use crate::address::Named;
use crate::app::App;
use crate::components::cells;
use crate::components::chrome::Chrome;
use crate::components::markup::Markup;
use crate::components::table::{Column, Table};
use crate::forms::Sent;
use crate::looking;
use crate::pages::person::stand;
use crate::pages::{chrome, organisation_words, sentence};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// More matches than are withdrawn in a long time.
const MOST: i64 = 500;

/// The list.
#[derive(Template)]
#[template(path = "pages/desk/withdrawn.html")]
struct WithdrawnPage {
    chrome: Chrome,
    organisation: String,
    updated: String,
    list: Table,
}

/// One of them.
#[derive(Template)]
#[template(path = "pages/desk/withdrawal.html")]
struct WithdrawalPage {
    chrome: Chrome,
    printed: String,
    patient: String,
    nhs_number: String,
    born: String,
    hospital: String,
    council: String,
    ended: String,
    cause: &'static str,
    comes_back: &'static str,
    list: Table,
}

/// The question for a reason.
#[derive(Template)]
#[template(path = "pages/desk/withdrawal_reason.html")]
struct ReasonPage {
    chrome: Chrome,
    id: WithdrawalId,
    token: FormToken,
    is_missing: bool,
}

/// Shows the list: matches of the user's own patients or people.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, Refused> {
    let staff = &signed_in.staff;
    looking::may(staff, DataGroup::AccessLog)?;
    let now = app.now();
    let mut rows = Vec::new();
    // Who needs a reason gives it for each match: until then they see no name.
    let is_named = leave(staff.role, DataGroup::AccessLog) == Leave::Full;
    let mut named = 0;
    for ended in app.store().withdrawals_for(&staff.organisation, MOST).await? {
        let who = if is_named {
            who(&app, &ended).await?
        } else {
            Who::Nobody("Shown once you give a reason")
        };
        named += usize::from(who.is_named());
        rows.push(row(&app, (&ended, &who), now)?);
    }
    // The line first: what follows is given out only once it is written.
    app.store().note_list(staff, (NameList::Withdrawn, named), now).await?;
    let columns = ["Ended", "Patient", "Why", "Hospital", "Council"].map(Column::words).into();
    let page = WithdrawnPage {
        chrome: chrome(&app, "Withdrawn matches", &signed_in),
        organisation: organisation_words(&app, &staff.organisation),
        updated: words::time(now),
        list: Table::list("Matches that were withdrawn, newest first", columns, rows),
    };
    Ok(Html(page.render()?))
}

async fn who(app: &App, ended: &WithdrawalRow) -> Result<Who, Refused> {
    match app.store().patient(&ended.withdrawal.patient).await? {
        Some(patient) => Who::of(app, &patient).await,
        None => Ok(Who::Nobody("Not known")),
    }
}

fn row(
    app: &App,
    (ended, who): (&WithdrawalRow, &Who),
    now: Timestamp,
) -> Result<Vec<Markup>, askama::Error> {
    let withdrawal = &ended.withdrawal;
    let (hospital, council) = sides(app, ended);
    let to = format!("/match-desk/withdrawn/{}", ended.id);
    Ok(vec![
        cells::link(&to, &words::moment(withdrawal.at, now))?,
        Markup::from(who.name()),
        Markup::from(withdrawal.cause.words()),
        Markup::from(hospital),
        Markup::from(council),
    ])
}

/// The hospital and the council by their names.
fn sides(app: &App, ended: &WithdrawalRow) -> (String, String) {
    let council = &ended.withdrawal.person.council;
    let trust = app.trust(&ended.trust);
    let profile = app.councils().profile(council);
    (
        trust.map_or_else(|| ended.trust.to_string(), |trust| trust.name.clone()),
        profile.map_or_else(|| council.to_string(), |profile| profile.display_name.clone()),
    )
}

/// Shows who had seen or heard of the person, or asks for a reason first.
pub(crate) async fn get_one(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(id): Named<String>,
) -> Result<Response, Refused> {
    looking::may(&signed_in.staff, DataGroup::AccessLog)?;
    let ended = find(&app, &signed_in, &id).await?;
    match leave(signed_in.staff.role, DataGroup::AccessLog) {
        Leave::Full => show(&app, &signed_in, &ended, "").await,
        _ => ask(&app, &signed_in, &ended, false),
    }
}

/// What the user says.
#[derive(Deserialize)]
pub(crate) struct Stated {
    #[serde(default)]
    reason: String,
}

/// Shows it on the ground of a reason, which is good for this one look.
pub(crate) async fn post_one(
    State(app): State<App>,
    Named(id): Named<String>,
    sent: Sent<Stated>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    looking::may(&signed_in.staff, DataGroup::AccessLog)?;
    let ended = find(&app, &signed_in, &id).await?;
    show(&app, &signed_in, &ended, &form.reason).await
}

/// A withdrawal of the user's own patients or people; any other does not exist for them.
async fn find(app: &App, signed_in: &SignedIn, id: &str) -> Result<WithdrawalRow, Refused> {
    let id: WithdrawalId = id.parse().map_err(|_| Refused::NotFound)?;
    let found = app.store().withdrawal(id).await?.ok_or(Refused::NotFound)?;
    let is_own = is_own_pair(&signed_in.staff, &found.trust, &found.withdrawal.person);
    if is_own { Ok(found) } else { Err(Refused::NotFound) }
}

fn ask(
    app: &App,
    signed_in: &SignedIn,
    ended: &WithdrawalRow,
    is_missing: bool,
) -> Result<Response, Refused> {
    let page = ReasonPage {
        chrome: chrome(app, "Reason to view", signed_in),
        id: ended.id,
        token: signed_in.form.clone(),
        is_missing,
    };
    Ok(Html(page.render()?).into_response())
}

async fn show(
    app: &App,
    signed_in: &SignedIn,
    ended: &WithdrawalRow,
    reason: &str,
) -> Result<Response, Refused> {
    let (staff, withdrawal, now) = (&signed_in.staff, &ended.withdrawal, app.now());
    let stated = match review(staff, (&ended.trust, &withdrawal.person), reason) {
        Ok(stated) => stated,
        Err(NotAtDesk::ReasonNeeded) => return ask(app, signed_in, ended, true),
        Err(refusal) => return Err(refusal.into()),
    };
    // The line first: what follows is given out only once it is written.
    let line = AuditLine {
        patient: Some(withdrawal.patient.clone()),
        person: Some(withdrawal.person.clone()),
        ..AuditLine::new(now, Actor::from(staff), Act::SawWithdrawn { stated })
    };
    app.store().note(&line).await?;
    let seen = app.store().seen_or_told(withdrawal).await?;
    let patient = app.store().patient(&withdrawal.patient).await?.ok_or(Refused::NotFound)?;
    let patient = Who::of(app, &patient).await?;
    let (hospital, council) = sides(app, ended);
    let page = WithdrawalPage {
        chrome: chrome(app, "Withdrawn match", signed_in),
        printed: format!("{} by {}", words::moment(now, now), staff.name),
        patient: patient.name(),
        nhs_number: patient.nhs_number(),
        born: patient.born(),
        hospital,
        council,
        ended: words::moment(withdrawal.at, now),
        cause: withdrawal.cause.words(),
        comes_back: comes_back(withdrawal.cause.is_wrong()),
        list: knew(app, &seen, now),
    };
    Ok(Html(page.render()?).into_response())
}

fn comes_back(is_wrong: bool) -> &'static str {
    if is_wrong {
        "It comes back only when two people at the match desk say so."
    } else {
        "It may come back by itself when the council's book fits again."
    }
}

fn knew(app: &App, seen: &[SawOrTold], now: Timestamp) -> Table {
    let columns = ["When", "Who", "For whom", "What"].map(Column::words).into();
    let row = |one: &SawOrTold| {
        let person = one.staff.as_ref();
        let who = person.map_or_else(
            || "The council".to_owned(),
            |(name, role)| format!("{name}, {}", role.words()),
        );
        [
            words::moment(one.at, now),
            who,
            organisation_words(app, &one.organisation),
            what(one.what),
        ]
        .map(Markup::from)
        .into()
    };
    Table::list("Who saw or was told, oldest first", columns, seen.iter().map(row).collect())
}

fn what(what: Knowledge) -> String {
    match what {
        Knowledge::Opened => "Opened the record".to_owned(),
        Knowledge::Printed => "Printed the record".to_owned(),
        Knowledge::Told(kind) => format!("Was told: {}", sentence(stand::notice(kind))),
    }
}
