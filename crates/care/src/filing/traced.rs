//! What changes by what the national service says of a patient, or by what a privacy officer says of
//! that?

use super::replay::Replayed;
use super::{FilingPolicy, Handles, KnownSoFar};
use crate::people::trace::Outcome;
use crate::people::{PatientId, Trace, TrustCode};

/// Takes up what is known without a message, after the national service has answered about one of
/// its patients.
pub fn retrace(
    trust: &TrustCode,
    known: KnownSoFar,
    (id, trace): (&PatientId, Trace),
    handles: &Handles<'_>,
    policy: &FilingPolicy,
) -> Replayed {
    let mut replayed = Replayed::recall(trust, known, &[], handles, policy);
    replayed.traced = Some((id.clone(), trace.outcome));
    if let Some(held) = replayed.patients.values_mut().find(|held| held.id == *id) {
        let before = held.patient.clone();
        held.patient.hear_trace(trace);
        held.changed = held.patient != before;
        held.is_another = held.patient.identity() != before.identity();
        let doubt = held.patient.traced().and_then(Outcome::needs_a_person);
        let is_new = held.patient.traced() != before.traced();
        replayed.needs_a_person.extend(doubt.filter(|_| is_new));
    }
    replayed.join_numbers(handles);
    replayed
}

/// Takes up what is known without a message, after a privacy officer has found that a patient is
/// not the person whom the national service holds back.
pub fn release_hold(
    trust: &TrustCode,
    known: KnownSoFar,
    id: &PatientId,
    handles: &Handles<'_>,
    policy: &FilingPolicy,
) -> Replayed {
    let mut replayed = Replayed::recall(trust, known, &[], handles, policy);
    replayed.join_numbers(handles);
    let number = replayed.ids.iter().find(|(_, known)| *known == id).map(|(number, _)| number);
    let Some(survivor) = number.map(|number| replayed.people.of(number).clone()) else {
        return replayed;
    };
    for (number, held) in &mut replayed.patients {
        if *replayed.people.of(number) == survivor && held.patient.is_held_back() {
            held.patient.release();
            held.changed = true;
        }
    }
    replayed
}
