//! What the council holds on the people of the walk-through.
//!
//! Each is set down in full, so that the page says the same whatever the seed.

use jiff::civil::Date;

use super::home::{Household, Relation};
use super::safety::{Enquiry, Legal, Warning};
use super::services::{Hold, Round, Service};
use super::{Case, LINK_WORKER, Marks};
use crate::council::providers;
use crate::days;

const EIGHT: Round = Round { at: 8 * 60, minutes: 45, tasks: "Personal care, breakfast" };
const NOON: Round = Round { at: 12 * 60 + 30, minutes: 30, tasks: "Lunch, drink, continence" };
const TEA: Round = Round { at: 16 * 60 + 45, minutes: 30, tasks: "Tea, medication prompt" };
const BED: Round = Round { at: 20 * 60, minutes: 30, tasks: "Help to bed, medication prompt" };

/// Dresses a case for its scene. `scene` is its number.
pub(super) fn dress(case: &mut Case<'_>, scene: u8, today: Date) {
    plain(case, today);
    match scene {
        1 => okoro(case, today),
        2 => case.services = vec![home_care(providers::HARBOUR, &[EIGHT, BED], 1, today, 400)],
        3 => pritchard(case, today),
        4 => case.services = vec![home_care(providers::MEADOW, &[EIGHT, BED], 1, today, 210)],
        5 => whitfield(case, today),
        6 => case.services = vec![home_care(providers::MEADOW, &[EIGHT], 1, today, 95)],
        7 => gallagher(case, today),
        8 => case.marks = Marks::Objects,
        9 => protected(case, today),
        12 => halliday(case, today),
        13 => ended(case, today),
        _ => {}
    }
}

/// An ordinary open case without anything that chance put into it.
fn plain(case: &mut Case<'_>, today: Date) {
    case.status = "OPEN";
    case.known_since = days::after(today, -1100);
    case.marks = Marks::None;
    case.services = vec![home_care(providers::MEADOW, &[EIGHT, BED], 1, today, 300)];
    case.household = Household {
        accommodation: "OWN",
        lives: "ALONE",
        keysafe: Some("Y"),
        access: Some("Level access from the street"),
        pets: Some("None"),
        language: Some("ENG"),
        interpreter: Some("N"),
        needs: Some("None known"),
        adjustments: None,
    };
    case.relations = Vec::new();
    case.enquiries = Vec::new();
    case.warnings = Vec::new();
    case.legal = Vec::new();
    case.equipment = Vec::new();
    case.team = 1;
    case.worker = Some(LINK_WORKER);
}

fn home_care(provider: i64, rounds: &[Round], carers: i64, today: Date, days: i64) -> Service {
    Service {
        rounds: rounds.to_vec(),
        carers,
        place: Some("At home"),
        ..Service::running("HC", provider, days::after(today, -days))
    }
}

fn relation(name: &str, code: &'static str, phone: &str) -> Relation {
    Relation {
        name: name.to_owned(),
        code,
        roles: [false, true, true, false],
        main_carer: false,
        carer_status: None,
        same_house: false,
        phone: Some(phone.to_owned()),
        comments: None,
        may_contact: Some("Y"),
    }
}

fn carer(name: &str, code: &'static str, phone: &str, status: &'static str) -> Relation {
    Relation {
        roles: [true, true, false, true],
        main_carer: true,
        carer_status: Some(status),
        ..relation(name, code, phone)
    }
}

fn okoro(case: &mut Case<'_>, today: Date) {
    case.services = vec![home_care(providers::MEADOW, &[EIGHT, NOON, TEA, BED], 2, today, 190)];
    case.relations = vec![
        Relation {
            comments: Some("Ring in an emergency, day or night"),
            ..carer("Adaeze Okoro", "DAU", "07700 900118", "CONT")
        },
        Relation { may_contact: Some("N"), ..relation("Emeka Okoro", "SON", "07700 900119") },
    ];
    case.legal =
        vec![Legal::held_by("LPAHW", "Adaeze Okoro", "07700 900118", days::after(today, -800))];
    case.equipment = vec![("HOIST", days::after(today, -180)), ("PEND", days::after(today, -600))];
    case.household.language = Some("IBO");
    case.household.needs = Some("Hearing aids both ears");
    case.household.adjustments = Some("Face the patient, speak clearly");
}

fn pritchard(case: &mut Case<'_>, today: Date) {
    case.services = vec![Service {
        status: "SUS",
        hold: Some(Hold {
            since: days::after(today, -6),
            until: Some(days::after(today, 8)),
            notice_hours: Some(24),
        }),
        ..home_care(providers::VALLEY, &[EIGHT, NOON, BED], 1, today, 260)
    }];
    case.relations = vec![relation("Huw Pritchard", "SON", "0113 496 0312")];
}

fn whitfield(case: &mut Case<'_>, today: Date) {
    case.services = vec![
        home_care(providers::LANTERN, &[EIGHT, NOON, BED], 1, today, 520),
        Service::running("TEC", providers::TELECARE, days::after(today, -900)),
    ];
    case.relations = vec![carer("Ruth Whitfield", "DAU", "07700 900231", "STRN")];
    case.equipment = vec![
        ("PEND", days::after(today, -900)),
        ("RAIL", days::after(today, -900)),
        ("COMM", days::after(today, -240)),
    ];
    case.household.pets = Some("Cat, neighbour can feed");
}

fn gallagher(case: &mut Case<'_>, today: Date) {
    case.services = vec![
        home_care(providers::RIVERSIDE, &[EIGHT, NOON, TEA, BED], 2, today, 75),
        Service {
            status: "CLO",
            ends: Some(days::after(today, -76)),
            ..home_care(providers::RIVERSIDE, &[EIGHT, BED], 1, today, 410)
        },
    ];
    case.enquiries = vec![Enquiry { raised: days::after(today, -10), closed: None }];
    case.warnings = vec![
        Warning {
            code: "VIOL",
            text: "A visitor to the home has threatened care staff. Ring before visiting.",
            starts: days::after(today, -40),
            review: Some(days::after(today, 140)),
            ended: None,
        },
        Warning {
            code: "MAPPA",
            text: "CANARY MAPPA level 2 panel",
            starts: days::after(today, -300),
            review: None,
            ended: None,
        },
    ];
    let since = days::after(today, -500);
    case.legal = vec![
        Legal::held_by("LPAHW", "Sheila Gallagher", "0113 496 0477", since),
        Legal::held_by("LPAPF", "Sheila Gallagher", "0113 496 0477", since),
    ];
    case.relations = vec![
        carer("Sheila Gallagher", "SIS", "0113 496 0477", "CANT"),
        Relation { may_contact: Some("N"), ..relation("Fergal Gallagher", "SON", "07700 900640") },
    ];
    case.equipment = vec![("BED", days::after(today, -70)), ("HOIST", days::after(today, -70))];
}

fn protected(case: &mut Case<'_>, today: Date) {
    case.marks = Marks::Protected;
    case.services = vec![home_care(providers::LANTERN, &[EIGHT], 1, today, 60)];
    case.household.accommodation = "REFG";
}

fn halliday(case: &mut Case<'_>, today: Date) {
    let starts = days::after(today, -640);
    case.services = vec![Service::running("NUR", providers::care_home(2), starts)];
    case.legal = vec![Legal::deprivation(days::after(today, -120))];
    case.household.accommodation = "RNH";
    case.household.lives = "CARE";
    case.household.keysafe = Some("N");
}

fn ended(case: &mut Case<'_>, today: Date) {
    let service = home_care(providers::HARBOUR, &[EIGHT, BED], 1, today, 330);
    case.services = vec![Service { status: "CLO", ends: Some(days::after(today, -21)), ..service }];
    case.status = "CLSD";
    case.household.language = Some("POL");
    case.household.interpreter = Some("Y");
}
