//! May this record be opened, on what ground, and what of it is shown?
//!
//! **Invariant:** this is the one decision. Role, relation, answer and the marks on the person come
//! in; a [`Permit`] that carries how far each group is shown, or the reason why not, goes out. No
//! page, sheet or cut works any of it out a second time.

mod refusal;

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::refusal::{Because, DAYS_AFTER_DEATH, Refusal};
use self::refusal::{certain, fit_to_show};
use super::privacy::Kin;
use super::{
    DataGroup, Leave, Override, Permission, PermissionMode, Relation, RelationKind, SaidNo, Sheet,
    Shown, Staff, Stated, leave,
};
use crate::access::cut::Sight;
use crate::filing::Shield;
use crate::people::{Born, Death, PatientId, PersonKey, StayId, Verdict};
use crate::record::Sharing;

/// On what ground a record is opened; a line of the audit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ground {
    /// The patient is in the viewer's hospital now.
    Stay(StayId),
    /// The person is the viewer's council's own.
    OwnPerson,
    /// A reason stated, in the user's words; at most 200 characters: without a live stay, where the
    /// viewer may be family or the patient is watched, or to see what is protected. Goes to the
    /// privacy list.
    Stated(String),
}

/// Words written freely stay out of debug text, which ends up in logs.
impl fmt::Debug for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stay(stay) => write!(f, "Stay({stay:?})"),
            Self::OwnPerson => f.write_str("OwnPerson"),
            Self::Stated(_) => f.write_str("Stated(..)"),
        }
    }
}

/// Leave to open one record once.
///
/// Its fields are private and it cannot be cloned: only [`permit`] makes one, and the store takes
/// it away when it opens the record and writes the line in the audit.
#[derive(Debug)]
pub struct Permit {
    staff: Staff,
    patient: PatientId,
    person: PersonKey,
    relation: Relation,
    ground: Ground,
    permission: Option<Permission>,
    overridden: Option<Override>,
    kin: Option<Kin>,
    protected: bool,
    shown: Shown,
    at: Timestamp,
}

impl Permit {
    /// Who looks.
    pub fn staff(&self) -> &Staff {
        &self.staff
    }

    /// At which patient.
    pub fn patient(&self) -> &PatientId {
        &self.patient
    }

    /// Whose record is opened.
    pub fn person(&self) -> &PersonKey {
        &self.person
    }

    /// How they stand to each other.
    pub fn relation(&self) -> &Relation {
        &self.relation
    }

    /// On what ground.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// What the person answered, where the question was put.
    pub fn permission(&self) -> Option<&Permission> {
        self.permission.as_ref()
    }

    /// Why the viewer looks although the person said no, where they do.
    pub fn overridden(&self) -> Option<&Override> {
        self.overridden.as_ref()
    }

    /// What the viewer may be to the patient besides.
    pub fn kin(&self) -> Option<Kin> {
        self.kin
    }

    /// How far each group is shown, and what may be done.
    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    /// When leave was given.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Whether what is seen may leave the screen: never what was opened against the person's word.
    pub fn may_print(&self) -> bool {
        self.overridden.is_none()
    }

    /// The same look for paper; `None` where it may not be printed.
    pub fn on_paper(self, sheet: Sheet) -> Option<Self> {
        let may = self.may_print();
        may.then(|| Self { shown: self.shown.on(sheet), ..self })
    }

    /// What the cut goes by, once the permit is used up.
    pub fn sight(&self) -> Sight {
        Sight::new(self.shown.clone(), (self.protected, self.may_print()), self.at)
    }

    /// What the line of the audit says of the look, besides its ground and the person's answer.
    pub fn looked(&self) -> Looked {
        Looked {
            relation: self.relation.kind(),
            shown: self.shown.seen(),
            kin: self.kin,
            protected: self.protected,
            overridden: self.overridden.clone(),
        }
    }
}

/// What a look was like, for the line of the audit. Lines of before this was written down hold the
/// default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Looked {
    /// How the viewer stood to the patient.
    pub relation: RelationKind,
    /// Which parts of the record were shown, and how far; empty in lines of before.
    pub shown: Shown,
    /// What the viewer may be to the patient besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kin: Option<Kin>,
    /// Whether where the person is was held back, as far as was known when the record was opened.
    pub protected: bool,
    /// Why it was opened although the person had said no, where they had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Override>,
}

/// What is asked for: one look by one person at one patient.
#[derive(Debug, Clone)]
pub struct Look<'a> {
    /// Who.
    pub staff: &'a Staff,
    /// Whom.
    pub patient: &'a PatientId,
    /// How they stand to each other.
    pub relation: Relation,
    /// A reason stated: where there is no live stay, where the viewer may be family, or to see what
    /// is protected.
    pub stated: Option<&'a Stated>,
    /// The person's answer, where they were asked by this viewer in this stay.
    pub permission: Option<&'a Permission>,
    /// Why the viewer looks although the person said no.
    pub overriding: Option<&'a Override>,
}

/// What is known of the patient that may forbid a look.
#[derive(Debug, Clone, Copy)]
pub struct Marks<'a> {
    /// Which of the council's people this is.
    pub verdict: &'a Verdict,
    /// How the trust handles the question of permission.
    pub mode: PermissionMode,
    /// That the person said no to anybody of the viewer's trust; `None` where nobody noted so, or
    /// where the viewer is of no trust.
    pub said_no: Option<SaidNo>,
    /// What the hospital says must be held back.
    pub shield: Shield,
    /// What the council says must be held back, as the people index knows it.
    pub sharing: Sharing,
    /// The death, where known.
    pub death: Death,
    /// The date of birth, where known.
    pub born: Option<Born>,
    /// What the viewer may be to the patient besides.
    pub kin: Option<Kin>,
}

/// Decides whether a record may be opened now, and how far.
///
/// The order matters. A stranger learns nothing at all; what must never be shown is refused before
/// anything is asked of the user, whoever asks and for whatever reason; only then come the reason,
/// the person's no, and the question of permission.
pub fn permit(look: &Look<'_>, marks: Marks<'_>, now: Timestamp) -> Result<Permit, Refusal> {
    if leave(look.staff.role, DataGroup::Packages) == Leave::None {
        return Err(Refusal::RoleSeesNone);
    }
    if look.relation == Relation::None {
        return Err(Refusal::NotYours);
    }
    let person = certain(marks.verdict)?;
    fit_to_show(&marks, now)?;
    let ground = ground(look, marks.kin)?;
    let overridden = against_their_word(look, &marks, now)?;
    let permission = answered(look, marks.mode, overridden.is_some())?;
    let stated = matches!(ground, Ground::Stated(_));
    Ok(Permit {
        staff: look.staff.clone(),
        patient: look.patient.clone(),
        person,
        relation: look.relation.clone(),
        ground,
        permission,
        overridden,
        kin: marks.kin,
        protected: marks.shield == Shield::Location || marks.sharing == Sharing::ProtectedLocation,
        shown: Shown::by_table(look.staff.role, stated),
        at: now,
    })
}

/// Whether what is marked on the person shuts the record for everybody, whoever looks and whatever
/// they say: then no list tells either that a council knows them.
pub fn is_shut_for_everybody(marks: &Marks<'_>, now: Timestamp) -> bool {
    fit_to_show(marks, now).is_err()
}

/// The ground, or for what a reason is missing. One reason serves for all for which one is asked.
fn ground(look: &Look<'_>, kin: Option<Kin>) -> Result<Ground, Refusal> {
    let without = match &look.relation {
        Relation::LiveStay(stay) => Some(Ground::Stay(stay.clone())),
        Relation::OwnPerson => Some(Ground::OwnPerson),
        Relation::RecentStay(_) | Relation::Earlier | Relation::None => None,
    };
    let needed = reason_due(&look.relation, kin);
    let counts = needed.is_some() || sees_places_with_reason(look.staff);
    let stated = look.stated.filter(|_| counts);
    match (stated, needed, without) {
        (Some(stated), ..) => Ok(Ground::Stated(stated.words().to_owned())),
        (None, Some(because), _) => Err(Refusal::ReasonNeeded(because)),
        (None, None, Some(ground)) => Ok(ground),
        (None, None, None) => Err(Refusal::NotYours),
    }
}

/// For what a reason is due before the record opens; `None` where none is. Until it is stated nobody
/// sees more of the patient than who they are.
pub fn reason_due(relation: &Relation, kin: Option<Kin>) -> Option<Because> {
    match relation {
        Relation::LiveStay(_) | Relation::OwnPerson => kin.map(|_| Because::MayBeKin),
        Relation::RecentStay(_) | Relation::Earlier | Relation::None => Some(Because::NotHere),
    }
}

/// Whether this role sees where a protected person is, once a reason is stated.
pub fn sees_places_with_reason(staff: &Staff) -> bool {
    leave(staff.role, DataGroup::ProtectedLocation) == Leave::WithReason
}

/// Why the viewer looks although the person said no; `None` where the person did not, or no longer
/// does.
fn against_their_word(
    look: &Look<'_>,
    marks: &Marks<'_>,
    now: Timestamp,
) -> Result<Option<Override>, Refusal> {
    match (marks.said_no.filter(|no| no.holds(now)), look.overriding) {
        (None, _) => Ok(None),
        (Some(_), Some(overriding)) => Ok(Some(overriding.clone())),
        (Some(SaidNo { until }), None) => Err(Refusal::PersonRefused { until }),
    }
}

fn answered(
    look: &Look<'_>,
    mode: PermissionMode,
    is_overridden: bool,
) -> Result<Option<Permission>, Refusal> {
    let asks = leave(look.staff.role, DataGroup::Packages) == Leave::AfterPermission
        && mode != PermissionMode::Off;
    let answer = look.permission.cloned();
    let is_settled = answer.as_ref().is_some_and(|answer| answer.settles(mode));
    if asks && !is_settled && !is_overridden {
        return Err(Refusal::PermissionNeeded);
    }
    Ok(answer)
}
