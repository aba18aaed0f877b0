//! Who is this, as the hospital or the council says it?

pub mod address;
pub mod announced;
pub mod born;
pub mod evidence;
pub mod gist;
pub mod identity;
pub mod ids;
pub mod judgement;
pub mod name;
pub mod nhs_number;
pub mod patient;
pub mod trace;
pub mod verdict;
pub mod withdrawal;

pub use address::{Address, Phone, Postcode};
pub use announced::{Announced, NotSure, Ours};
pub use born::{Age, Born, PartialDate};
pub use evidence::{Assessment, Candidate, Evidence, Explanation, Field, Guard};
pub use gist::{Compared, Gist, NotCompared};
pub use identity::{
    Death, Gender, Identity, Known, NotANumber, NumberStatus, TracedNumber, UnprovedNumber,
};
pub use ids::{
    CouncilName, HospitalNumber, PatientId, PersonId, PersonKey, SiteCode, StaffId, StayId,
    TrustCode, VisitNumber,
};
pub use judgement::{DeskKind, Heard, Judgement, Opinion, Side, Standing};
pub use name::{NameUse, PersonName};
pub use nhs_number::{NhsNumber, NotAnNhsNumber};
pub use patient::{Latest, Patient};
pub use trace::Trace;
pub use verdict::{Link, Reason, Verdict};
pub use withdrawal::{Withdrawal, WithdrawalCause};
