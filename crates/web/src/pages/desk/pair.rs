//! Hospital and council beside each other: what differs, how much it weighs, what was said?

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use care::access::desk::{Places, cut_identities};
use care::people::name::fold;
use care::people::{DeskKind, Identity, Opinion, PatientId, PersonKey, Reason, Standing};
use jiff::Timestamp;
use serde::Deserialize;
use store::PersonRow;

use super::Case;
use super::opinions::{self, Stands};
use super::sides::{self, BESIDE, Beside};
use super::weighing::Weighing;
use crate::address::{Asked, Named};
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::state::{State as Shown, Tone};
use crate::components::table::Table;
use crate::pages::{chrome, moment_within, sentence};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// A pair, or several.
#[derive(Template)]
#[template(path = "pages/desk/pair.html")]
struct PairPage {
    chrome: Chrome,
    patient: PatientId,
    token: FormToken,
    notice: Notice,
    waiting: Waiting,
    reasons: Vec<String>,
    twice: Twice,
    sides: Table,
    more: usize,
    has_several: bool,
    candidates: Vec<Card>,
    history: Table,
}

/// What is told at the top of the page.
pub(super) enum Notice {
    None,
    /// A step is done.
    Done(&'static str),
    /// Something changed under the user's eyes: nothing was saved, their words are kept.
    Changed,
    /// The form of this candidate cannot be taken.
    Unclear(String),
}

/// Whether the patient waits, and with whom.
enum Waiting {
    /// Nothing is to be decided: what was said can be seen and taken back.
    No,
    /// Something is.
    Yes { why: Shown, since: String, owner: String, is_own: bool },
}

/// Whether the council seems to hold one person more than once.
enum Twice {
    No,
    Yes { council: String },
}

/// One candidate.
struct Card {
    handle: String,
    name: String,
    /// What was on the screen: it comes back with the form.
    seen: String,
    weighing: Weighing,
    stands: Stands,
    form: Form,
}

/// The form of one candidate.
enum Form {
    /// Nothing is to be decided now.
    None,
    /// An opinion may be given; who has said "same" cannot be the second to say so.
    Ask { may_say_same: bool, words: String },
}

/// What the address line asks for after a step.
#[derive(Deserialize)]
pub(crate) struct After {
    #[serde(default)]
    done: String,
}

/// Shows a pair.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(patient): Named<PatientId>,
    Asked(After { done }): Asked<After>,
) -> Result<Response, Refused> {
    let case = Case::load(&app, &signed_in.staff, &patient).await?;
    let notice = done_words(&done).map_or(Notice::None, Notice::Done);
    show(&app, &signed_in, &case, (notice, Kept::default())).await
}

/// The words for a step that is done; only these can stand in an address line.
fn done_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "half" => "Saved. A second person must agree before anything opens.",
        "agreed" => {
            "Saved. Two people have agreed, and something else stands in the way: the record stays shut."
        }
        "joined" => "Saved. Two people have agreed: the record opens on the ward.",
        "different" => "Saved. This record does not open for this patient.",
        "unsure" => "Saved. The pair still waits.",
        "back" => "Taken back.",
        "taken" => "You have taken this pair.",
        "given" => "You have given this pair back.",
        "others" => "Somebody else has taken this pair meanwhile.",
        _ => return None,
    })
}

/// What a form held that could not be taken.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) candidate: String,
    pub(super) words: String,
}

/// Shows the pair, with what is to be told, and with words that must not be lost.
pub(super) async fn show(
    app: &App,
    signed_in: &SignedIn,
    case: &Case,
    (notice, kept): (Notice, Kept),
) -> Result<Response, Refused> {
    let now = app.now();
    let permit = case.permit(&signed_in.staff, now)?;
    let allowed = permit.people().to_vec();
    let seen = app.store().see_pairs(permit).await?;
    let against = case.against();
    let standings = app.store().standings(&case.patient.id, &allowed, &against).await?;
    let (hospital, pairs, places) = cut(app, case, seen).await?;
    let status = match notice {
        Notice::Changed => StatusCode::CONFLICT,
        _ => StatusCode::OK,
    };
    let said: Vec<_> =
        case.said.iter().filter(|row| allowed.contains(&row.judgement.person)).collect();
    let candidates = cards(app, (case, signed_in, places), (&pairs, &allowed, &standings), &kept);
    let page = PairPage {
        chrome: chrome(app, "Match desk", signed_in),
        patient: case.patient.id.clone(),
        token: signed_in.form.clone(),
        notice,
        waiting: waiting(case, signed_in, now),
        reasons: reasons(case, &against, &candidates),
        twice: twice(&pairs),
        sides: side_by_side(case, (&hospital, &pairs, places))?,
        more: pairs.len().saturating_sub(BESIDE),
        has_several: candidates.len() > 1,
        candidates,
        history: opinions::history(app, &said, now),
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// A candidate whose identity was given out.
struct Seen {
    person: PersonKey,
    council: String,
    name: String,
    /// The name in short, for a column.
    head: String,
    identity: Identity,
    /// All that was on the screen, as a form carries it.
    screen: String,
}

/// Whom the user sees, cut to what the desk shows: the patient, the candidates, and whether places
/// are among it.
async fn cut(
    app: &App,
    case: &Case,
    rows: Vec<PersonRow>,
) -> Result<(Identity, Vec<Seen>, Places), Refused> {
    let mut marks = Vec::with_capacity(case.people.len());
    for person in &case.people {
        marks.extend(app.store().person_sharing(person).await?);
    }
    let several = rows.len() > 1;
    let (keys, found): (Vec<PersonKey>, Vec<Identity>) =
        rows.into_iter().filter_map(|row| row.found.map(|(found, _)| (row.key, found))).unzip();
    let seen: Vec<String> =
        found.iter().map(|identity| case.seen(identity)).collect::<Result<_, _>>()?;
    let hospital = (case.identity.clone(), case.shields.as_slice());
    let cut = cut_identities(hospital, found, &marks);
    let named = keys.into_iter().zip(cut.people).zip(seen).zip('A'..);
    let seen = named.map(|(((person, identity), screen), letter)| {
        let profile = app.councils().profile(&person.council);
        let council =
            profile.map_or_else(|| person.council.to_string(), |one| one.display_name.clone());
        let (name, head) = if several {
            (format!("{council}, entry {letter}"), format!("Entry {letter}"))
        } else {
            (council.clone(), "Council".to_owned())
        };
        Seen { person, council, name, head, identity, screen }
    });
    Ok((cut.hospital, seen.collect(), cut.places))
}

fn side_by_side(
    case: &Case,
    (hospital, seen, places): (&Identity, &[Seen], Places),
) -> Result<Table, askama::Error> {
    let beside: Vec<Beside<'_>> = seen
        .iter()
        .map(|seen| Beside {
            head: &seen.head,
            identity: &seen.identity,
            weighed: case.assessment.of(&seen.person),
        })
        .collect();
    sides::table(hospital, &beside, places)
}

fn waiting(case: &Case, signed_in: &SignedIn, now: Timestamp) -> Waiting {
    let Some(item) = &case.item else { return Waiting::No };
    let is_own = item.owner.as_ref().is_some_and(|owner| owner.staff == signed_in.staff.id);
    let owner = match &item.owner {
        None => "Nobody has taken it yet.".to_owned(),
        Some(_) if is_own => "You have taken it.".to_owned(),
        Some(owner) => format!("{} has taken it.", owner.name),
    };
    let since = moment_within(item.since, now);
    Waiting::Yes { why: Shown::new(Tone::Careful, item.kind.words()), since, owner, is_own }
}

/// Why a person must look, while somebody must: what stands in the way of one candidate, else what
/// speaks against all of them.
fn reasons(case: &Case, against: &[Reason], cards: &[Card]) -> Vec<String> {
    let mut reasons = match case.item.as_ref().map(|item| item.kind) {
        None => return Vec::new(),
        Some(DeskKind::Reported) => vec![REPORTED.to_owned()],
        Some(DeskKind::Doubtful) => Vec::new(),
    };
    match cards {
        [one] if !one.weighing.guards().is_empty() => {
            let past = against.iter().filter(|reason| is_of_the_past(**reason)).copied().map(said);
            reasons.extend(past);
            reasons.extend(one.weighing.guards().iter().map(|&words| words.to_owned()));
        }
        _ => reasons.extend(against.iter().copied().map(said)),
    }
    reasons
}

fn said(reason: Reason) -> String {
    format!("{}.", sentence(reason.words()))
}

/// Whether merges or people put it in doubt, which matching knows nothing of.
fn is_of_the_past(reason: Reason) -> bool {
    matches!(reason, Reason::MergedInDoubt | Reason::WithdrawnBefore | Reason::DecidedDifferent)
}

const REPORTED: &str = "Somebody reported this match as wrong. The record is hidden from everybody \
    until somebody of the hospital and somebody of the council both say that they are the same \
    person, or one says that they are not.";

/// Two entries of one council that agree in number, or in names and birth date, are likely one
/// person's: joining the patient with one of them would leave half of the record unseen.
fn twice(pairs: &[Seen]) -> Twice {
    let alike = |one: &Identity, other: &Identity| {
        let number = |identity: &Identity| identity.nhs.map(|nhs| nhs.number);
        let particulars = |identity: &Identity| {
            let name = identity.usual_name();
            name.zip(identity.born)
                .map(|(name, born)| (fold(&name.family), fold(&name.given), born))
        };
        particulars(one).is_some()
            && particulars(one) == particulars(other)
            && (number(one) == number(other) || number(one).is_none() || number(other).is_none())
    };
    for (place, one) in pairs.iter().enumerate() {
        let later = pairs.iter().skip(place + 1);
        let mut same = later
            .filter(|other| other.council == one.council)
            .filter(|other| alike(&one.identity, &other.identity));
        if same.next().is_some() {
            return Twice::Yes { council: one.council.clone() };
        }
    }
    Twice::No
}

fn cards(
    app: &App,
    (case, signed_in, places): (&Case, &SignedIn, Places),
    (pairs, allowed, standings): (&[Seen], &[PersonKey], &[Standing]),
    kept: &Kept,
) -> Vec<Card> {
    let (staff, now) = (&signed_in.staff, app.now());
    let standing = |person: &PersonKey| {
        let place = allowed.iter().position(|each| each == person);
        place.and_then(|place| standings.get(place)).copied().unwrap_or(Standing::Open)
    };
    let card = |(place, seen): (usize, &Seen)| {
        let handle = case.handle_of(&seen.person);
        let words = if kept.candidate == handle { kept.words.clone() } else { String::new() };
        let may_say_same = !opinions::has_said_same(case, &seen.person, staff);
        let weighed = case.assessment.of(&seen.person);
        Card {
            name: seen.name.clone(),
            seen: seen.screen.clone(),
            weighing: Weighing::of(
                weighed,
                &case.assessment.model,
                (place, app.desk().certain_from(), places),
            ),
            stands: opinions::stands((case, &seen.person), standing(&seen.person), staff, now),
            form: match case.item {
                Some(_) => Form::Ask { may_say_same, words },
                None => Form::None,
            },
            handle,
        }
    };
    pairs.iter().enumerate().map(card).collect()
}

/// The opinion that a form sends.
pub(super) fn opinion(text: &str) -> Option<Opinion> {
    match text {
        "same" => Some(Opinion::Same),
        "different" => Some(Opinion::Different),
        "unsure" => Some(Opinion::NotSure),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use care::people::{Born, PersonName};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn h23_two_entries_of_one_council_that_look_like_one_person_are_named() {
        let entry = |council: &str, given: &str| Seen {
            person: PersonKey {
                council: council.to_lowercase().parse().unwrap(),
                id: given.parse().unwrap(),
            },
            council: council.to_owned(),
            name: String::new(),
            head: String::new(),
            identity: Identity {
                names: vec![PersonName::usual("Threlfall", given)],
                born: Some(Born::on(date(1937, 7, 7))),
                ..Identity::default()
            },
            screen: String::new(),
        };
        let is_twice = |pairs: &[Seen]| matches!(twice(pairs), Twice::Yes { .. });
        assert!(is_twice(&[entry("West", "Jean"), entry("West", "JEAN")]));
        assert!(!is_twice(&[entry("West", "Jean"), entry("East", "Jean")]), "two councils");
        assert!(!is_twice(&[entry("West", "Jean"), entry("West", "Joan")]), "twins");
        assert!(!is_twice(&[entry("West", "Jean")]));
    }
}
