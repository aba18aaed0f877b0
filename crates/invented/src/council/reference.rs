//! The lists behind the codes, the teams and those who work in them.

use super::book::{Book, Cell, WriteError};
use crate::case::{LINK_WORKER, TEAMS, WORKERS};
use crate::chance::Chance;
use crate::names;
use crate::person::Sex;
use crate::town::Town;

/// Teams in the order of their ids, from 1, with telephone.
const TEAM_NAMES: [(&str, i64); 12] = [
    ("Netherby Adult Care Team", 102),
    ("Aldersford Adult Care Team", 103),
    ("Harrowmere Adult Care Team", 104),
    ("South Villages Adult Care Team", 105),
    ("Review Team", 106),
    ("Learning Disability Team", 107),
    ("Hospital Discharge Team", 108),
    ("Care Arranging Team", 110),
    ("Safeguarding Adults Team", 155),
    ("Out-of-Hours Team", 101),
    ("Financial Assessments", 109),
    ("Occupational Therapy Service", 111),
];

/// Codes and what they stand for, by domain.
const LOOKUPS: [(&str, &[(&str, &str)]); 9] = [
    (
        "SERVICE",
        &[
            ("HC", "Home care"),
            ("RB", "Reablement"),
            ("RES", "Residential care"),
            ("NUR", "Nursing care"),
            ("DAY", "Day centre"),
            ("DP", "Direct payment"),
            ("TEC", "Telecare"),
            ("SL", "Supported living"),
            ("RESP", "Respite stay"),
        ],
    ),
    (
        "FUNDING",
        &[
            ("LA", "Council"),
            ("JNT", "Council and person"),
            ("SELF", "Person, arranged by council"),
            ("CHC", "NHS continuing healthcare"),
        ],
    ),
    (
        "RELATION",
        &[
            ("WIF", "Wife"),
            ("HUS", "Husband"),
            ("DAU", "Daughter"),
            ("SON", "Son"),
            ("NIE", "Niece"),
            ("NEI", "Neighbour"),
            ("FRI", "Friend"),
            ("SIS", "Sister"),
            ("BRO", "Brother"),
            ("GRD", "Granddaughter"),
        ],
    ),
    (
        "JOB",
        &[
            ("SW", "Social worker"),
            ("SSW", "Senior social worker"),
            ("ASC", "Social care officer"),
            ("OT", "Occupational therapist"),
            ("FO", "Finance officer"),
            ("MGR", "Team manager"),
        ],
    ),
    (
        "FORM",
        &[
            ("CANEEDS", "Care Act needs assessment"),
            ("REVPLAN", "Planned review"),
            ("REVUNPL", "Unplanned review"),
            ("OTASS", "Occupational therapy assessment"),
            ("CARER", "Carer's assessment"),
        ],
    ),
    (
        "OUTCOME",
        &[
            ("SVC", "Support arranged"),
            ("REAB", "Reablement offered"),
            ("NFA", "No further action"),
            ("CONT", "Support continues unchanged"),
            ("INCR", "Support increased"),
            ("DECR", "Support decreased"),
            ("EQUIP", "Equipment provided"),
        ],
    ),
    (
        "REFERRAL",
        &[
            ("HOSPDIS", "Hospital discharge notification"),
            ("GP", "GP referral"),
            ("SELF", "Self-referral"),
            ("FAM", "Referral by family"),
            ("AMB", "Ambulance referral"),
            ("POL", "Police referral"),
        ],
    ),
    (
        "PSR",
        &[
            ("PSPC", "Physical support: personal care support"),
            ("PSAM", "Physical support: access and mobility only"),
            ("SMC", "Support with memory and cognition"),
            ("LDS", "Learning disability support"),
            ("MHS", "Mental health support"),
            ("SSVI", "Sensory support: visual impairment"),
            ("SOSI", "Social support: social isolation or other"),
            ("UNK", "Unknown"),
        ],
    ),
    (
        "EQUIP",
        &[
            ("RAIL", "Grab rails"),
            ("COMM", "Commode"),
            ("WALK", "Walking frame"),
            ("BATH", "Bath lift"),
            ("BED", "Hospital bed"),
            ("HOIST", "Mobile hoist and slings"),
            ("PEND", "Pendant alarm"),
            ("FALLS", "Falls detector"),
            ("RAMP", "Ramp at front door"),
        ],
    ),
];

/// Writes the lists and the teams.
pub(super) fn write(book: &mut Book<'_>) -> Result<(), WriteError> {
    for (domain, codes) in LOOKUPS {
        for (code, description) in codes {
            book.add("DM_LOOKUPS", &[domain.into(), (*code).into(), (*description).into()])?;
        }
    }
    for (id, (name, phone)) in (1_i64..=TEAMS).zip(TEAM_NAMES) {
        book.add(
            "DM_TEAMS",
            &[
                id.into(),
                name.into(),
                format!("01632 960{phone:03}").into(),
                format!("team{id}@westshire.example").into(),
                "Hospital link worker on duty".into(),
                "01632 960108".into(),
            ],
        )?;
    }
    Ok(())
}

/// Writes those who work for the council: 80 in the field, 4 for finance, 12 therapists.
pub(super) fn write_workers(book: &mut Book<'_>, town: &Town) -> Result<(), WriteError> {
    for (id, which) in (1_i64..=WORKERS).zip(0_usize..) {
        let chance = &mut Chance::of(town.seed(), "worker", which);
        let origin = names::origin(chance, 1980);
        let sex = if chance.happens(780) { Sex::Female } else { Sex::Male };
        let family = names::family_of(&names::family(chance, origin), origin, sex);
        let given = names::given(chance, origin, sex, 1980);
        let (job, team) = match id {
            81..=84 => ("FO", 11),
            85.. => ("OT", 12),
            LINK_WORKER => ("SW", 1),
            _ => (chance.word(&["SW", "SW", "SSW", "ASC"]), 1 + i64::from(chance.below(7))),
        };
        let name = match id {
            LINK_WORKER => "Hannah Frost".to_owned(),
            _ => format!("{given} {family}"),
        };
        book.add(
            "DM_WORKERS",
            &[
                id.into(),
                name.into(),
                job.into(),
                team.into(),
                format!("01632 960{:03}", 112 + id % 10).into(),
                format!("worker{id}@westshire.example").into(),
                if id != LINK_WORKER && chance.happens(40) {
                    "2025-03-31".into()
                } else {
                    Cell::Null
                },
            ],
        )?;
    }
    Ok(())
}
