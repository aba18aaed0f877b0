//! What no sequence of opinions can ever do.

use std::collections::BTreeSet;

use care::people::{
    Judgement, Opinion, PersonKey, Reason, Side, StaffId, Verdict, Withdrawal, WithdrawalCause,
};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_assume, proptest};
use proptest::prop_oneof;
use proptest::sample::{select, subsequence};

use crate::said::{PEOPLE, STAFF, Said, gist, judgement, person, withdrawal};

const AGAINST: [Reason; 3] =
    [Reason::NotSureEnough, Reason::SeveralFit, Reason::DifferentGivenName];

fn reasons() -> impl Strategy<Value = Vec<Reason>> {
    subsequence(AGAINST.to_vec(), 0..=3)
}

fn opinion() -> impl Strategy<Value = Opinion> {
    select(vec![Opinion::Same, Opinion::Same, Opinion::Different, Opinion::NotSure])
}

/// A verdict of matching.
fn verdict() -> impl Strategy<Value = Verdict> {
    let people = subsequence(PEOPLE.to_vec(), 1..=3);
    prop_oneof![
        select(PEOPLE.to_vec()).prop_map(|id| Verdict::Match(person(id), vec![Reason::SameNumber])),
        (people, reasons()).prop_map(|(people, reasons)| crate::said::review(&people, &reasons)),
        reasons().prop_map(Verdict::None),
    ]
}

/// An opinion of somebody on somebody; now and then one that was taken back, or was given when one
/// of the two was another person.
fn one(second: i64) -> impl Strategy<Value = Judgement> {
    let often = || select(vec![true, true, true, false]);
    (0..STAFF.len(), opinion(), select(PEOPLE.to_vec()), reasons(), often(), often()).prop_map(
        move |(staff, opinion, of, against, stands, is_as_compared)| {
            let mut judgement = judgement(staff, opinion, of, (second, &against));
            if !stands {
                judgement.taken_back_at = Some(crate::said::at(100));
            }
            if !is_as_compared {
                judgement.compared.patient = gist("somebody else");
            }
            judgement
        },
    )
}

fn ended() -> impl Strategy<Value = Withdrawal> {
    (select(PEOPLE.to_vec()), select(WithdrawalCause::ALL.to_vec()), 0..12_i64)
        .prop_map(|(of, cause, second)| withdrawal(of, cause, second))
}

/// Up to nine opinions one after another, sometimes two at one moment.
fn said() -> impl Strategy<Value = Said> {
    let judgements = (0..9_usize).prop_flat_map(|count| {
        (0..count).map(|second| one(i64::try_from(second / 2 * 2).unwrap())).collect::<Vec<_>>()
    });
    let ended = prop_oneof![3 => Just(Vec::new()), 1 => vec(ended(), 1..3)];
    (judgements, ended).prop_map(|(judgements, withdrawn)| Said {
        judgements,
        withdrawn,
        ..Said::nothing()
    })
}

/// Who said last that they are the same, for good and before nobody withdrew it.
fn saying_same<'a>(said: &'a Said, person: &'a PersonKey) -> impl Iterator<Item = &'a Judgement> {
    let withdrawn = said.withdrawn.iter().filter(|one| one.cause.is_wrong());
    let since = withdrawn.filter(|one| one.person == *person).map(|one| one.at).max();
    let of_person = || said.judgements.iter().filter(|one| one.person == *person);
    of_person()
        .filter(move |one| of_person().all(|other| other.by != one.by || other.at <= one.at))
        .filter(move |one| {
            one.opinion == Opinion::Same && one.taken_back_at.is_none() && Some(one.at) > since
        })
}

proptest! {
    #[test]
    fn h01_one_person_alone_joins_nobody(verdict in verdict(), mut said in said()) {
        let by: StaffId = STAFF[0].0.parse().unwrap();
        for one in &mut said.judgements {
            one.by = by.clone();
        }
        if let Some(joined) = said.verdict(&verdict).matched() {
            prop_assert_eq!(verdict.matched(), Some(joined));
        }
    }

    #[test]
    fn h01_a_match_that_matching_did_not_find_was_made_by_two(
        verdict in verdict(), said in said()
    ) {
        if let Some(joined) = said.verdict(&verdict).matched().filter(|one| verdict.matched() != Some(one)) {
            let by: BTreeSet<&StaffId> = saying_same(&said, joined).map(|one| &one.by).collect();
            prop_assert!(by.len() > 1);
        }
    }

    #[test]
    fn h01_who_was_parted_is_never_matched(
        verdict in verdict(), mut said in said(), last in one(50)
    ) {
        let last = Judgement { opinion: Opinion::Different, taken_back_at: None, ..last };
        let parted = last.person.clone();
        said.judgements.push(last);
        let after = said.verdict(&verdict);
        prop_assert!(after.matched() != Some(&parted));
    }

    #[test]
    fn h01_who_was_ever_parted_is_matched_by_two_people_only(
        verdict in verdict(), said in said(), parted in one(20)
    ) {
        let mut said = said;
        let person = parted.person.clone();
        said.judgements.push(Judgement { opinion: Opinion::Different, ..parted });
        if said.verdict(&verdict).matched() == Some(&person) {
            let by: BTreeSet<&StaffId> = saying_same(&said, &person).map(|one| &one.by).collect();
            prop_assert!(by.len() > 1);
        }
    }

    #[test]
    fn h01_no_doubt_opens_anything(
        verdict in verdict(), mut said in said(), last in one(50), parts in any::<bool>()
    ) {
        // Whoever is not sure any more that they are two people takes that back by it.
        let takes_back = said.judgements.iter().any(|one| {
            one.opinion == Opinion::Different && one.person == last.person && one.by == last.by
        });
        prop_assume!(parts || !takes_back);
        let before = said.verdict(&verdict);
        let opinion = if parts { Opinion::Different } else { Opinion::NotSure };
        said.judgements.push(Judgement { opinion, taken_back_at: None, ..last });
        if let Some(open) = said.verdict(&verdict).matched() {
            prop_assert_eq!(before.matched(), Some(open));
        }
    }

    #[test]
    fn h01_who_was_joined_comes_up_for_review_when_anything_new_speaks_against_it(
        people in subsequence(PEOPLE.to_vec(), 1..=3), reasons in reasons(), said in said()
    ) {
        let doubt = crate::said::review(&people, &reasons);
        if let Some(joined) = said.verdict(&doubt).matched() {
            let worse: Vec<Reason> = reasons.iter().copied().chain([Reason::RecordedDead]).collect();
            let after = said.verdict(&crate::said::review(&people, &worse));
            let asked = matches!(&after, Verdict::Review(people, _) if people.contains(joined));
            prop_assert!(asked, "{after:?}");
        }
    }

    #[test]
    fn h03_what_was_withdrawn_as_wrong_comes_back_through_two_people_only(
        verdict in verdict(), said in said(), ended in ended()
    ) {
        let mut said = said;
        said.withdrawn.push(ended.clone());
        let after = said.verdict(&verdict);
        if after.matched() == Some(&ended.person) && ended.cause.is_wrong() {
            let same: Vec<&Judgement> = saying_same(&said, &ended.person).collect();
            let by: BTreeSet<&StaffId> = same.iter().map(|one| &one.by).collect();
            prop_assert!(by.len() > 1);
            if ended.cause == WithdrawalCause::Reported {
                for side in [Side::Hospital, Side::Council] {
                    prop_assert!(same.iter().any(|one| one.side == side));
                }
            }
        }
    }

    #[test]
    fn the_order_in_which_opinions_are_kept_makes_no_difference(
        verdict in verdict(), mut said in said(), turn in 0..9_usize
    ) {
        for (second, one) in (0..).zip(&mut said.judgements) {
            one.at = crate::said::at(second);
        }
        let mut turned = said.clone();
        let count = turned.judgements.len().max(1);
        turned.judgements.rotate_left(turn % count);
        prop_assert_eq!(said.verdict(&verdict), turned.verdict(&verdict));
    }

    #[test]
    fn a_verdict_is_heard_once_and_for_all(verdict in verdict(), said in said()) {
        let people = |verdict: &Verdict| match verdict {
            Verdict::Match(person, _) => vec![person.clone()],
            Verdict::Review(people, _) => people.clone(),
            Verdict::None(_) => Vec::new(),
        };
        let named: BTreeSet<PersonKey> = people(&verdict)
            .into_iter()
            .chain(said.judgements.iter().map(|one| one.person.clone()))
            .collect();
        let after = people(&said.verdict(&verdict));
        prop_assert!(after.iter().all(|person| named.contains(person)));
        let once: BTreeSet<&PersonKey> = after.iter().collect();
        prop_assert_eq!(once.len(), after.len());
    }
}
