//! What records staff would say happens.

use care::people::judgement::standing;
use care::people::{Opinion, Reason, Standing, Verdict, WithdrawalCause};

use crate::said::{PEOPLE, Said, at, gist, judgement, person, review};

const DOUBT: &[Reason] = &[Reason::SimilarName, Reason::NotSureEnough];
const AGAINST: &[Reason] = &[Reason::NotSureEnough];

fn found(id: &str) -> Verdict {
    Verdict::Match(person(id), vec![Reason::SameNumber])
}

fn joined_by_two() -> Said {
    let mut said = Said::nothing();
    said.say(0, Opinion::Same, "A", AGAINST);
    said.say(1, Opinion::Same, "A", AGAINST);
    said
}

#[track_caller]
fn opens(said: &Said, verdict: &Verdict, expected: Option<&str>) {
    assert_eq!(said.verdict(verdict).matched(), expected.map(person).as_ref());
}

#[track_caller]
fn stands(said: &Said, of: &str, expected: Standing) {
    assert_eq!(standing(&said.heard(), &person(of), AGAINST), expected);
}

#[test]
fn two_people_join_and_one_does_not() {
    let doubt = review(&["A", "B"], DOUBT);
    let mut said = Said::nothing();
    stands(&said, "A", Standing::Open);
    said.say(0, Opinion::Same, "A", AGAINST);
    stands(&said, "A", Standing::HalfJoined);
    said.say(0, Opinion::Same, "A", AGAINST);
    opens(&said, &doubt, None);
    said.say(2, Opinion::NotSure, "A", AGAINST);
    opens(&said, &doubt, None);
    said.say(2, Opinion::Same, "A", AGAINST);
    stands(&said, "A", Standing::Joined);
    opens(&said, &doubt, Some("A"));
    assert!(said.verdict(&doubt).reasons().contains(&Reason::DecidedSame));
}

#[test]
fn two_opinions_of_one_moment_are_of_one_person_still() {
    let mut said = Said::nothing();
    said.judgements = (0..2).map(|_| judgement(0, Opinion::Same, "A", (5, AGAINST))).collect();
    stands(&said, "A", Standing::HalfJoined);
    said.judgements.push(judgement(0, Opinion::Different, "A", (5, AGAINST)));
    stands(&said, "A", Standing::Parted);
}

#[test]
fn one_person_parts_and_the_others_stay_in_question() {
    let mut said = Said::nothing();
    said.say(3, Opinion::Different, "A", AGAINST);
    stands(&said, "A", Standing::Parted);
    assert_eq!(said.verdict(&review(&["A", "B"], DOUBT)), review(&["B"], DOUBT));
    let gone = said.verdict(&review(&["A"], DOUBT));
    assert!(matches!(&gone, Verdict::None(why) if why.contains(&Reason::DecidedDifferent)));
    assert!(matches!(said.verdict(&found("A")), Verdict::None(_)));
    opens(&said, &found("B"), Some("B"));
}

#[test]
fn what_was_taken_back_does_not_bring_back_what_it_replaced() {
    let mut said = joined_by_two();
    said.say(1, Opinion::Different, "A", AGAINST);
    opens(&said, &review(&["A"], DOUBT), None);
    said.judgements.last_mut().unwrap().taken_back_at = Some(at(50));
    stands(&said, "A", Standing::HalfJoined);
    opens(&said, &review(&["A"], DOUBT), None);
}

#[test]
fn an_undone_join_is_a_doubt_again() {
    let mut said = joined_by_two();
    said.judgements[1].taken_back_at = Some(at(50));
    assert_eq!(said.verdict(&review(&["A"], DOUBT)), review(&["A"], DOUBT));
}

#[test]
fn anything_new_against_it_asks_for_both_opinions_anew() {
    let mut said = joined_by_two();
    let worse = &[Reason::SimilarName, Reason::NotSureEnough, Reason::DifferentNumber];
    assert_eq!(said.verdict(&review(&["A"], worse)), review(&["A"], worse));
    let nobody = Verdict::None(vec![Reason::NobodyFits]);
    assert_eq!(said.verdict(&nobody), review(&["A"], &[Reason::NobodyFits]));
    for staff in [0, 1] {
        opens(&said, &review(&["A"], worse), None);
        said.say(staff, Opinion::Same, "A", &[Reason::NotSureEnough, Reason::DifferentNumber]);
    }
    opens(&said, &review(&["A"], worse), Some("A"));
}

#[test]
fn h02_an_opinion_on_somebody_else_joins_nobody() {
    let doubt = review(&["A"], DOUBT);
    let mut patient = joined_by_two();
    patient.patient = gist("the patient in the next bed");
    assert_eq!(patient.verdict(&doubt), doubt);
    let mut renamed = joined_by_two();
    renamed.book[0].1 = gist("a new name at the council");
    assert_eq!(renamed.verdict(&doubt), doubt);
    let mut gone = joined_by_two();
    gone.book.remove(0);
    assert_eq!(gone.verdict(&Verdict::None(Vec::new())), Verdict::None(Vec::new()));
}

#[test]
fn who_was_parted_comes_up_again_only_once_one_of_the_two_is_somebody_else() {
    let mut said = Said::nothing();
    said.say(0, Opinion::Different, "A", AGAINST);
    said.patient = gist("as the hospital corrected it");
    let again = said.verdict(&found("A"));
    assert_eq!(again, review(&["A"], &[Reason::SameNumber, Reason::DecidedDifferent]));
}

#[test]
fn h01_one_person_alone_does_not_reopen_what_was_parted() {
    let mut said = Said::nothing();
    said.say(0, Opinion::Different, "A", AGAINST);
    for later in [Opinion::NotSure, Opinion::Same] {
        let mut changed = said.clone();
        changed.say(0, later, "A", AGAINST);
        let again = changed.verdict(&found("A"));
        assert_eq!(again, review(&["A"], &[Reason::SameNumber, Reason::DecidedDifferent]));
    }
    said.judgements[0].taken_back_at = Some(at(50));
    opens(&said, &found("A"), None);
    said.say(0, Opinion::Same, "A", AGAINST);
    opens(&said, &found("A"), None);
    said.say(2, Opinion::Same, "A", AGAINST);
    opens(&said, &found("A"), Some("A"));
}

#[test]
fn where_people_and_records_disagree_only_people_who_know_both_decide() {
    let mut said = joined_by_two();
    let disputed = said.verdict(&found("B"));
    assert!(matches!(&disputed, Verdict::Review(people, why)
        if people.len() == 2 && why.contains(&Reason::SeveralFit)));
    said.say(2, Opinion::Different, "A", AGAINST);
    opens(&said, &found("B"), None);
    for staff in [0, 1] {
        opens(&said, &found("B"), None);
        said.say(staff, Opinion::Same, "B", AGAINST);
    }
    opens(&said, &found("B"), Some("B"));
}

#[test]
fn two_who_are_joined_to_one_patient_are_shown_to_nobody() {
    let mut said = joined_by_two();
    said.say(2, Opinion::Same, "B", AGAINST);
    said.say(3, Opinion::Same, "B", AGAINST);
    let doubt = review(&PEOPLE[..2], DOUBT);
    opens(&said, &doubt, None);
    said.say(3, Opinion::Different, "B", AGAINST);
    opens(&said, &doubt, None);
    said.say(0, Opinion::Same, "A", AGAINST);
    opens(&said, &doubt, None);
    said.say(1, Opinion::Same, "A", AGAINST);
    opens(&said, &doubt, Some("A"));
}

#[test]
fn h03_what_was_withdrawn_as_wrong_does_not_come_back_by_itself() {
    for cause in WithdrawalCause::ALL {
        let mut said = Said::nothing();
        said.withdraw("A", cause);
        let after = said.verdict(&found("A"));
        if cause.is_wrong() {
            let why = [Reason::SameNumber, Reason::WithdrawnBefore];
            assert_eq!(after, review(&["A"], &why), "{cause:?}");
        } else {
            assert_eq!(after, found("A"), "{cause:?}");
        }
        opens(&said, &found("B"), Some("B"));
    }
}

#[test]
fn h01_what_was_reported_as_wrong_needs_both_sides_after_the_report() {
    let mut said = joined_by_two();
    said.say(2, Opinion::Same, "A", AGAINST);
    said.withdraw("A", WithdrawalCause::Reported);
    opens(&said, &found("A"), None);
    said.say(0, Opinion::Same, "A", AGAINST);
    said.say(1, Opinion::Same, "A", AGAINST);
    stands(&said, "A", Standing::HalfJoined);
    opens(&said, &found("A"), None);
    said.say(3, Opinion::Same, "A", AGAINST);
    opens(&said, &found("A"), Some("A"));
}

#[test]
fn h01_a_reported_person_who_left_the_book_does_not_come_back_under_another_id() {
    let mut said = Said::nothing();
    said.withdraw("A", WithdrawalCause::Reported);
    said.say(2, Opinion::Different, "A", AGAINST);
    opens(&said, &found("B"), Some("B"));
    said.book.remove(0);
    let why = [Reason::SameNumber, Reason::WithdrawnBefore];
    assert_eq!(said.verdict(&found("B")), review(&["B"], &why));
    said.say(0, Opinion::Same, "B", AGAINST);
    said.say(1, Opinion::Same, "B", AGAINST);
    opens(&said, &found("B"), None);
    said.say(2, Opinion::Same, "B", AGAINST);
    opens(&said, &found("B"), Some("B"));
}
