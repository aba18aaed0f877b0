//! What was told, as text to read and compare: one line for each thing that was said.

use std::fmt::Write;

use care::filing::{IdentityNews, MergeKind, News, Told};
use care::people::{Death, HospitalNumber, PartialDate, PersonName, Phone, VisitNumber};
use care::stays::{Moment, Movement, Place, Said};
use care::when::When;

pub(crate) fn told(told: &Told) -> String {
    let mut text = format!("{}\n", told.trigger);
    for doubt in &told.doubts {
        line(&mut text, "doubt", doubt);
    }
    for news in &told.news {
        match news {
            News::Identity(news) => identity(&mut text, news),
            News::Movement(news) => movement(&mut text, news),
            News::Merge(merge) => {
                let _ = writeln!(text, "{}", joined(&merge.kind));
                line(&mut text, "at", &moment(&merge.at));
            }
            News::NeedsAPerson(words) => {
                let _ = writeln!(text, "a person must look: {words}");
            }
        }
    }
    text
}

fn identity(text: &mut String, news: &IdentityNews) {
    let _ = writeln!(text, "patient {}", patient(&news.patient));
    line(text, "at", &moment(&news.at));
    said(text, "nhs", &news.nhs, |nhs| format!("{} {:?}", nhs.number, nhs.status));
    if news.number_in_conflict {
        line(text, "nhs", "in conflict");
    }
    said(text, "names", &news.names, |names| all(names, name));
    said(text, "born", &news.born, |born| {
        format!("{}{}", date(born.on), if born.estimated { ", estimated" } else { "" })
    });
    said(text, "gender", &news.gender, |gender| format!("{gender:?}"));
    said(text, "address", &news.address, care::people::Address::one_line);
    said(text, "phones", &news.phones, |phones| all(phones, Phone::shown));
    said(text, "practice", &news.practice, Clone::clone);
    said(text, "died", &news.died, |died| match died {
        Death::DiedOn(day) => day.to_string(),
        other => format!("{other:?}"),
    });
    said(text, "known", &news.known, |known| format!("{known:?}"));
    said(text, "shield", &news.shielded, |shield| format!("{shield:?}"));
}

fn movement(text: &mut String, news: &Movement) {
    let of = patient(&news.patient);
    let _ = writeln!(text, "{:?} in visit {} of {of}", news.event, visit(&news.visit));
    line(text, "at", &moment(&news.at));
    let details = &news.details;
    said(text, "class", &details.class, |class| format!("{class:?}"));
    said(text, "place", &details.place, place);
    said(text, "admitted", &details.admitted_at, ToString::to_string);
    said(text, "discharged", &details.discharged_at, ToString::to_string);
    said(text, "expected in", &details.expected_admission, when);
    said(text, "expected out", &details.expected_discharge, when);
    said(text, "method", &details.admission_method, Clone::clone);
    said(text, "source", &details.admission_source, Clone::clone);
    said(text, "discharge method", &details.discharge_method, Clone::clone);
    said(text, "destination", &details.discharge_destination, Clone::clone);
    said(text, "specialty", &details.specialty, Clone::clone);
    said(text, "fit since", &details.fit_since, ToString::to_string);
}

fn joined(kind: &MergeKind) -> String {
    match kind {
        MergeKind::Patients { retired, survivor } => {
            format!("patient {} is now {}", patient(retired), patient(survivor))
        }
        MergeKind::Visits { retired, survivor } => {
            format!("visit {} is now {}", visit(retired), visit(survivor))
        }
        MergeKind::Linked { one, other } => {
            format!("patients {} and {} are linked", patient(one), patient(other))
        }
        MergeKind::Unlinked { one, other } => {
            format!("patients {} and {} are not linked", patient(one), patient(other))
        }
    }
}

fn line(text: &mut String, name: &str, value: &str) {
    let _ = writeln!(text, "  {name}: {value}");
}

fn said<T>(text: &mut String, name: &str, said: &Said<T>, show: impl FnOnce(&T) -> String) {
    match said {
        Said::Nothing => {}
        Said::Cleared => line(text, name, "(deleted)"),
        Said::Value(value) => line(text, name, &show(value)),
    }
}

fn all<T>(values: &[T], show: impl Fn(&T) -> String) -> String {
    values.iter().map(show).collect::<Vec<_>>().join("; ")
}

/// Occurred, recorded, sent.
fn moment(at: &Moment) -> String {
    format!("{} / {} / {}", at.occurred, at.recorded, at.sent)
}

fn patient(number: &HospitalNumber) -> String {
    format!("{} {}", number.authority, number.value)
}

fn visit(number: &VisitNumber) -> String {
    format!("{} {}", number.authority, number.value)
}

fn name(name: &PersonName) -> String {
    let PersonName { usage, family, given, middle, title, suffix } = name;
    format!("{usage:?} [{family}|{given}|{middle}|{title}|{suffix}]")
}

fn date(date: PartialDate) -> String {
    match date {
        PartialDate::Day(day) => day.to_string(),
        PartialDate::Month(year, month) => format!("{year:04}-{month:02}"),
        PartialDate::Year(year) => format!("{year:04}"),
    }
}

fn when(when: &When) -> String {
    match when {
        When::On(day) => day.to_string(),
        When::At(at) => at.to_string(),
    }
}

fn place(place: &Place) -> String {
    let site = place.site.as_ref().map(ToString::to_string).unwrap_or_default();
    let Place { ward, bay, bed, described, .. } = place;
    format!("site {site}, ward {ward}, bay {bay}, bed {bed}, described {described}")
}
