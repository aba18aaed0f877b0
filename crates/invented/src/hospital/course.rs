//! What happens to a patient, from the door to the way home.

use jiff::{SignedDuration, Timestamp};

use super::stay::{Class, Known, Stay, WayOut};
use super::wards::{ASSESSMENT, Bed, FIRST_MEDICAL, WARDS};
use super::{Hospital, Step};
use crate::days;

/// How many in a thousand beds the hospital tries to have taken.
const WANTED: usize = 930;
/// Above this nobody gets a bed from the emergency department.
pub(super) const FULL: usize = 950;

impl Hospital {
    pub(super) fn happen(&mut self, step: Step, at: Timestamp) {
        match step {
            Step::Arrival => self.arrival(at),
            Step::SentByPractice => self.sent_by_practice(at),
            Step::LeaveDepartment(stay) => self.leave_department(stay, at),
            Step::Move(stay) => self.move_on(stay, at),
            Step::CancelMove(stay) => self.cancel_move(stay, at),
            Step::Review(stay) => self.review(stay, at),
            Step::MedicallyFit(stay) => self.medically_fit(stay, at),
            Step::PendingDischarge(stay) => self.tell_of_inpatient("A16", stay, at),
            Step::Discharge(stay) => self.discharge(stay, at),
            Step::CancelDischarge(stay) => self.cancel_discharge(stay, at),
            Step::CancelAdmission(stay) => self.cancel_admission(stay, at),
            Step::Identified(stay) => self.identified(stay, at),
            Step::Merge(stay) => self.merge(stay, at),
            Step::BookOperations => self.book_operations(at),
            Step::ComeForOperation(stay) => self.come_for_operation(stay, at),
            Step::SwapBeds => self.swap_beds(at),
            Step::Known(place) => self.scene_is_known(place, at),
            Step::Scene(place) => self.scene_arrives(place, at),
            Step::Deliver(message) => self.ready.push_back(super::Planned { at, message }),
            Step::Forget(stay) => drop(self.stays.remove(&stay)),
        }
    }

    pub(super) fn sent_by_practice(&mut self, at: Timestamp) {
        let below = WANTED.saturating_sub(self.beds.occupancy());
        // The emptier the hospital, the more are sent.
        let minutes = if below > 20 { (25, 70) } else { (160, 420) };
        let next = self.later(at, minutes);
        self.plan(next, Step::SentByPractice);
        let daytime = (9..21).contains(&self.zone.to_datetime(at).hour());
        if self.beds.occupancy() >= FULL || !(daytime || below > 20) {
            return;
        }
        let Some((person, _)) = self.patients.needs_a_bed(&mut self.chance) else { return };
        let Some(bed) = self.free_bed() else { return self.patients.goes(person) };
        let ends = self.end_of_stay(person, at);
        let stay = Stay { method: "22", ..self.stay(person, bed, Class::Inpatient, (at, ends)) };
        let number = self.admit(stay);
        self.tell("A01", number, at, 0);
        self.plan_stay(number, at);
    }

    /// Plans what will happen to an inpatient.
    pub(super) fn plan_stay(&mut self, number: u32, at: Timestamp) {
        let Some(stay) = self.stays.get(&number) else { return };
        let (ends, ward, new) = (stay.ends, stay.bed.ward, stay.admitted == at);
        let dies = stay.way_out == WayOut::Died;
        self.plan(ends, Step::Discharge(number));
        if new && self.chance.happens(10) {
            let soon = self.later(at, (20, 90));
            self.plan(soon, Step::CancelAdmission(number));
        }
        let moves = if ward == ASSESSMENT { 950 } else { 120 };
        if self.chance.happens(moves) {
            let when = self.later(at, (400, 2000));
            self.plan(when, Step::Move(number));
        }
        let first = self.later(at, (200, 1600));
        self.plan(first, Step::Review(number));
        if dies {
            return;
        }
        let fit = ends - SignedDuration::from_hours(i64::from(self.chance.between(5, 40)));
        if fit > at {
            self.plan(fit, Step::MedicallyFit(number));
        }
        let pending = ends - SignedDuration::from_hours(i64::from(self.chance.between(3, 26)));
        if pending > at && self.chance.happens(500) {
            self.plan(pending, Step::PendingDischarge(number));
        }
    }

    fn move_on(&mut self, number: u32, at: Timestamp) {
        if !self.is_inpatient(number) {
            return;
        }
        let Some(bed) = self.free_bed_beyond_assessment() else {
            let again = self.later(at, (120, 400));
            return self.plan(again, Step::Move(number));
        };
        if let Some(stay) = self.stays.get_mut(&number) {
            self.beds.leave(stay.bed);
            stay.earlier_bed = Some(stay.bed);
            stay.bed = bed;
        }
        let lag = i64::from(self.chance.between(1, 25));
        self.tell("A02", number, at, lag);
        if self.chance.happens(20) {
            let soon = self.later(at, (10, 50));
            self.plan(soon, Step::CancelMove(number));
        }
    }

    /// The move was keyed for the wrong patient, or the bed was not ready.
    fn cancel_move(&mut self, number: u32, at: Timestamp) {
        let Some(stay) = self.stays.get_mut(&number).filter(|stay| stay.left.is_none()) else {
            return;
        };
        let Some(back) = stay.earlier_bed.and_then(|bed| self.beds.take_again(bed)) else { return };
        self.beds.leave(stay.bed);
        stay.earlier_bed = Some(stay.bed);
        stay.bed = back;
        self.tell("A12", number, at, 0);
    }

    /// The round on the ward: the expected date is looked at again.
    fn review(&mut self, number: u32, at: Timestamp) {
        if !self.is_inpatient(number) {
            return;
        }
        let slips = i64::from(self.chance.between(-1, 2));
        if let Some(stay) = self.stays.get_mut(&number) {
            let real = self.zone.to_datetime(stay.ends).date();
            stay.expected = Some(days::after(real, slips.max(0)));
        }
        self.tell("A08", number, at, 2);
        let next = self.later(at, (900, 3600));
        self.plan(next, Step::Review(number));
    }

    fn medically_fit(&mut self, number: u32, at: Timestamp) {
        if !self.is_inpatient(number) {
            return;
        }
        if let Some(stay) = self.stays.get_mut(&number) {
            stay.fit_since = Some(at);
        }
        self.tell("A08", number, at, 1);
    }

    fn tell_of_inpatient(&mut self, event: &'static str, number: u32, at: Timestamp) {
        if self.is_inpatient(number) {
            self.tell(event, number, at, 3);
        }
    }

    fn discharge(&mut self, number: u32, at: Timestamp) {
        if !self.is_inpatient(number) {
            return;
        }
        self.leaves(number, at);
        let home = self.stays.get(&number).is_some_and(|stay| stay.way_out == WayOut::Home);
        if home && self.chance.happens(20) {
            let soon = self.later(at, (12, 60));
            self.plan(soon, Step::CancelDischarge(number));
        }
    }

    /// The transport did not come: the patient is still there.
    fn cancel_discharge(&mut self, number: u32, at: Timestamp) {
        let Some(stay) = self.stays.get_mut(&number) else { return };
        let Some(bed) = self.beds.take_again(stay.bed) else { return };
        stay.bed = bed;
        stay.left = None;
        stay.ends = at + SignedDuration::from_hours(26);
        let ends = stay.ends;
        stay.expected = Some(self.zone.to_datetime(ends).date());
        self.tell("A13", number, at, 0);
        self.plan(ends, Step::Discharge(number));
    }

    fn cancel_admission(&mut self, number: u32, at: Timestamp) {
        if !self.is_inpatient(number) {
            return;
        }
        self.tell("A11", number, at, 0);
        if let Some(stay) = self.stays.remove(&number) {
            self.beds.leave(stay.bed);
            self.patients.goes(stay.person);
        }
    }

    /// Two patients on one ward change beds: one message about both.
    fn swap_beds(&mut self, at: Timestamp) {
        let next = self.later(at, (1400, 3800));
        self.plan(next, Step::SwapBeds);
        let settled = |stay: &Stay| {
            stay.class == Class::Inpatient && stay.left.is_none() && stay.scene.is_none()
        };
        let inpatients: Vec<(u32, Bed)> = self
            .stays
            .iter()
            .filter(|(_, stay)| settled(stay) && stay.known == Known::Traced)
            .map(|(number, stay)| (*number, stay.bed))
            .collect();
        let Some((one, bed)) = self.chance.pick(&inpatients).copied() else { return };
        let other =
            inpatients.iter().find(|(number, each)| *number != one && each.ward == bed.ward);
        let Some((other, other_bed)) = other.copied() else { return };
        for (number, bed) in [(one, other_bed), (other, bed)] {
            if let Some(stay) = self.stays.get_mut(&number) {
                stay.earlier_bed = Some(stay.bed);
                stay.bed = bed;
                stay.last_event = at;
            }
        }
        let control = self.next_control(at);
        let envelope = self.envelope("A17", &control, at);
        let mut text = envelope.head();
        for number in [one, other] {
            let Some(stay) = self.stays.get(&number) else { return };
            let Some(person) = self.people.get(stay.person) else { return };
            text = text + &envelope.patient(person, stay) + &envelope.visit(stay, person);
        }
        self.send(at, text.into_bytes(), false);
    }

    pub(super) fn is_inpatient(&self, number: u32) -> bool {
        self.stays
            .get(&number)
            .is_some_and(|stay| stay.class == Class::Inpatient && stay.left.is_none())
    }

    /// The stay or attendance ends now.
    pub(super) fn leaves(&mut self, number: u32, at: Timestamp) {
        let Some(stay) = self.stays.get_mut(&number) else { return };
        stay.left = Some(at);
        let (bed, person, died) = (stay.bed, stay.person, stay.way_out == WayOut::Died);
        let on_ward = stay.way_out == WayOut::Ward;
        self.beds.leave(bed);
        self.tell("A03", number, at, 0);
        self.plan(at + SignedDuration::from_hours(30), Step::Forget(number));
        if !died && !on_ward {
            self.patients.goes(person);
        }
    }

    pub(super) fn free_bed(&mut self) -> Option<Bed> {
        if self.beds.free(ASSESSMENT) > 4 && self.chance.happens(600) {
            return self.beds.take(ASSESSMENT);
        }
        self.free_bed_beyond_assessment()
    }

    fn free_bed_beyond_assessment(&mut self) -> Option<Bed> {
        for _ in 0..12 {
            let ward = FIRST_MEDICAL + self.chance.index(WARDS.len() - FIRST_MEDICAL);
            if let Some(bed) = self.beds.take(ward) {
                return Some(bed);
            }
        }
        // Beds for operations are given away last.
        (ASSESSMENT + 1..WARDS.len()).rev().find_map(|ward| self.beds.take(ward))
    }

    /// When a stay that begins now will end: sooner the fuller the hospital, by day as a rule.
    pub(super) fn end_of_stay(&mut self, person: usize, at: Timestamp) -> Timestamp {
        let today = self.zone.to_datetime(at).date();
        let years = self.people.get(person).map_or(60, |person| person.age_on(today));
        let longest = match years {
            ..65 => 100,
            65..75 => 170,
            _ => 300,
        };
        let hours = 20 + self.chance.between(0, longest) + self.chance.between(0, longest) / 2;
        let pressure = match self.beds.occupancy() {
            ..895 => 125,
            895..920 => 105,
            920..WANTED => 88,
            _ => 66,
        };
        let hours = i64::from(hours) * pressure / 100;
        self.by_day(at + SignedDuration::from_hours(hours))
    }

    /// The same day between half past nine and half past seven in the evening.
    pub(super) fn by_day(&mut self, at: Timestamp) -> Timestamp {
        let minutes = 570 + self.chance.between(0, 300) + self.chance.between(0, 300);
        let day = self.zone.to_datetime(at).date();
        let wall = day.to_datetime(jiff::civil::Time::midnight());
        care::when::instant(wall) + SignedDuration::from_mins(i64::from(minutes))
    }

    pub(super) fn later(&mut self, at: Timestamp, (least, most): (i32, i32)) -> Timestamp {
        let seconds = i64::from(self.chance.between(least * 60, most * 60));
        at + SignedDuration::from_secs(seconds)
    }
}
