//! How does somebody stand to a patient?

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Organisation, Staff};
use crate::people::{SiteCode, StayId, TrustCode, Verdict};
use crate::stays::{Stay, StayState};

/// A stay that ended at most so long ago is a recent one: the ward still hears from the patient,
/// their family and their carers about it.
pub const RECENT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How the viewer stands to the patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The patient is in the viewer's hospital now: it opens.
    LiveStay(StayId),
    /// The patient left the viewer's hospital at most [`RECENT`] ago: it opens with a reason.
    RecentStay(StayId),
    /// The viewer's trust knows the patient, and they are not in the viewer's hospital: it opens
    /// with a reason.
    Earlier,
    /// The patient is the viewer's council's person: it opens.
    OwnPerson,
    /// None of these: for this viewer there is no such patient.
    None,
}

/// What is known of a patient that makes them somebody's.
#[derive(Debug, Clone, Copy)]
pub struct Whose<'a> {
    /// Whose patient.
    pub trust: &'a TrustCode,
    /// All their stays.
    pub stays: &'a [(StayId, Stay)],
    /// Which of the councils' people they are.
    pub verdict: &'a Verdict,
}

/// Decides how somebody stands to a patient now. Nobody sees past their own organisation: a
/// hospital's staff not past their trust, a council's not past the people who are certainly its own.
pub fn relation(staff: &Staff, patient: Whose<'_>, now: Timestamp) -> Relation {
    match &staff.organisation {
        Organisation::Hospital { trust, .. } if trust != patient.trust => Relation::None,
        Organisation::Hospital { site, .. } => at_site(site, patient.stays, now),
        Organisation::Council(name) => {
            match patient.verdict.matched().filter(|person| person.council == *name) {
                Some(_) => Relation::OwnPerson,
                None => Relation::None,
            }
        }
    }
}

fn at_site(site: &SiteCode, stays: &[(StayId, Stay)], now: Timestamp) -> Relation {
    // Where a message named no site, the stay may be at any of the trust's.
    let here =
        || stays.iter().filter(|(_, stay)| stay.place.site.as_ref().is_none_or(|at| at == site));
    if let Some((id, _)) = here().find(|(_, stay)| stay.state.is_live()) {
        return Relation::LiveStay(id.clone());
    }
    let left = here().filter_map(|(id, stay)| Some((left_at(stay)?, id)));
    match left.max_by_key(|(at, _)| *at) {
        Some((at, id)) if now.duration_since(at) <= RECENT => Relation::RecentStay(id.clone()),
        _ => Relation::Earlier,
    }
}

fn left_at(stay: &Stay) -> Option<Timestamp> {
    match &stay.state {
        StayState::Closed(departure) => Some(departure.at),
        StayState::Planned | StayState::Open | StayState::OnLeave | StayState::Void => None,
    }
}

impl Relation {
    /// The stay on whose ground somebody looks, where there is one.
    pub fn stay(&self) -> Option<&StayId> {
        match self {
            Self::LiveStay(stay) | Self::RecentStay(stay) => Some(stay),
            Self::Earlier | Self::OwnPerson | Self::None => None,
        }
    }

    /// Without the handle of the stay: for the line of the audit, which names the stay itself.
    pub fn kind(&self) -> RelationKind {
        match self {
            Self::LiveStay(_) => RelationKind::LiveStay,
            Self::RecentStay(_) => RelationKind::RecentStay,
            Self::Earlier => RelationKind::Earlier,
            Self::OwnPerson => RelationKind::OwnPerson,
            Self::None => RelationKind::None,
        }
    }
}

/// The five ways to stand to a patient, see [`Relation`].
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// In the viewer's hospital at the time.
    LiveStay,
    /// Had left the viewer's hospital at most seven days before.
    RecentStay,
    /// Known to the viewer's trust from before, or in another of its hospitals.
    Earlier,
    /// The viewer's council's own person.
    OwnPerson,
    /// None of these; also lines of before this was written down.
    #[default]
    None,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Role, Seat};
    use crate::people::{HospitalNumber, PersonKey, VisitNumber};
    use crate::stays::{Departure, Place};

    fn nurse() -> Staff {
        at(Organisation::Hospital { trust: "RZZ".parse().unwrap(), site: "RZZ01".parse().unwrap() })
    }

    fn worker(council: &str) -> Staff {
        at(Organisation::Council(council.parse().unwrap()))
    }

    fn at(organisation: Organisation) -> Staff {
        let seat = Seat { role: Role::Ward, organisation };
        Staff::new("staff-1".parse().unwrap(), "Jo Invented", seat)
    }

    fn stay(id: &str, site: Option<&str>, state: StayState) -> (StayId, Stay) {
        let authority = || "RZZ".to_owned();
        let visit = VisitNumber { authority: authority(), value: id.to_owned() };
        let patient = HospitalNumber { authority: authority(), value: "H1".to_owned() };
        let place = Place { site: site.map(|site| site.parse().unwrap()), ..Place::default() };
        (id.parse().unwrap(), Stay { state, place, ..Stay::void(visit, patient) })
    }

    fn left(days: i64, seconds: i64) -> StayState {
        let ago = SignedDuration::from_hours(24 * days) + SignedDuration::from_secs(seconds);
        StayState::Closed(Departure { at: now() - ago, destination: None, method: None })
    }

    fn now() -> Timestamp {
        "2026-08-12T13:05:00Z".parse().unwrap()
    }

    fn found(staff: &Staff, trust: &str, stays: &[(StayId, Stay)]) -> Relation {
        let key = PersonKey { council: "westshire".parse().unwrap(), id: "4711".parse().unwrap() };
        let verdict = Verdict::Match(key, Vec::new());
        let whose = Whose { trust: &trust.parse().unwrap(), stays, verdict: &verdict };
        relation(staff, whose, now())
    }

    /// How a nurse at RZZ01 stands to somebody with these stays.
    fn near(stays: &[(StayId, Stay)]) -> Relation {
        found(&nurse(), "RZZ", stays)
    }

    #[test]
    fn a_stay_at_ones_own_site_is_live_recent_or_over() {
        let id = || "v1".parse::<StayId>().unwrap();
        for state in [StayState::Open, StayState::OnLeave] {
            for here in [Some("RZZ01"), None] {
                assert_eq!(near(&[stay("v1", here, state.clone())]), Relation::LiveStay(id()));
            }
            assert_eq!(near(&[stay("v1", Some("RZZ02"), state)]), Relation::Earlier);
        }
        let own = |state| near(&[stay("v1", Some("RZZ01"), state)]);
        assert_eq!(own(left(7, 0)), Relation::RecentStay(id()));
        assert_eq!(own(left(7, 1)), Relation::Earlier);
        for state in [StayState::Planned, StayState::Void] {
            assert_eq!(own(state), Relation::Earlier);
        }
        assert_eq!(near(&[]), Relation::Earlier);
        assert_eq!(near(&[stay("v1", Some("RZZ02"), left(1, 0))]), Relation::Earlier);
    }

    #[test]
    fn of_several_stays_the_live_one_counts_and_then_the_latest() {
        let three = [
            stay("v1", Some("RZZ01"), left(5, 0)),
            stay("v2", Some("RZZ01"), left(2, 0)),
            stay("v3", Some("RZZ01"), StayState::Open),
        ];
        assert_eq!(near(&three), Relation::LiveStay("v3".parse().unwrap()));
        assert_eq!(near(&three[..2]), Relation::RecentStay("v2".parse().unwrap()));
    }

    #[test]
    fn another_trusts_patient_and_another_councils_person_are_strangers() {
        let live = [stay("v1", Some("RZZ01"), StayState::Open)];
        assert_eq!(found(&nurse(), "RYY", &live), Relation::None);
        assert_eq!(found(&worker("westshire"), "RYY", &live), Relation::OwnPerson);
        assert_eq!(found(&worker("eastshire"), "RZZ", &live), Relation::None);
    }
}
