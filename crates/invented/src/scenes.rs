//! The people of the walk-through: in hospital from the first minute, whatever the seed.

use jiff::civil::{Date, date};

use crate::names::Origin;
use crate::person::{Name, Sex, Townsperson};
use crate::streets::Home;

/// One invented patient with whom one thing can be shown. This is all that a start page or a
/// browser test needs to find the patient and to know what their page must say.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scene {
    /// 1 to 7: the steps of the acceptance walk-through, in its order. From 8: further states.
    pub number: u8,
    /// What is shown, in one sentence.
    pub shows: &'static str,
    /// NHS number, ten digits, in the 999 range.
    pub nhs_number: &'static str,
    /// The hospital's own number (PID-3).
    pub hospital_number: &'static str,
    /// The number of the visit (PV1-19).
    pub visit_number: &'static str,
    /// Title.
    pub title: &'static str,
    /// Given name.
    pub given: &'static str,
    /// Family name.
    pub family: &'static str,
    /// Date of birth as the hospital has it. In scene 4 the council has another.
    pub born: Date,
    /// Code of the ward, `ED` for the emergency department.
    pub ward: &'static str,
    /// Bed on that ward.
    pub bed: &'static str,
    /// Words that the patient's page must contain, spaces within telephone numbers aside.
    pub says: &'static [&'static str],
    /// Words that the patient's page must not contain.
    pub never_says: &'static [&'static str],
    pub(crate) sex: Sex,
    pub(crate) origin: Origin,
    pub(crate) home: (&'static str, (&'static str, usize)),
    pub(crate) arrives: Arrives,
    pub(crate) expected_days: i64,
    pub(crate) reason: &'static str,
}

/// When a patient of the walk-through comes to hospital, against the opening of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrives {
    /// So many minutes before it opens.
    MinutesBefore(i64),
    /// At the first nine in the morning after it opens; at once if it opens between nine and six.
    AtNine,
}

impl std::fmt::Debug for Scene {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Scene({})", self.number)
    }
}

/// How many patients the walk-through has, the further states included.
pub(crate) const COUNT: usize = SCENES.len();

/// The street that a nurse and the patient of scene 6 share.
pub(crate) const NEIGHBOURS_STREET: &str = "Lime Tree Avenue";

/// The seven people of the acceptance walk-through, in its order.
pub fn seven() -> &'static [Scene] {
    SCENES.get(..7).unwrap_or_default()
}

/// Further patients, with whom the rarer states of the page can be shown.
pub fn further_scenes() -> &'static [Scene] {
    SCENES.get(7..).unwrap_or_default()
}

/// All of them.
pub(crate) fn all() -> &'static [Scene] {
    &SCENES
}

/// The same people as the town knows them. They come first in the town, in this order.
pub(crate) fn people(today: Date) -> Vec<Townsperson> {
    let mut people = Vec::with_capacity(COUNT);
    for (household, scene) in SCENES.iter().enumerate() {
        let Ok(nhs) = scene.nhs_number.parse() else { continue };
        let (house, street) = scene.home;
        people.push(Townsperson {
            nhs,
            hospital_number: scene.hospital_number.to_owned(),
            name: Name {
                title: scene.title,
                given: scene.given.to_owned(),
                middle: String::new(),
                family: scene.family.to_owned(),
                former_family: None,
                preferred: None,
            },
            born: scene.born.min(today),
            died: None,
            sex: scene.sex,
            origin: scene.origin,
            home: Home::in_netherby(house, street),
            earlier_home: None,
            landline: Some(format!("01632 960{:03}", 180 + household)),
            mobile: None,
            household,
            client: scene.number != UNKNOWN_TO_COUNCIL,
        });
    }
    people
}

/// The one whom the council does not know.
pub(crate) const UNKNOWN_TO_COUNCIL: u8 = 10;

const NO_WORDS: &[&str] = &[];

const SCENES: [Scene; 13] = [
    Scene {
        number: 1,
        shows: "02:10 in the emergency department after a fall: the package runs, two carers come \
                four times a day, and the provider answers at night",
        nhs_number: "9997002024",
        hospital_number: "H4300001",
        visit_number: "ED2690001",
        title: "Mrs",
        given: "Ngozi",
        family: "Okoro",
        born: date(1941, 3, 9),
        ward: "ED",
        bed: "MAJ-4",
        says: &[
            "Westshire Council",
            "4 visits a day",
            "2 carers",
            "Meadow Homecare",
            "01632960124",
        ],
        never_says: &["C4471X"],
        sex: Sex::Female,
        origin: Origin::WestAfrican,
        home: ("27", ("Orchard Row", 1)),
        arrives: Arrives::MinutesBefore(35),
        expected_days: 1,
        reason: "FALL^Fall at home",
    },
    Scene {
        number: 2,
        shows: "Admitted at nine in the morning: the council hears of it within the minute, once",
        nhs_number: "9997003039",
        hospital_number: "H4300002",
        visit_number: "IP2690002",
        title: "Mr",
        given: "Alan",
        family: "Lee",
        born: date(1938, 11, 22),
        ward: "EAU",
        bed: "B1-2",
        says: &["Harbour Care at Home", "2 visits a day", "1 carer"],
        never_says: NO_WORDS,
        sex: Sex::Male,
        origin: Origin::English,
        home: ("Flat 6 Ashgrove Court", ("Mill Lane", 2)),
        arrives: Arrives::AtNine,
        expected_days: 4,
        reason: "SOB^Short of breath",
    },
    Scene {
        number: 3,
        shows: "The package is on hold and the ward wants it back for Saturday, late on a Friday",
        nhs_number: "9997004043",
        hospital_number: "H4300003",
        visit_number: "IP2690003",
        title: "Mrs",
        given: "Dorothy",
        family: "Pritchard",
        born: date(1944, 5, 17),
        ward: "7B",
        bed: "B2-2",
        says: &["On hold since", "24 hours", "Valley Domiciliary Care", "01632960101"],
        never_says: &["confirmed restart"],
        sex: Sex::Female,
        origin: Origin::Welsh,
        home: ("8", ("Quarry Gardens", 3)),
        arrives: Arrives::MinutesBefore(6 * 24 * 60 + 200),
        expected_days: 7,
        reason: "UTI^Urinary tract infection",
    },
    Scene {
        number: 4,
        shows: "The birth date differs by one digit: no record until the match desk has looked",
        nhs_number: "9997005058",
        hospital_number: "H4300004",
        visit_number: "IP2690004",
        title: "Ms",
        given: "Farzana",
        family: "Khan",
        born: date(1957, 6, 14),
        ward: "5A",
        bed: "B3-1",
        says: &["We may have a record but cannot be sure"],
        never_says: &["Meadow Homecare", "Harbour Care at Home", "visits a day"],
        sex: Sex::Female,
        origin: Origin::Pakistani,
        home: ("61", ("Foundry Street", 4)),
        arrives: Arrives::MinutesBefore(26 * 60),
        expected_days: 3,
        reason: "COPD^Exacerbation of COPD",
    },
    Scene {
        number: 5,
        shows: "The patient to watch when the council's system goes down and comes back",
        nhs_number: "9997006062",
        hospital_number: "H4300005",
        visit_number: "IP2690005",
        title: "Mr",
        given: "George",
        family: "Whitfield",
        born: date(1935, 2, 3),
        ward: "6A",
        bed: "B1-4",
        says: &["Lantern Home Support", "3 visits a day", "Pendant alarm"],
        never_says: NO_WORDS,
        sex: Sex::Male,
        origin: Origin::English,
        home: ("3", ("Church Lane", 5)),
        arrives: Arrives::MinutesBefore(3 * 24 * 60 + 95),
        expected_days: 6,
        reason: "HF^Heart failure",
    },
    Scene {
        number: 6,
        shows: "A patient who lives in the street of one of the nurses",
        nhs_number: "9997007077",
        hospital_number: "H4300006",
        visit_number: "IP2690006",
        title: "Mrs",
        given: "Brenda",
        family: "Fairbrother",
        born: date(1947, 9, 30),
        ward: "7A",
        bed: "B2-5",
        says: &["Meadow Homecare"],
        never_says: NO_WORDS,
        sex: Sex::Female,
        origin: Origin::English,
        home: ("18", (NEIGHBOURS_STREET, 6)),
        arrives: Arrives::MinutesBefore(2 * 24 * 60 + 310),
        expected_days: 5,
        reason: "HIP^Hip pain",
    },
    Scene {
        number: 7,
        shows: "Everything at once: an open safeguarding enquiry, an attorney, a risk to visiting \
                staff, a carer who cannot go on",
        nhs_number: "9997008081",
        hospital_number: "H4300007",
        visit_number: "IP2690007",
        title: "Mr",
        given: "Thomas",
        family: "Gallagher",
        born: date(1942, 12, 5),
        ward: "8A",
        bed: "B1-1",
        says: &["Safeguarding enquiry open", "01632960155", "Attorney", "Riverside Care"],
        never_says: &["bruising", "MAPPA", "4417"],
        sex: Sex::Male,
        origin: Origin::Irish,
        home: ("44", ("Canal Street", 7)),
        arrives: Arrives::MinutesBefore(9 * 24 * 60 + 40),
        expected_days: 12,
        reason: "CVA^Stroke",
    },
    Scene {
        number: 8,
        shows: "The person objects to sharing",
        nhs_number: "9997009096",
        hospital_number: "H4300008",
        visit_number: "IP2690008",
        title: "Mr",
        given: "Idris",
        family: "Llewellyn",
        born: date(1950, 4, 21),
        ward: "4B",
        bed: "B1-3",
        says: &["Sharing"],
        never_says: &["Meadow Homecare", "visits a day"],
        sex: Sex::Male,
        origin: Origin::Welsh,
        home: ("5", ("Abbey Close", 8)),
        arrives: Arrives::MinutesBefore(4 * 24 * 60),
        expected_days: 6,
        reason: "BPH^Prostate surgery",
    },
    Scene {
        number: 9,
        shows: "The person's address is protected",
        nhs_number: "9997010108",
        hospital_number: "H4300009",
        visit_number: "IP2690009",
        title: "Ms",
        given: "Marie",
        family: "Sutton",
        born: date(1979, 8, 11),
        ward: "4A",
        bed: "B2-1",
        says: &["Sharing is restricted for this person"],
        never_says: &["Wharf", "Lantern Home Support"],
        sex: Sex::Female,
        origin: Origin::English,
        home: ("2", ("Wharf Way", 9)),
        arrives: Arrives::MinutesBefore(30 * 60),
        expected_days: 2,
        reason: "APP^Abdominal pain",
    },
    Scene {
        number: UNKNOWN_TO_COUNCIL,
        shows: "The council does not know the person, which does not mean that there is no care",
        nhs_number: "9997011112",
        hospital_number: "H4300010",
        visit_number: "IP2690010",
        title: "Mr",
        given: "Peter",
        family: "Aldridge",
        born: date(1949, 1, 28),
        ward: "6B",
        bed: "B3-4",
        says: &["No adult social care record found"],
        never_says: &["visits a day"],
        sex: Sex::Male,
        origin: Origin::English,
        home: ("90", ("Station Drive", 10)),
        arrives: Arrives::MinutesBefore(28 * 60),
        expected_days: 3,
        reason: "CP^Chest pain",
    },
    Scene {
        number: 11,
        shows: "The council holds the person twice",
        nhs_number: "9997012127",
        hospital_number: "H4300011",
        visit_number: "IP2690011",
        title: "Mrs",
        given: "Jean",
        family: "Threlfall",
        born: date(1937, 7, 7),
        ward: "7B",
        bed: "B4-3",
        says: &["More than one person could match"],
        never_says: &["visits a day"],
        sex: Sex::Female,
        origin: Origin::English,
        home: ("15", ("Windmill Crescent", 11)),
        arrives: Arrives::MinutesBefore(5 * 24 * 60),
        expected_days: 8,
        reason: "DEL^Delirium",
    },
    Scene {
        number: 12,
        shows: "A resident of a nursing home, with an authorised deprivation of liberty",
        nhs_number: "9997013131",
        hospital_number: "H4300012",
        visit_number: "IP2690012",
        title: "Miss",
        given: "Edith",
        family: "Halliday",
        born: date(1932, 10, 19),
        ward: "7A",
        bed: "B5-2",
        says: &["Priory Court Nursing Home"],
        never_says: NO_WORDS,
        sex: Sex::Female,
        origin: Origin::English,
        home: ("Priory Court Nursing Home", ("Priory Road", 12)),
        arrives: Arrives::MinutesBefore(50 * 60),
        expected_days: 5,
        reason: "PNEU^Pneumonia",
    },
    Scene {
        number: 13,
        shows: "The package has ended: nobody comes, although the council knows the person",
        nhs_number: "9997014146",
        hospital_number: "H4300013",
        visit_number: "IP2690013",
        title: "Mr",
        given: "Stanisław",
        family: "Wójcik",
        born: date(1940, 2, 14),
        ward: "6A",
        bed: "B4-1",
        says: &["Ended"],
        never_says: NO_WORDS,
        sex: Sex::Male,
        origin: Origin::Polish,
        home: ("33", ("Tanner Row", 13)),
        arrives: Arrives::MinutesBefore(44 * 60),
        expected_days: 6,
        reason: "CELL^Cellulitis of leg",
    },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_of_them_has_a_number_a_visit_and_a_bed_of_their_own() {
        for key in [|scene: &Scene| scene.nhs_number, |scene: &Scene| scene.visit_number] {
            assert_eq!(SCENES.iter().map(key).collect::<HashSet<_>>().len(), COUNT);
        }
        let beds: HashSet<_> = SCENES.iter().map(|scene| (scene.ward, scene.bed)).collect();
        assert_eq!(beds.len(), COUNT);
        assert_eq!(
            seven().iter().map(|scene| scene.number).collect::<Vec<_>>(),
            [1, 2, 3, 4, 5, 6, 7]
        );
        assert_eq!(people(date(2026, 8, 12)).len(), COUNT);
    }

    #[test]
    fn all_of_them_are_grown_up() {
        for person in people(date(2026, 8, 12)) {
            assert!(person.age_on(date(2026, 8, 12)) >= 18);
        }
    }
}
