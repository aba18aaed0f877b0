//! What does an answer say, in words of ours?
//!
//! **Invariant:** reading never fails and never drops a row for a value in it: what cannot be read
//! is [`Fact::Unrecognised`] and counted. What must never come in goes no further than this module.

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
