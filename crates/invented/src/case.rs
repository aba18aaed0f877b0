//! What is so of one client: the truth that the council's tables are written from.

mod home;
mod safety;
mod services;
mod walkthrough;

use jiff::civil::Date;

use crate::chance::Chance;
use crate::days;
use crate::person::Townsperson;
use crate::scenes;
use crate::streets::HomeKind;
use crate::town::Town;

pub(crate) use home::{Household, Relation};
pub(crate) use safety::{Enquiry, Legal, Warning};
pub(crate) use services::Service;

/// One client of the council, with all that surrounds them.
pub(crate) struct Case<'a> {
    pub(crate) person: &'a Townsperson,
    /// The place of the person in the town.
    pub(crate) place: usize,
    /// The council's own id.
    pub(crate) id: String,
    /// The step of the walk-through, where the person is one of those.
    pub(crate) scene: Option<u8>,
    /// `OPEN`, `REVW` or `CLSD`.
    pub(crate) status: &'static str,
    pub(crate) known_since: Date,
    pub(crate) marks: Marks,
    pub(crate) services: Vec<Service>,
    pub(crate) household: Household,
    pub(crate) relations: Vec<Relation>,
    pub(crate) enquiries: Vec<Enquiry>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) legal: Vec<Legal>,
    /// Codes of equipment and since when it is there.
    pub(crate) equipment: Vec<(&'static str, Date)>,
    /// Team and allocated worker.
    pub(crate) team: i64,
    pub(crate) worker: Option<i64>,
}

/// What the council marks as not to be shared, or only now to be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marks {
    None,
    Protected,
    Objects,
    /// Under 18, preparing for adulthood, and marked for sharing.
    Transition,
}

/// How a client is supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrangement {
    HomeCare,
    HomeCareAndDayCentre,
    Reablement,
    DirectPayment,
    TelecareOnly,
    DayCentreOnly,
    Respite,
    CareHome,
    SupportedLiving,
    AllEnded,
    OnlyAssessed,
}

const AT_HOME: [(u32, Arrangement); 9] = [
    (420, Arrangement::HomeCare),
    (60, Arrangement::HomeCareAndDayCentre),
    (60, Arrangement::Reablement),
    (100, Arrangement::DirectPayment),
    (130, Arrangement::TelecareOnly),
    (50, Arrangement::DayCentreOnly),
    (20, Arrangement::Respite),
    (100, Arrangement::AllEnded),
    (60, Arrangement::OnlyAssessed),
];

/// How many teams and workers the council has; see the table of workers.
pub(crate) const TEAMS: i64 = 12;
pub(crate) const WORKERS: i64 = 96;
/// The one who signs in to the demo, and who works with the people of the walk-through.
pub(crate) const LINK_WORKER: i64 = 1;

impl<'a> Case<'a> {
    /// The case of the person at `place` in the town.
    pub(crate) fn of(town: &'a Town, place: usize, person: &'a Townsperson) -> Self {
        let mut chance = Chance::of(town.seed(), "case", place);
        let today = town.today();
        let care = arranged_for(&mut chance, person);
        let known_since = days::some_time_before(&mut chance, today, 40, 3600);
        let marks = marks_of(&mut chance, person, today);
        let mut settled = Self {
            person,
            place,
            id: (700_000 + place * 3).to_string(),
            scene: scenes::all().get(place).map(|scene| scene.number),
            status: status_of(&mut chance, care),
            known_since,
            marks,
            services: services::of(&mut chance, care, (known_since, today), person),
            household: home::household(&mut chance, town, person),
            relations: home::relations(&mut chance, town, person),
            enquiries: safety::enquiries(&mut chance, today),
            warnings: safety::warnings(&mut chance, today),
            legal: safety::legal(&mut chance, care, today),
            equipment: home::equipment(&mut chance, care, (known_since, today)),
            team: 1 + i64::from(chance.below(6)),
            worker: None,
        };
        settled.worker = chance.happens(620).then(|| 1 + i64::from(chance.below(80)));
        if let Some(scene) = settled.scene {
            walkthrough::dress(&mut settled, scene, today);
        }
        settled
    }

    /// Whether the person lives in a care home.
    pub(crate) fn in_care_home(&self) -> bool {
        matches!(self.person.home.kind, HomeKind::CareHome(_))
    }

    /// A stream of chance for one purpose of this case.
    pub(crate) fn chance(&self, town: &Town, purpose: &str) -> Chance {
        Chance::of(town.seed(), purpose, self.place)
    }
}

fn arranged_for(chance: &mut Chance, person: &Townsperson) -> Arrangement {
    match person.home.kind {
        HomeKind::CareHome(_) => Arrangement::CareHome,
        HomeKind::SupportedLiving => Arrangement::SupportedLiving,
        _ => chance.weighted(&AT_HOME).unwrap_or(Arrangement::HomeCare),
    }
}

fn status_of(chance: &mut Chance, care: Arrangement) -> &'static str {
    match care {
        Arrangement::AllEnded if chance.happens(700) => "CLSD",
        Arrangement::TelecareOnly | Arrangement::CareHome if chance.happens(600) => "REVW",
        _ => "OPEN",
    }
}

fn marks_of(chance: &mut Chance, person: &Townsperson, today: Date) -> Marks {
    let drawn = chance.below(1000);
    match drawn {
        0..=2 => Marks::Protected,
        3..=7 => Marks::Objects,
        _ if person.age_on(today) < 18 && drawn < 700 => Marks::Transition,
        _ => Marks::None,
    }
}
