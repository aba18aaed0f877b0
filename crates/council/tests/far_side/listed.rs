//! The people of a council.

use care::people::{Death, Known, NameUse, NumberStatus, PartialDate};
use care::record::Sharing;
use council::{Councils, Fault, IndexedIdentity};
use jiff::civil::date;

use super::ground::{Ground, both, postgres, sqlite, westshire};

const PERSONS: &str = "
    CREATE TABLE persons (id varchar(20), nhs varchar(20), status varchar(20), family varchar(60),
        given varchar(40), preferred varchar(60), former varchar(60), born varchar(20),
        guessed varchar(5), postcode varchar(10), phones varchar(60), died varchar(20),
        kind varchar(20), share varchar(30), stamp varchar(30));";

const PEOPLE: &str = "
    SELECT id AS person_id, nhs AS nhs_number, status AS nhs_number_status, family, given,
           preferred AS preferred_name, former AS former_families, born, guessed AS born_estimated,
           postcode, phones, died AS died_on, kind AS known, share AS sharing, stamp AS changed
    FROM persons";

async fn with_people(ground: &Ground, rows: &str) -> Councils {
    ground.execute(&format!("{PERSONS} INSERT INTO persons VALUES {rows}")).await;
    ground.write("people.sql", &format!("{PEOPLE} ORDER BY id"));
    ground.write("people_since.sql", &format!("{PEOPLE} WHERE stamp >= $1 ORDER BY id"));
    ground.open()
}

async fn all(councils: &Councils, since: Option<&str>) -> (Vec<IndexedIdentity>, Option<String>) {
    let mut people = councils.people(&westshire(), since).unwrap();
    let mut read = Vec::new();
    while let Some(batch) = people.next().await {
        read.extend(batch.unwrap());
    }
    (read, people.marker().map(str::to_owned))
}

#[tokio::test]
async fn a_person_is_read_with_all_that_tells_them_from_others() {
    for ground in both().await {
        let councils = with_people(
            &ground,
            "('1', '999 123 4519', '01', 'Halliday', 'Dora', 'Peggy Halliday', 'Netherby; Smith',
              '14/02/1938', 'N', 'xx12ab', '01632 960121; 07700 900121', NULL, NULL, NULL, '5'),
             ('2', '9991234518', NULL, 'Mbeki', 'Roy', NULL, NULL, '01/01/1900', NULL, NULL, NULL,
              '2026-08-01', 'person', 'objection', '12'),
             ('3', NULL, 'odd', 'ZZTEST', 'Client', NULL, NULL, '1950', 'Y', NULL, NULL, NULL,
              NULL, 'who knows', '7'),
             (NULL, NULL, NULL, 'Nobody', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
              NULL, NULL)",
        )
        .await;
        let (people, marker) = all(&councils, None).await;
        assert_eq!(marker.as_deref(), Some("12"));
        let [dora, roy, test] = people.as_slice() else { panic!("{} people", people.len()) };
        let nhs = dora.identity.nhs.unwrap();
        assert_eq!(
            (nhs.number.to_string().as_str(), nhs.status),
            ("999 123 4519", NumberStatus::Verified)
        );
        let names: Vec<(NameUse, &str, &str)> = dora
            .identity
            .names
            .iter()
            .map(|name| (name.usage, name.family.as_str(), name.given.as_str()))
            .collect();
        assert_eq!(
            names,
            [
                (NameUse::Usual, "Halliday", "Dora"),
                (NameUse::Preferred, "Halliday", "Peggy"),
                (NameUse::Former, "Netherby", "Dora"),
                (NameUse::Former, "Smith", "Dora"),
            ]
        );
        assert_eq!(dora.identity.born.unwrap().on, PartialDate::Day(date(1938, 2, 14)));
        assert_eq!(dora.identity.phones.len(), 2);
        assert_eq!(dora.sharing, Sharing::Open);
        assert_eq!(roy.identity.nhs, None, "a wrong check digit is no number");
        assert_eq!(roy.identity.born, None, "a placeholder is no birth date");
        assert_eq!(roy.identity.death, Death::DiedOn(date(2026, 8, 1)));
        assert_eq!(roy.sharing, Sharing::Objection);
        assert_eq!(test.identity.known, Known::NotAPerson);
        assert!(test.identity.born.unwrap().estimated);
        assert_eq!(test.sharing, Sharing::Objection, "h16: an unknown mark holds back");
    }
}

#[tokio::test]
async fn what_was_left_out_of_the_people_is_counted() {
    let ground = sqlite();
    let councils = with_people(
        &ground,
        "('1', '9991234518', NULL, 'Mbeki', 'Roy', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
          NULL, NULL),
         ('', NULL, NULL, 'Nobody', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
          NULL)",
    )
    .await;
    let mut people = councils.people(&westshire(), None).unwrap();
    while people.next().await.is_some() {}
    let unread: Vec<_> = people.tally().unrecognised().collect();
    assert_eq!(unread, [("people", "nhs_number", 1)]);
    let dropped: Vec<_> = people.tally().dropped().collect();
    assert_eq!(dropped, [("person without a usable id", 1)]);
}

#[tokio::test]
async fn many_people_come_in_batches_and_once_each() {
    for ground in both().await {
        ground.write(
            "people.sql",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1203)
             SELECT i AS person_id, NULL AS nhs_number, 'Halliday' AS family, 'Dora' AS given,
                    NULL AS born, NULL AS sharing FROM n ORDER BY i",
        );
        let councils = ground.open();
        let mut people = councils.people(&westshire(), None).unwrap();
        let mut sizes = Vec::new();
        let mut ids = Vec::new();
        while let Some(batch) = people.next().await {
            let batch = batch.unwrap();
            sizes.push(batch.len());
            ids.extend(batch.iter().map(|person| person.id.as_str().parse::<u32>().unwrap()));
        }
        assert_eq!(sizes, [500, 500, 203]);
        assert_eq!(ids, (1..=1203).collect::<Vec<u32>>());
    }
}

#[tokio::test]
async fn only_those_changed_since_a_marker_are_read_where_the_council_can_say() {
    for ground in both().await {
        let rows = "('1', NULL, NULL, 'A', 'A', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-08-01'),
                    ('2', NULL, NULL, 'B', 'B', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-08-09')";
        let councils = with_people(&ground, rows).await;
        assert!(councils.has_changes(&westshire()));
        let (people, marker) = all(&councils, Some("2026-08-05")).await;
        assert_eq!(people.len(), 1);
        assert_eq!(marker.as_deref(), Some("2026-08-09"));
    }
}

#[tokio::test]
async fn a_marker_of_a_server_s_own_type_goes_back_as_it_came() {
    let ground = postgres().await;
    ground
        .execute(
            "CREATE TABLE persons (id int, stamp timestamptz);
             INSERT INTO persons VALUES (1, '2026-08-01 10:00+01'), (2, '2026-08-09 10:00:00.5+01')",
        )
        .await;
    for stamp in ["stamp", "stamp::timestamp", "stamp::date", "stamp::text"] {
        let people = format!(
            "SELECT id AS person_id, NULL AS nhs_number, 'A' AS family, 'A' AS given,
                 NULL AS born, NULL AS sharing, {stamp} AS changed FROM persons"
        );
        ground.write("people.sql", &people);
        ground.write("people_since.sql", &format!("{people} WHERE {stamp} >= $1"));
        let councils = ground.open();
        let (everybody, marker) = all(&councils, None).await;
        assert_eq!(everybody.len(), 2);
        let (changed, _) = all(&councils, marker.as_deref()).await;
        assert_eq!(changed.len(), 1, "{stamp}");
    }
}

#[tokio::test]
async fn h16_people_without_their_marks_are_not_read_at_all() {
    for ground in both().await {
        ground.write(
            "people.sql",
            "SELECT 1 AS person_id, NULL AS nhs_number, 'A' AS family, 'A' AS given, NULL AS born",
        );
        let councils = ground.open();
        let mut people = councils.people(&westshire(), None).unwrap();
        let refused = people.next().await.unwrap();
        assert_eq!(refused, Err(Fault::Refused("it has no column `sharing`".to_owned())));
        assert!(people.next().await.is_none());
    }
}

#[tokio::test]
async fn a_council_without_a_list_of_people_says_so() {
    let ground = sqlite();
    let councils = ground.open();
    assert!(matches!(councils.people(&westshire(), None), Err(Fault::NoStatement)));
    assert!(!councils.has_changes(&westshire()));
    let nobody = "eastshire".parse().unwrap();
    assert!(matches!(councils.people(&nobody, None), Err(Fault::NoStatement)));
}

#[tokio::test]
async fn a_list_that_breaks_off_is_an_error_and_not_an_end() {
    for ground in both().await {
        let broken = ground
            .say("abs(CASE WHEN i < 700 THEN i ELSE -9223372036854775808 END)", "1000 / (700 - i)");
        ground.write(
            "people.sql",
            &format!(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1203)
                 SELECT i AS person_id, {broken} AS nhs_number, 'A' AS family, 'A' AS given,
                        NULL AS born, NULL AS sharing FROM n"
            ),
        );
        let councils = ground.open();
        let mut people = councils.people(&westshire(), None).unwrap();
        assert_eq!(people.next().await.unwrap().unwrap().len(), 500);
        assert!(people.next().await.unwrap().is_err());
        assert!(people.next().await.is_none());
    }
}
