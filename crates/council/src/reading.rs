//! What does an answer say, in words of ours?
//!
//! **Invariant:** reading never fails and never drops a row for a value in it: what cannot be read
//! is [`Unrecognised`](care::record::Fact::Unrecognised) and counted. What must never come in goes
//! no further than this module.

mod contacts;
mod legal;
mod moment;
mod never;
mod package;
mod parts;
mod person;
mod row;
mod safety;
mod work;

use care::record::{PartName, Record};
use jiff::Timestamp;

use crate::columns::Statement;
use crate::lists::Values;
use crate::rows::Rows;
use crate::source::Fault;
use crate::tally::Tally;
pub use moment::{birth_as_written, day_as_written};
pub(crate) use never::Never;
pub(crate) use parts::{Visitor, record, visit, visit_all};
pub(crate) use person::identity;
pub(crate) use row::Reader;

/// Reads one part of one person's record into its place.
///
/// # Errors
///
/// [`Fault::AnotherPerson`] where the answer names another person than the one asked for: then
/// nothing of it is used.
pub(crate) fn read_part(
    record: &mut Record,
    (part, rows): (PartName, &Rows),
    asked: (&str, Timestamp),
    values: &Values,
) -> Result<Tally, Fault> {
    let (person, at) = asked;
    let reader = Reader::new(Statement::Part(part), rows, values);
    if reader.rows().any(|row| row.is_of_another(person)) {
        return Err(Fault::AnotherPerson);
    }
    if part == PartName::Person && rows.rows.len() > 1 {
        return Err(Fault::AnotherPerson);
    }
    let to = record;
    match part {
        PartName::Person => to.person = reader.one(at, person::read),
        PartName::Alerts => to.alerts = reader.many(at, safety::alert),
        PartName::Capacity => to.capacity = reader.each(at, legal::capacity),
        PartName::Attorneys => to.attorneys = reader.each(at, legal::attorney),
        PartName::Deprivations => to.deprivations = reader.each(at, legal::deprivation),
        PartName::MentalHealth => to.mental_health = reader.each(at, legal::mental_health),
        PartName::Safeguarding => to.safeguarding = reader.each(at, safety::concern),
        PartName::Professionals => to.professionals = reader.each(at, contacts::professional),
        PartName::Contacts => to.contacts = reader.many(at, contacts::personal),
        PartName::Referrals => to.referrals = reader.each(at, work::referral),
        PartName::Packages => to.packages = reader.each(at, package::package),
        PartName::Visits => to.visits = reader.many(at, package::visits),
        PartName::SupportReasons => to.support_reasons = reader.each(at, work::support_reason),
        PartName::Assessments => to.assessments = reader.each(at, work::assessment),
        PartName::Equipment => to.equipment = reader.each(at, work::equipment),
    }
    Ok(reader.into_tally())
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

    use super::*;
    use crate::rows::Cell;

    fn cell() -> impl Strategy<Value = Cell> {
        prop_oneof![
            Just(Cell::Null),
            Just(Cell::Unreadable),
            any::<i64>().prop_map(Cell::Integer),
            any::<f64>().prop_map(Cell::Real),
            any::<bool>().prop_map(Cell::Flag),
            any::<String>().prop_map(Cell::Text),
            "[0-9/: TZ+.-]{0,24}".prop_map(Cell::Text),
            "(key safe|£|door code)[ 0-9A-Z£.,;-]{0,40}".prop_map(Cell::Text),
        ]
    }

    /// Any answer to a statement: all of its columns, and anything in them.
    fn answer(statement: Statement) -> impl Strategy<Value = Rows> {
        let columns: Vec<String> =
            statement.columns().map(|column| column.name.to_owned()).collect();
        let row = vec(cell(), columns.len());
        vec(row, 0..4).prop_map(move |rows| Rows { columns: columns.clone(), rows })
    }

    fn any_answer() -> impl Strategy<Value = (Statement, Rows)> {
        let all: Vec<Statement> = Statement::all().collect();
        proptest::sample::select(all)
            .prop_flat_map(|statement| (Just(statement), answer(statement)))
    }

    proptest! {
        #[test]
        fn h24_whatever_a_source_answers_is_read_without_a_panic((statement, rows) in any_answer()) {
            let values = Values::default();
            let at = Timestamp::UNIX_EPOCH;
            match statement {
                Statement::Part(part) => {
                    let mut to = record(at);
                    drop(read_part(&mut to, (part, &rows), ("40021", at), &values));
                }
                Statement::People | Statement::PeopleSince => {
                    let reader = Reader::new(statement, &rows, &values);
                    let people = reader.rows().filter_map(identity).count();
                    assert!(people <= rows.rows.len());
                }
            }
        }

        #[test]
        fn h24_no_row_is_dropped_for_a_value_in_it(rows in answer(Statement::Part(PartName::Packages))) {
            let mut rows = rows;
            let of = rows.columns.iter().position(|name| name == "person_id").unwrap();
            rows.rows.iter_mut().for_each(|row| row[of] = Cell::Null);
            let mut to = record(Timestamp::UNIX_EPOCH);
            let asked = ("40021", Timestamp::UNIX_EPOCH);
            read_part(&mut to, (PartName::Packages, &rows), asked, &Values::default()).unwrap();
            assert_eq!(to.packages.fact.known().map_or(0, Vec::len), rows.rows.len());
        }
    }
}
