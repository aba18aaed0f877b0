//! Why does somebody look although the person said no?

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::access::{ForAWhile, Override, Refusal, WhyOverride};
use care::people::PatientId;
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
use crate::pages::shut;
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// The question.
#[derive(Template)]
#[template(path = "pages/overriding.html")]
struct OverridingPage {
    chrome: Chrome,
    banner: Patient,
    patient: PatientId,
    name: String,
    token: FormToken,
    reasons: Vec<Offered>,
    words: String,
    unclear: Unclear,
}

/// A reason that may be chosen.
struct Offered {
    value: &'static str,
    words: &'static str,
    is_chosen: bool,
}

/// Whether the last answer could not be taken, and why.
enum Unclear {
    No,
    Why,
    Words,
}

/// What the user says.
#[derive(Default, Deserialize)]
pub(crate) struct Told {
    #[serde(default)]
    why: String,
    #[serde(default)]
    words: String,
}

/// Asks, where there is a no that can be overridden.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(patient): Named<PatientId>,
) -> Result<Response, Refused> {
    let loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    ask(&app, &signed_in, &loaded, (Told::default(), Unclear::No)).await
}

async fn ask(
    app: &App,
    signed_in: &SignedIn,
    loaded: &Loaded,
    (told, unclear): (Told, Unclear),
) -> Result<Response, Refused> {
    if let Some(elsewhere) = elsewhere(app, signed_in, loaded).await? {
        return Ok(elsewhere);
    }
    let offered = |why: WhyOverride| Offered {
        value: value(why),
        words: why.words(),
        is_chosen: told.why == value(why),
    };
    let page = OverridingPage {
        chrome: context::chrome(
            app,
            "Look although they did not agree",
            (signed_in, &loaded.patient.id),
        )
        .await?,
        banner: banner_alone(app, &signed_in.staff, loaded).await?,
        patient: loaded.patient.id.clone(),
        name: ward_row::spoken(&loaded.identity),
        token: signed_in.form.clone(),
        reasons: WhyOverride::ALL.into_iter().map(offered).collect(),
        words: told.words,
        unclear,
    };
    Ok(Html(page.render()?).into_response())
}

/// Where there is nothing to override: the record is open, or shut for what nobody overrides.
async fn elsewhere(
    app: &App,
    signed_in: &SignedIn,
    loaded: &Loaded,
) -> Result<Option<Response>, Refused> {
    match loaded.permit(&signed_in.staff, app.now()) {
        Err(Refusal::PersonRefused { .. }) => Ok(None),
        Ok(_) => {
            let to = format!("/patients/{}", loaded.patient.id);
            Ok(Some(Redirect::to(&to).into_response()))
        }
        Err(refusal) => shut::show(app, signed_in, loaded, refusal).await.map(Some),
    }
}

/// Notes why and goes on to the record. It is good for an hour, for this user in this session and
/// this patient, and is on the privacy list from this moment.
pub(crate) async fn post(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Told>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    let loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    if let Some(elsewhere) = elsewhere(&app, &signed_in, &loaded).await? {
        return Ok(elsewhere);
    }
    let overriding = match form.read() {
        Ok(overriding) => overriding,
        Err(unclear) => return ask(&app, &signed_in, &loaded, (form, unclear)).await,
    };
    let now = app.now();
    let about = (&loaded.patient, loaded.relation.stay());
    let overriding = ForAWhile::from(overriding, now);
    app.store().override_refusal(&signed_in.staff, about, &overriding, now).await?;
    Ok(Redirect::to(&format!("/patients/{patient}")).into_response())
}

impl Told {
    fn read(&self) -> Result<Override, Unclear> {
        let why = WhyOverride::ALL.into_iter().find(|why| value(*why) == self.why);
        Override::new(why.ok_or(Unclear::Why)?, &self.words).ok_or(Unclear::Words)
    }
}

/// Under which name a reason is sent.
fn value(why: WhyOverride) -> &'static str {
    match why {
        WhyOverride::Emergency => "emergency",
        WhyOverride::LegalDuty => "law",
        WhyOverride::Safety => "safety",
    }
}
