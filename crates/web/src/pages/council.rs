//! Which of our people are in hospital, and what were we told?

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Redirect};
use care::access::{DataGroup, Leave, Organisation, leave};
use care::people::{CouncilName, PatientId};
use care::when::words;
use jiff::Timestamp;
use store::{NoticeId, NoticeRow};

use super::person::stand;
use super::ward_row;
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::state::{State as Shown, Tone};
use crate::door::Nothing;
use crate::forms::Sent;
use crate::pages::chrome;
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// More than a council is told in some days.
const MOST: i64 = 500;

/// What the council was told, newest first.
#[derive(Template)]
#[template(path = "pages/council.html")]
struct CouncilPage {
    chrome: Chrome,
    council: String,
    updated: String,
    unseen: usize,
    token: FormToken,
    rows: Vec<Row>,
}

struct Row {
    patient: PatientId,
    name: String,
    nhs_number: String,
    born: String,
    told: String,
    when: String,
    place: String,
    state: Shown,
}

/// Shows the list.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, Refused> {
    let council = own_council(&signed_in)?;
    let notices = app.store().notices_for(&council, MOST).await?;
    let now = app.now();
    let page = CouncilPage {
        chrome: chrome(&app, "Your people in hospital", &signed_in),
        council: super::organisation_words(&app, &signed_in.staff.organisation),
        updated: words::time(now),
        unseen: notices.iter().filter(|row| row.seen_at.is_none()).count(),
        token: signed_in.form.clone(),
        rows: notices.iter().map(|notice| row(notice, now)).collect(),
    };
    Ok(Html(page.render()?))
}

/// Notes that everything on the list was seen: a person says so, not the opening of a page.
pub(crate) async fn post(State(app): State<App>, sent: Sent<Nothing>) -> Result<Redirect, Refused> {
    let Sent { signed_in, form: Nothing {} } = sent;
    let council = own_council(&signed_in)?;
    let notices = app.store().notices_for(&council, MOST).await?;
    let unseen: Vec<NoticeId> =
        notices.iter().filter(|row| row.seen_at.is_none()).map(|row| row.id).collect();
    app.store().mark_notices_seen(&council, &unseen, app.now()).await?;
    Ok(Redirect::to("/council"))
}

/// The council in whose name the user looks, if their role may see who is in hospital.
fn own_council(signed_in: &SignedIn) -> Result<CouncilName, Refused> {
    let staff = &signed_in.staff;
    match &staff.organisation {
        Organisation::Council(name)
            if leave(staff.role, DataGroup::HospitalStay) == Leave::Full =>
        {
            Ok(name.clone())
        }
        _ => Err(Refused::RoleMayNot),
    }
}

/// One notice. A withdrawn one keeps its line and loses the place: what was told was wrong.
fn row(row: &NoticeRow, now: Timestamp) -> Row {
    let identity = row.patient.identity();
    let hidden = row.patient.shield() != care::filing::Shield::None
        || row.notice.kind == care::exchange::NoticeKind::Withdrawn;
    Row {
        patient: row.notice.patient.clone(),
        name: ward_row::name(&identity),
        nhs_number: identity
            .nhs
            .map_or_else(|| "Not known".to_owned(), |nhs| nhs.number.to_string()),
        born: identity.born.map_or_else(|| "Not known".to_owned(), words::born),
        told: super::sentence(stand::notice(row.notice.kind)),
        when: words::moment(row.notice.happened_at, now),
        place: if hidden { "Not shown".to_owned() } else { super::place_words(&row.stay.place) },
        state: row.seen_at.map_or_else(
            || Shown::new(Tone::Waiting, "New"),
            |at| Shown::new(Tone::Quiet, format!("Seen {}", words::moment(at, now))),
        ),
    }
}
