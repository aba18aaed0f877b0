//! Planned operations: booked a week ahead, some of them called off.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

use super::stay::{Class, Stay};
use super::wards::Bed;
use super::{Hospital, Step};
use crate::days;

/// Wards of [`super::wards::WARDS`] on which people are operated.
const SURGICAL: [usize; 3] = [2, 3, 11];

impl Hospital {
    /// Operations for a week ahead; one in twelve will be called off.
    pub(super) fn book_operations(&mut self, at: Timestamp) {
        self.plan(at + SignedDuration::from_hours(24), Step::BookOperations);
        let day = days::after(self.zone.to_datetime(at).date(), 7);
        self.book_operations_on(day, at);
    }

    /// Books the operations of one day.
    pub(super) fn book_operations_on(&mut self, day: Date, at: Timestamp) {
        for _ in 0..self.chance.between(9, 14) {
            let minutes = i64::from(self.chance.between(7 * 60, 12 * 60));
            let morning = care::when::instant(day.to_datetime(Time::midnight()));
            let comes = morning + SignedDuration::from_mins(minutes);
            if comes > at {
                self.book_operation(comes, at);
            }
        }
    }

    fn book_operation(&mut self, comes: Timestamp, at: Timestamp) {
        let Some((person, _)) = self.patients.needs_a_bed(&mut self.chance) else { return };
        let ward = self.chance.pick(&SURGICAL).copied().unwrap_or_default();
        let ends = self.end_of_operation(comes);
        let stay = Stay {
            method: "11",
            reason: "THR^Planned operation",
            last_event: at - SignedDuration::from_hours(1),
            ..self.stay(person, Bed::first_of(ward), Class::Planned, (comes, ends))
        };
        let number = self.admit(stay);
        self.tell("A05", number, at, 2);
        self.plan(comes, Step::ComeForOperation(number));
    }

    /// The patient comes, and finds a bed or is sent home.
    pub(super) fn come_for_operation(&mut self, number: u32, at: Timestamp) {
        let Some(ward) = self.stays.get(&number).map(|stay| stay.bed.ward) else { return };
        let called_off = self.chance.happens(80);
        let mut wards = [ward].into_iter().chain(SURGICAL).filter(|_| !called_off);
        let Some(bed) = wards.find_map(|ward| self.beds.take(ward)) else {
            self.tell("A38", number, at, 0);
            if let Some(stay) = self.stays.remove(&number) {
                self.patients.goes(stay.person);
            }
            return;
        };
        let ends = self.end_of_operation(at);
        if let Some(stay) = self.stays.get_mut(&number) {
            stay.class = Class::Inpatient;
            stay.bed = bed;
            stay.admitted = at;
            stay.ends = ends;
            stay.expected = Some(self.zone.to_datetime(ends).date());
        }
        self.tell("A01", number, at, 0);
        self.plan_stay(number, at);
    }

    fn end_of_operation(&mut self, at: Timestamp) -> Timestamp {
        let hours = i64::from(self.chance.between(26, 130));
        self.by_day(at + SignedDuration::from_hours(hours))
    }
}
