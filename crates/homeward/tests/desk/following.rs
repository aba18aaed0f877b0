//! Matches follow the council's book, though matching itself finds the same as before.

use care::exchange::NoticeKind;
use care::people::{Opinion, Verdict, WithdrawalCause};
use jiff::civil::date;

use crate::town::{Town, Who, officer, towns, worker};
use crate::{IVY, ROY, admitted, ended, told, unnumbered};

#[tokio::test]
async fn h02_a_joined_id_that_becomes_somebody_else_is_asked_about_anew() {
    let first = Who { given: "Ivie", ..unnumbered(IVY) };
    let second = Who { given: "Ivey", ..unnumbered(IVY) };
    for mut town in towns().await {
        town.book(&[("ivy", first)]).await;
        town.tell("A01", "H1", unnumbered(IVY)).await;
        for staff in [worker("one"), officer("two")] {
            town.judge(&staff, "H1", "ivy", Opinion::Same).await;
        }
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"));
        while town.follow().await > 0 {}
        let found = found(&town).await;
        town.book(&[("ivy", second)]).await;
        assert_eq!(self::found(&town).await, found, "to matching both fit alike");
        assert_eq!(town.opens("H1").await, None);
        assert!(town.waits("H1").await);
        assert_eq!(town.withdrawn("H1").await, [ended("ivy", WithdrawalCause::BookChanged)]);
    }
}

const OTHER: &str = "9991234535";
const ANOTHER: &str = "9991234543";

/// Two people have joined the patient to `ivy` in the face of two different numbers.
async fn joined_across_numbers(town: &mut Town) {
    town.book(&[("ivy", Who { nhs: OTHER, ..IVY })]).await;
    town.tell("A01", "H1", IVY).await;
    for staff in [worker("one"), officer("two")] {
        assert_eq!(town.opens("H1").await, None, "{:?}", town.verdict("H1").await);
        town.judge(&staff, "H1", "ivy", Opinion::Same).await;
    }
    assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"));
    assert!(!town.waits("H1").await);
    while town.follow().await > 0 {}
}

/// The match has ended for this cause, the council knows, and two people must say it again.
async fn must_be_joined_anew(town: &mut Town, cause: WithdrawalCause) {
    assert_eq!(town.opens("H1").await, None, "{:?}", town.verdict("H1").await);
    assert!(town.waits("H1").await);
    assert_eq!(town.withdrawn("H1").await, [ended("ivy", cause)]);
    assert_eq!(town.told().await.last(), Some(&told("ivy", NoticeKind::Withdrawn)));
    town.judge(&worker("one"), "H1", "ivy", Opinion::Same).await;
    assert_eq!(town.opens("H1").await, None, "the second has not seen the new number");
    town.judge(&officer("two"), "H1", "ivy", Opinion::Same).await;
    assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"));
}

#[tokio::test]
async fn h01_a_joined_pair_is_asked_about_anew_when_the_council_gives_yet_another_number() {
    for mut town in towns().await {
        joined_across_numbers(&mut town).await;
        let found = found(&town).await;
        town.book(&[("ivy", Who { nhs: ANOTHER, ..IVY })]).await;
        assert_eq!(self::found(&town).await, found, "to matching they differ as before");
        must_be_joined_anew(&mut town, WithdrawalCause::BookChanged).await;
    }
}

#[tokio::test]
async fn h01_a_joined_pair_is_asked_about_anew_when_the_hospital_gives_yet_another_number() {
    for mut town in towns().await {
        joined_across_numbers(&mut town).await;
        town.tell("A08", "H1", IVY).await;
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"), "the same again is no news");
        town.tell("A08", "H1", Who { nhs: ANOTHER, ..IVY }).await;
        must_be_joined_anew(&mut town, WithdrawalCause::IdentityChanged).await;
    }
}

#[tokio::test]
async fn a_joined_pair_stays_joined_when_one_number_is_corrected_to_the_other() {
    for mut town in towns().await {
        joined_across_numbers(&mut town).await;
        town.book(&[("ivy", IVY)]).await;
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"));
        assert_eq!(town.withdrawn("H1").await, []);
    }
}

#[tokio::test]
async fn a_parted_pair_comes_up_again_when_both_sides_hold_one_number() {
    for mut town in towns().await {
        town.book(&[("ivy", Who { nhs: OTHER, ..IVY })]).await;
        town.tell("A01", "H1", IVY).await;
        town.judge(&worker("one"), "H1", "ivy", Opinion::Different).await;
        assert!(!town.waits("H1").await);
        town.book(&[("ivy", IVY)]).await;
        assert_eq!(town.opens("H1").await, None, "only people bring it back");
        assert!(town.waits("H1").await);
    }
}

async fn found(town: &Town) -> Verdict {
    town.people.assess(&town.patient("H1").await.patient.identity()).verdict
}

#[tokio::test]
async fn h01_a_change_is_not_lost_when_the_store_fails_once() {
    let mut town = towns().await.remove(0);
    admitted(&mut town, IVY).await;
    while town.follow().await > 0 {}
    town.rename("patients", "away");
    town.write(&[("ivy", ROY)]).await;
    assert!(town.try_follow().await.is_err());
    town.rename("away", "patients");
    town.follow().await;
    assert_eq!(town.opens("H1").await, None);
}

#[tokio::test]
async fn h01_who_has_gone_home_is_matched_anew_when_their_person_changes() {
    for mut town in towns().await {
        admitted(&mut town, IVY).await;
        town.tell("A03", "H1", IVY).await;
        while town.follow().await > 0 {}
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"));
        let other = Who { family: "Linden", given: "May", born: date(1960, 1, 2), nhs: "" };
        town.book(&[("ivy", other)]).await;
        assert_eq!(town.opens("H1").await, None);
        town.book(&[("ivy", IVY)]).await;
        assert!(!town.waits("H1").await, "{:?}", town.verdict("H1").await);
    }
}
