//! Whose report is asked for?

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use care::access::{Organisation, Staff};
use serde::Deserialize;
use store::{Finding, PatientNow};

use super::{held, may_read};
use crate::app::App;
use crate::components::cells;
use crate::components::chrome::Chrome;
use crate::components::markup::Markup;
use crate::components::table::{Column, Table};
use crate::forms::Sent;
use crate::pages::{chrome, find, ward_row};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};
use crate::vetting;

/// The form, and who was found with it.
#[derive(Template)]
#[template(path = "pages/privacy/people.html")]
struct PeoplePage {
    chrome: Chrome,
    token: FormToken,
    typed: Typed,
    works_at_desk: bool,
    outcome: Outcome,
}

/// What was typed. Nothing of it ever stands in an address line.
#[derive(Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    number: String,
}

enum Outcome {
    NotAsked,
    Unclear(&'static str),
    Found(Table),
}

/// Shows the empty form.
pub(crate) async fn get(State(app): State<App>, signed_in: SignedIn) -> Result<Response, Refused> {
    may_read(&signed_in.staff)?;
    show(&app, &signed_in, (Typed::default(), Outcome::NotAsked))
}

/// Looks among the organisation's own patients or people, by a number only: whoever answers for a
/// report must be sure whose it is.
pub(crate) async fn post(State(app): State<App>, sent: Sent<Typed>) -> Result<Response, Refused> {
    let Sent { signed_in, form: typed } = sent;
    may_read(&signed_in.staff)?;
    let number = typed.number.trim();
    if number.is_empty() || number.len() > find::LONGEST {
        let unclear = Outcome::Unclear("Enter an NHS number or a hospital number");
        return show(&app, &signed_in, (typed, unclear));
    }
    let outcome = match find::by_number(number) {
        Err(unclear) => Outcome::Unclear(unclear),
        Ok(finding) => {
            let found = own(&app, &signed_in.staff, &finding).await?;
            vetting::search(&app, &signed_in.staff, (&finding, found.len())).await?;
            Outcome::Found(list(&app, &signed_in.staff, &found)?)
        }
    };
    show(&app, &signed_in, (typed, outcome))
}

/// A trust's own patients; of a council those who are certainly its people, of whatever trust.
async fn own(app: &App, staff: &Staff, finding: &Finding) -> Result<Vec<PatientNow>, Refused> {
    match &staff.organisation {
        Organisation::Hospital { trust, .. } => {
            Ok(app.store().find_patients(trust, finding).await?)
        }
        Organisation::Council(council) => {
            let mut found = Vec::new();
            for trust in &app.settings().trusts {
                found.extend(app.store().find_patients(&trust.code, finding).await?);
            }
            found.retain(|patient| {
                let link = patient.link.as_ref().filter(|_| !patient.withheld);
                let person = link.and_then(|link| link.verdict.matched());
                person.is_some_and(|person| person.council == *council)
            });
            Ok(found)
        }
    }
}

fn list(app: &App, staff: &Staff, found: &[PatientNow]) -> Result<Table, askama::Error> {
    let columns = vec![
        Column::words("Patient"),
        Column::digits(cells::nhs_number()?),
        Column::digits("Born"),
        Column::words("Hospital"),
        Column::words("What is needed"),
    ];
    let gives_all = super::may_work(staff).is_ok();
    let row = |patient: &PatientNow| -> Result<Vec<Markup>, askama::Error> {
        let identity = patient.patient.identity();
        let at = format!("/privacy/people/{}", patient.id);
        let mut ways = vec![cells::link(&format!("{at}/report"), "Who looked")?];
        if gives_all {
            ways.push(cells::link(&format!("{at}/copy"), "Copy of all that is held")?);
        }
        // Offered of everybody, so that the list does not tell who is held back.
        if held::may_release(staff, &patient.trust) {
            ways.push(cells::link(&format!("{at}/held"), "Held back by the national service?")?);
        }
        let trust = app.trust(&patient.trust);
        Ok(vec![
            Markup::from(ward_row::name(&identity)),
            Markup::from(ward_row::nhs_number(&identity)),
            Markup::from(ward_row::born(&identity)),
            Markup::from(trust.map_or_else(String::new, |trust| trust.name.clone())),
            Markup::lines(ways),
        ])
    };
    let rows = found.iter().map(row).collect::<Result<_, _>>()?;
    Ok(Table::list("People found", columns, rows))
}

fn show(
    app: &App,
    signed_in: &SignedIn,
    (typed, outcome): (Typed, Outcome),
) -> Result<Response, Refused> {
    let page = PeoplePage {
        chrome: chrome(app, "Who looked at a person", signed_in),
        token: signed_in.form.clone(),
        typed,
        works_at_desk: super::may_work(&signed_in.staff).is_ok(),
        outcome,
    };
    Ok(Html(page.render()?).into_response())
}
