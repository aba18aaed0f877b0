//! Who did what, to whom, and why?

mod list;
mod words;

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::accounts::AccountAct;
use super::session::{EndCause, LockCause, NotLetIn, Visitor};
use super::{
    Chain, Ground, Looked, Organisation, Origin, Override, Permission, Role, Stated, Stretch,
};
use crate::people::{Opinion, PatientId, PersonKey, StaffId, StayId, TrustCode, WithdrawalCause};

pub use list::NameList;

/// One line of the audit. It is written in the transaction of what it records: no line, no act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What.
    pub act: Act,
    /// To which patient, where it concerns one.
    pub patient: Option<PatientId>,
    /// In which stay, where it concerns one.
    pub stay: Option<StayId>,
    /// Whose record at the council, where it concerns one.
    pub person: Option<PersonKey>,
    /// The trust in whose chain the line stands where no member of staff acted: the patient's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<TrustCode>,
}

impl AuditLine {
    /// An act that concerns nobody else. Whom it concerns is put in by `..`.
    pub fn new(at: Timestamp, actor: Actor, act: Act) -> Self {
        Self { at, actor, act, patient: None, stay: None, person: None, trust: None }
    }

    /// From where it was done; `None` where nobody came in for it.
    pub fn origin(&self) -> Option<&Origin> {
        match (&self.actor, &self.act) {
            (Actor::Staff { origin, .. } | Actor::Visitor { origin, .. }, _)
            | (_, Act::NotSignedIn { origin, .. }) => Some(origin),
            (Actor::Operator { .. } | Actor::Service, _) => None,
        }
    }

    /// In whose chain the line stands: that of the organisation for which its actor acts.
    pub fn chain(&self) -> Chain {
        match (&self.actor, &self.trust) {
            (Actor::Staff { organisation: Organisation::Hospital { trust, .. }, .. }, _) => {
                Chain::Trust(trust.clone())
            }
            (Actor::Staff { organisation: Organisation::Council(council), .. }, _) => {
                Chain::Council(council.clone())
            }
            (Actor::Service, Some(trust)) => Chain::Trust(trust.clone()),
            (Actor::Service, None) | (Actor::Visitor { .. } | Actor::Operator { .. }, _) => {
                Chain::Service
            }
        }
    }
}

/// Who acts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// A member of staff, with what they were at the time.
    Staff {
        /// Our handle.
        id: StaffId,
        /// The name at the time.
        name: String,
        /// The role at the time.
        role: Role,
        /// The organisation at the time.
        organisation: Organisation,
        /// By which way and from where they had come in.
        #[serde(default)]
        origin: Origin,
    },
    /// Somebody who has proved who they are and has taken no seat.
    Visitor {
        /// Our handle.
        id: StaffId,
        /// The name at the time.
        name: String,
        /// By which way and from where they had come in.
        #[serde(default)]
        origin: Origin,
    },
    /// Somebody at the command line of the service, by the name that they gave.
    Operator {
        /// As it was given.
        name: String,
    },
    /// The service itself, filing a message.
    Service,
}

/// Debug text ends up in logs, so it keeps the name to itself.
impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Staff { id, role, .. } => write!(f, "Staff({id:?}, {role:?})"),
            Self::Visitor { id, .. } => write!(f, "Visitor({id:?})"),
            Self::Operator { .. } => f.write_str("Operator"),
            Self::Service => f.write_str("Service"),
        }
    }
}

impl From<&super::Staff> for Actor {
    fn from(staff: &super::Staff) -> Self {
        Self::Staff {
            id: staff.id.clone(),
            name: staff.name.clone(),
            role: staff.role,
            organisation: staff.organisation.clone(),
            origin: staff.origin.clone(),
        }
    }
}

impl From<&Visitor> for Actor {
    fn from(visitor: &Visitor) -> Self {
        Self::Visitor {
            id: visitor.id.clone(),
            name: visitor.name.clone(),
            origin: visitor.origin.clone(),
        }
    }
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// Signed in.
    SignedIn,
    /// Was sent to a provider, or came from a patient system, and was not let in. Who it was nobody
    /// knows.
    NotSignedIn {
        /// By which way, and from where.
        origin: Origin,
        /// Why, in one word of ours.
        why: String,
    },
    /// Had proved who they are and was not let in.
    NotLetIn {
        /// Why.
        why: NotLetIn,
    },
    /// Took a seat, the one that stands in this line.
    TookSeat,
    /// Their screen was locked.
    Locked {
        /// Why.
        why: LockCause,
    },
    /// Proved again who they are and went on.
    Unlocked,
    /// Signed out.
    SignedOut,
    /// Their session ended without them.
    SessionEnded {
        /// Why.
        why: EndCause,
    },
    /// Ended sessions of somebody: at once all of them, or one.
    EndedSessions {
        /// Whose.
        whom: StaffId,
    },
    /// Opened a record.
    Opened {
        /// On what ground.
        ground: Ground,
        /// What the person answered, where the question was put.
        permission: Option<Permission>,
        /// What the look was like: which parts were shown, to whom in relation to the person.
        #[serde(default)]
        looked: Looked,
    },
    /// Printed a record.
    Printed {
        /// On what ground.
        ground: Ground,
        /// What the person answered, where the question was put.
        #[serde(default)]
        permission: Option<Permission>,
        /// What the look was like: which parts are on the sheet, to whom in relation to the person.
        #[serde(default)]
        looked: Looked,
        /// Whether the parts left out by default were added.
        with_sensitive: bool,
    },
    /// Was refused a record; the words of the refusal.
    WasRefused {
        /// Why.
        why: String,
    },
    /// Noted what the person answered.
    Permission {
        /// The answer.
        answer: Permission,
    },
    /// Saw who a patient is and nothing of a record. The line names the stay only where the patient
    /// was in their hospital at the time.
    SawIdentity,
    /// Stated why they look where a reason is asked for, whether or not they then looked.
    GaveReason {
        /// Why.
        why: Stated,
        /// Until when it is good.
        until: Timestamp,
    },
    /// Stated why they look although the person said no.
    Overrode {
        /// Why.
        why: Override,
        /// Until when it is good.
        until: Timestamp,
    },
    /// Compared hospital and council identity and found them the same person.
    ComparedSame,
    /// Reported a wrong match; the record is hidden from then on.
    ReportedWrongMatch,
    /// Saw at the match desk who a candidate is.
    SawPair,
    /// Saw who had seen, or was told of, a person's care under a match that was withdrawn.
    SawWithdrawn {
        /// The reason stated, where the role needs one.
        stated: Option<Ground>,
    },
    /// Said at the match desk what the patient and the person are to each other.
    Judged {
        /// What.
        opinion: Opinion,
    },
    /// Took back what was said at the match desk.
    TookBackJudgement {
        /// What had been said.
        opinion: Opinion,
    },
    /// A certain match ended.
    Withdrew {
        /// Why.
        cause: WithdrawalCause,
    },
    /// A patient whose match was reported as wrong is withheld no longer: the match desk decided.
    Released,
    /// Saw, for a reason stated, where a person is of whom the record itself said that this is
    /// protected, and nobody before it.
    SawProtectedPlace,
    /// Saw whether the national service holds a patient back, and why.
    SawHold,
    /// Found that a patient is not the person whom the national service holds back; the record may
    /// be looked for again.
    ReleasedHold {
        /// The reason stated.
        stated: String,
    },
    /// A model of matching was put in the place of another.
    SwitchedModel {
        /// The version in use from then on.
        version: String,
    },
    /// Said whether the page answered the question.
    AnsweredFeedback,
    /// Matching decided; the verdict's name.
    Matched {
        /// "match", "review" or "none".
        verdict: String,
    },
    /// The national service was asked for the NHS number; what came of it, in one word.
    Traced {
        /// See [`crate::people::trace::Outcome::word`].
        outcome: String,
    },
    /// Looked for a patient; neither what was typed nor who was found stands here.
    Searched {
        /// By what: `nhs_number`, `hospital_number` or `name`.
        by: String,
        /// How many were found.
        found: u64,
    },
    /// Read a list that names people, none of whom stands in this line.
    SawList {
        /// Which.
        list: NameList,
        /// How many of its rows named somebody.
        named: u64,
    },
    /// Read the privacy list.
    SawPrivacyList,
    /// Read an item of the privacy list.
    SawPrivacyItem {
        /// Our number of the item.
        item: i64,
    },
    /// Took an item of the privacy list, or gave it back.
    TookPrivacyItem {
        /// Our number of the item.
        item: i64,
        /// Whether it was taken, and not given back.
        taken: bool,
    },
    /// Said what becomes of an item of the privacy list.
    JudgedPrivacyItem {
        /// Our number of the item.
        item: i64,
        /// What.
        outcome: super::privacy::Outcome,
    },
    /// Opened an item of the privacy list again that had been done.
    ReopenedPrivacyItem {
        /// Our number of the item.
        item: i64,
    },
    /// Read the watch list.
    SawWatchList,
    /// Put somebody on the watch list.
    Watched {
        /// As what.
        kind: super::privacy::Watch,
    },
    /// Took somebody off the watch list.
    Unwatched {
        /// As what they had stood there.
        kind: super::privacy::Watch,
    },
    /// Read, printed or wrote out who had looked at a person.
    SawAccessLog {
        /// The reason stated; empty where the role needs none and none was given.
        stated: String,
    },
    /// Wrote out all that is held of a person, for that person.
    ExportedPerson {
        /// The reason stated.
        stated: String,
    },
    /// The council was told something.
    Told {
        /// What.
        notice: crate::exchange::NoticeKind,
    },
    /// Something was done about somebody's account, or about whether they may come in at all.
    Account {
        /// What.
        what: AccountAct,
        /// Whose account.
        whom: StaffId,
    },
    /// Lines of the audit that were older than must be kept were removed; their places stay.
    RemovedLines {
        /// From which chain.
        chain: Chain,
        /// How many.
        lines: i64,
        /// All of them were older than this.
        before: Timestamp,
        /// Where they stood, in the order of their places.
        #[serde(default)]
        stretches: Vec<Stretch>,
    },
    /// The service was started with other settings than the time before.
    ChangedSettings {
        /// The keys that were added, changed or taken away, never what they say.
        keys: Vec<String>,
    },
    /// Lines of the audit were exported.
    ExportedAudit {
        /// In which form.
        form: String,
        /// How many.
        lines: i64,
    },
    /// An act that this program does not know: of a newer one, or of nobody's making. Never written.
    #[serde(other)]
    Unreadable,
}
