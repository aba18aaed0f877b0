//! What has been said of a pair, and what stands of it?

use care::access::Staff;
use care::people::{Opinion, PersonKey, Standing};
use care::when::words;
use jiff::Timestamp;
use store::JudgementRow;

use super::Case;
use crate::app::App;
use crate::components::markup::Markup;
use crate::components::state::{State, Tone};
use crate::components::table::{Column, Table};
use crate::pages::{moment_within, organisation_words};

/// An opinion in words, as the buttons say it.
pub(super) fn opinion_words(opinion: Opinion) -> &'static str {
    match opinion {
        Opinion::Same => "Same person",
        Opinion::Different => "Different people",
        Opinion::NotSure => "Not sure",
    }
}

/// What stands of all that was said of one pair.
pub(super) struct Stands {
    pub(super) state: State,
    pub(super) words: String,
    /// What may be taken back.
    pub(super) opinions: Vec<Given>,
}

/// An opinion that stands, with its "Take back".
pub(super) struct Given {
    pub(super) id: String,
    pub(super) words: String,
    /// What taking it back leads to.
    pub(super) follows: &'static str,
}

/// Puts into words what stands of a pair.
pub(super) fn stands(
    (case, person): (&Case, &PersonKey),
    standing: Standing,
    staff: &Staff,
    now: Timestamp,
) -> Stands {
    let given: Vec<&JudgementRow> = standing_rows(&case.said, person).collect();
    let own_same = given.iter().any(|row| is_same(row) && row.staff.id == staff.id);
    let names = names(&given, Opinion::Same);
    let (tone, short, words) = match standing {
        Standing::Open => {
            (Tone::Waiting, "Not decided", "Nothing opens until two people have agreed.".to_owned())
        }
        Standing::HalfJoined if own_same => (
            Tone::Waiting,
            "A second person must agree",
            "You have said that they are the same person. Somebody else must agree: nothing opens until then."
                .to_owned(),
        ),
        Standing::HalfJoined => (
            Tone::Waiting,
            "A second person must agree",
            format!("{names} said that they are the same person. Nothing opens until a second person agrees."),
        ),
        Standing::Joined if case.opens(person) => (
            Tone::Good,
            "Joined",
            format!("{names} agreed that they are the same person. The record opens on the ward."),
        ),
        Standing::Joined => (
            Tone::Careful,
            "Agreed, not open",
            format!("{names} agreed that they are the same person. Something else stands in the way: the record stays shut."),
        ),
        Standing::Parted => (
            Tone::Quiet,
            "Parted",
            "Somebody said that they are different people. One is enough: this record does not open for this patient."
                .to_owned(),
        ),
    };
    let opinions = given.into_iter().map(|row| one(row, standing, now)).collect();
    Stands { state: State::new(tone, short), words, opinions }
}

fn is_same(row: &JudgementRow) -> bool {
    row.judgement.opinion == Opinion::Same
}

/// Whether this member of staff has said "same" already, so that they cannot be the second.
pub(super) fn has_said_same(case: &Case, person: &PersonKey, staff: &Staff) -> bool {
    standing_rows(&case.said, person).any(|row| is_same(row) && row.staff.id == staff.id)
}

/// Who has said "same" of this person.
pub(super) fn who_said_same(case: &Case, person: &PersonKey) -> String {
    names(&standing_rows(&case.said, person).collect::<Vec<_>>(), Opinion::Same)
}

/// Of each member of staff the last opinion on this person, unless it was taken back.
fn standing_rows<'a>(
    said: &'a [JudgementRow],
    person: &PersonKey,
) -> impl Iterator<Item = &'a JudgementRow> {
    let of_pair: Vec<&JudgementRow> =
        said.iter().filter(|row| row.judgement.person == *person).collect();
    let last: Vec<&JudgementRow> = of_pair
        .iter()
        .copied()
        .filter(|row| {
            of_pair.iter().all(|other| other.staff.id != row.staff.id || other.id <= row.id)
        })
        .collect();
    last.into_iter().filter(|row| row.taken_back.is_none())
}

fn names(given: &[&JudgementRow], opinion: Opinion) -> String {
    let named = given.iter().filter(|row| row.judgement.opinion == opinion);
    named.map(|row| row.staff.name.as_str()).collect::<Vec<_>>().join(" and ")
}

fn one(row: &JudgementRow, standing: Standing, now: Timestamp) -> Given {
    let opinion = row.judgement.opinion;
    let said = format!(
        "{}, {}: {}, {}.",
        row.staff.name,
        row.staff.role.words(),
        opinion_words(opinion),
        moment_within(row.judgement.at, now)
    );
    Given {
        id: row.id.to_string(),
        words: if row.words.is_empty() {
            said
        } else {
            format!("{said} \u{201c}{}\u{201d}", row.words)
        },
        follows: match (opinion, standing) {
            (Opinion::Same, Standing::Joined) => {
                "The record shuts on the ward at once, and whoever saw it is listed for the privacy officer."
            }
            (Opinion::Same, _) => "Two people must agree anew.",
            (Opinion::Different, _) => "The pair comes back to the match desk.",
            (Opinion::NotSure, _) => "Nothing else changes.",
        },
    }
}

/// All that was said, newest first: who, when, what, and what was taken back.
pub(super) fn history(app: &App, rows: &[&JudgementRow], now: Timestamp) -> Table {
    let columns = ["When", "Who", "Said", "Words", "Taken back"].map(Column::words).into();
    let row = |row: &&JudgementRow| {
        let who = format!(
            "{}, {}, {}",
            row.staff.name,
            row.staff.role.words(),
            organisation_words(app, &row.staff.organisation)
        );
        let back = row.taken_back.as_ref().map_or_else(
            || "No".to_owned(),
            |(staff, at)| format!("{}, by {}", words::moment(*at, now), staff.name),
        );
        let words_given = if row.words.is_empty() { "None".to_owned() } else { row.words.clone() };
        [
            words::moment(row.judgement.at, now),
            who,
            opinion_words(row.judgement.opinion).to_owned(),
            words_given,
            back,
        ]
        .map(Markup::from)
        .into()
    };
    Table::list("What was said, newest first", columns, rows.iter().map(row).collect())
}
