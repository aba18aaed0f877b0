//! Is the council's person really this patient? The user compares once, and may say no at any time.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Redirect};
use care::access::DataGroup;
use care::people::PatientId;
use care::record::Record;
use care::when::words;

use super::banner::banner_alone;
use super::ward_row;
use crate::address::Named;
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::patient::Patient;

use crate::context;
use crate::forms::{Nothing, Sent};
use crate::looking::{self, Loaded};
use crate::pages::desk;
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// The strip that shows both identities at the first view in a stay.
pub(crate) enum Comparison {
    /// The user has said that they are the same person.
    Done,
    /// The two, one below the other.
    Ask(Box<[Side; 2]>),
}

/// Who somebody is, as one side says it.
pub(crate) struct Side {
    pub(crate) says: &'static str,
    pub(crate) name: String,
    pub(crate) born: String,
    pub(crate) nhs_number: String,
}

impl Comparison {
    /// What is to be compared, of a record that is already cut.
    pub(crate) fn of(loaded: &Loaded, record: &Record, compared: bool) -> Self {
        if compared {
            return Self::Done;
        }
        let identity = &loaded.identity;
        let person = record.person.fact.as_ref();
        let not_known = || "Not known".to_owned();
        let name = person.and_then(|person| person.name.clone());
        let born = person.and_then(|person| person.born);
        let number = person.and_then(|person| person.nhs_number);
        let hospital = Side {
            says: "Hospital",
            name: ward_row::name(identity),
            born: identity.born.map_or_else(not_known, words::born),
            nhs_number: identity.nhs.map_or_else(not_known, |nhs| nhs.number.to_string()),
        };
        let council = Side {
            says: "Council",
            name: or_state(&name, care::people::PersonName::banner),
            born: or_state(&born, |born| words::born(*born)),
            nhs_number: or_state(&number, ToString::to_string),
        };
        Self::Ask(Box::new([hospital, council]))
    }
}

fn or_state<T>(fact: &care::record::Fact<T>, write: impl Fn(&T) -> String) -> String {
    fact.known().map_or_else(|| fact.words().unwrap_or_default().to_owned(), write)
}

/// Notes that the user found the two to be the same person. Who may not see the council's side has
/// compared nothing, and reads why.
pub(crate) async fn same(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Nothing>,
) -> Result<Redirect, Refused> {
    let Sent { signed_in, form: Nothing {} } = sent;
    looking::may(&signed_in.staff, DataGroup::Packages)?;
    let loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    if loaded.permit(&signed_in.staff, app.now()).is_ok() {
        let about = (&loaded.patient.id, loaded.relation.stay());
        app.store().note_compared(&signed_in.staff, about, app.now()).await?;
    }
    Ok(Redirect::to(&format!("/patients/{patient}")))
}

/// The question before a record is hidden from everybody.
#[derive(Template)]
#[template(path = "pages/wrong.html")]
struct WrongPage {
    chrome: Chrome,
    banner: Patient,
    patient: PatientId,
    token: FormToken,
}

/// Asks whether the match is really wrong.
pub(crate) async fn ask_wrong(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(patient): Named<PatientId>,
) -> Result<Html<String>, Refused> {
    looking::may(&signed_in.staff, DataGroup::MatchDesk)?;
    let loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    let page = WrongPage {
        chrome: context::chrome(&app, "Report a wrong match", (&signed_in, &patient)).await?,
        banner: banner_alone(&app, &signed_in.staff, &loaded).await?,
        token: signed_in.form.clone(),
        patient,
    };
    Ok(Html(page.render()?))
}

/// Hides the record from everybody, at once.
pub(crate) async fn wrong(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Nothing>,
) -> Result<Redirect, Refused> {
    let Sent { signed_in, form: Nothing {} } = sent;
    looking::may(&signed_in.staff, DataGroup::MatchDesk)?;
    let loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    let stay = loaded.relation.stay();
    app.store().report_wrong_match(&signed_in.staff, &loaded.patient.id, stay, app.now()).await?;
    desk::decide_again(&app, &loaded.patient).await?;
    Ok(Redirect::to(&format!("/patients/{patient}")))
}
