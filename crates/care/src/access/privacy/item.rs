//! What becomes of an item of the privacy list, and who says so?

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::access::{Actor, DataGroup, Leave, Organisation, Staff, leave};
use crate::people::{CouncilName, TrustCode};

/// What a privacy officer says of a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// There was a good reason.
    Right,
    /// The user is asked; the item waits for the answer.
    AskUser,
    /// There was no good reason; it is reported.
    Wrong,
}

impl Outcome {
    /// In words, as the history shows it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Right => "Right",
            Self::AskUser => "User to be asked",
            Self::Wrong => "Wrong, reported",
        }
    }

    /// Whether the item is done with it.
    pub fn closes(self) -> bool {
        self != Self::AskUser
    }

    /// Whether it must be said in words what was found or asked.
    pub fn needs_words(self) -> bool {
        self != Self::Right
    }
}

/// By whose doing an item came on the list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Whose patient it concerns, where it concerns one.
    pub trust: Option<TrustCode>,
    /// Whose person it concerns, where it concerns one.
    pub council: Option<CouncilName>,
    /// Who looked, as they were then; the service itself where the match desk released a match.
    pub actor: Actor,
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cause({:?}, {:?}, {:?})", self.actor, self.trust, self.council)
    }
}

/// Why somebody may not say what becomes of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MayNotJudge {
    /// The role does not work at the privacy desk, or the item is others'.
    #[error("this item is not theirs")]
    NotYours,
    /// It is their own look.
    #[error("nobody judges their own look")]
    OwnLook,
    /// It was somebody of another organisation, whose own privacy officer decides.
    #[error("the user's own organisation decides")]
    OthersStaff,
}

/// By when an item must have been dealt with.
pub const DUE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// From when on it is everybody's business at the desk.
pub const ESCALATES: SignedDuration = SignedDuration::from_hours(14 * 24);

/// At most so many characters of a note are kept.
pub const LONGEST_NOTE: usize = 500;

/// How long an item has waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Longer than [`ESCALATES`].
    Escalated,
    /// Longer than [`DUE`].
    Overdue,
    /// Neither.
    InTime,
}

/// How urgent an item is that came on the list at `since` and is not done.
pub fn urgency(since: Timestamp, now: Timestamp) -> Urgency {
    let waited = now.duration_since(since);
    if waited > ESCALATES {
        Urgency::Escalated
    } else if waited > DUE {
        Urgency::Overdue
    } else {
        Urgency::InTime
    }
}

/// Whether this role works at the privacy desk: it reads the access log of everybody, no reason
/// asked.
pub fn works_at_privacy_desk(staff: &Staff) -> bool {
    leave(staff.role, DataGroup::AccessLog) == Leave::Full
}

/// Whether this role may read who looked at one person: at once, or with a reason.
pub fn reads_access_log(staff: &Staff) -> bool {
    matches!(leave(staff.role, DataGroup::AccessLog), Leave::Full | Leave::WithReason)
}

/// Whether an item concerns this organisation: by its staff, its patient or its person.
pub fn concerns(organisation: &Organisation, cause: &Cause) -> bool {
    let by_staff = match &cause.actor {
        Actor::Staff { organisation: theirs, .. } => is_same(organisation, theirs),
        Actor::Visitor { .. } | Actor::Operator { .. } | Actor::Service => false,
    };
    let by_patient = match organisation {
        Organisation::Hospital { trust, .. } => cause.trust.as_ref() == Some(trust),
        Organisation::Council(name) => cause.council.as_ref() == Some(name),
    };
    by_staff || by_patient
}

/// Decides whether somebody may say what becomes of an item: a privacy officer of the viewer's own
/// organisation, and never the viewer. What the service did is judged by either side.
pub fn may_judge(officer: &Staff, cause: &Cause) -> Result<(), MayNotJudge> {
    if !works_at_privacy_desk(officer) || !concerns(&officer.organisation, cause) {
        return Err(MayNotJudge::NotYours);
    }
    match &cause.actor {
        Actor::Staff { id, .. } | Actor::Visitor { id, .. } if *id == officer.id => {
            Err(MayNotJudge::OwnLook)
        }
        Actor::Staff { organisation, .. } if !is_same(&officer.organisation, organisation) => {
            Err(MayNotJudge::OthersStaff)
        }
        Actor::Staff { .. } | Actor::Visitor { .. } => Ok(()),
        Actor::Operator { .. } | Actor::Service => Ok(()),
    }
}

/// Whether two work for the same trust or the same council, at whatever site.
fn is_same(one: &Organisation, other: &Organisation) -> bool {
    match (one, other) {
        (Organisation::Hospital { trust, .. }, Organisation::Hospital { trust: theirs, .. }) => {
            trust == theirs
        }
        (Organisation::Council(name), Organisation::Council(theirs)) => name == theirs,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Role, Seat};

    #[test]
    fn the_viewers_own_organisation_decides_and_nobody_over_themselves() {
        let cause = looked_by(&at_hospital("nurse", "RZZ", Role::Ward));
        let judge = |officer: &Staff| may_judge(officer, &cause);
        assert_eq!(judge(&at_hospital("officer", "RZZ", Role::PrivacyOfficer)), Ok(()));
        let council = at_council("officer", "westshire", Role::PrivacyOfficer);
        assert_eq!(judge(&council), Err(MayNotJudge::OthersStaff));
        let elsewhere = at_council("officer", "eastshire", Role::PrivacyOfficer);
        assert_eq!(judge(&elsewhere), Err(MayNotJudge::NotYours));
        let officer = at_hospital("officer", "RYY", Role::PrivacyOfficer);
        assert_eq!(judge(&officer), Err(MayNotJudge::NotYours));
        let herself = at_hospital("nurse", "RZZ", Role::PrivacyOfficer);
        assert_eq!(judge(&herself), Err(MayNotJudge::OwnLook));
    }

    #[test]
    fn what_the_service_released_either_side_judges() {
        let nurse = at_hospital("nurse", "RZZ", Role::Ward);
        let cause = Cause { actor: Actor::Service, ..looked_by(&nurse) };
        let officers = [
            at_hospital("officer", "RZZ", Role::PrivacyOfficer),
            at_council("officer", "westshire", Role::PrivacyOfficer),
        ];
        assert!(officers.iter().all(|officer| may_judge(officer, &cause).is_ok()));
    }

    #[test]
    fn only_privacy_officers_work_at_the_desk() {
        for role in Role::ALL {
            let staff = at_hospital("somebody", "RZZ", role);
            assert_eq!(works_at_privacy_desk(&staff), role == Role::PrivacyOfficer, "{role:?}");
            let reads = matches!(role, Role::PrivacyOfficer | Role::SafeguardingLead);
            assert_eq!(reads_access_log(&staff), reads, "{role:?}");
            let may = may_judge(&staff, &looked_by(&at_hospital("nurse", "RZZ", Role::Ward)));
            assert_eq!(may.is_ok(), role == Role::PrivacyOfficer, "{role:?}");
        }
    }

    #[test]
    fn an_item_is_overdue_after_seven_days_and_escalates_after_fourteen() {
        let waited = |hours| {
            let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours);
            urgency(Timestamp::UNIX_EPOCH, now)
        };
        assert_eq!(waited(7 * 24), Urgency::InTime);
        assert_eq!(waited(7 * 24 + 1), Urgency::Overdue);
        assert_eq!(waited(14 * 24), Urgency::Overdue);
        assert_eq!(waited(14 * 24 + 1), Urgency::Escalated);
    }

    fn looked_by(staff: &Staff) -> Cause {
        Cause {
            trust: "RZZ".parse().ok(),
            council: "westshire".parse().ok(),
            actor: Actor::from(staff),
        }
    }

    fn at_hospital(id: &str, trust: &str, role: Role) -> Staff {
        let (trust, site) = (trust.parse().unwrap(), "RZZ01".parse().unwrap());
        of(id, role, Organisation::Hospital { trust, site })
    }

    fn at_council(id: &str, council: &str, role: Role) -> Staff {
        of(id, role, Organisation::Council(council.parse().unwrap()))
    }

    fn of(id: &str, role: Role, organisation: Organisation) -> Staff {
        Staff::new(id.parse().unwrap(), "Jo Invented", Seat { role, organisation })
    }
}
