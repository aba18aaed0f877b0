//! Which of our people are in hospital, and what were we told?

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Redirect};
use care::access::{DataGroup, Leave, NameList, Organisation, leave};
use care::people::CouncilName;
use care::when::words;
use jiff::Timestamp;
use store::{NoticeId, NoticeRow};

use super::person::stand;
use super::ward_row;
use crate::app::App;
use crate::components::cells;
use crate::components::chrome::Chrome;
use crate::components::markup::Markup;
use crate::components::state::{State as Shown, Tone};
use crate::components::table::{Column, Table};

use crate::forms::{Nothing, Sent};
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
    list: Table,
}

/// Shows the list.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, Refused> {
    let council = own_council(&signed_in)?;
    let notices = app.store().notices_for(&council, MOST).await?;
    let now = app.now();
    // The line first: what follows is given out only once it is written.
    let named = notices.iter().filter(|row| row.is_theirs).count();
    app.store().note_list(&signed_in.staff, (NameList::Council, named), now).await?;
    let page = CouncilPage {
        chrome: chrome(&app, "Your people in hospital", &signed_in),
        council: super::organisation_words(&app, &signed_in.staff.organisation),
        updated: words::time(now),
        unseen: notices.iter().filter(|row| row.seen_at.is_none()).count(),
        token: signed_in.form.clone(),
        list: list(&notices, now)?,
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

fn list(notices: &[NoticeRow], now: Timestamp) -> Result<Table, askama::Error> {
    let columns = vec![
        Column::words("Person"),
        Column::digits(cells::nhs_number()?),
        Column::digits("Born"),
        Column::words("What"),
        Column::words("When"),
        Column::words("Where"),
        Column::words("Seen"),
    ];
    let rows = notices.iter().map(|notice| row(notice, now)).collect::<Result<_, _>>()?;
    Ok(Table::list("What the hospital told, newest first", columns, rows))
}

/// One notice. A withdrawn one keeps its line and loses the place: what was told was wrong. Of a
/// patient who is not certainly the council's person now it says nothing but that.
fn row(row: &NoticeRow, now: Timestamp) -> Result<Vec<Markup>, askama::Error> {
    let identity = row.patient.identity();
    let hidden = row.hides_place || row.notice.kind == care::exchange::NoticeKind::Withdrawn;
    let place = if hidden { "Not shown".to_owned() } else { super::place_words(&row.stay.place) };
    let seen = row.seen_at.map_or_else(
        || Shown::new(Tone::Waiting, "New"),
        |at| Shown::new(Tone::Quiet, format!("Seen {}", words::moment(at, now))),
    );
    let what = Markup::from(super::sentence(stand::notice(row.notice.kind)));
    let when = Markup::from(words::moment(row.notice.happened_at, now));
    if !row.is_theirs {
        let nobody = || Markup::from("Not shown");
        let person = Markup::from("Taken back: not known to be your person");
        return Ok(vec![person, nobody(), nobody(), what, when, nobody(), cells::state(&seen)?]);
    }
    Ok(vec![
        cells::link(&format!("/patients/{}", row.notice.patient), &ward_row::name(&identity))?,
        Markup::from(ward_row::nhs_number(&identity)),
        Markup::from(ward_row::born(&identity)),
        what,
        when,
        Markup::from(place),
        cells::state(&seen)?,
    ])
}
