//! What does one line of a ward list say?

use care::access::{Marks, PermissionMode, is_shut_for_everybody};
use care::people::{Gender, Identity, Link, Verdict};
use care::record::Sharing;
use care::when::{local, words};
use jiff::Timestamp;
use store::OnWard;

use crate::components::cells;
use crate::components::markup::Markup;
use crate::components::state::{State, Tone};
use crate::components::table::Column;

/// What a ward list is sorted under.
pub(crate) fn columns() -> Result<Vec<Column>, askama::Error> {
    Ok(vec![
        Column::words("Bed"),
        Column::words("Patient"),
        Column::digits(cells::nhs_number()?),
        Column::digits("Born"),
        Column::numbers("Days in"),
        Column::words("Expected discharge"),
        Column::words("Care at home"),
    ])
}

/// The column of the patient's name.
pub(crate) const NAMES: usize = 1;

/// One patient on a list, in finished words; whether a council knows them only for those who may
/// learn that (`may_know`).
pub(crate) fn row(
    one: &OnWard,
    may_know: bool,
    now: Timestamp,
) -> Result<Vec<Markup>, askama::Error> {
    let identity = one.patient.identity();
    let place = &one.stay.place;
    let bed = [place.bay.as_str(), place.bed.as_str()].map(str::trim);
    let bed = bed.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let expected = one.stay.expected_discharge;
    let care = match (may_know, tells(one, now), one.withheld) {
        (false, ..) => State::new(Tone::Quiet, "Not shared with your role"),
        (true, false, _) => nothing(),
        (true, true, true) => withheld(),
        (true, true, false) => care(one.link.as_ref()),
    };
    Ok(vec![
        Markup::from(known_or(bed, "No bed yet")),
        cells::link(&format!("/patients/{}", one.patient_id), &name(&identity))?,
        Markup::from(nhs_number(&identity)),
        Markup::from(born(&identity)),
        Markup::from(days_in(one, now)),
        Markup::from(expected.map_or_else(|| "Not set".to_owned(), |when| words::when(when, now))),
        cells::state(&care)?,
    ])
}

/// The NHS number, or that none is known.
pub(crate) fn nhs_number(identity: &Identity) -> String {
    identity.nhs.map_or_else(|| "Not known".to_owned(), |nhs| nhs.number.to_string())
}

/// The date of birth, or that none is known.
pub(crate) fn born(identity: &Identity) -> String {
    identity.born.map_or_else(|| "Not known".to_owned(), words::born)
}

/// The usual name, as the banner writes it. A name without letters is none.
pub(crate) fn name(identity: &Identity) -> String {
    let shown = identity.usual_name().map(care::people::PersonName::banner);
    known_or(shown.unwrap_or_default(), "Name not known")
}

/// The usual name as it is said aloud: "Mrs Ngozi Okoro".
pub(crate) fn spoken(identity: &Identity) -> String {
    let Some(name) = identity.usual_name() else { return "this patient".to_owned() };
    let cased = |part: &str| {
        let shown = care::people::PersonName::usual("", part).banner();
        shown.trim_start_matches(", ").to_owned()
    };
    let parts = [&name.title, &name.given, &name.family].map(|part| cased(part));
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A gender in full.
pub(crate) fn gender(gender: Gender) -> &'static str {
    match gender {
        Gender::Male => "Male",
        Gender::Female => "Female",
        Gender::Indeterminate => "Indeterminate",
        Gender::NotKnown => "Not known",
    }
}

fn days_in(one: &OnWard, now: Timestamp) -> String {
    let Some(admitted) = one.stay.admitted_at else { return "Not known".to_owned() };
    let days = local(admitted).date().until(local(now).date()).map_or(0, |span| span.get_days());
    days.max(0).to_string()
}

/// Whether a list may tell that a council knows the patient, or may: not where the record is shut for
/// everybody. Such a patient looks like one whom no council knows.
pub(crate) fn tells(one: &OnWard, now: Timestamp) -> bool {
    let identity = one.patient.identity();
    let verdict =
        one.link.as_ref().map_or(&Verdict::None(Vec::new()), |link| &link.verdict).clone();
    let marks = Marks {
        verdict: &verdict,
        mode: PermissionMode::Off,
        said_no: None,
        shield: one.patient.shield(),
        // Of somebody whom the council no longer has, nobody can tell what they asked for.
        sharing: one.sharing.unwrap_or(match verdict {
            Verdict::Match(..) => Sharing::Objection,
            Verdict::Review(..) | Verdict::None(_) => Sharing::Open,
        }),
        death: identity.death,
        born: identity.born,
        kin: None,
    };
    !is_shut_for_everybody(&marks, now)
}

/// No council knows the patient, or nobody may know that one does: the two look alike.
fn nothing() -> State {
    State::new(Tone::Quiet, "Nothing to show")
}

fn withheld() -> State {
    State::new(Tone::Careful, "Wrong match reported")
}

/// Whether the council knows the patient: enough to know whom to open first, and no more.
fn care(link: Option<&Link>) -> State {
    match link.map(|link| &link.verdict) {
        Some(Verdict::Match(..)) => State::new(Tone::Good, "Known to council"),
        Some(Verdict::Review(..)) => State::new(Tone::Careful, "Possible match"),
        Some(Verdict::None(_)) => nothing(),
        None => State::new(Tone::Waiting, "Not looked for yet"),
    }
}

fn known_or(text: String, otherwise: &str) -> String {
    if text.is_empty() { otherwise.to_owned() } else { text }
}
