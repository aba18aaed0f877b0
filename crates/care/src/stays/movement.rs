//! What happened to a patient, once, at one moment?

use std::cmp::Ordering;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Class, Place, Said};
use crate::people::{HospitalNumber, VisitNumber};
use crate::when::When;

/// One thing that happened in one visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// The visit.
    pub visit: VisitNumber,
    /// Whose visit the message says it is.
    pub patient: HospitalNumber,
    /// What happened.
    pub event: Event,
    /// When, as a place in the order of all movements.
    pub at: Moment,
    /// What the message says of the visit besides.
    pub details: Details,
}

/// The order in which things happened, as [`Moment`] describes it. Beyond that it compares all
/// that is left, so that only equal movements are equal in order.
impl Ord for Movement {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |movement: &Self| {
            let Moment { occurred, recorded, sent, digest } = movement.at;
            (occurred, recorded, sent, movement.event, digest)
        };
        key(self)
            .cmp(&key(other))
            .then_with(|| self.visit.cmp(&other.visit))
            .then_with(|| self.patient.cmp(&other.patient))
            .then_with(|| self.details.cmp(&other.details))
    }
}

impl PartialOrd for Movement {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What happened. Each names the HL7 events that mean it (HL7 v2.4 chapter 3; HL7 UK ITK profile).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Event {
    /// A05, A14: an admission is planned.
    Planned,
    /// A01, A06: the patient was admitted.
    Admitted,
    /// A04, A07: an attendance was registered.
    Registered,
    /// A02: moved to another place.
    Moved,
    /// A21: went on leave; the stay stays open.
    LeaveStarted,
    /// A22: came back from leave.
    LeaveEnded,
    /// A08: particulars of the visit changed.
    Updated,
    /// A16: a discharge is planned; sets the expected discharge.
    DischargePlanned,
    /// A25: that plan was taken back; clears the expected discharge.
    DischargePlanCancelled,
    /// A03: left the hospital, or died in it.
    Discharged,
    /// A12: a move was taken back; the place is where the patient is now.
    MoveCancelled,
    /// A52: the leave never began.
    LeaveStartCancelled,
    /// A53: the patient is still on leave.
    LeaveEndCancelled,
    /// A13: did not leave after all; the same stay is open again.
    DischargeCancelled,
    /// A38, A27: the plan was taken back.
    PlanCancelled,
    /// A11, A23: the stay never was.
    AdmissionCancelled,
    /// A44, A45: the visit belongs to another patient, from then on and before.
    Reassigned,
}

/// When something happened, as a place in the order of all movements of a hospital.
///
/// The order is that of the fields: the event's own time first. Arrival has no part in it, so that
/// a late or repeated message finds the same place. Of two movements with the same times, an
/// earlier [`Event`] in its list goes first (an admission before its cancellation), then the
/// smaller digest, so that there is always exactly one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment {
    /// EVN-6; where missing EVN-2, then PV1-44 or PV1-45, then MSH-7, then arrival.
    pub occurred: Timestamp,
    /// EVN-2, else the time above: when it was keyed in.
    pub recorded: Timestamp,
    /// MSH-7, else the time above: when the message was built.
    pub sent: Timestamp,
    /// The first eight bytes of the SHA-256 of the message, so that no two messages tie.
    pub digest: u64,
}

/// What a message says of the visit. Fields not mentioned leave the stay as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Details {
    /// PV1-2.
    pub class: Said<Class>,
    /// PV1-3.
    pub place: Said<Place>,
    /// PV1-44.
    pub admitted_at: Said<Timestamp>,
    /// PV1-45.
    pub discharged_at: Said<Timestamp>,
    /// PV2-8.
    pub expected_admission: Said<When>,
    /// PV2-9.
    pub expected_discharge: Said<When>,
    /// PV1-4 as an NHS admission method code (NHS Data Dictionary, ADMISSION METHOD).
    pub admission_method: Said<String>,
    /// PV1-14 as an admission source code (NHS Data Dictionary, ADMISSION SOURCE).
    pub admission_source: Said<String>,
    /// PV1-36: the discharge method of an inpatient, or the disposal of an attendance. One list's
    /// "died" is another's "clinic": nothing is ever concluded from it alone.
    pub discharge_method: Said<String>,
    /// PV1-37 (NHS Data Dictionary, DISCHARGE DESTINATION); 79 is "died".
    pub discharge_destination: Said<String>,
    /// PV1-10: the treatment function code.
    pub specialty: Said<String>,
    /// ZU1-24, or the event's time when ZU1-22 is `Y`: since when medically fit for discharge.
    /// Cleared when ZU1-22 is `N`.
    pub fit_since: Said<Timestamp>,
}
