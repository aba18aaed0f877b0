//! The emergency department: who comes, who goes home, who gets a bed.

use jiff::{SignedDuration, Timestamp};

use super::course::FULL;
use super::patients::Age;
use super::stay::{Class, Known, Stay, WayOut};
use super::wards::DEPARTMENT;
use super::{Hospital, Step, adt};

/// Attendances in each hour of the day.
const HOURS: [i64; 24] =
    [4, 3, 3, 2, 2, 2, 3, 5, 8, 11, 12, 12, 11, 11, 10, 10, 10, 10, 10, 9, 9, 8, 7, 5];

impl Hospital {
    /// Somebody comes to the emergency department, and somebody else will come after them.
    pub(super) fn arrival(&mut self, at: Timestamp) {
        let hour = usize::from(self.zone.to_datetime(at).hour().unsigned_abs());
        let an_hour = HOURS.get(hour).copied().unwrap_or(5);
        let gap = i64::from(self.chance.between(0, 3600) + self.chance.between(0, 3600)) / an_hour;
        self.plan(at + SignedDuration::from_secs(gap + 1), Step::Arrival);
        if let Some((person, age)) = self.patients.falls_ill(&mut self.chance) {
            self.attend(person, age, at, 0);
        }
    }

    /// Registers an attendance that began so many minutes ago.
    pub(super) fn attend(&mut self, person: usize, age: Age, at: Timestamp, minutes: i64) {
        let Some(bed) = self.beds.take(DEPARTMENT) else { return self.patients.goes(person) };
        let arrived = at - SignedDuration::from_mins(minutes);
        let to_ward = self.chance.happens(match age {
            Age::Child => 0,
            Age::Adult => 150,
            Age::From65 => 400,
            Age::From75 => 550,
        });
        let takes = if to_ward { (150, 420) } else { (50, 260) };
        let ends = self.later(at, takes);
        let mut stay = Stay {
            known: self.known_at_the_door(),
            way_out: match to_ward {
                true => WayOut::Ward,
                false if self.chance.happens(40) => WayOut::Left,
                false => WayOut::Home,
            },
            ..self.stay(person, bed, Class::Emergency, (arrived, ends))
        };
        if stay.known == Known::NotYetTraced && self.chance.happens(300) {
            self.counts.duplicates += 1;
            stay.hospital_number = format!("H99{:05}", self.counts.duplicates);
        }
        let (known, merged) = (stay.known, stay.hospital_number.starts_with("H99"));
        let number = self.admit(stay);
        self.tell("A04", number, at, minutes);
        self.plan(ends, Step::LeaveDepartment(number));
        if known != Known::Traced {
            let soon = self.later(at, (90, 900));
            self.plan(soon, Step::Identified(number));
            if merged {
                self.plan(soon + SignedDuration::from_mins(70), Step::Merge(number));
            }
        }
    }

    fn known_at_the_door(&mut self) -> Known {
        match self.chance.below(1000) {
            0..3 => Known::Unknown,
            3..30 => Known::NotYetTraced,
            _ => Known::Traced,
        }
    }

    /// The attendance ends: at home, or in a bed if there is one.
    pub(super) fn leave_department(&mut self, number: u32, at: Timestamp) {
        let Some(stay) = self.stays.get(&number).cloned() else { return };
        if stay.way_out != WayOut::Ward {
            return self.leaves(number, at);
        }
        let free = if self.beds.occupancy() < FULL { self.free_bed() } else { None };
        let Some(bed) = free else {
            let again = self.later(at, (25, 60));
            return self.plan(again, Step::LeaveDepartment(number));
        };
        let ends = self.end_of_stay(stay.person, at);
        if self.chance.happens(300) {
            // The attendance becomes a stay under the same number.
            self.beds.leave(stay.bed);
            let expected = self.zone.to_datetime(ends).date();
            if let Some(stay) = self.stays.get_mut(&number) {
                stay.class = Class::Inpatient;
                stay.earlier_bed = Some(stay.bed);
                stay.bed = bed;
                stay.method = "21";
                stay.ends = ends;
                stay.way_out = WayOut::Home;
                stay.expected = Some(expected);
            }
            self.tell("A06", number, at, 4);
            return self.plan_stay(number, at);
        }
        self.leaves(number, at);
        let admitted = Stay {
            hospital_number: stay.hospital_number,
            known: stay.known,
            reason: stay.reason,
            ..self.stay(stay.person, bed, Class::Inpatient, (at, ends))
        };
        let inpatient = self.admit(admitted);
        self.tell("A01", inpatient, at, 0);
        self.plan_stay(inpatient, at);
        if stay.known != Known::Traced {
            let soon = self.later(at, (120, 900));
            self.plan(soon, Step::Identified(inpatient));
        }
    }

    /// The trace has come back, or the patient can say who they are.
    pub(super) fn identified(&mut self, number: u32, at: Timestamp) {
        let Some(stay) = self.stays.get_mut(&number) else { return };
        if stay.known == Known::Traced {
            return;
        }
        stay.known = Known::Traced;
        let (person, inpatient) = (stay.person, stay.left.is_none());
        self.tell(if inpatient { "A08" } else { "A31" }, number, at, 1);
        // The person's other stays know it too.
        for other in self.stays.values_mut().filter(|other| other.person == person) {
            other.known = Known::Traced;
        }
    }

    /// The number given in haste gives way to the one that the person has always had.
    pub(super) fn merge(&mut self, number: u32, at: Timestamp) {
        let Some(stay) = self.stays.get(&number) else { return };
        let (place, retired) = (stay.person, stay.hospital_number.clone());
        let Some(person) = self.people.get(place) else { return };
        let kept = person.hospital_number.clone();
        for stay in self.stays.values_mut().filter(|stay| stay.hospital_number == retired) {
            stay.hospital_number.clone_from(&kept);
        }
        let control = self.next_control(at);
        let Some(stay) = self.stays.get(&number) else { return };
        let Some(person) = self.people.get(place) else { return };
        let envelope = self.envelope("A40", &control, at);
        let text = envelope.head() + &envelope.patient(person, stay) + &adt::merged(&retired);
        self.send(at, text.into_bytes(), false);
    }
}
