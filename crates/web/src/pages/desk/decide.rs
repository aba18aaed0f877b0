//! What does somebody at the desk say of a pair, and what follows from it?

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::people::{Compared, Identity, Opinion, PatientId, PersonKey, Standing};
use serde::Deserialize;
use store::{JudgementId, NewJudgement, StoreError, Weighed};

use super::pair::{self, Kept, Notice};
use super::{Case, decide_again, opinions};
use crate::address::Named;
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::forms::Sent;
use crate::pages::chrome;
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// So many characters of free words are kept.
const LONGEST_WORDS: usize = 200;

/// What the form of a candidate sends.
#[derive(Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    candidate: String,
    /// What was on the screen.
    #[serde(default)]
    seen: String,
    #[serde(default)]
    opinion: String,
    #[serde(default)]
    words: String,
    /// `yes` from the page that asks once more.
    #[serde(default)]
    confirmed: String,
}

/// The question before a second person joins a pair.
#[derive(Template)]
#[template(path = "pages/desk/confirm.html")]
struct ConfirmPage {
    chrome: Chrome,
    patient: PatientId,
    token: FormToken,
    said: Said,
    first: String,
    is_reported: bool,
}

/// Keeps an opinion, and matches the patient again at once.
pub(crate) async fn post(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Said>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form: said } = sent;
    let case = Case::load(&app, &signed_in.staff, &patient).await?;
    let permit = case.permit(&signed_in.staff, app.now())?;
    let kept = || Kept { candidate: said.candidate.clone(), words: said.words.clone() };
    let Some(person) = case.named(&permit, &said.candidate) else {
        return pair::show(&app, &signed_in, &case, (Notice::Changed, kept())).await;
    };
    let Some(opinion) = pair::opinion(&said.opinion) else {
        let notice = Notice::Unclear(said.candidate.clone());
        return pair::show(&app, &signed_in, &case, (notice, kept())).await;
    };
    let identity = app.store().indexed_person(&person).await?.and_then(|row| row.found);
    let Some((identity, _)) = identity else { return Err(Refused::NotFound) };
    if case.seen(&identity)? != said.seen {
        return pair::show(&app, &signed_in, &case, (Notice::Changed, kept())).await;
    }
    if opinion == Opinion::Same {
        if opinions::has_said_same(&case, &person, &signed_in.staff) {
            return Err(Refused::BadForm);
        }
        let is_second = standing(&app, &case, &person).await? == Standing::HalfJoined;
        if is_second && said.confirmed != "yes" {
            return confirm(&app, &signed_in, &case, (&person, said));
        }
    }
    let new = new_judgement(&case, (&person, &identity), (opinion, &said));
    match app.store().judge(&signed_in.staff, &case.patient.id, &new, app.now()).await {
        Ok(()) => {}
        Err(StoreError::Conflict) => {
            let case = Case::load(&app, &signed_in.staff, &patient).await?;
            return pair::show(&app, &signed_in, &case, (Notice::Changed, kept())).await;
        }
        Err(fault) => return Err(fault.into()),
    }
    decide_again(&app, &case.patient).await?;
    let done = match opinion {
        Opinion::Different => "different",
        Opinion::NotSure => "unsure",
        Opinion::Same => joined_or_half(&app, &signed_in, (&patient, &person)).await?,
    };
    Ok(Redirect::to(&format!("/match-desk/{patient}?done={done}")).into_response())
}

/// What came of a "same": the link as it now is decides, not what people meant.
async fn joined_or_half(
    app: &App,
    signed_in: &SignedIn,
    (patient, person): (&PatientId, &PersonKey),
) -> Result<&'static str, Refused> {
    let case = Case::load(app, &signed_in.staff, patient).await?;
    let has_agreed = standing(app, &case, person).await? == Standing::Joined;
    Ok(match (case.opens(person), has_agreed) {
        (true, _) => "joined",
        (false, true) => "agreed",
        (false, false) => "half",
    })
}

/// What stands of a pair now.
async fn standing(app: &App, case: &Case, person: &PersonKey) -> Result<Standing, Refused> {
    let people = std::slice::from_ref(person);
    let stands = app.store().standings(&case.patient.id, people, &case.against()).await?;
    Ok(stands.first().copied().unwrap_or(Standing::Open))
}

fn new_judgement(
    case: &Case,
    (person, identity): (&PersonKey, &Identity),
    (opinion, said): (Opinion, &Said),
) -> NewJudgement {
    let weighed = case.assessment.of(person);
    NewJudgement {
        person: person.clone(),
        opinion,
        compared: Compared::of(&case.identity, identity),
        against: case.against(),
        weighed: Weighed {
            probability: weighed.map_or(0.0, |candidate| candidate.probability),
            score: weighed.map_or(0.0, |candidate| candidate.score),
            model: case.assessment.model.clone(),
        },
        words: said.words.trim().chars().take(LONGEST_WORDS).collect(),
    }
}

/// Says what follows, before a second person joins a pair.
fn confirm(
    app: &App,
    signed_in: &SignedIn,
    case: &Case,
    (person, said): (&PersonKey, Said),
) -> Result<Response, Refused> {
    let page = ConfirmPage {
        chrome: chrome(app, "Match desk", signed_in),
        patient: case.patient.id.clone(),
        token: signed_in.form.clone(),
        first: opinions::who_said_same(case, person),
        is_reported: case.patient.withheld,
        said,
    };
    Ok(Html(page.render()?).into_response())
}

/// Who has a pair.
#[derive(Deserialize)]
pub(crate) struct Owner {
    #[serde(default)]
    owner: String,
}

/// Takes a pair, or gives it back.
pub(crate) async fn owner(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Owner>,
) -> Result<Redirect, Refused> {
    let Sent { signed_in, form } = sent;
    let case = Case::load(&app, &signed_in.staff, &patient).await?;
    case.permit(&signed_in.staff, app.now())?;
    let id = &case.patient.id;
    let done = match form.owner.as_str() {
        "me" => match app.store().take_desk_item(&signed_in.staff, id, app.now()).await {
            Ok(()) => "taken",
            Err(StoreError::Conflict) => "others",
            Err(fault) => return Err(fault.into()),
        },
        "nobody" => {
            app.store().give_back_desk_item(id).await?;
            "given"
        }
        _ => return Err(Refused::BadForm),
    };
    Ok(Redirect::to(&format!("/match-desk/{patient}?done={done}")))
}

/// What is taken back.
#[derive(Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    judgement: String,
}

/// Takes an opinion back, and matches the patient again at once.
pub(crate) async fn take_back(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Back>,
) -> Result<Redirect, Refused> {
    let Sent { signed_in, form } = sent;
    let case = Case::load(&app, &signed_in.staff, &patient).await?;
    let permit = case.permit(&signed_in.staff, app.now())?;
    let id: JudgementId = form.judgement.parse().map_err(|_| Refused::BadForm)?;
    let said = case.said.iter().find(|row| row.id == id).ok_or(Refused::BadForm)?;
    if !permit.people().contains(&said.judgement.person) {
        return Err(Refused::NotFound);
    }
    match app.store().take_back(&signed_in.staff, &case.patient.id, id, app.now()).await {
        // Whoever was faster has done the same.
        Ok(()) | Err(StoreError::Conflict) => {}
        Err(fault) => return Err(fault.into()),
    }
    decide_again(&app, &case.patient).await?;
    Ok(Redirect::to(&format!("/match-desk/{patient}?done=back")))
}
