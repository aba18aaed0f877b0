//! What goes on paper, for those who will not see the screen?

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use care::access::{Refusal, Sheet};
use care::people::PatientId;
use care::record::Fact;
use care::when::words;
use council::Profile;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::banner::{banner, banner_alone};
use super::person::cards::Block;
use super::person::{blocks, completeness_words, write_answer};
use super::shut;
use crate::address::Named;
use crate::app::App;
use crate::components::answer::{Completeness, Line};
use crate::components::chrome::Chrome;
use crate::components::patient::Patient;
use crate::context;
use crate::forms::Sent;
use crate::looking::{self, Loaded, Opened, Seen};
use crate::pages::chrome;
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// A printed sheet is not to be used after so long.
const VALID: SignedDuration = SignedDuration::from_hours(24);

/// What is left off a sheet unless it is asked for: it changes fast, or harms when it is found.
const LEFT_OUT: [&str; 2] = ["decisions", "risks"];

/// The cards that go on a sheet besides, so that it stays on one side.
const ON_PAPER: [&str; 2] = ["care", "people"];

/// What to put on the sheet.
#[derive(Template)]
#[template(path = "pages/print.html")]
struct PrintPage {
    chrome: Chrome,
    banner: Patient,
    patient: PatientId,
    token: FormToken,
}

/// The sheet.
#[derive(Template)]
#[template(path = "pages/sheet.html")]
struct SheetPage {
    chrome: Chrome,
    banner: Patient,
    patient: PatientId,
    printed: String,
    completeness: Completeness,
    lines: Vec<Line>,
    blocks: Vec<Block>,
    left_out: LeftOut,
}

/// Whether the sheet holds all that the screen does.
enum LeftOut {
    Sensitive,
    Nothing,
}

/// What the user wants on the sheet.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    sensitive: String,
}

/// Asks what to print.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(patient): Named<PatientId>,
) -> Result<Response, Refused> {
    let loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    match loaded.permit(&signed_in.staff, app.now()) {
        Ok(permit) if permit.may_print() => {}
        Ok(_) => return Err(Refused::NotOnPaper),
        Err(refusal) => return shut::show(&app, &signed_in, &loaded, refusal).await,
    }
    let page = PrintPage {
        chrome: context::chrome(&app, "Print", (&signed_in, &patient)).await?,
        banner: banner_alone(&app, &signed_in.staff, &loaded).await?,
        token: signed_in.form.clone(),
        patient,
    };
    Ok(Html(page.render()?).into_response())
}

/// Makes the sheet. Each sheet is an opening of the record, with its own line in the audit.
pub(crate) async fn post(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Wanted>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    let mut loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    let permit = match loaded.permit(&signed_in.staff, app.now()) {
        Ok(permit) => permit,
        Err(refusal) => return shut::show(&app, &signed_in, &loaded, refusal).await,
    };
    let Some(profile) = loaded.council(&app) else { return Err(Refused::NotFound) };
    let wanted = if form.sensitive == "yes" { Sheet::WithSensitive } else { Sheet::Usual };
    let seen = match looking::print(&app, &loaded, permit, wanted).await? {
        Opened::Seen(seen) => seen,
        Opened::Contradicts(verdict) => {
            loaded.verdict = verdict;
            return shut::show(&app, &signed_in, &loaded, Refusal::Doubtful).await;
        }
        Opened::Gone => return shut::show(&app, &signed_in, &loaded, Refusal::NotFound).await,
    };
    if shut::objects(&seen.record) {
        return shut::show(&app, &signed_in, &loaded, Refusal::Restricted).await;
    }
    looking::heed(&app, &signed_in.staff, &mut loaded, &seen).await?;
    let page = sheet(&app, &signed_in, &loaded, (&seen, profile, wanted));
    Ok(Html(page.render()?).into_response())
}

fn sheet(
    app: &App,
    signed_in: &SignedIn,
    loaded: &Loaded,
    (seen, profile, wanted): (&Seen, &Profile, Sheet),
) -> SheetPage {
    let now = app.now();
    let answer = write_answer(seen, profile, now);
    let lines = answer.lines.into_iter().enumerate();
    let sensitive = wanted == Sheet::WithSensitive;
    let wanted = |id: &str| ON_PAPER.contains(&id) || (sensitive && LEFT_OUT.contains(&id));
    SheetPage {
        chrome: chrome(app, "Handover sheet", signed_in),
        banner: banner(app, loaded, now),
        patient: loaded.patient.id.clone(),
        printed: printed(&signed_in.staff.name, now),
        completeness: completeness_words(
            &care::record::completeness::completeness(&seen.record),
            now,
        ),
        lines: lines
            .filter(|(place, _)| sensitive || *place != SAFETY)
            .map(|(_, line)| line)
            .collect(),
        blocks: blocks(seen, profile, now)
            .into_iter()
            .filter(|block| wanted(block.id))
            .map(short)
            .collect(),
        left_out: if sensitive { LeftOut::Nothing } else { LeftOut::Sensitive },
    }
}

/// A card for paper: packages that are over, and rows that hold nothing, stay on the screen.
fn short(mut block: Block) -> Block {
    block.items.retain(|item| !item.over);
    for item in &mut block.items {
        item.list.rows.retain(|row| !says_nothing(&row.value.to_string()));
    }
    block
}

/// Whether a row only says that there is nothing to say. "Could not check" and "Not shared" do
/// say something.
fn says_nothing(value: &str) -> bool {
    [Fact::<()>::NotRecorded, Fact::NotSupplied].iter().any(|state| state.words() == Some(value))
}

/// The place of the safety line among the seven.
const SAFETY: usize = 4;

/// Who printed it, when, and until when it may be used (hazard H19).
fn printed(name: &str, now: Timestamp) -> String {
    let stamp = |at| words::moment(at, now + SignedDuration::from_hours(24 * 400));
    format!(
        "Printed {} by {name}. Not valid after {}. Check the screen before you rely on it.",
        stamp(now),
        stamp(now + VALID)
    )
}
