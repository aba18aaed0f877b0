//! Who do hospital and council say that somebody is, field by field, and where do they differ?

use askama::Template;
use care::access::desk::Places;
use care::people::name::fold;
use care::people::{
    Address, Candidate, Death, Evidence, Field, Identity, NameUse, NumberStatus, PersonName,
};
use care::when::words;

use crate::components::markup::Markup;
use crate::components::table::{Column, Table};
use crate::pages::{sentence, ward_row};

/// More candidates than this beside each other cannot be compared on a screen.
pub(super) const BESIDE: usize = 4;

/// What a candidate's cell says: the value, then how it stands to the hospital's.
#[derive(Template)]
#[template(path = "pages/desk/cell.html")]
struct Cell {
    value: Markup,
    mark: Mark,
    words: String,
}

/// A candidate as compared: the two identities, and what the engine said of them.
pub(super) struct Beside<'a> {
    pub(super) head: &'a str,
    pub(super) identity: &'a Identity,
    pub(super) weighed: Option<&'a Candidate>,
}

/// One row for each field: the hospital's words, then those of each candidate with what differs.
pub(super) fn table(
    hospital: &Identity,
    candidates: &[Beside<'_>],
    places: Places,
) -> Result<Table, askama::Error> {
    let shown = candidates.get(..BESIDE).unwrap_or(candidates);
    let fields: Vec<Field> =
        Field::ALL.into_iter().filter(|field| is_worth_a_row(*field, hospital, shown)).collect();
    let heads = shown.iter().map(|one| Column::words(one.head));
    Ok(Table::among(
        "Hospital and council beside each other",
        ["Field", "Hospital"].map(Column::words).into_iter().chain(heads).collect(),
        fields
            .into_iter()
            .map(|field| row((field, places), hospital, shown))
            .collect::<Result<_, _>>()?,
    ))
}

/// Middle names, practice and death are shown where anybody knows any.
fn is_worth_a_row(field: Field, hospital: &Identity, candidates: &[Beside<'_>]) -> bool {
    let optional = matches!(field, Field::MiddleName | Field::Practice | Field::Death);
    let mut sides = std::iter::once(hospital).chain(candidates.iter().map(|one| one.identity));
    !optional || sides.any(|identity| !values(field, identity).is_empty())
}

fn row(
    (field, places): (Field, Places),
    hospital: &Identity,
    candidates: &[Beside<'_>],
) -> Result<Vec<Markup>, askama::Error> {
    let is_withheld = places == Places::Withheld && is_place(field);
    let own =
        if is_withheld { Markup::from(WITHHELD) } else { lines(field, &values(field, hospital)) };
    let mut cells = vec![Markup::from(field.words()), own];
    for one in candidates {
        cells.push(Markup::of(&cell((field, is_withheld), hospital, one))?);
    }
    Ok(cells)
}

/// How the two sides stand to each other: a word and a shape, never a colour alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mark {
    Same,
    /// Written otherwise, and yet it speaks for one person: a short form, a slip.
    Alike,
    Differs,
    /// One side or both do not know it.
    NotKnown,
    /// It is withheld, and what the comparison found, too.
    Withheld,
}

impl Mark {
    fn words(self) -> &'static str {
        match self {
            Self::Same => "Same",
            Self::Alike => "Alike",
            Self::Differs => "Differs",
            Self::NotKnown => "Cannot be compared",
            Self::Withheld => "Not shown",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Alike => "alike",
            Self::Differs => "differs",
            Self::NotKnown => "not-known",
            Self::Withheld => "withheld",
        }
    }
}

/// From so many bits a field speaks for one person.
const SPEAKS_FOR: f64 = 1.0;

const WITHHELD: &str = "Withheld to protect the person";

fn cell((field, is_withheld): (Field, bool), hospital: &Identity, one: &Beside<'_>) -> Cell {
    let (ours, theirs) = (values(field, hospital), values(field, one.identity));
    let found = one.weighed.and_then(|candidate| found(candidate, field));
    let words = found.map_or_else(String::new, |evidence| sentence(&evidence.words));
    if is_withheld {
        let words = String::new();
        return Cell { value: Markup::from(WITHHELD), mark: Mark::Withheld, words };
    }
    let speaks_for = found.is_some_and(|evidence| evidence.bits >= SPEAKS_FOR);
    let mark = mark(&ours, &theirs, speaks_for);
    let words = if mark == Mark::Same { String::new() } else { words };
    Cell { value: lines(field, &theirs), mark, words }
}

fn found(candidate: &Candidate, field: Field) -> Option<&Evidence> {
    candidate.evidence.iter().find(|evidence| evidence.field == field)
}

/// The first value of each side is compared: what people write first is what holds now. What is
/// said of it in brackets is not part of it.
fn mark(ours: &[String], theirs: &[String], speaks_for: bool) -> Mark {
    let bare = |value: &String| fold(value.split(" (").next().unwrap_or_default());
    match (ours.first(), theirs.first()) {
        (Some(one), Some(other)) if bare(one) == bare(other) => Mark::Same,
        (Some(_), Some(_)) if speaks_for => Mark::Alike,
        (Some(_), Some(_)) => Mark::Differs,
        _ => Mark::NotKnown,
    }
}

/// Whether a field tells where somebody can be found.
pub(super) fn is_place(field: Field) -> bool {
    matches!(field, Field::Address | Field::Phone | Field::Practice)
}

fn lines(field: Field, values: &[String]) -> Markup {
    match (values, field) {
        ([], Field::Death) => Markup::from("No death known"),
        ([], _) => Markup::from("Not known"),
        (values, _) => Markup::lines(values.iter().map(|value| Markup::from(value.as_str()))),
    }
}

/// What one side says of a field, what holds now first. Empty where it says nothing.
fn values(field: Field, identity: &Identity) -> Vec<String> {
    match field {
        Field::NhsNumber => numbers(identity),
        Field::FamilyName => names(identity, |name| &name.family),
        Field::GivenName => names(identity, |name| &name.given),
        Field::MiddleName => {
            let middle = identity.usual_name().map(|name| name.middle.clone());
            middle.into_iter().filter(|middle| !middle.is_empty()).collect()
        }
        Field::BirthDate => identity.born.map(words::born).into_iter().collect(),
        Field::Gender => match identity.gender {
            care::people::Gender::NotKnown => Vec::new(),
            known => vec![ward_row::gender(known).to_owned()],
        },
        Field::Address => addresses(identity),
        Field::Phone => identity.phones.iter().map(care::people::Phone::shown).collect(),
        Field::Practice => identity.practice.iter().cloned().collect(),
        Field::Death => match identity.death {
            Death::Alive => Vec::new(),
            Death::Died => vec!["Died, day not known".to_owned()],
            Death::DiedOn(day) => vec![format!("Died {}", words::day(day))],
        },
    }
}

/// The number, then those it replaced, then what is no number at all.
fn numbers(identity: &Identity) -> Vec<String> {
    let now = identity.nhs.map(|nhs| match nhs.status {
        NumberStatus::Verified => nhs.number.to_string(),
        NumberStatus::InConflict => format!("{} (in conflict)", nhs.number),
        _ => format!("{} (not verified)", nhs.number),
    });
    let former = identity.former_numbers.iter().map(|number| format!("{number} (before)"));
    let unproved = identity.unproved_number.iter();
    let unproved = unproved.map(|text| format!("{} (no valid number)", text.compact()));
    now.into_iter().chain(former).chain(unproved).collect()
}

/// The usual name's part, then those of the others with what they are.
fn names<'a>(identity: &'a Identity, part: impl Fn(&'a PersonName) -> &'a String) -> Vec<String> {
    let usual = identity.usual_name();
    let first = usual.map(&part).filter(|text| !text.is_empty());
    let mut shown: Vec<String> = first.map(|text| cased(text)).into_iter().collect();
    for name in identity.names.iter().filter(|name| Some(*name) != usual) {
        let text = part(name);
        let known = first.is_some_and(|first| fold(first) == fold(text));
        if !text.is_empty() && !known {
            shown.push(format!("{} ({})", cased(text), usage(name.usage)));
        }
    }
    shown
}

/// "MARY-ANN" as "Mary-Ann".
fn cased(text: &str) -> String {
    PersonName::usual("", text).banner().trim_start_matches(", ").to_owned()
}

fn usage(usage: NameUse) -> &'static str {
    match usage {
        NameUse::Usual => "usual",
        NameUse::Preferred => "preferred",
        NameUse::Former => "former",
        NameUse::Alias => "other name",
    }
}

fn addresses(identity: &Identity) -> Vec<String> {
    let now = identity.address.as_ref().map(Address::one_line);
    let before = identity.earlier_postcodes.iter().map(|code| format!("{code} (before)"));
    now.into_iter().chain(before).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use care::people::{Born, Gender, Phone};
    use jiff::civil::date;

    #[test]
    fn what_differs_is_said_in_words() {
        let hospital = somebody("KHAN", "FARZANA");
        let council =
            Identity { born: Some(Born::on(date(1957, 6, 19))), ..somebody("Khan", "Farzana") };
        let cells = compared(&hospital, &council, Places::Shown);
        assert!(cells("Date of birth").contains("19-Jun-1957"));
        assert!(cells("Date of birth").contains("Differs"));
        assert!(cells("Family name").contains("Same"), "capitals make no difference");
        assert!(cells("Gender").contains("Same"));
        assert!(cells("NHS number").contains("Cannot be compared"));
    }

    #[test]
    fn h16_what_is_withheld_is_on_neither_side() {
        let hospital = somebody("Khan", "Farzana");
        let cells = compared(&hospital, &somebody("Khan", "Farzana"), Places::Withheld);
        for field in ["Address", "Telephone"] {
            assert!(cells(field).contains(WITHHELD));
            assert!(!cells(field).contains("960987"), "{}", cells(field));
        }
    }

    fn compared(
        hospital: &Identity,
        council: &Identity,
        places: Places,
    ) -> impl Fn(&str) -> String + use<> {
        let beside = [Beside { head: "Council", identity: council, weighed: None }];
        let table = table(hospital, &beside, places).unwrap();
        move |field| {
            let row = table.rows.iter().find(|row| row[0].to_string() == field).unwrap();
            row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ")
        }
    }

    fn somebody(family: &str, given: &str) -> Identity {
        Identity {
            names: vec![PersonName::usual(family, given)],
            born: Some(Born::on(date(1957, 6, 14))),
            gender: Gender::Female,
            phones: vec![Phone::new("01632 960987").unwrap()],
            ..Identity::default()
        }
    }
}
