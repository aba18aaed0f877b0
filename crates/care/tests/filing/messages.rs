//! Messages as the hospital's reader hands them over.

use care::filing::{IdentityNews, Merge, MergeKind, News, Told};
use care::people::{
    Born, HospitalNumber, Identity, NhsNumber, NumberStatus, PersonKey, PersonName, Reason,
    TracedNumber, Verdict, VisitNumber,
};
use care::stays::{Class, Details, Event, Moment, Movement, Place, Said};
use jiff::Timestamp;
use jiff::civil::date;

/// Minutes after a quarter to three on a Sunday in March.
pub(crate) fn time(minute: i64) -> Timestamp {
    Timestamp::from_second(1_774_791_720 + 60 * minute).unwrap()
}

pub(crate) fn at(minute: i64) -> Moment {
    let time = time(minute);
    Moment { occurred: time, recorded: time, sent: time, digest: minute.unsigned_abs() }
}

pub(crate) fn number(value: &str) -> HospitalNumber {
    HospitalNumber { authority: "RZZ".into(), value: value.into() }
}

pub(crate) fn visit(value: &str) -> VisitNumber {
    VisitNumber { authority: "RZZ_VISIT".into(), value: value.into() }
}

pub(crate) fn told(news: impl IntoIterator<Item = News>) -> Told {
    Told { trigger: String::new(), news: news.into_iter().collect(), doubts: Vec::new() }
}

/// Who the patient is: known by the hospital number, an NHS number and a name.
pub(crate) fn who(minute: i64, patient: &str, nhs: &str) -> IdentityNews {
    let number: NhsNumber = nhs.parse().unwrap();
    IdentityNews {
        nhs: Said::Value(TracedNumber { number, status: NumberStatus::Verified }),
        names: Said::Value(vec![PersonName::usual("Halliday", patient)]),
        born: Said::Value(Born::on(date(1938, 2, 14))),
        ..nobody(minute, patient)
    }
}

/// A patient of whom nothing is said but the hospital number.
pub(crate) fn nobody(minute: i64, patient: &str) -> IdentityNews {
    IdentityNews::silent(number(patient), at(minute))
}

pub(crate) fn identity(news: IdentityNews) -> News {
    News::Identity(Box::new(news))
}

pub(crate) fn moved(minute: i64, patient: &str, stay: &str, event: Event) -> Movement {
    let details = Details { class: Said::Value(Class::Inpatient), ..Details::default() };
    Movement { visit: visit(stay), patient: number(patient), event, at: at(minute), details }
}

pub(crate) fn to_ward(movement: Movement, ward: &str) -> Movement {
    let place = Said::Value(Place { ward: ward.into(), ..Place::default() });
    let details = Details { place, ..movement.details.clone() };
    Movement { details, ..movement }
}

pub(crate) fn movement(movement: Movement) -> News {
    News::Movement(Box::new(movement))
}

pub(crate) fn happened(minute: i64, patient: &str, stay: &str, event: Event) -> Told {
    told([movement(moved(minute, patient, stay, event))])
}

pub(crate) fn merged(minute: i64, retired: &str, survivor: &str) -> News {
    let kind = MergeKind::Patients { retired: number(retired), survivor: number(survivor) };
    News::Merge(Merge { kind, at: at(minute) })
}

pub(crate) fn joined(minute: i64, retired: &str, survivor: &str) -> News {
    let kind = MergeKind::Visits { retired: visit(retired), survivor: visit(survivor) };
    News::Merge(Merge { kind, at: at(minute) })
}

pub(crate) fn person(id: &str) -> PersonKey {
    PersonKey { council: "westshire".parse().unwrap(), id: id.parse().unwrap() }
}

/// A matching that knows everybody with an NHS number: the person's id is that number.
pub(crate) fn by_number(identity: &Identity) -> Verdict {
    match identity.nhs {
        Some(nhs) => Verdict::Match(person(&nhs.number.digits()), vec![Reason::SameNumber]),
        None => Verdict::None(vec![Reason::TooLittle]),
    }
}

/// A matching that knows nobody.
pub(crate) fn nobody_known(_: &Identity) -> Verdict {
    Verdict::None(vec![Reason::NobodyFits])
}
