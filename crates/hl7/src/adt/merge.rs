//! Which numbers become one, belong together, or change hands? MRG (HL7 v2.4 §3.3.34 to 3.3.51).

use care::filing::{Merge, MergeKind, News};
use care::people::{HospitalNumber, VisitNumber};

use super::event::Merging;
use super::group::Group;
use super::number::{self, Listed};
use super::reader::Reader;
use super::stamp::Stamp;
use super::visit::{self, Visits};
use crate::message::{Presence, Segment};
use crate::profile::VisitKey;
use crate::unreadable::Unreadable;

/// Reads one merge. It changes no demographics: a separate A31 or A08 brings them.
pub(super) fn read(
    merging: Merging,
    group: &Group<'_>,
    reader: &Reader<'_>,
    stamp: &Stamp,
) -> Result<Vec<News>, Unreadable> {
    match merging {
        Merging::Patients => patients(group, reader, stamp),
        Merging::PatientsAndVisits => {
            let mut news = patients(group, reader, stamp)?;
            if let Some(survivor) = visit::named(group, reader) {
                news.extend(renumbered(group, &survivor, reader, stamp));
            }
            Ok(news)
        }
        Merging::Visits => visits(group, reader, stamp),
        Merging::Accounts if reader.profile().visit_key == VisitKey::Account => {
            visits(group, reader, stamp)
        }
        Merging::Accounts => Ok(Vec::new()),
    }
}

/// A24 and A37: the first patient and the second.
pub(super) fn link(
    groups: &[Group<'_>],
    linked: bool,
    reader: &Reader<'_>,
    stamp: &Stamp,
) -> Result<News, Unreadable> {
    let [first, second, ..] = groups else {
        return Err(Unreadable::NotTwoPatients);
    };
    let one = number::read(first, reader)?.patient;
    let other = number::read(second, reader)?.patient;
    let kind =
        if linked { MergeKind::Linked { one, other } } else { MergeKind::Unlinked { one, other } };
    Ok(News::Merge(Merge { kind, at: stamp.moment(None) }))
}

/// A44 and A45: every visit named belongs to the patient of PID.
pub(super) fn reassign(visits: &Visits<'_, '_>) -> Result<Vec<News>, Unreadable> {
    if visits.group.first("MRG").is_none() {
        return Err(Unreadable::NoPriorIdentifier);
    }
    let mut news = Vec::new();
    for (prior, visit) in moved(visits.group, visits.reader) {
        if let Some(retired) = prior.filter(|prior| *prior != visit) {
            let kind = MergeKind::Visits { retired, survivor: visit.clone() };
            news.push(News::Merge(Merge { kind, at: visits.stamp.moment(None) }));
        }
        news.push(visits.reassigned(visit));
    }
    if news.is_empty() {
        news.push(News::NeedsAPerson("a move to another patient names no visit"));
    }
    Ok(news)
}

/// The visit before a merge, where MRG names one that differs from the visit after it.
pub(super) fn renumbered(
    group: &Group<'_>,
    survivor: &VisitNumber,
    reader: &Reader<'_>,
    stamp: &Stamp,
) -> Vec<News> {
    let prior = group.first("MRG").and_then(|mrg| prior_visit(mrg, reader));
    let joined = prior.filter(|retired| retired != survivor).map(|retired| {
        let kind = MergeKind::Visits { retired, survivor: survivor.clone() };
        News::Merge(Merge { kind, at: stamp.moment(None) })
    });
    joined.into_iter().collect()
}

/// Each visit that MRG and PV1 name, pair by pair: the number before, if any, and the number now.
fn moved(group: &Group<'_>, reader: &Reader<'_>) -> Vec<(Option<VisitNumber>, VisitNumber)> {
    let by_account = reader.profile().visit_key == VisitKey::Account;
    let account = by_account.then(|| visit::named(group, reader)).flatten();
    let mut moved = Vec::new();
    let mut prior = None;
    for segment in group.segments() {
        if segment.is("MRG") {
            moved.extend(prior.take().map(|prior: VisitNumber| (None, prior)));
            prior = prior_visit(*segment, reader);
        } else if segment.is("PV1") && !by_account {
            let now = visit::numbered(segment.field(19).first(), reader);
            moved.extend(now.or_else(|| prior.clone()).map(|now| (prior.take(), now)));
        }
    }
    let now = account.or_else(|| prior.clone());
    moved.extend(now.map(|now| (prior, now)));
    moved
}

fn patients(
    group: &Group<'_>,
    reader: &Reader<'_>,
    stamp: &Stamp,
) -> Result<Vec<News>, Unreadable> {
    let prior = group.field("MRG", 1);
    if prior.presence() == Presence::Null {
        return Err(Unreadable::NoPriorIdentifier);
    }
    let retired = number::list(prior, reader);
    if retired.local.is_empty() && retired.nhs.is_empty() {
        return Err(Unreadable::NoPriorIdentifier);
    }
    let surviving = number::patients(group, reader)?;
    if surviving.local.is_empty() && surviving.nhs.is_empty() {
        return Err(Unreadable::NoIdentifier);
    }
    let merges = match mixed_up(&retired, &surviving, reader) {
        None => pairs(&retired, &surviving),
        Some(mixed_up) => Ok(mixed_up),
    };
    let merge = |(retired, survivor)| {
        let kind = MergeKind::Patients { retired, survivor };
        News::Merge(Merge { kind, at: stamp.moment(None) })
    };
    Ok(match merges {
        Ok(pairs) => pairs.into_iter().map(merge).collect(),
        Err(words) => vec![News::NeedsAPerson(words)],
    })
}

/// A merge that retires an NHS number says that two people's NHS numbers were mixed up. Only that
/// is told, so that filing holds the match back; which hospital number is whose no rule can tell.
fn mixed_up(
    retired: &Listed,
    surviving: &Listed,
    reader: &Reader<'_>,
) -> Option<Vec<(HospitalNumber, HospitalNumber)>> {
    let survivor = number::filed_under(surviving, reader)?;
    let mixed = retired.nhs.iter().filter(|number| !surviving.nhs.contains(number));
    let pairs = mixed.map(|number| (number::of_the_nhs(*number), survivor.clone()));
    Some(pairs.collect()).filter(|pairs: &Vec<_>| !pairs.is_empty())
}

/// Pairs what is retired with what survives: the same authority, the same place in the list.
///
/// All or nothing: where one pair is doubtful a person decides about all.
fn pairs(
    retired: &Listed,
    surviving: &Listed,
) -> Result<Vec<(HospitalNumber, HospitalNumber)>, &'static str> {
    let mut pairs = Vec::new();
    for (at, number) in retired.local.iter().enumerate() {
        let of_same = |other: &&HospitalNumber| other.authority == number.authority;
        let before = retired.local.iter().take(at).filter(of_same).count();
        let survivor = surviving.local.iter().filter(of_same).nth(before);
        let survivor = survivor.ok_or("a merge pairs numbers of different authorities")?;
        if survivor != number {
            pairs.push((number.clone(), survivor.clone()));
        }
    }
    Ok(pairs)
}

fn visits(group: &Group<'_>, reader: &Reader<'_>, stamp: &Stamp) -> Result<Vec<News>, Unreadable> {
    let mrg = group.first("MRG").ok_or(Unreadable::NoPriorIdentifier)?;
    match (prior_visit(mrg, reader), visit::named(group, reader)) {
        (Some(_), Some(survivor)) => Ok(renumbered(group, &survivor, reader, stamp)),
        _ => Ok(vec![News::NeedsAPerson("a merge of visits does not name both")]),
    }
}

/// MRG-5, or MRG-3 where accounts name the visits.
fn prior_visit(mrg: Segment<'_>, reader: &Reader<'_>) -> Option<VisitNumber> {
    let number = match reader.profile().visit_key {
        VisitKey::Visit => 5,
        VisitKey::Account => 3,
        VisitKey::AdmissionTime => return None,
    };
    visit::numbered(mrg.field(number).first(), reader)
}
