//! Is the patient whom a patient system shows one of ours?
//!
//! A launch brings the patient of another system's screen. Before anything is shown, that patient is
//! looked for among our own by the NHS number, and then the date of birth and the family name must
//! agree, and the stay where one was named. Whoever is not found so stays unknown: nobody is ever
//! searched for by name.

use std::fmt;

use super::name::fold;
use super::{
    Born, Identity, Known, NameUse, NhsNumber, NumberStatus, Patient, PatientId, PersonName,
};
use crate::stays::Stay;

/// A patient as another system names them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Announced {
    /// The NHS number, and how far that system says it is traced; `None` where it does not say.
    pub number: Option<(NhsNumber, Option<NumberStatus>)>,
    /// The date of birth.
    pub born: Option<Born>,
    /// All names of the person.
    pub names: Vec<PersonName>,
    /// The numbers of the stay that is open there, by whomever issued; empty where no stay is.
    pub visits: Vec<String>,
}

/// One of our patients who has this NHS number.
#[derive(Clone, Copy)]
pub struct Ours<'a> {
    /// Our handle.
    pub id: &'a PatientId,
    /// What the hospital said of them.
    pub patient: &'a Patient,
    /// Their stays.
    pub stays: &'a [Stay],
}

/// Why nobody is shown. The user is told the same whatever it is; the words are for the audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSure {
    /// The other system names no NHS number, or says that it is not verified.
    #[error("no verified NHS number")]
    Number,
    /// We have nobody with a stay under this number.
    #[error("nobody with that NHS number")]
    Nobody,
    /// Our own record of the number is in conflict, or not verified by either side.
    #[error("our NHS number cannot be relied on")]
    OurNumber,
    /// The dates of birth differ, or one is not known to the day.
    #[error("the date of birth")]
    BirthDate,
    /// No family name agrees.
    #[error("the family name")]
    FamilyName,
    /// The stay that was named is none of this patient's.
    #[error("the stay")]
    Stay,
    /// More than one of our patients agrees in everything.
    #[error("more than one patient")]
    Several,
}

/// Finds the one of `ours` who is the patient announced. `ours` may be generous.
pub fn recognise<'a>(announced: &Announced, ours: &[Ours<'a>]) -> Result<&'a PatientId, NotSure> {
    let Some((number, None | Some(NumberStatus::Verified))) = announced.number else {
        return Err(NotSure::Number);
    };
    let mut why = NotSure::Nobody;
    let mut found: Vec<Ours<'a>> = Vec::new();
    for one in ours.iter().filter(|one| has_been_here(one)) {
        match agrees(announced, number, one) {
            Ok(()) => found.push(*one),
            Err(differs) => why = differs,
        }
    }
    let live = |one: &&Ours<'a>| one.stays.iter().any(|stay| stay.state.is_live());
    let mut in_hospital = found.iter().filter(live);
    match (found.as_slice(), in_hospital.next(), in_hospital.next()) {
        ([], ..) => Err(why),
        ([one], ..) => Ok(one.id),
        (_, Some(one), None) => Ok(one.id),
        _ => Err(NotSure::Several),
    }
}

fn has_been_here(one: &Ours<'_>) -> bool {
    one.stays.iter().any(|stay| stay.state.is_live() || stay.began().is_some())
}

fn agrees(announced: &Announced, number: NhsNumber, one: &Ours<'_>) -> Result<(), NotSure> {
    let us = one.patient.identity();
    number_agrees(announced, number, (one.patient, &us))?;
    let born = |born: Option<Born>| born.and_then(|born| born.exact());
    if born(announced.born).is_none() || born(announced.born) != born(us.born) {
        return Err(NotSure::BirthDate);
    }
    if !announced.names.iter().any(|name| us.names.iter().any(|ours| same_family(name, ours))) {
        return Err(NotSure::FamilyName);
    }
    let known = |visit: &String| one.stays.iter().any(|stay| stay.visit.value == *visit);
    if announced.visits.is_empty() || announced.visits.iter().any(known) {
        Ok(())
    } else {
        Err(NotSure::Stay)
    }
}

/// The number that stands with us is the one announced, one of the two sides has verified it, and
/// nobody doubts it. A number that the person had before is followed by nobody here.
fn number_agrees(
    announced: &Announced,
    number: NhsNumber,
    (patient, us): (&Patient, &Identity),
) -> Result<(), NotSure> {
    let ours = us.nhs.filter(|nhs| nhs.number == number).ok_or(NotSure::Nobody)?;
    let said_there = matches!(announced.number, Some((_, Some(NumberStatus::Verified))));
    let is_verified = said_there || ours.status == NumberStatus::Verified;
    if is_verified && !patient.is_in_conflict() && us.known == Known::Yes {
        Ok(())
    } else {
        Err(NotSure::OurNumber)
    }
}

fn same_family(one: &PersonName, other: &PersonName) -> bool {
    let folded = fold(&one.family);
    let is_own = [one, other].iter().all(|name| name.usage != NameUse::Alias);
    is_own && !folded.is_empty() && folded == fold(&other.family)
}

/// Debug text ends up in logs, so it keeps the person to itself.
impl fmt::Debug for Announced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Announced(..)")
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::filing::IdentityNews;
    use crate::people::{HospitalNumber, PartialDate, TracedNumber, VisitNumber};
    use crate::stays::{Departure, Moment, Said, StayState};

    const NUMBER: &str = "9994810103";

    /// Morwenna Tresillian, on a ward under the visit V1, unless something is changed.
    struct Case {
        announced: Announced,
        status: NumberStatus,
        news: IdentityNews,
        stays: Vec<Stay>,
    }

    impl Default for Case {
        fn default() -> Self {
            let at = Timestamp::from_second(1_774_800_000).unwrap();
            let moment = Moment { occurred: at, recorded: at, sent: at, digest: 1 };
            let born = Born::on(date(1939, 1, 9));
            let news = IdentityNews {
                names: Said::Value(vec![PersonName::usual("TRESILLIAN", "MORWENNA")]),
                born: Said::Value(born),
                ..IdentityNews::silent(hospital_number(), moment)
            };
            let announced = Announced {
                number: Some((NUMBER.parse().unwrap(), Some(NumberStatus::Verified))),
                born: Some(born),
                names: vec![PersonName::usual("Tresillian", "Morwenna")],
                visits: vec!["V1".to_owned()],
            };
            let stays = vec![stay("V1", StayState::Open)];
            Self { announced, status: NumberStatus::Verified, news, stays }
        }
    }

    impl Case {
        fn patient(&self) -> Patient {
            let number = NUMBER.parse().unwrap();
            let nhs = Said::Value(TracedNumber { number, status: self.status });
            let mut patient = Patient::new(hospital_number());
            patient.hear(&IdentityNews { nhs, ..self.news.clone() });
            patient
        }

        fn recognised(&self) -> Result<(), NotSure> {
            let id: PatientId = "one".parse().unwrap();
            let ours = Ours { id: &id, patient: &self.patient(), stays: &self.stays };
            recognise(&self.announced, &[ours]).map(|found| assert_eq!(*found, id))
        }
    }

    fn hospital_number() -> HospitalNumber {
        HospitalNumber { authority: "RZZ".into(), value: "H4480031".into() }
    }

    fn stay(visit: &str, state: StayState) -> Stay {
        let visit = VisitNumber { authority: "RZZ".into(), value: visit.into() };
        Stay { state, ..Stay::void(visit, hospital_number()) }
    }

    fn gone() -> StayState {
        let at = Timestamp::from_second(1_774_700_000).unwrap();
        StayState::Closed(Departure { at, destination: None, method: None })
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Case), expected: Result<(), NotSure>) {
        let mut case = Case::default();
        change(&mut case);
        assert_eq!(case.recognised(), expected);
    }

    #[test]
    fn h01_number_birth_date_family_name_and_stay_must_all_agree() {
        check(|_| {}, Ok(()));
        check(|case| case.announced.number = None, Err(NotSure::Number));
        let other = Some(("9991234527".parse().unwrap(), Some(NumberStatus::Verified)));
        check(|case| case.announced.number = other, Err(NotSure::Nobody));
        let twin = Some(Born::on(date(1939, 1, 8)));
        check(|case| case.announced.born = twin, Err(NotSure::BirthDate));
        check(|case| case.announced.born = None, Err(NotSure::BirthDate));
        let family = |family: &str| vec![PersonName::usual(family, "Morwenna")];
        check(|case| case.announced.names = family("Treloar"), Err(NotSure::FamilyName));
        check(|case| case.announced.names = family(""), Err(NotSure::FamilyName));
        check(|case| case.announced.names = Vec::new(), Err(NotSure::FamilyName));
        check(|case| case.announced.visits = vec!["V9".into()], Err(NotSure::Stay));
        check(|case| case.announced.visits = Vec::new(), Ok(()));
    }

    #[test]
    fn h01_a_number_that_nobody_verified_shows_nobody() {
        for status in [NumberStatus::NotTraced, NumberStatus::InConflict, NumberStatus::TraceFailed]
        {
            let announced = Some((NUMBER.parse().unwrap(), Some(status)));
            check(|case| case.announced.number = announced, Err(NotSure::Number));
        }
        let unsaid = Some((NUMBER.parse().unwrap(), None));
        check(|case| case.announced.number = unsaid, Ok(()));
        let neither = |case: &mut Case| {
            case.announced.number = unsaid;
            case.status = NumberStatus::NotTraced;
        };
        check(neither, Err(NotSure::OurNumber));
        check(|case| case.status = NumberStatus::NotTraced, Ok(()));
    }

    #[test]
    fn h03_a_number_in_conflict_with_us_shows_nobody() {
        check(|case| case.status = NumberStatus::InConflict, Err(NotSure::OurNumber));
        check(|case| case.news.number_in_conflict = true, Err(NotSure::OurNumber));
        check(|case| case.news.known = Said::Value(Known::Unknown), Err(NotSure::OurNumber));
    }

    #[test]
    fn h01_a_birth_date_that_is_guessed_or_partly_known_agrees_with_none() {
        let guessed = |born: Born| Born { estimated: true, ..born };
        check(
            |case| case.announced.born = case.announced.born.map(guessed),
            Err(NotSure::BirthDate),
        );
        let month = Born { on: PartialDate::Month(1939, 1), estimated: false };
        check(
            |case| {
                case.announced.born = Some(month);
                case.news.born = Said::Value(month);
            },
            Err(NotSure::BirthDate),
        );
    }

    #[test]
    fn a_former_name_agrees_and_an_alias_does_not() {
        let second = |usage| PersonName { usage, ..PersonName::usual("Penhallow", "Morwenna") };
        let told = |case: &mut Case, usage| {
            case.announced.names = vec![PersonName::usual("Penhallow", "Morwenna")];
            case.news.names =
                Said::Value(vec![PersonName::usual("Tresillian", "Morwenna"), second(usage)]);
        };
        check(|case| told(case, NameUse::Former), Ok(()));
        check(|case| told(case, NameUse::Alias), Err(NotSure::FamilyName));
        let spelt = vec![PersonName::usual("Trésillian", "M")];
        check(|case| case.announced.names = spelt, Ok(()));
    }

    #[test]
    fn who_never_was_in_hospital_is_nobody() {
        check(|case| case.stays = Vec::new(), Err(NotSure::Nobody));
        check(|case| case.stays = vec![stay("V1", StayState::Void)], Err(NotSure::Nobody));
        check(|case| case.stays = vec![stay("V1", StayState::Planned)], Err(NotSure::Nobody));
        check(|case| case.stays = vec![stay("V1", gone())], Ok(()));
    }

    #[test]
    fn of_two_records_of_one_person_the_one_in_hospital_is_meant() {
        let case = Case {
            announced: Announced { visits: Vec::new(), ..Case::default().announced },
            ..Case::default()
        };
        let (patient, ids) = (case.patient(), ["a", "b"].map(|id| id.parse().unwrap()));
        let found = |states: [StayState; 2]| {
            let stays = states.map(|state| vec![stay("V1", state)]);
            let ours = [0, 1].map(|i| Ours { id: &ids[i], patient: &patient, stays: &stays[i] });
            recognise(&case.announced, &ours).cloned()
        };
        assert_eq!(found([gone(), StayState::Open]), Ok(ids[1].clone()));
        assert_eq!(found([StayState::Open, StayState::Open]), Err(NotSure::Several));
        assert_eq!(found([gone(), gone()]), Err(NotSure::Several));
    }
}
