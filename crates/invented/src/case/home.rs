//! How does the person live, and who is around them?

use jiff::civil::Date;

use super::Arrangement;
use crate::chance::Chance;
use crate::days;
use crate::names;
use crate::numbers;
use crate::person::{Sex, Townsperson};
use crate::streets::HomeKind;
use crate::town::Town;

/// How the person lives and how to talk with them, in the council's codes and words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Household {
    pub(crate) accommodation: &'static str,
    pub(crate) lives: &'static str,
    pub(crate) keysafe: Option<&'static str>,
    pub(crate) access: Option<&'static str>,
    pub(crate) pets: Option<&'static str>,
    pub(crate) language: Option<&'static str>,
    pub(crate) interpreter: Option<&'static str>,
    pub(crate) needs: Option<&'static str>,
    pub(crate) adjustments: Option<&'static str>,
}

/// Family, friend or carer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) name: String,
    pub(crate) code: &'static str,
    /// Carer, next of kin, emergency contact, key holder.
    pub(crate) roles: [bool; 4],
    pub(crate) main_carer: bool,
    pub(crate) carer_status: Option<&'static str>,
    pub(crate) same_house: bool,
    pub(crate) phone: Option<String>,
    pub(crate) comments: Option<&'static str>,
    /// `Y`, `N`, or nobody asked.
    pub(crate) may_contact: Option<&'static str>,
}

pub(super) fn household(chance: &mut Chance, town: &Town, person: &Townsperson) -> Household {
    let language = names::language(person.origin).filter(|_| chance.happens(550));
    let others = live_with(town, person).count();
    let lives = match person.home.kind {
        HomeKind::CareHome(_) => "CARE",
        HomeKind::SupportedLiving => "SHAR",
        _ if others == 0 => "ALONE",
        _ if spouse(town, person).is_some() => "SPOU",
        _ => "FAM",
    };
    let accommodation = match person.home.kind {
        HomeKind::CareHome(which) => {
            if which % 2 == 0 {
                "RCH"
            } else {
                "RNH"
            }
        }
        HomeKind::SupportedLiving => "SUPP",
        HomeKind::Sheltered => "SHEL",
        HomeKind::Flat => chance.word(&["TENC", "TENC", "TENP", "OWN"]),
        HomeKind::House => chance.word(&["OWN", "OWN", "OWN", "TENC", "TENP", "REFG"]),
    };
    let (needs, adjustments) = needs(chance);
    Household {
        accommodation: if chance.happens(60) { "" } else { accommodation },
        lives,
        keysafe: chance.weighted(&[(40, Some("Y")), (48, Some("N")), (12, None)]).flatten(),
        access: some(chance, 350, &ACCESS),
        pets: some(chance, 180, &PETS),
        language: language.or(Some("ENG")).filter(|_| chance.happens(900)),
        interpreter: language.map(|_| if chance.happens(450) { "Y" } else { "N" }),
        needs,
        adjustments,
    }
}

const ACCESS: [&str; 6] = [
    "Steps to front door, rail on the left",
    "Use back door, front door sticks",
    "Lift to third floor",
    "Ground floor flat, entry phone",
    "Level access, ramp",
    "First floor, no lift",
];
const PETS: [&str; 5] =
    ["Cat", "Two cats, neighbour can feed", "Small dog", "Budgerigar", "Dog, friendly"];
const NEEDS: [(&str, &str); 6] = [
    ("Hearing aids both ears", "Face the patient, speak clearly"),
    ("Hard of hearing", "Written questions help"),
    ("Registered sight impaired", "Large print, say who you are"),
    ("Speech difficult since stroke", "Allow time, yes/no questions"),
    ("Easy read", "Short sentences, same member of staff"),
    ("Memory loss", "Repeat and write down"),
];

fn needs(chance: &mut Chance) -> (Option<&'static str>, Option<&'static str>) {
    match chance.below(100) {
        0..32 => chance.pick(&NEEDS).map_or((None, None), |(one, other)| (Some(one), Some(other))),
        // What people type into an empty box.
        32..50 => (Some("None known"), None),
        _ => (None, None),
    }
}

fn some(chance: &mut Chance, permille: u32, from: &[&'static str]) -> Option<&'static str> {
    chance.happens(permille).then(|| chance.word(from))
}

/// Those around a client: who lives with them, and family elsewhere.
pub(super) fn relations(chance: &mut Chance, town: &Town, person: &Townsperson) -> Vec<Relation> {
    let mut relations = Vec::new();
    if let Some(spouse) = spouse(town, person) {
        let code = if spouse.sex == Sex::Female { "WIF" } else { "HUS" };
        let main_carer = chance.happens(700);
        relations.push(Relation {
            name: format!("{} {}", spouse.name.given, spouse.name.family),
            code,
            roles: [main_carer, true, false, false],
            main_carer,
            carer_status: main_carer.then(|| chance.word(&["CONT", "CONT", "STRN", "CANT"])),
            same_house: true,
            phone: spouse.mobile.clone().or_else(|| spouse.landline.clone()),
            comments: None,
            may_contact: Some("Y"),
        });
    }
    for _ in 0..chance.below(3) {
        let relation = elsewhere(chance, person, relations.is_empty());
        relations.push(relation);
    }
    relations
}

fn elsewhere(chance: &mut Chance, person: &Townsperson, first: bool) -> Relation {
    let codes = ["DAU", "SON", "DAU", "SON", "NIE", "NEI", "FRI", "SIS", "BRO", "GRD"];
    let code = chance.word(&codes);
    let sex = if matches!(code, "SON" | "BRO") { Sex::Male } else { Sex::Female };
    let year = person.born.year() + if matches!(code, "SIS" | "BRO" | "FRI") { 2 } else { 28 };
    let family = if matches!(code, "NEI" | "FRI") {
        names::family(chance, names::Origin::English)
    } else {
        names::family_of(&person.name.family, person.origin, sex)
    };
    let given = names::given(chance, person.origin, sex, year);
    let main_carer = first && chance.happens(450);
    Relation {
        name: format!("{given} {family}"),
        code,
        roles: [
            main_carer,
            first && !matches!(code, "NEI" | "FRI"),
            chance.happens(300),
            code == "NEI" || chance.happens(80),
        ],
        main_carer,
        carer_status: main_carer.then(|| chance.word(&["CONT", "CONT", "STRN", "CANT"])),
        same_house: false,
        phone: chance.happens(920).then(|| match chance.below(3) {
            0 => numbers::distant_landline(chance),
            1 => numbers::landline(chance),
            _ => numbers::mobile(chance),
        }),
        comments: some(
            chance,
            150,
            &["Ring after 6 in the evening", "Ring in an emergency, day or night"],
        ),
        may_contact: chance.weighted(&[(78, Some("Y")), (10, Some("N")), (12, None)]).flatten(),
    }
}

fn live_with<'a>(
    town: &'a Town,
    person: &'a Townsperson,
) -> impl Iterator<Item = &'a Townsperson> + use<'a> {
    let place = town.people().partition_point(|other| other.household < person.household);
    let from_here = town.people().get(place..).unwrap_or_default();
    from_here
        .iter()
        .take_while(|other| other.household == person.household)
        .filter(|other| other.nhs != person.nhs)
}

/// The husband or wife: another grown-up of nearly the same age and the other sex, same name.
fn spouse<'a>(town: &'a Town, person: &'a Townsperson) -> Option<&'a Townsperson> {
    if matches!(person.home.kind, HomeKind::CareHome(_) | HomeKind::SupportedLiving) {
        return None;
    }
    live_with(town, person).find(|other| {
        let apart = (i32::from(other.born.year()) - i32::from(person.born.year())).abs();
        other.sex != person.sex && apart <= 9 && other.born != person.born
    })
}

/// Equipment and adaptations, and since when.
pub(super) fn equipment(
    chance: &mut Chance,
    care: Arrangement,
    (since, today): (Date, Date),
) -> Vec<(&'static str, Date)> {
    const AT_HOME: [(u32, &str); 9] = [
        (260, "RAIL"),
        (220, "COMM"),
        (180, "WALK"),
        (150, "BATH"),
        (90, "BED"),
        (60, "HOIST"),
        (300, "PEND"),
        (120, "FALLS"),
        (70, "RAMP"),
    ];
    if care == Arrangement::CareHome {
        return Vec::new();
    }
    let mut equipment = Vec::new();
    for (permille, item) in AT_HOME {
        if chance.happens(permille) {
            equipment.push((item, days::some_time_before(chance, today, 5, 2000).max(since)));
        }
    }
    equipment
}
