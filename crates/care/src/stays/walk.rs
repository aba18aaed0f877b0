//! What is a stay, by all that was told of it?

use jiff::Timestamp;

use super::{Departure, Details, Event, Movement, Origin, Place, Said, Stay, StayState};
use crate::filing::FilingPolicy;
use crate::people::VisitNumber;

/// Reads the movements of one visit, and of those merged into it, in the order in which they
/// happened. `None` where none of them speaks of a stay.
///
/// The order of `movements` and how often each is given make no difference.
pub fn stay_of<'a>(
    visit: &VisitNumber,
    movements: impl IntoIterator<Item = &'a Movement>,
    policy: &FilingPolicy,
) -> Option<Stay> {
    let mut movements: Vec<&Movement> = movements.into_iter().collect();
    movements.sort();
    movements.dedup();
    let mut walk = Walk { visit, policy, stay: None, earlier: Vec::new(), voided_at: None };
    for movement in movements {
        walk.take(movement);
    }
    walk.stay
}

/// What a movement does to a stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Nothing: it came too late, or says nothing of a stay.
    Nothing,
    /// Its particulars change; how far it has come does not.
    Update,
    /// An admission is planned.
    Plan,
    /// It is open.
    Open,
    /// It is open and the patient is on leave.
    Leave,
    /// It is over.
    Close,
    /// It never was.
    Void,
    /// It begins anew, as if nothing had been told before.
    Anew,
}

/// The whole rule, on one page.
fn step(
    state: Option<&StayState>,
    movement: &Movement,
    reopens_void: bool,
    may_open: bool,
) -> Step {
    let Movement { event, details, .. } = movement;
    match (state, event) {
        // What was taken back stays so, even if its admission is told later than that. Only an
        // admission that happened later begins it anew.
        (Some(StayState::Void), Event::Admitted | Event::Registered) if reopens_void => Step::Anew,
        (Some(StayState::Void), _) => Step::Nothing,
        (_, Event::AdmissionCancelled) => Step::Void,

        (None | Some(StayState::Planned), Event::PlanCancelled) => Step::Void,
        (None | Some(StayState::Planned), Event::Planned) => Step::Plan,
        (_, Event::PlanCancelled | Event::Planned) => Step::Nothing,

        // A feed that sends all current patients again says so with no discharge time at all.
        (Some(StayState::Closed(_)), Event::Admitted | Event::Registered)
            if details.discharged_at == Said::Cleared =>
        {
            Step::Open
        }
        (None | Some(StayState::Planned), Event::Admitted | Event::Registered) => Step::Open,
        (_, Event::Admitted | Event::Registered) => Step::Update,

        (_, Event::Discharged) => Step::Close,
        (Some(StayState::Planned), Event::DischargeCancelled) => Step::Nothing,
        (None | Some(StayState::Closed(_)), Event::DischargeCancelled) => Step::Open,
        (_, Event::DischargeCancelled) => Step::Update,

        (None, Event::Updated | Event::DischargePlanned | Event::DischargePlanCancelled) => {
            if may_open && is_in_hospital(details) {
                Step::Open
            } else {
                Step::Nothing
            }
        }
        (None, Event::Reassigned) => Step::Nothing,
        (_, Event::Updated | Event::Reassigned) => Step::Update,

        // After the end these are history: they open nothing and move nobody.
        (Some(StayState::Closed(_)), _) => Step::Nothing,
        (Some(_), Event::DischargePlanned | Event::DischargePlanCancelled) => Step::Update,
        (Some(StayState::OnLeave), Event::Moved | Event::MoveCancelled) => Step::Update,
        (_, Event::Moved | Event::MoveCancelled) => Step::Open,
        (_, Event::LeaveStarted | Event::LeaveEndCancelled) => Step::Leave,
        (_, Event::LeaveEnded | Event::LeaveStartCancelled) => Step::Open,
    }
}

/// Whether an update speaks of somebody who was admitted and has not left.
fn is_in_hospital(details: &Details) -> bool {
    details.admitted_at.value().is_some() && details.discharged_at.value().is_none()
}

struct Walk<'a> {
    visit: &'a VisitNumber,
    policy: &'a FilingPolicy,
    stay: Option<Stay>,
    /// Places left by a move that may yet be taken back.
    earlier: Vec<Place>,
    /// When the cancellation happened that made the stay void.
    voided_at: Option<Timestamp>,
}

impl Walk<'_> {
    fn take(&mut self, movement: &Movement) {
        let state = self.stay.as_ref().map(|stay| &stay.state);
        let later = self.voided_at.is_some_and(|voided| movement.at.occurred > voided);
        match step(state, movement, later, self.policy.update_may_open) {
            Step::Nothing => self.stay.iter_mut().for_each(|stay| owned(stay, movement)),
            Step::Update => self.write(movement, None),
            Step::Plan => self.write(movement, Some(StayState::Planned)),
            Step::Open => self.write(movement, Some(StayState::Open)),
            Step::Leave => self.write(movement, Some(StayState::OnLeave)),
            Step::Close => {
                let departure = departure(self.stay.as_ref(), movement);
                self.write(movement, Some(StayState::Closed(departure)));
            }
            Step::Void => {
                self.voided_at = Some(movement.at.occurred);
                self.write(movement, Some(StayState::Void));
            }
            Step::Anew => {
                self.stay = None;
                self.earlier.clear();
                self.write(movement, Some(StayState::Open));
            }
        }
    }

    fn write(&mut self, movement: &Movement, state: Option<StayState>) {
        let mut stay = self
            .stay
            .take()
            .unwrap_or_else(|| Stay::void(self.visit.clone(), movement.patient.clone()));
        owned(&mut stay, movement);
        self.remember_place(&mut stay, movement);
        particulars(&mut stay, &movement.details);
        begun(&mut stay, movement);
        if movement.event == Event::DischargePlanCancelled {
            stay.expected_discharge = None;
        }
        if let Some(state) = state {
            stay.state = state;
        } else {
            corrected(&mut stay.state, &movement.details);
        }
        self.stay = Some(stay);
    }

    /// A move that is taken back without saying where the patient is puts them back where they
    /// were; each undoes one.
    fn remember_place(&mut self, stay: &mut Stay, movement: &Movement) {
        match movement.event {
            Event::Moved => self.earlier.push(stay.place.clone()),
            Event::MoveCancelled => {
                if let Some(place) = self.earlier.pop() {
                    stay.place = place;
                }
            }
            _ => {}
        }
    }
}

/// Whose stay it is, as told last.
fn owned(stay: &mut Stay, movement: &Movement) {
    stay.patient.clone_from(&movement.patient);
}

/// What the message says of the visit, field by field: silence leaves the old value.
fn particulars(stay: &mut Stay, details: &Details) {
    update_or_default(&details.class, &mut stay.class);
    update_or_default(&details.place, &mut stay.place);
    details.admitted_at.update(&mut stay.admitted_at);
    details.expected_admission.update(&mut stay.expected_admission);
    details.expected_discharge.update(&mut stay.expected_discharge);
    details.admission_method.update(&mut stay.admission_method);
    details.admission_source.update(&mut stay.admission_source);
    details.specialty.update(&mut stay.specialty);
    details.fit_since.update(&mut stay.fit_since);
}

fn update_or_default<T: Clone + Default>(said: &Said<T>, old: &mut T) {
    match said {
        Said::Nothing => {}
        Said::Cleared => *old = T::default(),
        Said::Value(value) => old.clone_from(value),
    }
}

/// An admission that was told makes the stay a told one, and its time stands in for a missing one.
fn begun(stay: &mut Stay, movement: &Movement) {
    if matches!(movement.event, Event::Planned | Event::Admitted | Event::Registered) {
        stay.origin = Origin::Told;
    }
    if matches!(movement.event, Event::Admitted | Event::Registered) {
        stay.admitted_at.get_or_insert(movement.at.occurred);
    }
}

/// How the stay ended. A second discharge corrects the first and keeps what it does not mention.
fn departure(stay: Option<&Stay>, movement: &Movement) -> Departure {
    let before = match stay.map(|stay| &stay.state) {
        Some(StayState::Closed(departure)) => Some(departure.clone()),
        _ => None,
    };
    let unsaid = Departure { at: movement.at.occurred, destination: None, method: None };
    let mut departure = before.unwrap_or(unsaid);
    correct(&mut departure, &movement.details);
    departure
}

/// An update after the end corrects how it ended.
fn corrected(state: &mut StayState, details: &Details) {
    if let StayState::Closed(departure) = state {
        correct(departure, details);
    }
}

fn correct(departure: &mut Departure, details: &Details) {
    if let Some(at) = details.discharged_at.value() {
        departure.at = *at;
    }
    details.discharge_destination.update(&mut departure.destination);
    details.discharge_method.update(&mut departure.method);
}
