//! All that is held of somebody, to be given to them on request (UK GDPR Article 15).
//!
//! What would tell where a protected person is stays out: a copy that is asked for in somebody's
//! name may be read by somebody else (hazard H16). What concerns third parties stays out too.

mod gather;

use askama::Template;
use jiff::Timestamp;
use serde::Serialize;

pub(crate) use gather::moment;

use super::{Row, Subject};
use crate::pages::ward_row;

/// All that is held of one person. As JSON its field names are its documentation.
#[derive(Serialize)]
pub struct Pack {
    /// When it was written.
    pub written_at: Timestamp,
    /// Who answers for it.
    pub answers: String,
    /// Whether what would tell where the person is was left out.
    pub places: &'static str,
    /// Who the side that answers says they are, under each of its numbers.
    pub identities: Vec<IdentityHeld>,
    /// Stays in hospital.
    pub stays: Vec<StayHeld>,
    /// What matching and people decided: which of a council's people this is.
    pub match_with_council: MatchHeld,
    /// Matches that ended.
    pub matches_that_ended: Vec<EndedHeld>,
    /// What councils were told.
    pub notices: Vec<NoticeHeld>,
    /// What people at the match desk said.
    pub judgements: Vec<JudgementHeld>,
    /// What staff said of the page.
    pub feedback: Vec<FeedbackHeld>,
    /// Looks that were put before a privacy officer.
    pub privacy_items: Vec<ItemHeld>,
    /// Whether their record is looked at with more care.
    pub on_watch_list: &'static str,
    /// Everybody who looked, and all else that was written down of what people did.
    pub log: Vec<Row>,
    /// What is not held here.
    pub not_held: [&'static str; 6],
}

/// Who a side says somebody is.
#[derive(Serialize)]
pub struct IdentityHeld {
    /// Its own number of the person.
    pub number: String,
    /// The NHS number.
    pub nhs_number: String,
    /// The names.
    pub names: Vec<String>,
    /// The date of birth.
    pub born: String,
    /// The gender.
    pub gender: &'static str,
    /// The address.
    pub address: String,
    /// The telephones.
    pub phones: Vec<String>,
    /// The GP practice.
    pub practice: String,
}

/// One stay.
#[derive(Serialize)]
pub struct StayHeld {
    /// The visit's number.
    pub visit: String,
    /// How far it has come.
    pub state: &'static str,
    /// When it began.
    pub admitted: String,
    /// When it ended.
    pub left: String,
    /// Where.
    pub place: String,
}

/// The match as it stands.
#[derive(Serialize)]
pub struct MatchHeld {
    /// In words.
    pub verdict: &'static str,
    /// With whose person.
    pub council: String,
    /// The council's own number of the person.
    pub person_number: String,
    /// What speaks for and against it.
    pub reasons: Vec<&'static str>,
    /// Since when.
    pub decided: String,
}

/// A match that ended.
#[derive(Serialize)]
pub struct EndedHeld {
    /// With whose person. Which person it was concerns somebody else.
    pub council: String,
    /// When.
    pub ended: String,
    /// Why.
    pub why: &'static str,
}

/// A notice.
#[derive(Serialize)]
pub struct NoticeHeld {
    /// To whom.
    pub council: String,
    /// What.
    pub what: String,
    /// When it happened.
    pub happened: String,
    /// When it was told.
    pub told: String,
}

/// An opinion at the match desk.
#[derive(Serialize)]
pub struct JudgementHeld {
    /// When.
    pub when: String,
    /// By whom.
    pub who: String,
    /// What was said.
    pub opinion: String,
    /// In their words.
    pub words: String,
}

/// An answer to "did this page answer your question?".
#[derive(Serialize)]
pub struct FeedbackHeld {
    /// When.
    pub when: String,
    /// In what role.
    pub role: &'static str,
    /// In their words.
    pub words: String,
}

/// A look that was put before a privacy officer.
#[derive(Serialize)]
pub struct ItemHeld {
    /// When.
    pub when: String,
    /// Why.
    pub reasons: Vec<&'static str>,
    /// What came of it.
    pub outcome: &'static str,
}

/// The pack as one file for reading.
#[derive(Template)]
#[template(path = "files/pack.html")]
struct PackFile<'a> {
    pack: &'a Pack,
    name: String,
}

impl Pack {
    /// The pack for reading: one file that needs nothing besides.
    pub fn file(&self, subject: &Subject) -> Result<String, askama::Error> {
        let name = ward_row::name(&subject.patient.patient.identity());
        PackFile { pack: self, name }.render()
    }
}
