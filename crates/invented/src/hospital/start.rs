//! The first minute: a hospital nearly full, and the people of the walk-through.

use jiff::{SignedDuration, Timestamp};

use super::stay::{Class, Known, Stay, WayOut};
use super::wards::{Bed, DEPARTMENT, WARDS};
use super::{Hospital, Step};
use crate::days;
use crate::scenes::{self, Arrives, Scene};

const REASONS: [&str; 14] = [
    "FALL^Fall at home",
    "SOB^Short of breath",
    "CP^Chest pain",
    "UTI^Urinary tract infection",
    "PNEU^Pneumonia",
    "CVA^Stroke",
    "NOF^Fractured neck of femur",
    "DEL^Confusion",
    "SEP^Sepsis",
    "ABDO^Abdominal pain",
    "SYN^Collapse",
    "HF^Heart failure",
    "COPD^Exacerbation of COPD",
    "CELL^Cellulitis of leg",
];

impl Hospital {
    /// The beds of the walk-through are nobody else's.
    pub(super) fn keep_beds_for_scenes(&mut self) {
        for scene in scenes::all() {
            if let Some(bed) = Bed::called(scene.ward, scene.bed) {
                self.beds.take_again(bed);
            }
        }
    }

    /// Puts those into their beds who were admitted in the weeks before.
    pub(super) fn fill_beds(&mut self, from: Timestamp) {
        let mut admitted = Vec::new();
        for (ward, kind) in WARDS.iter().enumerate().skip(1) {
            while self.beds.free(ward) * 1000 > kind.beds * 68 {
                let Some((person, _)) = self.patients.needs_a_bed(&mut self.chance) else { break };
                let Some(bed) = self.beds.take(ward) else { break };
                let since = self.chance.between(2 * 60, 9 * 24 * 60);
                // Many have a day or two before them, few a week.
                let until = self.chance.between(0, 300).min(self.chance.between(0, 300));
                let since = from - SignedDuration::from_mins(i64::from(since));
                let until = self.by_day(from + SignedDuration::from_hours(i64::from(until)));
                let until = until.max(from + SignedDuration::from_mins(40));
                let stay = self.stay(person, bed, Class::Inpatient, (since, until));
                admitted.push(stay);
            }
        }
        admitted.sort_by_key(|stay| stay.admitted);
        for stay in admitted {
            let since = minutes_between(stay.admitted, from);
            let number = self.admit(stay);
            self.tell("A01", number, from, since);
            self.plan_stay(number, from);
        }
        for minutes in [190, 150, 125, 100, 80, 65, 52, 41, 30, 22, 14, 6] {
            if let Some((person, age)) = self.patients.falls_ill(&mut self.chance) {
                self.attend(person, age, from, minutes);
            }
        }
        let today = self.zone.to_datetime(from).date();
        for ahead in 0..7 {
            self.book_operations_on(days::after(today, ahead), from);
        }
    }

    /// Plans when each patient of the walk-through comes.
    pub(super) fn expect_scenes(&mut self, from: Timestamp, opens: Timestamp) {
        for (place, scene) in scenes::all().iter().enumerate() {
            let arrives = self.arrival_of(scene, opens);
            self.arrivals.push((arrives, opens));
            self.plan(arrives.max(from), Step::Scene(place));
            if arrives > opens {
                self.plan(opens, Step::Known(place));
            }
        }
    }

    fn arrival_of(&self, scene: &Scene, opens: Timestamp) -> Timestamp {
        match scene.arrives {
            Arrives::MinutesBefore(minutes) => opens - SignedDuration::from_mins(minutes),
            Arrives::AtNine => {
                let local = self.zone.to_datetime(opens);
                let day =
                    if local.hour() < 9 { local.date() } else { days::after(local.date(), 1) };
                match local.hour() {
                    9..18 => opens + SignedDuration::from_secs(20),
                    _ => care::when::instant(day.at(9, 0, 0, 0)),
                }
            }
        }
    }

    /// The hospital knows a patient of the walk-through from earlier, before they come.
    pub(super) fn scene_is_known(&mut self, place: usize, at: Timestamp) {
        let Some(scene) = scenes::all().get(place) else { return };
        let Some(bed) = Bed::called(scene.ward, scene.bed) else { return };
        let before = at - SignedDuration::from_mins(5);
        let known = self.stay(place, bed, Class::Planned, (before, at));
        let number = self.admit(Stay { scene: Some(scene.number), ..known });
        self.tell("A31", number, at, 1);
        self.stays.remove(&number);
    }

    /// A patient of the walk-through comes, and stays until the demo ends.
    pub(super) fn scene_arrives(&mut self, place: usize, at: Timestamp) {
        let Some(scene) = scenes::all().get(place) else { return };
        let Some((arrived, opens)) = self.arrivals.get(place).copied() else { return };
        let Some(bed) = Bed::called(scene.ward, scene.bed) else { return };
        let class = if bed.ward == DEPARTMENT { Class::Emergency } else { Class::Inpatient };
        let day = self.zone.to_datetime(arrived).date();
        let expected = days::after(day, scene.expected_days);
        let stay = Stay {
            visit: scene.visit_number.to_owned(),
            expected: Some(expected.max(self.zone.to_datetime(opens).date())),
            reason: scene.reason,
            way_out: WayOut::Home,
            scene: Some(scene.number),
            known: if scene.is_traced() { Known::Traced } else { Known::NotYetTraced },
            ..self.stay(place, bed, class, (arrived, arrived))
        };
        let number = self.admit(stay);
        let event = if class == Class::Emergency { "A04" } else { "A01" };
        self.tell(event, number, at, minutes_between(arrived, at));
    }

    /// A stay of a known patient, before anything has been said of it.
    pub(super) fn stay(
        &mut self,
        person: usize,
        bed: Bed,
        class: Class,
        (admitted, ends): (Timestamp, Timestamp),
    ) -> Stay {
        self.counts.visits += 1;
        let prefix = if class == Class::Emergency { "ED26" } else { "IP26" };
        let number = self.people.get(person).map(|person| person.hospital_number.clone());
        let old = self.people.get(person).is_some_and(|person| person.born.year() < 1952);
        let way_out = match self.chance.below(1000) {
            0..35 if old && class == Class::Inpatient => WayOut::Died,
            35..55 if class == Class::Inpatient => WayOut::OtherHospital,
            _ => WayOut::Home,
        };
        Stay {
            person,
            hospital_number: number.unwrap_or_default(),
            known: Known::Traced,
            visit: format!("{prefix}{:06}", self.counts.visits),
            class,
            bed,
            earlier_bed: None,
            admitted,
            left: None,
            ends,
            expected: (class != Class::Emergency && self.chance.happens(750))
                .then(|| self.zone.to_datetime(ends).date()),
            fit_since: None,
            // An attendance has no method of admission.
            method: if class == Class::Emergency { "" } else { "21" },
            reason: self.chance.word(&REASONS),
            last_event: admitted - SignedDuration::from_secs(1),
            way_out,
            scene: None,
        }
    }

    /// Enters a stay in the hospital's books.
    pub(super) fn admit(&mut self, stay: Stay) -> u32 {
        self.counts.stays += 1;
        self.stays.insert(self.counts.stays, stay);
        self.counts.stays
    }
}

fn minutes_between(earlier: Timestamp, later: Timestamp) -> i64 {
    later.duration_since(earlier).as_mins()
}
