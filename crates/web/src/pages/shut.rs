//! Why does this record stay shut, and what can one do instead?

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::access::{Organisation, Refusal, Staff, privacy};
use care::people::Reason;
use care::record::{Fact, Record, Sharing};
use care::when::words;
use council::Profile;
use jiff::Timestamp;

use super::banner::banner;
use super::{phones, ward_row};
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::patient::Patient;
use crate::components::phone::Phone;
use crate::context;
use crate::looking::Loaded;
use crate::pages::{changed, moment_within};
use crate::refusal::Refused;
use crate::session::SignedIn;

/// A page about a patient that shows nothing of a record.
#[derive(Template)]
#[template(path = "pages/shut.html")]
struct ShutPage {
    chrome: Chrome,
    banner: Patient,
    words: Words,
    hours: String,
    phones: Vec<Phone>,
    onward: Vec<Onward>,
}

/// A link to where one can go from here.
struct Onward {
    to: String,
    words: &'static str,
}

/// What such a page says.
struct Words {
    heading: String,
    body: Vec<String>,
}

/// Shows why, with the numbers to ring. A question that must be answered first leads to its page.
pub(crate) async fn show(
    app: &App,
    signed_in: &SignedIn,
    loaded: &Loaded,
    refusal: Refusal,
) -> Result<Response, Refused> {
    let patient = &loaded.patient.id;
    let asks = matches!(refusal, Refusal::PermissionNeeded | Refusal::ReasonNeeded(_));
    if asks && let Some(page) = changed::not_asked(app, signed_in, patient).await? {
        return Ok(page);
    }
    match refusal {
        Refusal::PermissionNeeded => {
            return Ok(Redirect::to(&format!("/patients/{patient}/permission")).into_response());
        }
        Refusal::ReasonNeeded(_) => {
            return Ok(Redirect::to(&format!("/patients/{patient}/reason")).into_response());
        }
        Refusal::NotYours => return Err(Refused::NotFound),
        Refusal::RoleSeesNone => return Err(Refused::RoleMayNot),
        _ => {}
    }
    let now = app.now();
    let (staff, why) = (&signed_in.staff, refusal.to_string());
    match privacy::tried(refusal) {
        Some(trigger) => {
            app.store().note_attempt(staff, &loaded.patient, (&why, trigger), now).await?;
        }
        None => app.store().note_refusal(staff, patient, &why, now).await?,
    }
    let profile = loaded.council(app);
    let mut words = words(loaded, refusal, profile, now);
    if matches!(refusal, Refusal::Doubtful | Refusal::Several | Refusal::NumberUnderReview) {
        words.body.extend(at_desk(app, loaded, now).await?);
    }
    let page = ShutPage {
        chrome: context::chrome(app, "Care at home", (signed_in, patient)).await?,
        banner: banner(app, loaded, now),
        words,
        hours: profile.map_or_else(String::new, |profile| phones::open_now(profile, now)),
        phones: profile.map_or_else(Vec::new, |profile| numbers(profile, refusal, now)),
        onward: onward(&signed_in.staff, loaded, refusal),
    };
    Ok((StatusCode::OK, Html(page.render()?)).into_response())
}

/// Who works on a doubtful match, and since when. Of the candidates nothing is said.
async fn at_desk(app: &App, loaded: &Loaded, now: Timestamp) -> Result<Vec<String>, Refused> {
    let Some(item) = app.store().desk_item(&loaded.patient.id).await? else {
        return Ok(Vec::new());
    };
    let since = moment_within(item.since, now);
    let taken = match item.owner {
        Some(owner) => format!("Somebody took it {}.", moment_within(owner.since, now)),
        None => "Nobody has taken it yet.".to_owned(),
    };
    Ok(vec![
        format!("The records teams of hospital and council have had it since {since}. {taken}"),
        "Ring the council if you cannot wait: say that a match waits at the match desk.".to_owned(),
    ])
}

/// Where one can go from here: to what the page asks for, and back.
fn onward(staff: &Staff, loaded: &Loaded, refusal: Refusal) -> Vec<Onward> {
    let patient = &loaded.patient.id;
    let first = match refusal {
        Refusal::PersonRefused { .. } => vec![
            Onward {
                to: format!("/patients/{patient}/permission"),
                words: "They agree now: answer the question again",
            },
            Onward {
                to: format!("/patients/{patient}/override"),
                words: "You must look although they did not agree",
            },
        ],
        Refusal::NotFound if !loaded.looked_for => {
            vec![Onward { to: format!("/patients/{patient}"), words: "Try again" }]
        }
        _ => Vec::new(),
    };
    let (list, words) = match staff.organisation {
        Organisation::Hospital { .. } => ("/wards", "Back to the wards"),
        Organisation::Council(_) => ("/council", "Back to your list"),
    };
    first.into_iter().chain([Onward { to: list.to_owned(), words }]).collect()
}

/// Whether the record itself says that the person objects.
pub(crate) fn objects(record: &Record) -> bool {
    let sharing = record.person.fact.as_ref().and_then(|person| person.sharing);
    matches!(sharing, Fact::Known(Sharing::Objection))
        || matches!(record.person.fact, Fact::Restricted)
}

/// Whom to ring: the safeguarding lead about what is restricted, children's services for those
/// under 18, else the council's desks.
fn numbers(profile: &Profile, refusal: Refusal, now: Timestamp) -> Vec<Phone> {
    match refusal {
        Refusal::Restricted => {
            vec![phones::phone("Safeguarding team", &profile.phones.safeguarding)]
        }
        Refusal::UnderAge => vec![phones::phone("Children's services", &profile.phones.childrens)],
        _ => phones::of(profile, now).phones,
    }
}

fn words(loaded: &Loaded, refusal: Refusal, profile: Option<&Profile>, now: Timestamp) -> Words {
    let council = profile.map_or("the council", |profile| profile.display_name.as_str());
    let (heading, body): (&str, Vec<String>) = match refusal {
        Refusal::NotFound if !loaded.looked_for => (
            "We are still looking for this patient",
            vec!["The hospital told us of this patient a moment ago. Try again in a minute.".to_owned()],
        ),
        Refusal::NotFound => ("No adult social care record found", not_found(council, now)),
        Refusal::Doubtful => ("We may have a record but cannot be sure", doubtful(loaded)),
        Refusal::Several => (
            "More than one person could match",
            vec!["To keep people safe we show nothing until the council checks.".to_owned()],
        ),
        Refusal::NumberUnderReview => (
            "This NHS number is under review",
            vec![
                "It may belong to more than one person. Do not use social care details until it is cleared."
                    .to_owned(),
            ],
        ),
        Refusal::Restricted => (
            "Sharing is restricted for this person",
            vec!["Their location or other details are protected.".to_owned()],
        ),
        Refusal::PersonRefused { until } => {
            ("This person has not agreed", not_agreed(loaded, until, now))
        }
        Refusal::ClosedAfterDeath => (
            "This person has died",
            vec!["The view of a record closes 30 days after a death. Ring the council if you need to speak about it.".to_owned()],
        ),
        Refusal::UnderAge => (
            "This service covers adults",
            vec!["This patient is under 18. Ring children's services.".to_owned()],
        ),
        Refusal::NotYours | Refusal::RoleSeesNone | Refusal::ReasonNeeded(_) | Refusal::PermissionNeeded => {
            ("You cannot see this record", Vec::new())
        }
    };
    Words { heading: heading.to_owned(), body }
}

/// What a no means for the ward, and until when: nobody is blamed, and much can still be done.
fn not_agreed(loaded: &Loaded, until: Timestamp, now: Timestamp) -> Vec<String> {
    let name = ward_row::spoken(&loaded.identity);
    vec![
        format!(
            "{name} does not want staff here to see what the council knows of them. Nobody here can see this record until {}.",
            moment_within(until, now)
        ),
        "You can still ring the council, ask it a question, or tell it about the discharge."
            .to_owned(),
    ]
}

/// The words that keep "not found" from being read as "no care" (hazard H07).
fn not_found(council: &str, now: Timestamp) -> Vec<String> {
    let at = words::moment(now, now);
    let at = at.strip_prefix("Today ").unwrap_or(&at).to_owned();
    vec![
        format!("We looked in {council} using NHS number, name and date of birth at {at}."),
        "This does not mean there is no care: the person may pay for their own care, live in another council's area, or be recorded differently.".to_owned(),
        "Check the address with the patient. Ask who helps at home. Ring the council to be sure.".to_owned(),
    ]
}

/// What does not agree, without any value.
fn doubtful(loaded: &Loaded) -> Vec<String> {
    let safe = "To keep people safe we show nothing until the council checks.".to_owned();
    if loaded.patient.withheld {
        return vec!["Somebody reported that the match is wrong.".to_owned(), safe];
    }
    let reasons = loaded.verdict.reasons();
    let differs = [
        (Reason::DifferentBirthDate, "The date of birth does not agree."),
        (Reason::NearBirthDate, "The date of birth does not agree."),
        (Reason::DifferentNumber, "The NHS number does not agree."),
        (Reason::DifferentFamilyName, "The family name does not agree."),
        (Reason::DifferentGivenName, "The given name does not agree."),
        (Reason::BirthDateUncertain, "The date of birth is not known for certain."),
        (Reason::RecordedDead, "The council's record says that the person has died."),
        (
            Reason::MergedInDoubt,
            "Two hospital records were joined that belong to different people at the council.",
        ),
    ];
    let mut body: Vec<String> = differs
        .into_iter()
        .filter(|(reason, _)| reasons.contains(reason))
        .map(|(_, words)| words.to_owned())
        .collect();
    if body.is_empty() {
        body.push("Too little is known to be certain that it is the same person.".to_owned());
    }
    body.push(safe);
    body
}
