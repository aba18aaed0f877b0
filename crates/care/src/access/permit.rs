//! May this record be opened, and on what ground?

use std::fmt;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::{DataGroup, Leave, Organisation, Staff, leave};
use crate::filing::Shield;
use crate::people::{Born, Death, PartialDate, PatientId, PersonKey, Reason, StayId, Verdict};
use crate::record::Sharing;
use crate::when::local;

/// How a trust handles the question "has this person agreed?".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PermissionMode {
    /// Staff ask, and answer before they look.
    #[default]
    Ask,
    /// The person was told; staff read so and look.
    Inform,
    /// No question.
    Off,
}

/// What the person answered, or why nobody could ask. Valid for one user, person and stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Permission {
    /// The person agreed.
    Given,
    /// The person said no.
    Refused,
    /// Nobody could ask, and why. Goes to the privacy list.
    CouldNotAsk(WhyNotAsked),
}

/// Why nobody could ask.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhyNotAsked {
    /// Unconscious.
    Unconscious,
    /// Confused, or lacks capacity for this decision.
    LacksCapacity,
    /// An emergency.
    Emergency,
    /// Another reason, in the user's words; at most 200 characters.
    Other(String),
}

/// How the viewer stands to the patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// The patient is in the viewer's hospital now.
    LiveStay(StayId),
    /// The patient is the viewer's council's person.
    OwnPerson,
    /// The patient has been known to the viewer's trust, and is not in the hospital now.
    Earlier,
    /// Neither.
    None,
}

/// On what ground a record is opened; a line of the audit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ground {
    /// The patient is in the viewer's hospital now.
    Stay(StayId),
    /// The person is the viewer's council's own.
    OwnPerson,
    /// A reason stated, in the user's words; at most 200 characters: without a live stay, or by the
    /// council's own staff to see what is protected. Goes to the privacy list.
    Stated(String),
}

/// Words written freely stay out of debug text, which ends up in logs.
impl fmt::Debug for WhyNotAsked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unconscious => "Unconscious",
            Self::LacksCapacity => "LacksCapacity",
            Self::Emergency => "Emergency",
            Self::Other(_) => "Other(..)",
        })
    }
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
    ground: Ground,
    permission: Option<Permission>,
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

    /// On what ground.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// What the person answered, where the question was put.
    pub fn permission(&self) -> Option<&Permission> {
        self.permission.as_ref()
    }

    /// When leave was given.
    pub fn at(&self) -> Timestamp {
        self.at
    }
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
    /// A reason stated in the user's words: where there is no live stay, or to see what is
    /// protected.
    pub stated: Option<&'a str>,
    /// The person's answer, where it was asked for.
    pub permission: Option<&'a Permission>,
}

/// What is known of the patient that may forbid a look.
#[derive(Debug, Clone, Copy)]
pub struct Marks<'a> {
    /// Which of the council's people this is.
    pub verdict: &'a Verdict,
    /// How the trust handles the question of permission.
    pub mode: PermissionMode,
    /// What the hospital says must be held back.
    pub shield: Shield,
    /// What the council says must be held back, as the people index knows it.
    pub sharing: Sharing,
    /// The death, where known.
    pub death: Death,
    /// The date of birth, where known.
    pub born: Option<Born>,
}

/// Why a record stays shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// This role sees no care records at all.
    #[error("this role sees no care records")]
    RoleSeesNone,
    /// The patient is not this organisation's.
    #[error("the patient belongs to another organisation")]
    NotYours,
    /// None of the councils knows the patient.
    #[error("no record was found")]
    NotFound,
    /// A record was found that may be another person's.
    #[error("the match is doubtful")]
    Doubtful,
    /// More than one record fits.
    #[error("more than one person fits")]
    Several,
    /// The NHS number is under review.
    #[error("the number is under review")]
    NumberUnderReview,
    /// No live stay: a reason must be stated first.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// The question of permission must be answered first.
    #[error("permission must be asked for")]
    PermissionNeeded,
    /// The person has said no.
    #[error("the person has not agreed")]
    PersonRefused,
    /// The person objects, or the record is held.
    #[error("sharing is restricted")]
    Restricted,
    /// Died more than [`DAYS_AFTER_DEATH`] days ago.
    #[error("the view has closed after death")]
    ClosedAfterDeath,
    /// Under 18, and not marked by the council as preparing for adulthood.
    #[error("the person is under 18")]
    UnderAge,
}

/// For so many days after a death its record can be opened.
pub const DAYS_AFTER_DEATH: i32 = 30;

/// At most so many characters of a stated reason are kept.
pub const LONGEST_REASON: usize = 200;

/// Decides whether a record may be opened now.
///
/// The order matters: what must never be shown at all is refused before anything is asked of the
/// user.
pub fn permit(look: &Look<'_>, marks: Marks<'_>, now: Timestamp) -> Result<Permit, Refusal> {
    if leave(look.staff.role, DataGroup::Packages) == Leave::None {
        return Err(Refusal::RoleSeesNone);
    }
    let person = certain(marks.verdict)?;
    fit_to_show(&marks, now)?;
    let ground = ground(look)?;
    let permission = answered(look, marks.mode)?;
    Ok(Permit {
        staff: look.staff.clone(),
        patient: look.patient.clone(),
        person,
        ground,
        permission,
        at: now,
    })
}

fn certain(verdict: &Verdict) -> Result<PersonKey, Refusal> {
    match verdict {
        Verdict::Match(person, _) => Ok(person.clone()),
        Verdict::None(_) => Err(Refusal::NotFound),
        Verdict::Review(_, reasons) => Err(doubt(reasons)),
    }
}

fn doubt(reasons: &[Reason]) -> Refusal {
    if reasons.contains(&Reason::NumberShared) || reasons.contains(&Reason::NumberInConflict) {
        Refusal::NumberUnderReview
    } else if reasons.contains(&Reason::SeveralFit) {
        Refusal::Several
    } else {
        Refusal::Doubtful
    }
}

fn fit_to_show(marks: &Marks<'_>, now: Timestamp) -> Result<(), Refusal> {
    let today = local(now).date();
    if matches!(marks.shield, Shield::Objection | Shield::Held)
        || marks.sharing == Sharing::Objection
    {
        return Err(Refusal::Restricted);
    }
    if let Death::DiedOn(day) = marks.death
        && day.saturating_add(DAYS_AFTER_DEATH.days()) < today
    {
        return Err(Refusal::ClosedAfterDeath);
    }
    let child = marks.born.is_some_and(|born| may_be_a_child(born, today));
    if child && marks.sharing != Sharing::Transition {
        return Err(Refusal::UnderAge);
    }
    Ok(())
}

/// Whether somebody born then may be under 18. Where the day is not known, the latest that it can
/// be is taken; one that is to come makes nobody an adult.
fn may_be_a_child(born: Born, today: Date) -> bool {
    let latest = match born.on {
        PartialDate::Day(day) => Some(day),
        PartialDate::Month(year, month) => Date::new(year, month, 1).ok().map(Date::last_of_month),
        PartialDate::Year(year) => Date::new(year, 12, 31).ok(),
    };
    let age = latest.and_then(|day| Born::on(day).age_on(today));
    latest.is_some() && age.is_none_or(|age| age.years < 18)
}

fn ground(look: &Look<'_>) -> Result<Ground, Refusal> {
    match (&look.relation, &look.staff.organisation) {
        (Relation::LiveStay(stay), Organisation::Hospital { .. }) => Ok(Ground::Stay(stay.clone())),
        (Relation::OwnPerson, Organisation::Council(_)) => {
            Ok(stated(look.stated).unwrap_or(Ground::OwnPerson))
        }
        (Relation::Earlier, Organisation::Hospital { .. }) => stated(look.stated),
        _ => Err(Refusal::NotYours),
    }
}

fn stated(reason: Option<&str>) -> Result<Ground, Refusal> {
    let words = reason.map(str::trim).filter(|words| !words.is_empty());
    let words = words.ok_or(Refusal::ReasonNeeded)?;
    Ok(Ground::Stated(words.chars().take(LONGEST_REASON).collect()))
}

fn answered(look: &Look<'_>, mode: PermissionMode) -> Result<Option<Permission>, Refusal> {
    let must_ask = leave(look.staff.role, DataGroup::Packages) == Leave::AfterPermission
        && mode == PermissionMode::Ask;
    match (look.permission, must_ask) {
        (Some(Permission::Refused), _) => Err(Refusal::PersonRefused),
        (Some(answer), _) => Ok(Some(answer.clone())),
        (None, true) => Err(Refusal::PermissionNeeded),
        (None, false) => Ok(None),
    }
}
