//! One look, as somebody asks for it: what the tests of leave to look begin with.

use care::access::privacy::Kin;
use care::access::{
    Look, Marks, Organisation, Override, Permission, PermissionMode, Permit, Refusal, Relation,
    Role, SaidNo, Seat, Staff, Stated, permit,
};
use care::filing::Shield;
use care::people::{Born, Death, PatientId, PersonKey, Reason, StayId, Verdict};
use care::record::Sharing;
use jiff::Timestamp;
use jiff::civil::date;

use crate::sample::at;

/// One look that is granted: a ward nurse, permission given, a live stay, a certain match, an
/// adult alive. Each test spoils a part of it.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) role: Role,
    pub(crate) organisation: Organisation,
    pub(crate) relation: Relation,
    pub(crate) stated: Option<&'static str>,
    pub(crate) permission: Option<Permission>,
    pub(crate) said_no: Option<SaidNo>,
    pub(crate) overriding: Option<Override>,
    pub(crate) kin: Option<Kin>,
    pub(crate) verdict: Verdict,
    pub(crate) mode: PermissionMode,
    pub(crate) shield: Shield,
    pub(crate) sharing: Sharing,
    pub(crate) death: Death,
    pub(crate) born: Option<Born>,
    pub(crate) now: Timestamp,
}

pub(crate) fn person() -> PersonKey {
    PersonKey { council: "westshire".parse().unwrap(), id: "40021".parse().unwrap() }
}

pub(crate) fn stay() -> StayId {
    "stay-1".parse().unwrap()
}

pub(crate) fn patient() -> PatientId {
    "patient-1".parse().unwrap()
}

pub(crate) fn hospital() -> Organisation {
    Organisation::Hospital { trust: "RZZ".parse().unwrap(), site: "RZZ01".parse().unwrap() }
}

pub(crate) fn council() -> Organisation {
    Organisation::Council("westshire".parse().unwrap())
}

pub(crate) fn case() -> Case {
    Case {
        role: Role::Ward,
        organisation: hospital(),
        relation: Relation::LiveStay(stay()),
        stated: None,
        permission: Some(Permission::Given),
        said_no: None,
        overriding: None,
        kin: None,
        verdict: Verdict::Match(person(), vec![Reason::SameNumber]),
        mode: PermissionMode::Ask,
        shield: Shield::None,
        sharing: Sharing::Open,
        death: Death::Alive,
        born: Some(Born::on(date(1945, 7, 14))),
        now: at("2026-08-12T13:05:00Z"),
    }
}

/// A social worker of the person's own council.
pub(crate) fn own_worker() -> Case {
    Case {
        role: Role::SocialWorker,
        organisation: council(),
        relation: Relation::OwnPerson,
        permission: None,
        ..case()
    }
}

impl Case {
    pub(crate) fn try_it(&self) -> Result<Permit, Refusal> {
        let staff = Staff::new(
            "staff-1".parse().unwrap(),
            "A Nurse",
            Seat { role: self.role, organisation: self.organisation.clone() },
        );
        let stated = self.stated.and_then(Stated::new);
        let look = Look {
            staff: &staff,
            patient: &patient(),
            relation: self.relation.clone(),
            stated: stated.as_ref(),
            permission: self.permission.as_ref(),
            overriding: self.overriding.as_ref(),
        };
        let marks = Marks {
            verdict: &self.verdict,
            mode: self.mode,
            said_no: self.said_no,
            kin: self.kin,
            shield: self.shield,
            sharing: self.sharing,
            death: self.death,
            born: self.born,
        };
        permit(&look, marks, self.now)
    }

    #[track_caller]
    pub(crate) fn opens(&self) -> Permit {
        self.try_it().unwrap()
    }

    #[track_caller]
    pub(crate) fn refused(&self, why: Refusal) {
        assert_eq!(self.try_it().err(), Some(why));
    }
}
