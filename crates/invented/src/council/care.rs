//! What is arranged: services, calls, suspensions.

use jiff::civil::Date;

use super::book::{Book, Cell, WriteError};
use crate::case::{Case, Service};
use crate::chance::Chance;
use crate::days;
use crate::town::Town;

pub(super) fn write(book: &mut Book<'_>, town: &Town, case: &Case<'_>) -> Result<(), WriteError> {
    let chance = &mut case.chance(town, "services");
    for (line, service) in case.services.iter().enumerate() {
        let id = format!("S{}{line}", case.id);
        row(book, chance, (case, town.today()), (&id, service))?;
        rounds(book, &id, service)?;
        if let Some(hold) = &service.hold {
            let row = [
                id.into(),
                "HOSP".into(),
                hold.since.into(),
                hold.until.into(),
                hold.notice_hours.into(),
                Cell::Null,
            ];
            book.count_and_add("DM_SERVICE_SUSPENSIONS", &row)?;
        }
    }
    Ok(())
}

fn row(
    book: &mut Book<'_>,
    chance: &mut Chance,
    (case, today): (&Case<'_>, Date),
    (id, service): (&String, &Service),
) -> Result<(), WriteError> {
    let calls = i64::try_from(service.rounds.len()).unwrap_or(0);
    // The finance side counts the hours of each carer.
    let carer_hours = service.minutes_a_week() * service.carers * 100 / 60;
    let visited = calls > 0;
    // An open line is open for ever in one half of the books and has no end in the other.
    let scene = case.scene.is_some();
    let open = if scene || chance.happens(300) { "31/12/9999".into() } else { Cell::Null };
    let funding = chance.word(&["LA", "LA", "LA", "JNT", "SELF", "CHC"]);
    book.add(
        "DM_SERVICES",
        &[
            id.into(),
            (&case.id).into(),
            service.provider.into(),
            service.code.into(),
            service.local_name.into(),
            if !scene && chance.happens(5) { Cell::Null } else { service.status.into() },
            days::day_first(service.starts).into(),
            service.ends.map_or(open, |day| days::day_first(day).into()),
            if scene { "LA" } else { funding }.into(),
            visited.then_some(calls).into(),
            visited.then_some(service.carers).into(),
            if visited { Cell::Hundredths(carer_hours) } else { Cell::Null },
            service.place.into(),
            Cell::Hundredths(9_999),
            Cell::Hundredths(8_888),
            service.starts.min(today).into(),
            changed(chance, service, today).into(),
        ],
    )
}

/// When somebody last touched the line, by the wall clock: at the latest on the day before the
/// night's copy was made.
fn changed(chance: &mut Chance, service: &Service, today: Date) -> String {
    let touched = days::some_time_before(chance, today, 1, 150).max(service.starts);
    let held = service.hold.map(|hold| hold.since);
    let ended = service.ends.filter(|_| service.status == "CLO");
    let day = held.or(ended).unwrap_or(touched).min(days::after(today, -1));
    format!("{day} {:02}:{:02}:{:02}", 8 + chance.below(10), chance.below(60), chance.below(60))
}

fn rounds(book: &mut Book<'_>, id: &str, service: &Service) -> Result<(), WriteError> {
    // The rostering system drops lines once they are closed.
    if service.status == "CLO" {
        return Ok(());
    }
    for round in &service.rounds {
        let row = [
            id.to_owned().into(),
            service.days.into(),
            format!("{:02}{:02}", round.at / 60, round.at % 60).into(),
            round.minutes.into(),
            service.carers.into(),
            round.tasks.into(),
        ];
        book.count_and_add("DM_VISIT_SCHEDULE", &row)?;
    }
    Ok(())
}
