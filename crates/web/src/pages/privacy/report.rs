//! Who looked at this person, and all that is held of them: for the person themselves.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use care::access::privacy::{NoReport, Wanted, may_report};
use care::access::{Act, Actor, AuditLine, Organisation, Staff};
use care::people::PatientId;
use serde::Deserialize;

use super::may_read;
use crate::address::Named;
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::forms::Sent;
use crate::pages::{chrome, organisation_words, ward_row};
use crate::refusal::{Fault, Refused};
use crate::report::{self, Manner, Pack, Row, Subject};
use crate::session::{FormToken, SignedIn};

/// Who looked.
#[derive(Template)]
#[template(path = "pages/privacy/report.html")]
struct ReportPage {
    chrome: Chrome,
    printed: String,
    answers: String,
    name: String,
    nhs_number: String,
    born: String,
    rows: Vec<Row>,
}

/// The question for a reason, before anything is shown or written out.
#[derive(Template)]
#[template(path = "pages/privacy/ask.html")]
struct AskPage {
    chrome: Chrome,
    token: FormToken,
    to: String,
    wanted: Asked,
    is_missing: bool,
}

/// For what a reason is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Report,
    Copy,
}

/// What the user says.
#[derive(Default, Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    reason: String,
    /// `json` for machines, anything else for people.
    #[serde(default)]
    form: String,
}

/// Shows who looked, or asks for a reason first.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(patient): Named<PatientId>,
) -> Result<Response, Refused> {
    show_report(&app, &signed_in, (&patient, None)).await
}

/// Shows it on the ground of a reason, which is good for this one look.
pub(crate) async fn post(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Said>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    show_report(&app, &signed_in, (&patient, Some(&form.reason))).await
}

/// Asks why a copy of all that is held shall be written out.
pub(crate) async fn get_copy(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(patient): Named<PatientId>,
) -> Result<Response, Refused> {
    let subject = find(&app, &signed_in.staff, &patient).await?;
    match may_report(&signed_in.staff, subject.whom(), (Wanted::Everything, "")) {
        Err(NoReport::ReasonNeeded) | Ok(_) => {
            ask(&app, &signed_in, (&patient, Asked::Copy, false))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// Writes it out, as a file to save.
pub(crate) async fn post_copy(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Said>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    let (staff, now) = (&signed_in.staff, app.now());
    let subject = find(&app, staff, &patient).await?;
    let wanted = (Wanted::Everything, form.reason.as_str());
    let stated = match may_report(staff, subject.whom(), wanted) {
        Ok(stated) => stated,
        Err(NoReport::ReasonNeeded) => {
            return ask(&app, &signed_in, (&patient, Asked::Copy, true));
        }
        Err(refusal) => return Err(refusal.into()),
    };
    note(&app, staff, (&subject, Act::ExportedPerson { stated })).await?;
    let naming = |organisation: &Organisation| organisation_words(&app, organisation);
    let names_staff = app.settings().privacy.names_in_reports;
    let manner = Manner { naming: &naming, names_staff, now };
    let pack = Pack::gather(app.store(), &subject, manner).await?;
    if form.form == "json" {
        let text = serde_json::to_string_pretty(&pack).map_err(|_| Fault::Unwritten)?;
        return Ok(saved("application/json", "copy.json", text));
    }
    Ok(saved("text/html; charset=utf-8", "copy.html", pack.file(&subject)?))
}

/// A file that the browser saves and does not show. Its name says nothing of anybody.
fn saved(kind: &'static str, name: &'static str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, text).into_response()
}

async fn show_report(
    app: &App,
    signed_in: &SignedIn,
    (patient, stated): (&PatientId, Option<&String>),
) -> Result<Response, Refused> {
    let (staff, now) = (&signed_in.staff, app.now());
    let subject = find(app, staff, patient).await?;
    let reason = stated.map_or("", String::as_str);
    let stated = match may_report(staff, subject.whom(), (Wanted::Log, reason)) {
        Ok(stated) => stated,
        Err(NoReport::ReasonNeeded) => {
            return ask(app, signed_in, (patient, Asked::Report, stated.is_some()));
        }
        Err(refusal) => return Err(refusal.into()),
    };
    // The line first: what follows is given out only once it is written.
    note(app, staff, (&subject, Act::SawAccessLog { stated })).await?;
    let naming = |organisation: &Organisation| organisation_words(app, organisation);
    let names_staff = app.settings().privacy.names_in_reports;
    let manner = Manner { naming: &naming, names_staff, now };
    let identity = subject.patient.patient.identity();
    let page = ReportPage {
        chrome: chrome(app, "Who looked at this record", signed_in),
        printed: report::moment(now),
        answers: subject.answers(&naming),
        name: ward_row::name(&identity),
        nhs_number: ward_row::nhs_number(&identity),
        born: ward_row::born(&identity),
        rows: report::rows(app.store(), &subject, manner).await?,
    };
    Ok(Html(page.render()?).into_response())
}

/// The patient, as far as the user's organisation answers for them; any other does not exist.
async fn find(app: &App, staff: &Staff, patient: &PatientId) -> Result<Subject, Refused> {
    may_read(staff)?;
    let council = match &staff.organisation {
        Organisation::Council(council) => Some(council),
        Organisation::Hospital { .. } => None,
    };
    let subject = Subject::find(app.store(), patient, council).await?.ok_or(Refused::NotFound)?;
    match may_report(staff, subject.whom(), (Wanted::Log, "asked")) {
        Err(NoReport::NotYours) => Err(Refused::NotFound),
        _ => Ok(subject),
    }
}

async fn note(app: &App, staff: &Staff, (subject, act): (&Subject, Act)) -> Result<(), Refused> {
    let line = AuditLine {
        patient: Some(subject.patient.id.clone()),
        person: subject.person.clone(),
        ..AuditLine::new(app.now(), Actor::from(staff), act)
    };
    Ok(app.store().note(&line).await?)
}

fn ask(
    app: &App,
    signed_in: &SignedIn,
    (patient, wanted, is_missing): (&PatientId, Asked, bool),
) -> Result<Response, Refused> {
    let end = match wanted {
        Asked::Report => "report",
        Asked::Copy => "copy",
    };
    let page = AskPage {
        chrome: chrome(app, "Reason to view", signed_in),
        token: signed_in.form.clone(),
        to: format!("/privacy/people/{patient}/{end}"),
        wanted,
        is_missing,
    };
    Ok(Html(page.render()?).into_response())
}
