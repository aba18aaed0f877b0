//! What the council has done: allocations, assessments, referrals, support reasons, capacity.

use jiff::civil::Date;

use super::book::{Book, Cell, WriteError};
use crate::case::{Case, Legal, WORKERS};
use crate::chance::Chance;
use crate::days;
use crate::town::Town;

pub(super) fn write(book: &mut Book<'_>, town: &Town, case: &Case<'_>) -> Result<(), WriteError> {
    let chance = &mut case.chance(town, "work");
    let today = town.today();
    allocations(book, chance, case, today)?;
    assessments(book, chance, case, today)?;
    referral(book, chance, case, today)?;
    support_reason(book, chance, case)?;
    capacity(book, chance, case, today)
}

fn allocations(
    book: &mut Book<'_>,
    chance: &mut Chance,
    case: &Case<'_>,
    today: Date,
) -> Result<(), WriteError> {
    let mut add = |worker: i64, kind: &'static str, starts: Date, ends: Option<Date>| {
        let row = [(&case.id).into(), worker.into(), kind.into(), starts.into(), ends.into()];
        book.count_and_add("DM_ALLOCATIONS", &row)
    };
    if let Some(worker) = case.worker {
        let starts = days::some_time_before(chance, today, 3, 300).max(case.known_since);
        add(worker, "ALLWKR", starts, None)?;
    }
    if chance.happens(120) {
        let worker = WORKERS - i64::from(chance.below(12));
        add(worker, "OT", days::some_time_before(chance, today, 2, 90), None)?;
    }
    if chance.happens(300) {
        let ends = days::some_time_before(chance, today, 301, 700).max(case.known_since);
        add(1 + i64::from(chance.below(80)), "ALLWKR", case.known_since, Some(ends))?;
    }
    // The money side has its own officers; they are nobody for a ward to ring.
    if chance.happens(250) {
        add(81 + i64::from(chance.below(3)), "FINOFF", case.known_since, None)?;
    }
    Ok(())
}

fn assessments(
    book: &mut Book<'_>,
    chance: &mut Chance,
    case: &Case<'_>,
    today: Date,
) -> Result<(), WriteError> {
    let first = days::after(case.known_since, i64::from(chance.between(3, 35))).min(today);
    let mut forms = vec![("CANEEDS", first, chance.word(&["SVC", "SVC", "REAB", "NFA"]))];
    if chance.happens(120) {
        let later = days::some_time_before(chance, today, 2, 300).max(first);
        forms.push(("OTASS", later, "EQUIP"));
    }
    if days::after(first, 300) < today && chance.happens(700) {
        let later = days::some_time_before(chance, today, 5, 420).max(first);
        let planned = chance.word(&["REVPLAN", "REVPLAN", "REVUNPL"]);
        forms.push((planned, later, chance.word(&["CONT", "CONT", "INCR", "DECR"])));
    }
    if case.relations.iter().any(|relation| relation.main_carer) && chance.happens(400) {
        let later = days::some_time_before(chance, today, 10, 500).max(first);
        forms.push(("CARER", later, "SVC"));
    }
    let last = forms.len();
    for (count, (form, done, outcome)) in (1..).zip(forms) {
        let due = (count == last).then(|| days::after(done, 365));
        book.count_and_add(
            "DM_ASSESSMENTS",
            &[
                (&case.id).into(),
                form.into(),
                done.into(),
                outcome.into(),
                due.into(),
                case.worker.into(),
                (form == "OTASS").then(|| i64::from(chance.between(4, 19))).into(),
                "CANARY narrative of the assessment".into(),
            ],
        )?;
    }
    Ok(())
}

fn referral(
    book: &mut Book<'_>,
    chance: &mut Chance,
    case: &Case<'_>,
    today: Date,
) -> Result<(), WriteError> {
    const SOURCES: [(&str, &str, &str, &str); 6] = [
        ("HOSPDIS", "Discharge team", "Discharge coordinator", "Westshire University Hospital"),
        ("GP", "Practice reception", "General practitioner", "Netherby Surgery"),
        ("SELF", "The person", "", ""),
        ("FAM", "Family member", "", ""),
        ("AMB", "Ambulance crew", "Paramedic", "Ambulance service"),
        ("POL", "Control room", "Police officer", "Police"),
    ];
    let Some((kind, name, role, from)) = chance.pick(&SOURCES).copied() else { return Ok(()) };
    if !chance.happens(750) {
        return Ok(());
    }
    let day = days::some_time_before(chance, today, 4, 900).max(case.known_since);
    let blank = |text: &'static str| if text.is_empty() { Cell::Null } else { text.into() };
    book.count_and_add(
        "DM_REFERRALS",
        &[
            (&case.id).into(),
            format!("{day} {:02}:{:02}", 8 + chance.below(10), chance.below(60)).into(),
            kind.into(),
            name.into(),
            blank(role),
            blank(from),
            chance
                .word(&[
                    "Struggling with personal care",
                    "Discharge support",
                    "Falls",
                    "Carer under strain",
                ])
                .into(),
            case.team.into(),
        ],
    )
}

fn support_reason(
    book: &mut Book<'_>,
    chance: &mut Chance,
    case: &Case<'_>,
) -> Result<(), WriteError> {
    let reason =
        chance.word(&["PSPC", "PSPC", "PSPC", "PSAM", "SMC", "SMC", "LDS", "MHS", "SSVI", "SOSI"]);
    let row = [(&case.id).into(), reason.into(), case.known_since.into(), Cell::Null];
    book.count_and_add("DM_SUPPORT_REASONS", &row)?;
    if chance.happens(100) {
        let row = [
            (&case.id).into(),
            "UNK".into(),
            days::after(case.known_since, -400).into(),
            days::after(case.known_since, -1).into(),
        ];
        book.count_and_add("DM_SUPPORT_REASONS", &row)?;
    }
    Ok(())
}

fn capacity(
    book: &mut Book<'_>,
    chance: &mut Chance,
    case: &Case<'_>,
    today: Date,
) -> Result<(), WriteError> {
    let deprived = case.legal.iter().any(|legal: &Legal| legal.code.starts_with("DOLS"));
    if !deprived && !chance.happens(40) {
        return Ok(());
    }
    book.count_and_add(
        "DM_CAPACITY",
        &[
            (&case.id).into(),
            days::some_time_before(chance, today, 5, 400).into(),
            chance
                .word(&["Where to live", "Care and support at home", "Managing medication"])
                .into(),
            if deprived || chance.happens(600) { "N" } else { "Y" }.into(),
            if deprived { "Y".into() } else { Cell::Null },
            case.worker.into(),
            "CANARY narrative of the capacity assessment".into(),
        ],
    )
}
