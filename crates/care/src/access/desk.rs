//! Who may compare a patient with the people they may be, and see what became of a wrong match?

use jiff::{SignedDuration, Timestamp};

use super::{DataGroup, Ground, Leave, Organisation, Staff, Stated, leave};
use crate::filing::Shield;
use crate::people::{DeskKind, Identity, PatientId, PersonKey, TrustCode};
use crate::record::Sharing;

/// A patient at the match desk, and whom they may be.
#[derive(Debug, Clone, Copy)]
pub struct AtDesk<'a> {
    /// The patient.
    pub patient: &'a PatientId,
    /// Whose patient.
    pub trust: &'a TrustCode,
    /// All who may be the patient, of whatever council.
    pub people: &'a [PersonKey],
}

/// Leave to see once who somebody's candidates are: identities, nothing of any care.
///
/// Its fields are private and it cannot be cloned: only [`desk`] makes one, and the store takes it
/// away when it gives out the identities and writes a line in the audit for each.
#[derive(Debug)]
pub struct DeskPermit {
    staff: Staff,
    patient: PatientId,
    people: Vec<PersonKey>,
    at: Timestamp,
}

impl DeskPermit {
    /// Who looks.
    pub fn staff(&self) -> &Staff {
        &self.staff
    }

    /// At which patient.
    pub fn patient(&self) -> &PatientId {
        &self.patient
    }

    /// Whom they may see: a council's staff their own people only, a hospital's staff all.
    pub fn people(&self) -> &[PersonKey] {
        &self.people
    }

    /// When leave was given.
    pub fn at(&self) -> Timestamp {
        self.at
    }
}

/// Why somebody may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAtDesk {
    /// The role does not work at the match desk, or may not see who looked.
    #[error("this role may not")]
    RoleMayNot,
    /// The patient is of another trust, and none of the people is of this council.
    #[error("the patient and the people are others'")]
    NotYours,
    /// A reason must be stated first.
    #[error("a reason is needed")]
    ReasonNeeded,
}

/// Whether this role works at the match desk: it decides, and does not only report.
pub fn works_at_desk(staff: &Staff) -> bool {
    leave(staff.role, DataGroup::MatchDesk) == Leave::Full
}

/// Decides whether somebody may compare a patient with their candidates now.
pub fn desk(staff: &Staff, at_desk: AtDesk<'_>, now: Timestamp) -> Result<DeskPermit, NotAtDesk> {
    if !works_at_desk(staff) {
        return Err(NotAtDesk::RoleMayNot);
    }
    let own = |person: &&PersonKey| is_own_pair(staff, at_desk.trust, person);
    let people: Vec<PersonKey> = at_desk.people.iter().filter(own).cloned().collect();
    let is_patients_own = match &staff.organisation {
        Organisation::Hospital { trust, .. } => trust == at_desk.trust,
        Organisation::Council(_) => !people.is_empty(),
    };
    if !is_patients_own {
        return Err(NotAtDesk::NotYours);
    }
    Ok(DeskPermit { staff: staff.clone(), patient: at_desk.patient.clone(), people, at: now })
}

/// Decides whether somebody may see who saw, or was told of, a person's care under a match that was
/// withdrawn. Answers with the reason they state, where they state one.
pub fn review(
    staff: &Staff,
    (trust, person): (&TrustCode, &PersonKey),
    stated: &str,
) -> Result<Option<Ground>, NotAtDesk> {
    let needs_reason = match leave(staff.role, DataGroup::AccessLog) {
        Leave::Full => false,
        Leave::WithReason => true,
        _ => return Err(NotAtDesk::RoleMayNot),
    };
    if !is_own_pair(staff, trust, person) {
        return Err(NotAtDesk::NotYours);
    }
    match Stated::new(stated) {
        None if needs_reason => Err(NotAtDesk::ReasonNeeded),
        None => Ok(None),
        Some(stated) => Ok(Some(Ground::Stated(stated.words().to_owned()))),
    }
}

/// Whether a pair is of this organisation: by its patient or by its person.
pub fn is_own_pair(staff: &Staff, trust: &TrustCode, person: &PersonKey) -> bool {
    match &staff.organisation {
        Organisation::Hospital { trust: own, .. } => own == trust,
        Organisation::Council(own) => *own == person.council,
    }
}

/// Whether a pair has waited too long for an answer: what is hidden because somebody reported it
/// sooner than what was never open.
pub fn is_overdue(kind: DeskKind, since: Timestamp, now: Timestamp) -> bool {
    let within = match kind {
        DeskKind::Reported => SignedDuration::from_hours(1),
        DeskKind::Doubtful => SignedDuration::from_hours(4),
    };
    now.duration_since(since) > within
}

/// Whether a pair that nobody has taken has waited long enough to be marked.
pub fn waits_long(since: Timestamp, now: Timestamp) -> bool {
    now.duration_since(since) > SignedDuration::from_mins(30)
}

/// A patient and their candidates as far as anybody at the desk may see them.
#[derive(Clone)]
pub struct Compared {
    /// Who the hospital says the patient is.
    pub hospital: Identity,
    /// Who the council says each candidate is.
    pub people: Vec<Identity>,
    /// Whether addresses, telephones and practices are among them.
    pub places: Places,
}

/// Whether the desk shows from where somebody can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    /// It does.
    Shown,
    /// It does not, of anybody: one of them asks for protection, and the others may live in the
    /// same house.
    Withheld,
}

/// Takes away what the desk must not show (hazard H16). Where anybody objects to sharing or must
/// not be found, address, telephones and practice of all are withheld; the desk needs neither care
/// nor place to tell two people apart. `shields` are the marks under all the
/// patient's numbers, `all` the marks of all candidates, of those of another council too, whom this
/// viewer does not see.
pub fn cut_identities(
    (hospital, shields): (Identity, &[Shield]),
    people: Vec<Identity>,
    all: &[Sharing],
) -> Compared {
    let is_open = |sharing: &Sharing| matches!(sharing, Sharing::Open | Sharing::Transition);
    let all_open = shields.iter().all(|it| *it == Shield::None) && all.iter().all(is_open);
    let places = if all_open { Places::Shown } else { Places::Withheld };
    let cut = |identity: Identity| match places {
        Places::Shown => identity,
        Places::Withheld => Identity {
            address: None,
            earlier_postcodes: Vec::new(),
            phones: Vec::new(),
            practice: None,
            ..identity
        },
    };
    let people = people.into_iter().map(cut).collect();
    Compared { hospital: cut(hospital), people, places }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Role, Seat};
    use crate::people::{Phone, Postcode};

    #[test]
    fn a_hospital_compares_its_own_patients_and_nobody_elses() {
        let permit = ask(&at_hospital("RZZ", Role::PrivacyOfficer), &[person("westshire")]);
        assert_eq!(permit.map(|permit| permit.people().to_vec()), Ok(vec![person("westshire")]));
        let refused = ask(&at_hospital("RYY", Role::PrivacyOfficer), &[person("westshire")]);
        assert_eq!(refused.map(|_| ()), Err(NotAtDesk::NotYours));
    }

    #[test]
    fn a_council_sees_its_own_people_among_the_candidates_only() {
        let both = [person("eastshire"), person("westshire")];
        let permit = ask(&at_council("westshire", Role::SocialWorker), &both);
        assert_eq!(permit.map(|permit| permit.people().to_vec()), Ok(vec![person("westshire")]));
        for candidates in [&both[..1], &[]] {
            let refused = ask(&at_council("westshire", Role::SocialWorker), candidates);
            assert_eq!(refused.map(|_| ()), Err(NotAtDesk::NotYours));
        }
    }

    #[test]
    fn who_may_only_report_sees_no_candidate() {
        for role in Role::ALL {
            let decides =
                matches!(role, Role::SocialWorker | Role::SafeguardingLead | Role::PrivacyOfficer);
            assert_eq!(works_at_desk(&at_hospital("RZZ", role)), decides, "{role:?}");
            let may = ask(&at_hospital("RZZ", role), &[person("westshire")]).is_ok();
            assert_eq!(may, decides, "{role:?}");
        }
    }

    #[test]
    fn a_safeguarding_lead_says_why_and_a_privacy_officer_need_not() {
        let (trust, person) = ("RZZ".parse().unwrap(), person("westshire"));
        let asked = |staff: &Staff, why| review(staff, (&trust, &person), why);
        let officer = at_hospital("RZZ", Role::PrivacyOfficer);
        assert_eq!(asked(&officer, ""), Ok(None));
        let lead = at_council("westshire", Role::SafeguardingLead);
        assert_eq!(asked(&lead, " \n"), Err(NotAtDesk::ReasonNeeded));
        let stated = Ground::Stated("A complaint".to_owned());
        assert_eq!(asked(&lead, " A complaint "), Ok(Some(stated)));
        let elsewhere = at_council("eastshire", Role::PrivacyOfficer);
        assert_eq!(asked(&elsewhere, ""), Err(NotAtDesk::NotYours));
        let social_worker = at_council("westshire", Role::SocialWorker);
        assert_eq!(asked(&social_worker, "curious"), Err(NotAtDesk::RoleMayNot));
    }

    #[test]
    fn h16_where_anybody_asks_for_protection_no_place_of_anybody_is_shown() {
        let open = [Sharing::Open, Sharing::Transition];
        for shield in [Shield::None, Shield::Location, Shield::Objection, Shield::Held] {
            for sharing in [open[0], open[1], Sharing::ProtectedLocation, Sharing::Objection] {
                let marks = [Sharing::Open, sharing];
                let cut =
                    cut_identities((somebody(), &[Shield::None, shield]), vec![somebody()], &marks);
                let expected = shield == Shield::None && open.contains(&sharing);
                assert_eq!(cut.places == Places::Shown, expected, "{shield:?} {sharing:?}");
                for side in cut.people.iter().chain([&cut.hospital]) {
                    let left = !side.phones.is_empty()
                        || !side.earlier_postcodes.is_empty()
                        || side.practice.is_some();
                    assert_eq!(left, expected, "{shield:?} {sharing:?}");
                }
            }
        }
    }

    fn somebody() -> Identity {
        Identity {
            phones: vec![Phone::new("01632 960987").unwrap()],
            earlier_postcodes: vec!["XX1 2AB".parse::<Postcode>().unwrap()],
            practice: Some("Y99001".to_owned()),
            ..Identity::default()
        }
    }

    fn ask(staff: &Staff, people: &[PersonKey]) -> Result<DeskPermit, NotAtDesk> {
        let (patient, trust) = ("abc".parse().unwrap(), "RZZ".parse().unwrap());
        let at_desk = AtDesk { patient: &patient, trust: &trust, people };
        desk(staff, at_desk, Timestamp::UNIX_EPOCH)
    }

    fn person(council: &str) -> PersonKey {
        PersonKey { council: council.parse().unwrap(), id: "4711".parse().unwrap() }
    }

    fn at_hospital(trust: &str, role: Role) -> Staff {
        let site = "RZZ01".parse().unwrap();
        of(role, Organisation::Hospital { trust: trust.parse().unwrap(), site })
    }

    fn at_council(council: &str, role: Role) -> Staff {
        of(role, Organisation::Council(council.parse().unwrap()))
    }

    fn of(role: Role, organisation: Organisation) -> Staff {
        let id = "staff-1".parse().unwrap();
        Staff::new(id, "Jo Invented", Seat { role, organisation })
    }
}
