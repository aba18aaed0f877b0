//! Has this person agreed that somebody looks, or been told?

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::access::stated::LONGEST_REASON;
use care::access::{
    DataGroup, Leave, Organisation, Permission, PermissionMode, Refusal, Staff, WhyNotAsked, leave,
};
use care::people::PatientId;
use jiff::Timestamp;
use serde::Deserialize;

use super::banner::banner_alone;
use super::ward_row;
use crate::address::Named;
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::patient::Patient;
use crate::context;
use crate::forms::Sent;
use crate::looking::{self, Loaded};
use crate::pages::{moment_within, shut};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// The question of permission.
#[derive(Template)]
#[template(path = "pages/permission.html")]
struct PermissionPage {
    chrome: Chrome,
    banner: Patient,
    patient: PatientId,
    name: String,
    token: FormToken,
    question: Question,
    unclear: Unclear,
}

/// Which question is put.
#[derive(Clone, PartialEq, Eq)]
enum Question {
    /// Has the person agreed?
    Agreed,
    /// Has the person been told?
    Told,
    /// Does the person agree now, who has said no before? That holds until then; `no` names it in the
    /// form.
    AgreesNow { until: String, no: String },
}

/// Whether the last answer could not be taken, and why.
enum Unclear {
    No,
    Answer,
    Why,
    /// The person has said no since the question was put.
    SaidNoSince,
}

/// What the user answered.
#[derive(Deserialize)]
pub(crate) struct Answered {
    #[serde(default)]
    agreed: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    other: String,
    /// The no that was on the screen when the person agreed; empty where there was none.
    #[serde(default)]
    no: String,
}

/// Asks.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(patient): Named<PatientId>,
) -> Result<Response, Refused> {
    let loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    match question(&loaded, &signed_in.staff, app.now()) {
        Ok(Some(question)) => show(&app, &signed_in, &loaded, (question, Unclear::No)).await,
        Ok(None) => Ok(Redirect::to(&format!("/patients/{patient}")).into_response()),
        Err(refusal) => shut::show(&app, &signed_in, &loaded, refusal).await,
    }
}

/// The question that is to be put now, also to somebody who has answered it: people change their
/// minds. `None` where none is; the refusal where the record would stay shut whatever the answer.
fn question(loaded: &Loaded, staff: &Staff, now: Timestamp) -> Result<Option<Question>, Refusal> {
    let said_no = |until: Timestamp| Question::AgreesNow {
        until: moment_within(until, now),
        no: until.as_second().to_string(),
    };
    let is_asked = matches!(staff.organisation, Organisation::Hospital { .. })
        && leave(staff.role, DataGroup::Packages) == Leave::AfterPermission;
    match (loaded.permit(staff, now), loaded.mode) {
        (Err(Refusal::PersonRefused { until }), _) => Ok(Some(said_no(until))),
        (Ok(permit), _) if permit.overridden().is_some() => {
            Ok(loaded.said.said_no.map(|no| said_no(no.until)))
        }
        (Err(Refusal::PermissionNeeded), PermissionMode::Inform) => Ok(Some(Question::Told)),
        (Err(Refusal::PermissionNeeded), _) => Ok(Some(Question::Agreed)),
        (Ok(_), PermissionMode::Ask) if is_asked => Ok(Some(Question::Agreed)),
        (Ok(_), PermissionMode::Inform) if is_asked => Ok(Some(Question::Told)),
        (Ok(_), _) => Ok(None),
        (Err(refusal), _) => Err(refusal),
    }
}

async fn show(
    app: &App,
    signed_in: &SignedIn,
    loaded: &Loaded,
    (question, unclear): (Question, Unclear),
) -> Result<Response, Refused> {
    let page = PermissionPage {
        chrome: context::chrome(app, "Permission to view", (signed_in, &loaded.patient.id)).await?,
        banner: banner_alone(app, &signed_in.staff, loaded).await?,
        name: ward_row::spoken(&loaded.identity),
        patient: loaded.patient.id.clone(),
        token: signed_in.form.clone(),
        question,
        unclear,
    };
    Ok(Html(page.render()?).into_response())
}

/// Notes the answer and goes on to the record, which opens or says why not.
pub(crate) async fn post(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Answered>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    looking::may(&signed_in.staff, DataGroup::Packages)?;
    let loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    let now = app.now();
    let question = match question(&loaded, &signed_in.staff, now) {
        Ok(Some(question)) => question,
        Ok(None) => return Ok(Redirect::to(&format!("/patients/{patient}")).into_response()),
        Err(refusal) => return shut::show(&app, &signed_in, &loaded, refusal).await,
    };
    let answer = match form.answer(&question) {
        Ok(answer) => answer,
        Err(unclear) => return show(&app, &signed_in, &loaded, (question, unclear)).await,
    };
    let about = (&loaded.patient.id, loaded.relation.stay());
    let said = (&answer, loaded.shut_by(&answer, now));
    app.store().note_permission(&signed_in.staff, about, said, now).await?;
    Ok(Redirect::to(&format!("/patients/{patient}")).into_response())
}

impl Answered {
    /// The answer, where it is one to that question.
    fn answer(&self, question: &Question) -> Result<Permission, Unclear> {
        match (self.agreed.as_str(), question) {
            // Whoever agreed before that no was asked another question.
            ("yes", Question::AgreesNow { no, .. }) if *no != self.no => Err(Unclear::SaidNoSince),
            ("yes", Question::Agreed | Question::AgreesNow { .. }) => Ok(Permission::Given),
            ("no", _) => Ok(Permission::Refused),
            ("not_asked", Question::Agreed) => self.why().map(Permission::CouldNotAsk),
            ("told", Question::Told) => Ok(Permission::Told),
            ("not_told", Question::Told) => self.why().map(Permission::CouldNotTell),
            _ => Err(Unclear::Answer),
        }
    }

    fn why(&self) -> Result<WhyNotAsked, Unclear> {
        let other: String = self.other.trim().chars().take(LONGEST_REASON).collect();
        match self.why.as_str() {
            "unconscious" => Ok(WhyNotAsked::Unconscious),
            "capacity" => Ok(WhyNotAsked::LacksCapacity),
            "emergency" => Ok(WhyNotAsked::Emergency),
            "other" if !other.is_empty() => Ok(WhyNotAsked::Other(other)),
            _ => Err(Unclear::Why),
        }
    }
}
