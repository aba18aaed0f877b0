//! What was known before a message, and what changes by it?

use jiff::SignedDuration;

use super::Merge;
use crate::access::AuditLine;
use crate::exchange::Notice;
use crate::people::{
    Gist, Judgement, Link, Patient, PatientId, PersonKey, StayId, TrustCode, Withdrawal,
};
use crate::stays::{Movement, Stay};

/// How often a row was written: 0 for one that is not there yet. A filing that was decided on an
/// older version than the store now holds is refused, loaded and decided again.
pub type Version = i64;

/// What the store holds of all that a message names, and of all that hangs together with it.
///
/// It must be whole: a decision on half of a merged patient would be a wrong one.
#[derive(Debug, Clone, Default)]
pub struct KnownSoFar {
    /// The patients named, by the visits below too, and those merged with them, directly or
    /// through others.
    pub patients: Vec<KnownPatient>,
    /// The visits named, those merged with them, and the stays of the patients above.
    pub visits: Vec<KnownVisit>,
    /// All merges and links among the above.
    pub merges: Vec<Merge>,
    /// What councils were told of the stays above, in the order in which they were told.
    pub notices: Vec<Notice>,
}

/// A patient as stored.
#[derive(Debug, Clone)]
pub struct KnownPatient {
    /// Our handle.
    pub id: PatientId,
    /// The version stored.
    pub version: Version,
    /// What was said.
    pub patient: Patient,
    /// What matching last decided.
    pub link: Option<Link>,
    /// A person reported the match as wrong: nothing opens until the match desk has decided.
    pub withheld: bool,
    /// What the match desk said under this number, with what was taken back.
    pub judgements: Vec<Judgement>,
    /// Certain matches under this number that ended.
    pub withdrawn: Vec<Withdrawal>,
    /// Something was said at the match desk that no decision has heard yet.
    pub unheard: bool,
    /// Who the council says they are, of those who were judged, withdrawn or are matched under this
    /// number. Whoever is missing has left the council's book.
    pub book: Vec<(PersonKey, Gist)>,
}

/// A visit as stored.
#[derive(Debug, Clone)]
pub struct KnownVisit {
    /// Our handle.
    pub id: StayId,
    /// The version stored.
    pub version: Version,
    /// All its movements, in no particular order.
    pub movements: Vec<Movement>,
}

/// What is configured of filing, per trust.
#[derive(Debug, Clone)]
pub struct FilingPolicy {
    /// A message whose newest event is older than this when it is filed tells no council of a stay
    /// for the first time. What a council was told before is corrected however late.
    pub alert_window: SignedDuration,
    /// Whether an attendance at the emergency department is told.
    pub tell_attendances: bool,
    /// Whether a stay whose admission was never told, only concluded, is told.
    pub tell_inferred: bool,
    /// Whether an update may open a stay: HL7 A08 for a visit not seen before.
    pub update_may_open: bool,
}

impl Default for FilingPolicy {
    fn default() -> Self {
        Self {
            alert_window: SignedDuration::from_hours(24),
            tell_attendances: false,
            tell_inferred: false,
            update_may_open: true,
        }
    }
}

/// Everything that one message changes. The store commits it whole or not at all.
#[derive(Debug, Clone)]
pub struct Filing {
    /// Whose feed.
    pub trust: TrustCode,
    /// Patients that are new or changed.
    pub patients: Vec<PatientChange>,
    /// Stays that are new or changed.
    pub stays: Vec<StayChange>,
    /// Merges and links not held before.
    pub merges: Vec<Merge>,
    /// What the councils are told now.
    pub notices: Vec<Notice>,
    /// Certain matches that end by it.
    pub withdrawals: Vec<Withdrawal>,
    /// Patients whose reported match the match desk has decided: they are withheld no longer.
    pub released: Vec<PatientId>,
    /// Patients of whom all was heard now that was said at the match desk.
    pub heard: Vec<PatientId>,
    /// What a person must look at, in words that name nobody.
    pub needs_a_person: Vec<&'static str>,
    /// The lines of the audit.
    pub audit: Vec<AuditLine>,
}

/// A patient as it is to be stored.
#[derive(Debug, Clone)]
pub struct PatientChange {
    /// Our handle.
    pub id: PatientId,
    /// The version that this was decided on.
    pub based_on: Version,
    /// What was said.
    pub patient: Patient,
    /// Who this patient is now: itself, or the one it was merged into.
    pub survivor: PatientId,
    /// What matching decided, where it was asked.
    pub link: Option<Link>,
}

/// A stay as it is to be stored.
#[derive(Debug, Clone)]
pub struct StayChange {
    /// Our handle.
    pub id: StayId,
    /// The version that this was decided on.
    pub based_on: Version,
    /// The stay. A visit of which nothing was told that makes a stay, or that was merged into
    /// another, has none of its own and is [`StayState::Void`].
    ///
    /// [`StayState::Void`]: crate::stays::StayState::Void
    pub stay: Stay,
    /// The patient under whose number it runs; the store finds the survivor from there.
    pub patient: PatientId,
    /// Movements not held before.
    pub movements: Vec<Movement>,
}
