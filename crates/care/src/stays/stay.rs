//! A patient's stay in hospital, as all that was told of it says.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::people::{Death, HospitalNumber, SiteCode, VisitNumber};
use crate::when::{When, local};

/// One stay: an admission, an attendance, or a plan of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// The visit number that keys it.
    pub visit: VisitNumber,
    /// Whose stay it is, as told last.
    pub patient: HospitalNumber,
    /// How far it has come.
    pub state: StayState,
    /// Whether its beginning was told or concluded from a later message.
    pub origin: Origin,
    /// What kind of visit.
    pub class: Class,
    /// Where the patient lies now, or lay last.
    pub place: Place,
    /// When admitted, as told.
    pub admitted_at: Option<Timestamp>,
    /// Planned admission.
    pub expected_admission: Option<When>,
    /// Planned discharge.
    pub expected_discharge: Option<When>,
    /// NHS admission method code.
    pub admission_method: Option<String>,
    /// NHS admission source code.
    pub admission_source: Option<String>,
    /// Treatment function code.
    pub specialty: Option<String>,
    /// Since when medically fit for discharge.
    pub fit_since: Option<Timestamp>,
}

impl Stay {
    /// A stay of which only the key is known: it never was, until more is told.
    pub fn void(visit: VisitNumber, patient: HospitalNumber) -> Self {
        Self {
            visit,
            patient,
            state: StayState::Void,
            origin: Origin::Inferred,
            class: Class::default(),
            place: Place::default(),
            admitted_at: None,
            expected_admission: None,
            expected_discharge: None,
            admission_method: None,
            admission_source: None,
            specialty: None,
            fit_since: None,
        }
    }

    /// When it began, or at least ended. `None` for what never was, or has no time yet.
    pub fn began(&self) -> Option<Timestamp> {
        match &self.state {
            StayState::Planned | StayState::Void => None,
            StayState::Open | StayState::OnLeave => self.admitted_at,
            StayState::Closed(departure) => self.admitted_at.or(Some(departure.at)),
        }
    }

    /// The death in which the stay ended, on the day that it ended; [`Death::Alive`] where it did
    /// not end so. The patient may be said to have died elsewhere: see [`Patient::identity`].
    ///
    /// [`Patient::identity`]: crate::people::Patient::identity
    pub fn death(&self) -> Death {
        match &self.state {
            StayState::Closed(departure) if departure.is_death() => {
                Death::DiedOn(local(departure.at).date())
            }
            _ => Death::Alive,
        }
    }
}

/// How far a stay has come.
///
/// What only time changes ("expected today", "overdue") is no state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum StayState {
    /// Not begun; an admission is planned.
    Planned,
    /// In hospital.
    Open,
    /// In hospital by the books, at home for a while.
    OnLeave,
    /// Over.
    Closed(Departure),
    /// Taken back: it never was. Its key stays, so that a late admission cannot open it.
    Void,
}

impl StayState {
    /// Whether the patient is in hospital by the books: open, or on leave.
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Open | Self::OnLeave)
    }
}

/// How a stay ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departure {
    /// When: PV1-45, else the time of the discharge event.
    pub at: Timestamp,
    /// Discharge destination code.
    pub destination: Option<String>,
    /// Discharge method or disposal, not to be concluded from alone.
    pub method: Option<String>,
}

impl Departure {
    /// Whether the destination says that the patient died (NHS Data Dictionary, DISCHARGE
    /// DESTINATION 79).
    pub fn is_death(&self) -> bool {
        self.destination.as_deref() == Some("79")
    }
}

/// Whether the beginning of a stay was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// An admission, registration or plan was told.
    Told,
    /// Only a later message was seen: moved, updated or discharged.
    Inferred,
}

/// What kind of visit (HL7 v2.4 table 0004).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum Class {
    /// I.
    Inpatient,
    /// E: in the emergency department.
    Emergency,
    /// O.
    Outpatient,
    /// P, W: before an admission.
    PreAdmission,
    /// B.
    Obstetric,
    /// R: comes regularly, such as for dialysis.
    Recurring,
    /// N, C, U or not said.
    #[default]
    Other,
}

/// A place in a hospital (HL7 v2.4 PL). A part that is not known is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The site's ODS code, where it has the shape of one.
    pub site: Option<SiteCode>,
    /// Ward code.
    pub ward: String,
    /// Bay or room.
    pub bay: String,
    /// Bed.
    pub bed: String,
    /// The ward in words, where the hospital sends them.
    pub described: String,
}
