//! Whose record is looked at with more care?

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::access::Act;
use care::access::privacy::Watch;
use care::when::words;
use serde::Deserialize;
use store::{Finding, StoreError, WatchedId, WatchedPerson};

use super::lines::Who;
use super::{line, may_work};
use crate::address::Named;
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::forms::Sent;
use crate::pages::{chrome, find, organisation_words};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// At most so many characters of a reason are kept.
const LONGEST: usize = 200;

/// The list, and the form for one more.
#[derive(Template)]
#[template(path = "pages/privacy/watched.html")]
struct WatchedPage {
    chrome: Chrome,
    organisation: String,
    token: FormToken,
    typed: Typed,
    /// What is wrong with what was typed; empty for nothing.
    fault: &'static str,
    /// The field that is wrong; empty for none.
    field: &'static str,
    entries: Vec<Entry>,
}

struct Entry {
    id: String,
    ending: String,
    kind: &'static str,
    reason: String,
    added: String,
}

/// What the officer typed. Nothing of it ever stands in an address line.
#[derive(Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    number: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    reason: String,
}

/// Shows the list.
pub(crate) async fn get(State(app): State<App>, signed_in: SignedIn) -> Result<Response, Refused> {
    may_work(&signed_in.staff)?;
    show(&app, &signed_in, (Typed::default(), ("", ""))).await
}

/// Puts somebody on it.
pub(crate) async fn post(State(app): State<App>, sent: Sent<Typed>) -> Result<Response, Refused> {
    let Sent { signed_in, form: typed } = sent;
    may_work(&signed_in.staff)?;
    let (number, kind) = match typed.judged() {
        Ok(judged) => judged,
        Err(fault) => return show(&app, &signed_in, (typed, fault)).await,
    };
    let reason: String = typed.reason.trim().chars().take(LONGEST).collect();
    let entry = (kind, reason.as_str());
    match app.store().watch(&signed_in.staff, &number, entry, app.now()).await {
        Ok(()) => Ok(Redirect::to("/privacy/watched").into_response()),
        Err(StoreError::Duplicate(_)) => {
            let fault = ("This number is on the list already", "number");
            show(&app, &signed_in, (typed, fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Takes somebody off it.
pub(crate) async fn remove(
    State(app): State<App>,
    Named(id): Named<String>,
    sent: Sent<Nothing>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form: Nothing {} } = sent;
    may_work(&signed_in.staff)?;
    let id: WatchedId = id.parse().map_err(|_| Refused::NotFound)?;
    match app.store().unwatch(&signed_in.staff, id, app.now()).await {
        Ok(()) => Ok(Redirect::to("/privacy/watched").into_response()),
        // It is another's, or was taken off a moment ago.
        Err(StoreError::Conflict) => Err(Refused::NotFound),
        Err(fault) => Err(fault.into()),
    }
}

/// A form that says all by being sent.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

impl Typed {
    fn judged(&self) -> Result<(Finding, Watch), (&'static str, &'static str)> {
        let number = self.number.trim();
        if number.is_empty() || number.len() > find::LONGEST {
            return Err(("Enter an NHS number or a hospital number", "number"));
        }
        let finding = find::by_number(number).map_err(|fault| (fault, "number"))?;
        let kind = match self.kind.as_str() {
            "staff" => Watch::Staff,
            "known" => Watch::Known,
            _ => return Err(("Choose why they are on the list", "kind")),
        };
        if self.reason.trim().is_empty() {
            return Err(("Say who asked for it, or why", "reason"));
        }
        Ok((finding, kind))
    }
}

async fn show(
    app: &App,
    signed_in: &SignedIn,
    (typed, (fault, field)): (Typed, (&'static str, &'static str)),
) -> Result<Response, Refused> {
    let (staff, now) = (&signed_in.staff, app.now());
    app.store().note(&line(staff, Act::SawWatchList, now)).await?;
    let entry = |one: WatchedPerson| Entry {
        id: one.id.to_string(),
        ending: one.ending,
        kind: one.kind.words(),
        reason: one.reason,
        added: format!(
            "{} by {}",
            words::moment(one.added_at, now),
            Who::of(app, &one.added_by, true).name
        ),
    };
    let page = WatchedPage {
        chrome: chrome(app, "Watch list", signed_in),
        organisation: organisation_words(app, &staff.organisation),
        token: signed_in.form.clone(),
        typed,
        fault,
        field,
        entries: app
            .store()
            .watch_list(&staff.organisation)
            .await?
            .into_iter()
            .map(entry)
            .collect(),
    };
    Ok(Html(page.render()?).into_response())
}
