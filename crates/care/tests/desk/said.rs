//! A desk of four people, two on each side, and three whom a patient may be.

use care::people::judgement::heard;
use care::people::{
    Compared, Gist, Heard, Identity, Judgement, Opinion, PersonKey, PersonName, Reason, Side,
    Verdict, Withdrawal, WithdrawalCause,
};
use jiff::Timestamp;

/// Two of the hospital, two of the council.
pub(crate) const STAFF: [(&str, Side); 4] = [
    ("hospital-1", Side::Hospital),
    ("hospital-2", Side::Hospital),
    ("council-1", Side::Council),
    ("council-2", Side::Council),
];

pub(crate) const PEOPLE: [&str; 3] = ["A", "B", "C"];

pub(crate) fn person(id: &str) -> PersonKey {
    PersonKey { council: "westshire".parse().unwrap(), id: id.parse().unwrap() }
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

/// Somebody else for each name.
pub(crate) fn gist(name: &str) -> Gist {
    let names = vec![PersonName::usual(name, "Ada")];
    Gist::of(&Identity { names, ..Identity::default() })
}

/// All that is said of one patient.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) judgements: Vec<Judgement>,
    pub(crate) withdrawn: Vec<Withdrawal>,
    pub(crate) patient: Gist,
    pub(crate) book: Vec<(PersonKey, Gist)>,
}

impl Said {
    /// Nothing yet: everybody is in the book.
    pub(crate) fn nothing() -> Self {
        let book = PEOPLE.iter().map(|id| (person(id), gist(id))).collect();
        Self { judgements: Vec::new(), withdrawn: Vec::new(), patient: gist("patient"), book }
    }

    pub(crate) fn heard(&self) -> Heard<'_> {
        Heard {
            judgements: &self.judgements,
            withdrawn: &self.withdrawn,
            patient: self.patient,
            book: &self.book,
        }
    }

    /// What becomes of a verdict.
    pub(crate) fn verdict(&self, verdict: &Verdict) -> Verdict {
        heard(verdict.clone(), &self.heard())
    }

    /// One of the four says something of one of the three, in the face of these reasons.
    pub(crate) fn say(&mut self, staff: usize, opinion: Opinion, of: &str, against: &[Reason]) {
        let second = i64::try_from(self.judgements.len() + self.withdrawn.len()).unwrap();
        let judgement = judgement(staff, opinion, of, (second, against));
        self.judgements.push(judgement);
    }

    pub(crate) fn withdraw(&mut self, of: &str, cause: WithdrawalCause) {
        let second = i64::try_from(self.judgements.len() + self.withdrawn.len()).unwrap();
        self.withdrawn.push(withdrawal(of, cause, second));
    }
}

pub(crate) fn judgement(
    staff: usize,
    opinion: Opinion,
    of: &str,
    (second, against): (i64, &[Reason]),
) -> Judgement {
    let (by, side) = STAFF.get(staff).copied().unwrap();
    Judgement {
        person: person(of),
        by: by.parse().unwrap(),
        side,
        at: at(second),
        opinion,
        against: against.to_vec(),
        compared: Compared { patient: gist("patient"), person: gist(of) },
        taken_back_at: None,
    }
}

pub(crate) fn withdrawal(of: &str, cause: WithdrawalCause, second: i64) -> Withdrawal {
    Withdrawal {
        patient: care::people::PatientId::from_digest([1; 16]),
        person: person(of),
        at: at(second),
        cause,
    }
}

pub(crate) fn review(people: &[&str], reasons: &[Reason]) -> Verdict {
    Verdict::Review(people.iter().map(|id| person(id)).collect(), reasons.to_vec())
}
