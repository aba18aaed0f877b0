//! The invented hospital: an endless feed of ADT messages.

mod adt;
mod course;
mod department;
mod oddities;
mod operations;
mod patients;
mod segments;
mod start;
mod stay;
mod wards;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::chance::Chance;
use crate::person::Townsperson;
use crate::town::Town;
use adt::{Envelope, Style};
use patients::Patients;
use stay::Stay;
use wards::Beds;

/// One message of the feed, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Planned {
    /// When it is sent. Messages come in this order.
    pub at: Timestamp,
    /// The message without any framing, segments ended by carriage returns.
    pub message: Vec<u8>,
}

impl std::fmt::Debug for Planned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Planned({}, {} bytes)", self.at, self.message.len())
    }
}

/// Westshire University Hospital (trust RZZ, site RZZ01): an emergency department and twelve wards
/// with 450 beds, nearly full.
///
/// An iterator that never ends: it gives the messages in the order in which they are sent. The
/// first ones tell of those who are in hospital already; their events lie in the weeks before.
pub struct Hospital {
    people: Arc<[Townsperson]>,
    patients: Patients,
    chance: Chance,
    zone: TimeZone,
    beds: Beds,
    stays: BTreeMap<u32, Stay>,
    due: BinaryHeap<Reverse<Due>>,
    ready: VecDeque<Planned>,
    /// When each patient of the walk-through comes, and when the demo opens.
    arrivals: Vec<(Timestamp, Timestamp)>,
    /// How many stays, things to do, messages and visits there have been.
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    stays: u32,
    due: u64,
    messages: u32,
    visits: u32,
    duplicates: u32,
}

/// What happens next, and when. Of two at one time the one planned first happens first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    at: Timestamp,
    order: u64,
    step: Step,
}

/// Something that happens at the hospital. The number is that of the stay.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// Somebody comes to the emergency department.
    Arrival,
    /// A general practitioner sends somebody straight to a ward.
    SentByPractice,
    LeaveDepartment(u32),
    Move(u32),
    CancelMove(u32),
    Review(u32),
    MedicallyFit(u32),
    PendingDischarge(u32),
    Discharge(u32),
    CancelDischarge(u32),
    CancelAdmission(u32),
    /// The NHS number is traced, or somebody says who this is.
    Identified(u32),
    /// The number given in haste is joined with the old one.
    Merge(u32),
    /// Operations are booked for a week ahead.
    BookOperations,
    ComeForOperation(u32),
    SwapBeds,
    Scene(usize),
    /// Somebody of the walk-through is entered who has not come yet.
    Known(usize),
    /// A message that was held up, or comes once more.
    Deliver(Vec<u8>),
    Forget(u32),
}

impl Hospital {
    /// The feed from `from` on. The people of the walk-through are there when it begins.
    pub fn new(town: &Town, seed: u64, from: Timestamp) -> Self {
        Self::replaying(town, seed, from, from)
    }

    /// The feed from `from` on, with the people of the walk-through there when the demo opens
    /// later, at `opens`.
    pub fn replaying(town: &Town, seed: u64, from: Timestamp, opens: Timestamp) -> Self {
        let mut hospital = Self {
            people: town.shared_people(),
            patients: Patients::of(town),
            chance: Chance::of(seed, "hospital", 0),
            zone: care::when::united_kingdom(),
            beds: Beds::new(),
            stays: BTreeMap::new(),
            due: BinaryHeap::new(),
            ready: VecDeque::new(),
            arrivals: Vec::new(),
            counts: Counts::default(),
        };
        hospital.keep_beds_for_scenes();
        hospital.fill_beds(from);
        hospital.expect_scenes(from, opens);
        hospital.plan(from, Step::Arrival);
        hospital.plan(from, Step::SentByPractice);
        hospital.plan(from, Step::BookOperations);
        hospital.plan(from + SignedDuration::from_hours(20), Step::SwapBeds);
        hospital
    }

    fn plan(&mut self, at: Timestamp, step: Step) {
        self.counts.due += 1;
        self.due.push(Reverse(Due { at, order: self.counts.due, step }));
    }

    /// Sends the message of an event of one stay. `lag` is how long ago it took place, in minutes;
    /// of two events of one stay the later one never seems the earlier.
    fn tell(&mut self, event: &'static str, stay: u32, at: Timestamp, lag: i64) {
        let occurred = self.stays.get_mut(&stay).map(|stay| {
            let earliest = stay.last_event + SignedDuration::from_secs(1);
            stay.last_event = (at - SignedDuration::from_mins(lag)).max(earliest);
            stay.last_event
        });
        let Some(occurred) = occurred else { return };
        let control = self.next_control(at);
        let style = self.style(event, stay);
        let keyed = occurred + SignedDuration::from_mins(20);
        let envelope = Envelope {
            recorded: (at - SignedDuration::from_secs(25)).min(keyed).max(occurred),
            occurred,
            style,
            ..self.envelope(event, &control, at)
        };
        let Some(stay) = self.stays.get(&stay) else { return };
        let Some(person) = self.people.get(stay.person) else { return };
        let mut text = envelope.head() + &envelope.patient(person, stay);
        if event != "A31" {
            text += &envelope.visit(stay, person);
            text += &envelope.plan(stay);
        }
        let scene = stay.scene.is_some();
        self.send(at, oddities::encoded(text, style), scene);
    }

    /// What stands around a message of something that takes place now.
    fn envelope<'a>(
        &'a self,
        event: &'static str,
        control: &'a str,
        at: Timestamp,
    ) -> Envelope<'a> {
        Envelope {
            event,
            control,
            sent: at,
            recorded: at,
            occurred: at,
            zone: &self.zone,
            style: Style::Itk,
        }
    }

    fn next_control(&mut self, at: Timestamp) -> String {
        self.counts.messages += 1;
        let day = self.zone.to_datetime(at).date();
        let (year, month, day) = (day.year() % 100, day.month(), day.day());
        format!("RZZ{year:02}{month:02}{day:02}{:06}", self.counts.messages)
    }
}

impl Iterator for Hospital {
    type Item = Planned;

    fn next(&mut self) -> Option<Planned> {
        loop {
            if let Some(planned) = self.ready.pop_front() {
                return Some(planned);
            }
            let Reverse(due) = self.due.pop()?;
            self.happen(due.step, due.at);
        }
    }
}
