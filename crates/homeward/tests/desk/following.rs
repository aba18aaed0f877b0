//! Matches follow the council's book, though matching itself finds the same as before.

use care::people::{Opinion, Verdict, WithdrawalCause};
use jiff::civil::date;

use crate::town::{Town, Who, officer, towns, worker};
use crate::{IVY, ROY, admitted, ended, unnumbered};

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
