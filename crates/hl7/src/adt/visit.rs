//! What happened in which visit? PV1, PV2 and ZU1.

use care::filing::News;
use care::people::{HospitalNumber, VisitNumber};
use care::stays::{Details, Event, Movement, Place, Said};
use care::when::{self, When};
use jiff::Timestamp;
use jiff::civil::Time;

use super::event::Meaning;
use super::group::Group;
use super::number;
use super::reader::{Reader, said};
use super::stamp::Stamp;
use super::{codes, merge};
use crate::message::{Field, Presence, Repetition};
use crate::profile::VisitKey;
use crate::time::Written;
use crate::unreadable::Unreadable;

/// One patient of one message, and what is needed to read their visits.
pub(super) struct Visits<'a, 'm> {
    pub(super) group: &'a Group<'m>,
    pub(super) patient: &'a HospitalNumber,
    pub(super) reader: &'a Reader<'m>,
    pub(super) stamp: &'a Stamp,
}

impl Visits<'_, '_> {
    /// A movement that cannot be without a visit.
    pub(super) fn must_be(&self, event: Event) -> Result<Vec<News>, Unreadable> {
        if self.group.first("PV1").is_none() {
            return Err(Unreadable::NoVisit);
        }
        if several_named(self.group, self.reader) {
            return Ok(vec![News::NeedsAPerson("a movement names two visits of one patient")]);
        }
        let details = details(self.group, self.reader, self.stamp);
        let begins = matches!(event, Event::Admitted | Event::Registered);
        let occurred = || begins.then_some(self.stamp.moment(None).occurred);
        let admitted = details.admitted_at.value().copied().or_else(occurred);
        let by_time = || admitted.map(|at| inferred(self.patient, at));
        let Some(visit) = named(self.group, self.reader).or_else(by_time) else {
            return Ok(vec![News::NeedsAPerson(
                "a movement names neither its visit nor a time of admission",
            )]);
        };
        let mut news = merge::renumbered(self.group, &visit, self.reader, self.stamp);
        news.push(self.movement(event, visit, details));
        Ok(news)
    }

    /// An update, which is about a visit only where PV1 names one.
    pub(super) fn may_be(&self) -> Option<News> {
        let details = details(self.group, self.reader, self.stamp);
        let admitted = details.admitted_at.value().copied();
        let by_time = || match self.reader.profile().visit_key {
            VisitKey::AdmissionTime => Some(inferred(self.patient, admitted?)),
            VisitKey::Visit | VisitKey::Account => None,
        };
        let visit = named(self.group, self.reader).or_else(by_time)?;
        if several_named(self.group, self.reader) {
            return Some(News::NeedsAPerson("an update names two visits of one patient"));
        }
        Some(self.movement(Event::Updated, visit, details))
    }

    /// Where the patient was seen, and nothing besides.
    pub(super) fn place_only(&self) -> Option<News> {
        let visit = named(self.group, self.reader)?;
        let place = place(self.group.field("PV1", 3), self.reader);
        let seen = place != Said::Nothing;
        let details = Details { place, ..Details::default() };
        seen.then(|| self.movement(Event::Updated, visit, details))
    }

    /// The visit belongs to this patient.
    pub(super) fn reassigned(&self, visit: VisitNumber) -> News {
        self.movement(Event::Reassigned, visit, Details::default())
    }

    fn movement(&self, event: Event, visit: VisitNumber, details: Details) -> News {
        let own_time = time_of(Meaning::Visit(event), self.group, self.reader, self.stamp);
        let at = self.stamp.moment(own_time);
        let patient = self.patient.clone();
        News::Movement(Box::new(Movement { visit, patient, event, at, details }))
    }
}

/// PV1-44 of an admission and PV1-45 of a discharge: when they happened, if EVN does not say.
pub(super) fn time_of(
    meaning: Meaning,
    group: &Group<'_>,
    reader: &Reader<'_>,
    stamp: &Stamp,
) -> Option<Timestamp> {
    let field = match meaning {
        Meaning::Visit(Event::Admitted | Event::Registered) => 44,
        Meaning::Visit(Event::Discharged) => 45,
        _ => return None,
    };
    reader.moment(group.field("PV1", field).first(), stamp.latest())
}

/// The visit that a group names, in the field that names visits in this feed.
pub(super) fn named(group: &Group<'_>, reader: &Reader<'_>) -> Option<VisitNumber> {
    match reader.profile().visit_key {
        VisitKey::Visit => numbered(group.field("PV1", 19).first(), reader),
        VisitKey::Account => numbered(group.field("PID", 18).first(), reader),
        VisitKey::AdmissionTime => None,
    }
}

/// A visit number (HL7 v2.4 CX).
pub(super) fn numbered(value: Repetition<'_>, reader: &Reader<'_>) -> Option<VisitNumber> {
    let number = reader.text(value.component(1));
    if number.is_empty() {
        return None;
    }
    let counts = reader.profile().visit_authority_counts;
    let authority = if counts { number::authority(value, reader) } else { String::new() };
    Some(VisitNumber { authority: number::named_or_own(authority, reader), value: number })
}

/// To the minute: one message tells the seconds of an admission and the next does not.
fn inferred(patient: &HospitalNumber, admitted_at: Timestamp) -> VisitNumber {
    let seconds = admitted_at.as_second();
    let minute = Timestamp::from_second(seconds - seconds.rem_euclid(60));
    VisitNumber::inferred(patient, minute.unwrap_or(admitted_at))
}

/// Whether several PV1 of one patient name different visits.
fn several_named(group: &Group<'_>, reader: &Reader<'_>) -> bool {
    let mut numbers = group.all("PV1").filter_map(|pv1| numbered(pv1.field(19).first(), reader));
    let first = numbers.next();
    numbers.any(|number| Some(number) != first)
}

fn details(group: &Group<'_>, reader: &Reader<'_>, stamp: &Stamp) -> Details {
    let pv1 = |number: usize| group.field("PV1", number);
    let instant = |field: Field<'_>| said(field, |value| reader.moment(value, stamp.latest()));
    let details = Details {
        class: codes::class(pv1(2), reader),
        place: place(pv1(3), reader),
        admitted_at: instant(pv1(44)),
        discharged_at: instant(pv1(45)),
        expected_admission: expected(group.field("PV2", 8), reader),
        expected_discharge: expected(group.field("PV2", 9), reader),
        admission_method: codes::admission_method(pv1(4), reader),
        admission_source: codes::admission_source(pv1(14), reader),
        discharge_method: code(pv1(36), reader),
        discharge_destination: codes::discharge_destination(pv1(37), reader),
        specialty: code(pv1(10), reader),
        fit_since: fit_since(group, reader, stamp),
    };
    if let (Said::Value(from), Said::Value(until)) = (&details.admitted_at, &details.discharged_at)
        && from > until
    {
        reader.doubt("the discharge is before the admission");
    }
    details
}

fn code(field: Field<'_>, reader: &Reader<'_>) -> Said<String> {
    said(field, |_| Some(reader.code(field)).filter(|code| !code.is_empty()))
}

/// A location (HL7 v2.4 PL), by the layout of the feed.
fn place(field: Field<'_>, reader: &Reader<'_>) -> Said<Place> {
    said(field, |value| {
        let layout = reader.profile().place;
        let part = |number: usize| reader.text(value.component(number));
        let mut place = Place {
            site: part(layout.site).parse().ok(),
            ward: part(layout.ward),
            bay: part(layout.bay),
            bed: part(layout.bed),
            described: part(layout.described),
        };
        if place.ward.is_empty() && layout.bay != 1 && layout.bed != 1 {
            // A point of care where the feed's own component for wards is empty.
            place.ward = part(1);
        }
        (place != Place::default()).then_some(place)
    })
}

/// PV2-8 and PV2-9: often a date without a time, and then no midnight.
fn expected(field: Field<'_>, reader: &Reader<'_>) -> Said<When> {
    said(field, |value| match reader.written(value)? {
        Written::Day(day) => Some(When::On(day)),
        Written::Time(..) => reader.moment(value, Timestamp::MAX).map(When::At),
        Written::Year(_) | Written::Month(..) => None,
    })
}

/// ZU1-22 and ZU1-24: medically fit, and since when.
fn fit_since(group: &Group<'_>, reader: &Reader<'_>, stamp: &Stamp) -> Said<Timestamp> {
    let (flag, since) = (group.field("ZU1", 22), group.field("ZU1", 24));
    let fit = reader.code(flag);
    if fit == "N" || flag.presence() == Presence::Null {
        return Said::Cleared;
    }
    match said(since, |value| since_when(value, reader, stamp)) {
        Said::Nothing if fit == "Y" => Said::Value(stamp.moment(None).occurred),
        told => told,
    }
}

fn since_when(value: Repetition<'_>, reader: &Reader<'_>, stamp: &Stamp) -> Option<Timestamp> {
    match reader.written(value)? {
        Written::Day(day) => {
            reader.doubt("the day is told since when a patient is fit, and no time");
            Some(when::instant(day.to_datetime(Time::midnight())))
        }
        Written::Time(..) => reader.moment(value, stamp.latest()),
        Written::Year(_) | Written::Month(..) => None,
    }
}
