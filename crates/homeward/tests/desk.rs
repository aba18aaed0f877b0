//! Links move, end and come back as hospital, council and match desk have it, on both engines.
#![expect(clippy::unwrap_used, reason = "a story whose step fails has failed")]

#[path = "desk/following.rs"]
mod following;
#[path = "desk/town.rs"]
mod town;

use care::access::Actor;
use care::exchange::NoticeKind;
use care::people::{Opinion, Reason, Verdict, WithdrawalCause};
use jiff::civil::date;
use matching::Model;
use town::{Town, Who, officer, person, towns, worker};

const IVY: Who =
    Who { family: "Szczepanska", given: "Ivy", born: date(1938, 2, 14), nhs: "9991234519" };
const ROY: Who =
    Who { family: "Halliday", given: "Roy", born: date(1951, 11, 3), nhs: "9991234527" };

/// The same without the NHS number, which the hospital does not know yet or ever.
const fn unnumbered(who: Who) -> Who {
    Who { nhs: "", ..who }
}

fn ended(id: &str, cause: WithdrawalCause) -> (String, WithdrawalCause) {
    (id.to_owned(), cause)
}

fn told(id: &str, kind: NoticeKind) -> (String, NoticeKind) {
    (id.to_owned(), kind)
}

async fn admitted(town: &mut Town, who: Who) {
    town.book(&[("ivy", IVY), ("roy", ROY)]).await;
    town.tell("A01", "H1", who).await;
}

#[tokio::test]
async fn a_late_nhs_number_makes_a_doubt_certain() {
    for mut town in towns().await {
        admitted(&mut town, unnumbered(IVY)).await;
        assert!(town.waits("H1").await, "{:?}", town.verdict("H1").await);
        town.tell("A08", "H1", IVY).await;
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"));
        assert!(!town.waits("H1").await);
        assert_eq!(town.told().await, [told("ivy", NoticeKind::Admitted)]);
        assert_eq!(town.withdrawn("H1").await, []);
    }
}

#[tokio::test]
async fn h01_a_corrected_identity_moves_the_link_and_does_not_move_it_back() {
    for mut town in towns().await {
        admitted(&mut town, IVY).await;
        town.tell("A08", "H1", ROY).await;
        assert_eq!(town.opens("H1").await.as_deref(), Some("roy"));
        assert_eq!(town.withdrawn("H1").await, [ended("ivy", WithdrawalCause::OtherPerson)]);
        let news = [
            told("ivy", NoticeKind::Admitted),
            told("ivy", NoticeKind::Withdrawn),
            told("roy", NoticeKind::Admitted),
        ];
        assert_eq!(town.told().await, news);
        town.tell("A08", "H1", IVY).await;
        assert_eq!(town.opens("H1").await, None);
        assert!(town.verdict("H1").await.reasons().contains(&Reason::WithdrawnBefore));
        assert!(town.waits("H1").await);
    }
}

#[tokio::test]
async fn h01_a_corrected_name_that_no_longer_fits_withdraws() {
    for mut town in towns().await {
        admitted(&mut town, IVY).await;
        town.tell("A08", "H1", Who { family: "Okonkwo", given: "Blessing", ..IVY }).await;
        assert_eq!(town.opens("H1").await, None);
        assert_eq!(town.withdrawn("H1").await, [ended("ivy", WithdrawalCause::IdentityChanged)]);
        assert_eq!(town.told().await[1..], [told("ivy", NoticeKind::Withdrawn)]);
        town.tell("A08", "H1", IVY).await;
        assert_eq!(town.opens("H1").await, None, "people must bring it back");
        for staff in [officer("one"), worker("two")] {
            town.judge(&staff, "H1", "ivy", Opinion::Same).await;
        }
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"));
        assert_eq!(town.told().await[2..], [told("ivy", NoticeKind::Admitted)]);
    }
}

#[tokio::test]
async fn h03_swapped_identities_that_are_swapped_back_are_looked_at_by_people() {
    for mut town in towns().await {
        admitted(&mut town, IVY).await;
        town.tell("A01", "H2", ROY).await;
        town.tell("A08", "H1", ROY).await;
        town.tell("A08", "H2", IVY).await;
        assert_eq!(town.opens("H1").await.as_deref(), Some("roy"));
        assert_eq!(town.opens("H2").await.as_deref(), Some("ivy"));
        town.tell("A08", "H1", IVY).await;
        town.tell("A08", "H2", ROY).await;
        for (number, first, second) in [("H1", "ivy", "roy"), ("H2", "roy", "ivy")] {
            assert_eq!(town.opens(number).await, None);
            assert!(town.waits(number).await);
            let causes = [
                ended(first, WithdrawalCause::OtherPerson),
                ended(second, WithdrawalCause::IdentityChanged),
            ];
            assert_eq!(town.withdrawn(number).await, causes);
        }
    }
}

#[tokio::test]
async fn h03_a_merge_of_two_people_withdraws_both_and_opens_neither() {
    for mut town in towns().await {
        admitted(&mut town, IVY).await;
        town.tell("A01", "H2", ROY).await;
        town.pair("A24", "H1", "H2").await;
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"), "a link joins nothing");
        town.pair("A37", "H1", "H2").await;
        assert_eq!(
            town.opens("H2").await.as_deref(),
            Some("roy"),
            "and taken back changes nothing"
        );
        town.pair("A40", "H1", "H2").await;
        for number in ["H1", "H2"] {
            assert_eq!(town.opens(number).await, None);
            let mut causes = town.withdrawn(number).await;
            causes.sort();
            let merged = WithdrawalCause::NumbersMerged;
            assert_eq!(causes, [ended("ivy", merged), ended("roy", merged)]);
        }
        assert!(town.waits("H1").await);
        for staff in [officer("one"), worker("two")] {
            town.judge(&staff, "H1", "ivy", Opinion::Same).await;
        }
        assert_eq!(town.opens("H1").await, None, "nobody has said yet who it is not");
        let last = &town.told().await[2..];
        assert!(last.contains(&told("ivy", NoticeKind::Withdrawn)));
        assert!(last.contains(&told("roy", NoticeKind::Withdrawn)));
        town.judge(&officer("three"), "H1", "roy", Opinion::Different).await;
        assert_eq!(town.opens("H1").await, None, "who joined them did not know that");
        for staff in [officer("one"), worker("two")] {
            assert!(town.waits("H1").await);
            town.judge(&staff, "H1", "ivy", Opinion::Same).await;
        }
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"), "it can be closed");
        assert!(!town.waits("H1").await);
    }
}

#[tokio::test]
async fn h23_a_council_that_merges_two_entries_ends_the_match_with_the_one_that_is_gone() {
    for mut town in towns().await {
        admitted(&mut town, IVY).await;
        town.strike("ivy").await;
        assert_eq!(town.opens("H1").await, None);
        assert_eq!(town.withdrawn("H1").await, [ended("ivy", WithdrawalCause::PersonLeft)]);
        town.book(&[("ivy-kept", IVY)]).await;
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy-kept"));
        let news = [
            told("ivy", NoticeKind::Admitted),
            told("ivy", NoticeKind::Withdrawn),
            told("ivy-kept", NoticeKind::Admitted),
        ];
        assert_eq!(town.told().await, news);
        // The council parts them again.
        town.strike("ivy-kept").await;
        town.book(&[("ivy", IVY)]).await;
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"), "it had never been wrong");
    }
}

#[tokio::test]
async fn h01_a_reported_match_stays_away_though_the_same_is_told_again() {
    for mut town in towns().await {
        admitted(&mut town, IVY).await;
        town.report("H1").await;
        assert_eq!(town.opens("H1").await, None);
        assert!(town.waits("H1").await);
        assert_eq!(town.told().await[1..], [told("ivy", NoticeKind::Withdrawn)]);
        town.tell("A08", "H1", IVY).await;
        town.follow().await;
        assert_eq!(town.opens("H1").await, None);
        town.judge(&worker("one"), "H1", "ivy", Opinion::Different).await;
        assert!(!town.patient("H1").await.withheld && !town.waits("H1").await);
        town.tell("A08", "H1", Who { given: "Ivie", ..IVY }).await;
        town.tell("A08", "H1", IVY).await;
        town.book(&[("else", Who { family: "Linden", given: "May", ..unnumbered(ROY) })]).await;
        assert_eq!(town.opens("H1").await, None, "{:?}", town.verdict("H1").await);
        assert_eq!(town.withdrawn("H1").await, [ended("ivy", WithdrawalCause::Reported)]);
    }
}

#[tokio::test]
async fn h01_a_reported_person_whom_the_council_merged_away_is_decided_by_people_still() {
    for mut town in towns().await {
        admitted(&mut town, IVY).await;
        town.report("H1").await;
        town.strike("ivy").await;
        town.book(&[("ivy-kept", IVY)]).await;
        assert_eq!(town.opens("H1").await, None, "the same record under another id stays shut");
        assert!(town.waits("H1").await);
        town.judge(&officer("one"), "H1", "ivy", Opinion::Different).await;
        assert_eq!(town.opens("H1").await, None, "it may be the one who was reported");
        assert!(town.waits("H1").await);
        for staff in [officer("one"), worker("two")] {
            town.judge(&staff, "H1", "ivy-kept", Opinion::Same).await;
        }
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy-kept"));
    }
}

#[tokio::test]
async fn h01_two_join_and_an_undone_join_is_withdrawn() {
    for mut town in towns().await {
        admitted(&mut town, unnumbered(IVY)).await;
        town.judge(&worker("one"), "H1", "ivy", Opinion::Same).await;
        town.judge(&worker("one"), "H1", "ivy", Opinion::Same).await;
        assert_eq!(town.opens("H1").await, None, "one person is not two");
        town.judge(&worker("two"), "H1", "ivy", Opinion::Same).await;
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"));
        assert!(!town.waits("H1").await);
        assert_eq!(town.follow().await, 1, "once more after a start");
        assert_eq!(town.follow().await, 0, "what people decided is not decided again and again");
        town.take_back(&officer("three"), "H1").await;
        assert_eq!(town.opens("H1").await, None);
        assert!(town.waits("H1").await);
        assert_eq!(town.withdrawn("H1").await, [ended("ivy", WithdrawalCause::JoinUndone)]);
        let news = [told("ivy", NoticeKind::Admitted), told("ivy", NoticeKind::Withdrawn)];
        assert_eq!(town.told().await, news);
    }
}

#[tokio::test]
async fn h02_what_was_joined_as_one_identity_is_not_joined_as_another() {
    for mut town in towns().await {
        admitted(&mut town, unnumbered(IVY)).await;
        for staff in [worker("one"), officer("two")] {
            town.judge(&staff, "H1", "ivy", Opinion::Same).await;
        }
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"));
        let renamed = Who { given: "Ivana", ..unnumbered(IVY) };
        town.book(&[("ivy", Who { nhs: IVY.nhs, ..renamed })]).await;
        assert_eq!(town.opens("H1").await, None, "the council calls her otherwise now");
        assert_eq!(town.withdrawn("H1").await, [ended("ivy", WithdrawalCause::BookChanged)]);
        town.book(&[("ivy", IVY)]).await;
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"), "and as before again");
        town.tell("A08", "H1", unnumbered(ROY)).await;
        assert_eq!(town.opens("H1").await, None);
        assert!(matches!(town.verdict("H1").await, Verdict::Review(people, _)
            if people.contains(&person("roy"))));
    }
}

#[tokio::test]
async fn who_waits_at_the_desk_follows_the_book_though_they_have_gone_home() {
    for mut town in towns().await {
        admitted(&mut town, unnumbered(IVY)).await;
        town.tell("A03", "H1", unnumbered(IVY)).await;
        assert!(town.waits("H1").await);
        town.strike("ivy").await;
        assert!(!town.waits("H1").await, "{:?}", town.verdict("H1").await);
    }
}

#[tokio::test]
async fn what_the_desk_said_is_heard_though_the_node_died_before_it_decided() {
    for mut town in towns().await {
        admitted(&mut town, unnumbered(IVY)).await;
        town.judge(&worker("one"), "H1", "ivy", Opinion::Same).await;
        town.say(&worker("two"), "H1", "ivy", Opinion::Same).await;
        assert_eq!(town.opens("H1").await, None);
        town.follow().await;
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"));
    }
}

#[tokio::test]
async fn every_node_follows_the_model_in_use() {
    for mut town in towns().await {
        admitted(&mut town, IVY).await;
        let now = homeward::clock::now;
        for (version, text) in [("good", Model::starting().text()), ("bad", "no model".into())] {
            town.store.propose_model(version, (&text, ""), now()).await.unwrap();
        }
        assert!(!town.people.follow_model(&town.store).await.unwrap());
        town.store.switch_model("good", &Actor::Service, now()).await.unwrap();
        assert!(town.people.follow_model(&town.store).await.unwrap());
        assert!(!town.people.follow_model(&town.store).await.unwrap());
        town.store.switch_model("bad", &Actor::Service, now()).await.unwrap();
        assert!(!town.people.follow_model(&town.store).await.unwrap(), "it cannot be read");
        town.follow().await;
        assert_eq!(town.opens("H1").await.as_deref(), Some("ivy"));
    }
}
