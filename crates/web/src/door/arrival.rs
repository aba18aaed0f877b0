//! What follows once a patient system has said who comes, and to whom?
//!
//! One answer for all that can go wrong: nobody learns from it whether a person exists, or whether
//! a token was old, used or meant for another trust. What it was stands in the log in one word, and
//! in the audit.

use axum::response::Response;
use care::access::{AuditLine, Way};
use care::people::{Announced, NotSure, Ours, PatientId, TrustCode};
use care::stays::Stay;
use signin::Identified;
use store::Finding;

use super::enter::{Destination, From, enter, unsure};
use super::nobody_let_in;
use crate::app::App;
use crate::client::Client;
use crate::pages::not_launched::{self, Case};
use crate::refusal::Refused;

/// A launch that came to nothing, in words that name nobody.
pub(crate) struct Failed {
    /// By which way.
    pub(crate) way: Way,
    /// The patient system; empty where it is none of ours.
    pub(crate) system: String,
    /// Why, in one word.
    pub(crate) why: String,
    /// Whether the patient system is ill, so that another try may succeed.
    pub(crate) is_of_the_system: bool,
}

/// Which of our patients is meant, or why nobody can be sure.
pub(crate) async fn recognise(
    app: &App,
    trust: &TrustCode,
    announced: &Announced,
) -> Result<Result<PatientId, String>, Refused> {
    let Some((number, _)) = announced.number else { return Ok(Err(NotSure::Number.to_string())) };
    let found = app.store().find_patients(trust, &Finding::NhsNumber(number)).await?;
    let stays: Vec<Vec<Stay>> = found
        .iter()
        .map(|patient| patient.stays.iter().map(|(_, stay)| stay.clone()).collect())
        .collect();
    let ours: Vec<Ours<'_>> = found
        .iter()
        .zip(&stays)
        .map(|(now, stays)| Ours { id: &now.id, patient: &now.patient, stays })
        .collect();
    let recognised = care::people::announced::recognise(announced, &ours);
    Ok(recognised.cloned().map_err(|why| why.to_string()))
}

/// Lets somebody in, straight to the patient; where nobody can be sure who the patient is, shows
/// nothing and says so.
pub(crate) async fn arrive(
    app: &App,
    from: From,
    who: Identified,
    patient: Result<PatientId, String>,
) -> Result<Response, Refused> {
    match patient {
        Ok(patient) => enter(app, from, who, &Destination::Launched(patient)).await,
        Err(why) => {
            let (way, system) = (who.way, who.provider.clone());
            unsure(app, from, who, &why).await?;
            Failed { way, system, why, is_of_the_system: false }.answer(app)
        }
    }
}

impl Failed {
    /// What the user sees, and one word in the log.
    pub(crate) fn answer(&self, app: &App) -> Result<Response, Refused> {
        self.log();
        not_launched::page(app, if self.is_of_the_system { Case::Down } else { Case::Unsure })
    }

    /// The same, with a line in the audit: somebody was expected, and did not come in.
    pub(crate) async fn noted(
        &self,
        app: &App,
        trust: &TrustCode,
        client: Client,
    ) -> Result<Response, Refused> {
        self.note(app, trust, client).await?;
        self.answer(app)
    }

    /// The line in the audit. Who it was nobody knows.
    pub(crate) async fn note(
        &self,
        app: &App,
        trust: &TrustCode,
        client: Client,
    ) -> Result<(), Refused> {
        let by = (self.way, self.system.as_str());
        let line = nobody_let_in(by, client, self.why.clone(), app.now());
        app.store().note(&AuditLine { trust: Some(trust.clone()), ..line }).await?;
        Ok(())
    }

    /// One word in the log.
    pub(crate) fn log(&self) {
        let (system, why) = (self.system.as_str(), self.why.as_str());
        if self.is_of_the_system {
            tracing::error!(system, why, "a patient system cannot launch us");
        } else {
            tracing::warn!(system, why, "a launch came to nothing");
        }
    }
}
