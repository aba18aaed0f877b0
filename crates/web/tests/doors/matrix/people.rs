//! The patients of the walk: one for each relation and mark, with a canary in every corner of their
//! books.

use care::access::privacy::Watch;
use care::filing::Shield;
use care::people::{Born, Death, NhsNumber, NumberStatus, PatientId, PersonName, TracedNumber};
use care::stays::Event;
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use store::Finding;

use crate::hospital::Coming;
use crate::house::{House, staff};

/// How near a patient is to the staff of RZZ01.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Near {
    /// In a bed there.
    Here,
    /// Left it yesterday.
    Left,
    /// Left it eight days ago.
    LongGone,
    /// In a bed of another trust.
    Elsewhere,
}

/// What is marked on a patient.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mark {
    None,
    PlaceByCouncil,
    PlaceByHospital,
    Watched,
    Transition,
    ObjectionAtCouncil,
    ObjectionAtHospital,
    Held,
    Child,
    LongDead,
    SharedNumber,
    Doubtful,
    Reported,
    Unknown,
}

/// Those that leave something to be shown, and those that leave nothing.
pub(crate) const OPEN: [Mark; 5] =
    [Mark::None, Mark::PlaceByCouncil, Mark::PlaceByHospital, Mark::Watched, Mark::Transition];
pub(crate) const SHUT: [Mark; 9] = [
    Mark::ObjectionAtCouncil,
    Mark::ObjectionAtHospital,
    Mark::Held,
    Mark::Child,
    Mark::LongDead,
    Mark::SharedNumber,
    Mark::Doubtful,
    Mark::Reported,
    Mark::Unknown,
];

/// One patient.
pub(crate) struct Met {
    pub(crate) id: PatientId,
    pub(crate) near: Near,
    pub(crate) mark: Mark,
}

/// All of them: what can open however near it is, what cannot in a bed and long after.
pub(crate) async fn meet(house: &House) -> Vec<Met> {
    let near = [Near::Here, Near::Left, Near::LongGone];
    let mut wanted: Vec<(Near, Mark)> = Vec::new();
    for mark in [Mark::None, Mark::PlaceByCouncil] {
        wanted.extend(near.map(|near| (near, mark)));
    }
    wanted.extend([
        (Near::Here, Mark::PlaceByHospital),
        (Near::Here, Mark::Watched),
        (Near::LongGone, Mark::Watched),
        (Near::Here, Mark::Transition),
        (Near::Elsewhere, Mark::None),
    ]);
    wanted.extend(SHUT.map(|mark| (Near::Here, mark)));
    wanted.extend(
        [Mark::ObjectionAtCouncil, Mark::Doubtful, Mark::SharedNumber]
            .map(|mark| (Near::LongGone, mark)),
    );
    assert!(OPEN.iter().all(|mark| wanted.iter().any(|(_, each)| each == mark)));
    let books = wanted.iter().enumerate().map(|(place, (_, mark))| book(place, *mark));
    house.source.change(&books.collect::<String>());
    house.read_people().await;
    let mut met = Vec::new();
    for (place, (near, mark)) in wanted.into_iter().enumerate() {
        met.push(Met { id: come(house, place, (near, mark)).await, near, mark });
    }
    met
}

/// A number of the 999 range that nobody in the town has.
fn number(place: usize) -> NhsNumber {
    let tried = (0..=9).map(|check| format!("99912{:04}{check}", 3000 + 7 * place));
    let mut more = (0..=9).map(|check| format!("99934{:04}{check}", 3000 + 7 * place));
    tried
        .into_iter()
        .find_map(|text| text.parse().ok())
        .or_else(|| more.find_map(|text| text.parse().ok()))
        .unwrap()
}

fn family(place: usize) -> String {
    const FIRST: [&str; 6] = ["Abel", "Brock", "Cray", "Dunn", "Elder", "Farth"];
    const LAST: [&str; 5] = ["wick", "shaw", "lowe", "stone", "maple"];
    format!("{}{}", FIRST[place % 6], LAST[place / 6])
}

fn born(place: usize, mark: Mark) -> Date {
    let (month, day) = (i8::try_from(place % 12).unwrap() + 1, i8::try_from(place).unwrap() + 1);
    let year = match mark {
        Mark::Child | Mark::Transition => 2009,
        _ => 1930 + i16::try_from(place).unwrap(),
    };
    date(year, month, day.min(28))
}

/// What the council's books say of one of them: each group of the table has a word of its own.
fn book(place: usize, mark: Mark) -> String {
    let (id, row) = (format!("ZQ{place}"), 970_000 + place);
    if mark == Mark::Unknown {
        return String::new();
    }
    let flag = |wanted: Mark| if mark == wanted { "'Y'" } else { "NULL" };
    let person = |id: &str, family: &str| {
        format!(
            "INSERT INTO DM_PERSONS (PERSON_ID, FIRST_NAME, LAST_NAME, NHS_ID, NHS_ID_SOURCE,
                DATE_OF_BIRTH, CONTEXT_FLAG, RECORD_STATUS, RESTRICTED, SHARE_OBJECTION, PFA_SHARE,
                TEAM_ID, COMM_NEEDS, KEYSAFE_CODE, CASE_NOTE_LATEST, LAST_UPDATED)
            SELECT '{id}', 'Ida', '{family}', '{number}', 'S', '{born}', 'A', 'LIVE', {restricted},
                {objects}, {young}, MIN(TEAM_ID), 'Zqcomm', 'Zqcode', 'Zqnote',
                '2026-08-01 09:00:00'
            FROM DM_TEAMS;",
            number = number(place).digits(),
            born = born(place, mark),
            restricted = flag(Mark::PlaceByCouncil),
            objects = flag(Mark::ObjectionAtCouncil),
            young = flag(Mark::Transition),
        )
    };
    let twin = if mark == Mark::SharedNumber {
        person(&format!("ZQT{place}"), "Otherwise")
    } else {
        String::new()
    };
    let care = format!(
        "INSERT INTO DM_WORKERS (WORKER_ID, FULL_NAME, TEL) VALUES ({row}, 'Zqknown', '01632 960987');
        INSERT INTO DM_ALLOCATIONS VALUES ({row}, '{id}', {row}, 'ALLWKR', '2026-01-05', NULL);
        INSERT INTO DM_SERVICES (SERVICE_ID, PERSON_ID, PROVIDER_ID, SERVICE_CODE, STATUS_CODE,
            START_DATE, CALLS_PER_DAY, CARERS_PER_CALL, HOURS_PW, PLACE_NOTE, WEEKLY_CHARGE,
            CREATED_ON, UPDATED_AT)
        SELECT 'ZQS{place}', '{id}', MIN(PROVIDER_ID), 'HC', 'ACT', '05/01/2026', 3, 1, 20.5,
            'Zqplace', 98765, '05/01/2026', '2026-08-01 09:00:00'
        FROM DM_PROVIDERS;
        INSERT INTO DM_RELATIONSHIPS (RELATIONSHIP_ID, PERSON_ID, RELATED_NAME, REL_CODE,
            HOSP_MAY_CONTACT) VALUES ({row}, '{id}', 'Zqcontact', 'DAU', 'Y');
        INSERT INTO DM_RELATIONSHIPS (RELATIONSHIP_ID, PERSON_ID, RELATED_NAME, REL_CODE,
            HOSP_MAY_CONTACT) VALUES ({row} + 10000, '{id}', 'Zqunmarked', 'SON', 'N');
        INSERT INTO DM_EQUIPMENT (EQUIPMENT_ID, PERSON_ID, ITEM_TEXT, DELIVERED_ON)
            VALUES ({row}, '{id}', 'Zqequip', '2026-01-05');
        INSERT INTO DM_LEGAL_STATUS (LEGAL_ID, PERSON_ID, STATUS_CODE, START_DATE, REGISTERED,
            HOLDER_NAME) VALUES ({row}, '{id}', 'LPAHW', '2026-01-05', 'Y', 'Zqholder');
        INSERT INTO DM_ASSESSMENTS (ASSESSMENT_ID, PERSON_ID, FORM_CODE, COMPLETED_ON, BARTHEL,
            NARRATIVE) VALUES ({row}, '{id}', 'CARE', '2026-01-05', 17, 'Zqnarrative');
        INSERT INTO DM_SAFEGUARDING_ENQUIRIES (ENQUIRY_ID, PERSON_ID, CONCERN_DATE, STATUS,
            ALLEGATION_TEXT, ALLEGED_SOURCE) VALUES ({row}, '{id}', '2026-08-03', 'OPEN',
            'Zqallegation', 'Zqalleged');
        INSERT INTO DM_WARNINGS (WARNING_ID, PERSON_ID, WARNING_CODE, WARNING_TEXT, START_DATE)
            VALUES ({row}, '{id}', 'VIOL', 'Zqrisk', '2026-08-01');"
    );
    [person(&id, &family(place)), twin, care].concat()
}

/// The hospital tells of one of them.
async fn come(house: &House, place: usize, (near, mark): (Near, Mark)) -> PatientId {
    let born = born(place, mark);
    // One digit of the birth date differs at the hospital.
    let born = if mark == Mark::Doubtful { born.with().day(28).build().unwrap() } else { born };
    let (trust, site) = match near {
        Near::Elsewhere => ("RYY", "RYY01"),
        Near::Here | Near::Left | Near::LongGone => ("RZZ", "RZZ01"),
    };
    let coming = Coming {
        trust,
        site,
        number: format!("H97{place:05}"),
        nhs: Some(TracedNumber { number: number(place), status: NumberStatus::Verified }),
        born: Born::on(born),
        death: if mark == Mark::LongDead { Death::DiedOn(date(2026, 7, 1)) } else { Death::Alive },
        shield: match mark {
            Mark::PlaceByHospital => Shield::Location,
            Mark::ObjectionAtHospital => Shield::Objection,
            Mark::Held => Shield::Held,
            _ => Shield::None,
        },
        ago: SignedDuration::from_hours(24 * 10),
        ..Coming::stranger(PersonName::usual(&family(place), "Ida"))
    };
    let id = house.tell(&coming).await;
    let left = |days: i64| Coming {
        event: Event::Discharged,
        ago: SignedDuration::from_hours(24 * days),
        ..coming.clone()
    };
    match near {
        Near::Left => drop(house.tell(&left(1)).await),
        Near::LongGone => drop(house.tell(&left(8)).await),
        Near::Here | Near::Elsewhere => {}
    }
    let officers = ["privacy-hospital-shah", "privacy-council-hart"];
    for officer in staff().iter().filter(|one| officers.contains(&one.id.as_str())) {
        if mark == Mark::Watched {
            let number = Finding::NhsNumber(number(place));
            let why = (Watch::Known, "Plays for the county");
            house.store.watch(officer, &number, why, house.now()).await.unwrap();
        }
    }
    if mark == Mark::Reported {
        let nurse = staff().into_iter().next().unwrap();
        house.store.report_wrong_match(&nurse, &id, None, house.now()).await.unwrap();
    }
    id
}
