//! What does a trigger event mean to us? One table (HL7 v2.4 chapter 3, HL7 UK A.3, ITK).

use care::stays::Event;

/// What a trigger event means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Something happened in a visit, which PV1 must name.
    Visit(Event),
    /// The patient, and the visit where PV1 names one, are as the message says.
    Updated,
    /// The patient was seen at a place; nothing else is believed.
    Located,
    /// Two patients changed beds.
    Swapped,
    /// Who the patient is; a PV1 is a dummy.
    Person,
    /// Two patients belong together, unmerged.
    Linked,
    /// Two patients do not belong together after all.
    Unlinked,
    /// Two numbers become one.
    Merged(Merging),
    /// A visit belongs to another patient.
    Reassigned,
    /// No rule can decide it.
    NeedsAPerson(&'static str),
    /// Kept, and means nothing to us.
    Nothing,
}

/// What is merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Merging {
    /// Patient numbers: MRG-1 into PID-3.
    Patients,
    /// Patient numbers, and the visit numbers beside them where they are given.
    PatientsAndVisits,
    /// Visit numbers: MRG-5 into PV1-19.
    Visits,
    /// Account numbers: MRG-3 into PID-18. They are visits only where the feed keys visits so.
    Accounts,
}

/// The table. An event that is not in it is kept and means nothing.
pub(super) fn meaning(trigger: &str) -> Meaning {
    match trigger {
        "A01" | "A06" => Meaning::Visit(Event::Admitted),
        "A02" => Meaning::Visit(Event::Moved),
        "A03" => Meaning::Visit(Event::Discharged),
        "A04" | "A07" => Meaning::Visit(Event::Registered),
        "A05" | "A14" => Meaning::Visit(Event::Planned),
        "A08" => Meaning::Updated,
        "A09" | "A10" => Meaning::Located,
        "A11" | "A23" => Meaning::Visit(Event::AdmissionCancelled),
        "A12" => Meaning::Visit(Event::MoveCancelled),
        "A13" => Meaning::Visit(Event::DischargeCancelled),
        "A15" | "A26" | "A28" | "A31" => Meaning::Person,
        "A16" => Meaning::Visit(Event::DischargePlanned),
        "A17" => Meaning::Swapped,
        "A21" => Meaning::Visit(Event::LeaveStarted),
        "A22" => Meaning::Visit(Event::LeaveEnded),
        "A25" => Meaning::Visit(Event::DischargePlanCancelled),
        "A27" | "A38" => Meaning::Visit(Event::PlanCancelled),
        "A52" => Meaning::Visit(Event::LeaveStartCancelled),
        "A53" => Meaning::Visit(Event::LeaveEndCancelled),
        _ => about_numbers(trigger),
    }
}

/// The events that join, part and move numbers.
fn about_numbers(trigger: &str) -> Meaning {
    match trigger {
        "A18" | "A34" | "A40" | "A47" => Meaning::Merged(Merging::Patients),
        "A36" => Meaning::Merged(Merging::PatientsAndVisits),
        "A42" | "A50" => Meaning::Merged(Merging::Visits),
        "A35" | "A41" | "A49" => Meaning::Merged(Merging::Accounts),
        "A44" | "A45" => Meaning::Reassigned,
        "A24" => Meaning::Linked,
        "A37" => Meaning::Unlinked,
        "A29" => Meaning::NeedsAPerson("the hospital deleted a person"),
        "A30" | "A39" | "A43" | "A46" | "A48" => {
            Meaning::NeedsAPerson("the hospital changed identifiers in a way that is not read here")
        }
        _ => Meaning::Nothing,
    }
}
