//! Will somebody come if this person goes home, and whom does one ring? The page all others serve.

mod answer;
pub(crate) mod cards;
mod drawings;
pub(crate) mod stand;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use care::access::{DataGroup, Extent, Permit, Refusal};
use care::people::PatientId;
use care::record::answer::{Beside, Desk, Desks};
use care::record::completeness::completeness;
use care::record::{Completeness as Checks, PartName, answer as answer_of};
use care::stays::Stay;
use care::when::{local, words};
use council::Profile;
use jiff::Timestamp;

use self::answer::Writer;
use self::cards::{Block, Cards};
use self::drawings::Drawings;
use super::banner::banner;
use super::compare::{self, Comparison};
use super::{shut, ward_row};
use crate::address::Named;
use crate::app::App;
use crate::components::actions::Actions;
use crate::components::answer::{Answer, Completeness, Whole};
use crate::components::button::{Button, Height, Look, Press};
use crate::components::chrome::Chrome;
use crate::components::feedback::Feedback;
use crate::components::markup::Markup;
use crate::components::patient::Patient;
use crate::components::phone::Phone;
use crate::context;
use crate::looking::{self, Loaded, Opened, Seen};
use crate::pages::{feedback, moment_within, phones};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// The person page.
#[derive(Template)]
#[template(path = "pages/person.html")]
struct PersonPage {
    chrome: Chrome,
    banner: Patient,
    comparison: Comparison,
    reach: Reach,
    against: Against,
    limits: Limits,
    completeness: Completeness,
    answer: Answer,
    actions: Actions,
    drawings: Drawings,
    blocks: Vec<Block>,
    sources: Vec<String>,
    feedback: Feedback,
    patient: PatientId,
    token: FormToken,
}

/// Whether the council could be reached at all.
enum Reach {
    /// It could, at least in part.
    Reached,
    /// It could not. What is shown, if anything, is an old copy.
    AllDown { council: String, last_good: String, phones: Vec<Phone> },
}

/// Whether something is held back to protect the person.
enum Limits {
    /// Nothing is.
    None,
    /// What could tell where the person is. The safeguarding team may be rung about it.
    Protected { ring: Phone, hidden: Hidden },
}

/// Whether what is protected is hidden from this user.
#[derive(PartialEq)]
enum Hidden {
    /// It is, whatever they say.
    Yes,
    /// Until they say why they need to see it.
    UntilReason,
    /// It is shown, because they said why.
    No,
}

/// Whether the record is open although the person said no.
enum Against {
    /// It is not.
    Not,
    /// It is, until that time.
    TheirWord { name: String, until: String },
}

impl Against {
    fn of(permit: &Permit, loaded: &Loaded, now: Timestamp) -> Self {
        match (permit.overridden(), &loaded.said.overriding) {
            (Some(_), Some(overriding)) => Self::TheirWord {
                name: ward_row::spoken(&loaded.identity),
                until: moment_within(overriding.until, now),
            },
            _ => Self::Not,
        }
    }
}

/// Shows a patient's care at home to somebody who may see it.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(patient): Named<PatientId>,
) -> Result<Response, Refused> {
    let mut loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    let permit = match loaded.permit(&signed_in.staff, app.now()) {
        Ok(permit) => permit,
        Err(refusal) => return shut::show(&app, &signed_in, &loaded, refusal).await,
    };
    let Some(profile) = loaded.council(&app) else { return Err(Refused::NotFound) };
    let against = Against::of(&permit, &loaded, app.now());
    let seen = match looking::open(&app, &loaded, permit).await? {
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
    let page = page(&app, &signed_in, &loaded, (&seen, profile)).await?;
    Ok(Html(PersonPage { against, ..page }.render()?).into_response())
}

async fn page(
    app: &App,
    signed_in: &SignedIn,
    loaded: &Loaded,
    (seen, profile): (&Seen, &Profile),
) -> Result<PersonPage, Refused> {
    let now = app.now();
    let checks = completeness(&seen.record);
    let compared = app
        .store()
        .compared(&signed_in.staff.id, &loaded.patient.id, loaded.relation.stay())
        .await?;
    let stays: Vec<Stay> = loaded.patient.stays.iter().map(|(_, stay)| stay.clone()).collect();
    Ok(PersonPage {
        chrome: context::chrome(app, "Care at home", (signed_in, &loaded.patient.id)).await?,
        banner: banner(app, loaded, now),
        comparison: Comparison::of(loaded, &seen.record, compared),
        reach: reach(app, profile, &checks, now),
        against: Against::Not,
        limits: limits(loaded, (seen, profile)),
        completeness: completeness_words(&checks, now),
        answer: write_answer(seen, profile, now),
        actions: actions(loaded, seen),
        drawings: Drawings::of(&seen.record, &stays, local(now).date()),
        blocks: blocks(seen, profile, now),
        sources: sources(&seen.record, &profile.display_name, now),
        feedback: feedback::question(signed_in, &loaded.patient.id)?,
        patient: loaded.patient.id.clone(),
        token: signed_in.form.clone(),
    })
}

/// The seven lines in words.
pub(crate) fn write_answer(seen: &Seen, profile: &Profile, now: Timestamp) -> Answer {
    let desks = desks(profile);
    let beside = Beside { desks: &desks, notices: &seen.notices };
    let said = answer_of::answer(&seen.record, &beside, local(now).date());
    let hours = phones::open_now(profile, now);
    Writer { council: &profile.display_name, hours, now }.answer(&said)
}

fn desks(profile: &Profile) -> Desks {
    let desk =
        |line: &council::Line| Desk { phone: line.number.clone(), hours: line.hours.clone() };
    Desks {
        duty: desk(&profile.phones.duty),
        out_of_hours: desk(&profile.phones.out_of_hours),
        safeguarding: desk(&profile.phones.safeguarding),
    }
}

/// All cards in words.
pub(crate) fn blocks(seen: &Seen, profile: &Profile, now: Timestamp) -> Vec<Block> {
    let told = seen.notices.iter().map(|notice| {
        format!("{}, {}", stand::notice(notice.kind), words::moment(notice.told_at, now))
    });
    let cards = Cards {
        record: &seen.record,
        told: told.collect(),
        council: &profile.display_name,
        ring: &profile.phones.duty.number,
        now,
    };
    cards.all()
}

/// "All 15 parts checked at 14:05", or how many could not be.
pub(crate) fn completeness_words(checks: &Checks, now: Timestamp) -> Completeness {
    let missing = checks.unchecked.len();
    let at = checks.newest.map_or(now, |checked| checked.at);
    let at = words::moment(at, now);
    let at = at.strip_prefix("Today ").unwrap_or(&at);
    let (whole, words) = match (missing, checks.copied.is_empty()) {
        (0, true) => (Whole::All, format!("All {} parts checked at {at}.", checks.parts)),
        (0, false) => (
            Whole::Partly,
            format!(
                "{} of {} parts could not be checked now and are shown from an earlier copy. Check before you rely on them.",
                checks.copied.len(),
                checks.parts
            ),
        ),
        _ if checks.is_nothing() => (Whole::Nothing, "Nothing could be checked.".to_owned()),
        _ => {
            let missing = format!(
                "{missing} of {} parts could not be checked. See the red labels.",
                checks.parts
            );
            (Whole::Partly, [missing, copied_words(checks), rest_words(checks, at)].concat())
        }
    };
    Completeness { words, whole }
}

/// How many parts come from a copy, where others are missing.
fn copied_words(checks: &Checks) -> String {
    match checks.copied.len() {
        0 => String::new(),
        1 => " 1 more is shown from an earlier copy. Check before you rely on it.".to_owned(),
        more => {
            format!(" {more} more are shown from an earlier copy. Check before you rely on them.")
        }
    }
}

/// When the rest was checked, where there is any.
fn rest_words(checks: &Checks, at: &str) -> String {
    if checks.unchecked.len() + checks.copied.len() == checks.parts {
        String::new()
    } else {
        format!(" The rest of this page was checked at {at}.")
    }
}

fn reach(app: &App, profile: &Profile, checks: &Checks, now: Timestamp) -> Reach {
    let none_live = checks.unchecked.len() + checks.copied.len() == checks.parts;
    if checks.parts == 0 || !none_live {
        return Reach::Reached;
    }
    let health = app.councils().health(&profile.name);
    let last_good = health.and_then(|health| health.last_good);
    let from_copy = checks.oldest.map(|checked| checked.at);
    Reach::AllDown {
        council: profile.display_name.clone(),
        last_good: last_good
            .or(from_copy)
            .map_or_else(|| "none yet".to_owned(), |at| words::moment(at, now)),
        phones: phones::of(profile, now).phones,
    }
}

fn limits(loaded: &Loaded, (seen, profile): (&Seen, &Profile)) -> Limits {
    if !loaded.place_is_protected() {
        return Limits::None;
    }
    let hidden = match seen.sight.shown().of(DataGroup::ProtectedLocation) {
        Extent::Full => Hidden::No,
        Extent::WithReason => Hidden::UntilReason,
        Extent::Minimum | Extent::Nothing => Hidden::Yes,
    };
    let ring = phones::phone("Safeguarding team", &profile.phones.safeguarding);
    Limits::Protected { ring, hidden }
}

/// What the user may do here. What cannot be done is not offered.
fn actions(loaded: &Loaded, seen: &Seen) -> Actions {
    let patient = &loaded.patient.id;
    let print = Button {
        text: "Print".to_owned(),
        press: Press::Open(format!("/patients/{patient}/print")),
        look: Look::Secondary,
        height: Height::Small,
    };
    Actions { buttons: if seen.sight.may_print() { vec![print] } else { Vec::new() } }
}

/// Each part with its age, for the foot of the page.
fn sources(record: &care::record::Record, council: &str, now: Timestamp) -> Vec<String> {
    let lines = PartName::ALL.into_iter().map(|name| {
        let part = record.part(name);
        match part.fact.words() {
            Some("Could not check") => format!(
                "{}: could not check at {}",
                super::sentence(name.words()),
                words::time(part.checked.at)
            ),
            _ => format!(
                "{}: {council}, {}",
                super::sentence(name.words()),
                stand::checked(part.checked, now)
            ),
        }
    });
    lines.collect()
}

/// A telephone number alone, as a link.
#[derive(Template)]
#[template(
    source = "{% import \"components/phone.html\" as phone %}{{ phone::phone(one) }}",
    ext = "html"
)]
struct PhoneLink {
    one: Phone,
}

/// A telephone number as a link, for a row of facts.
fn phone_markup(who: &str, phone: &care::people::Phone) -> Markup {
    let one = Phone { who: who.to_owned(), number: phone.shown(), hours: String::new() };
    Markup::of(&PhoneLink { one }).unwrap_or_else(|_| Markup::from(phone.shown()))
}
