//! What must never come in does not come in, in whatever column it is sent.

use care::record::{Fact, PartName};
use council::{Kind, Statement};

use super::ground::{both, now, person, sqlite};

/// Columns of a careless statement, each with something that must never come in.
const CARELESS: [(&str, &str); 10] = [
    ("KEY_SAFE_CODE", "key-safe code"),
    ("case_note_text", "case notes"),
    ("ALLEGATION", "text of an allegation"),
    ("weekly_charge", "finances and charging"),
    ("savings_amount", "finances and charging"),
    ("children_in_household", "children's records"),
    ("professional_opinion", "professional opinions"),
    ("immigration_status", "immigration or criminal data"),
    ("criminal_record", "immigration or criminal data"),
    ("shoe_size", "column that we do not know"),
];

#[tokio::test]
async fn h16_columns_that_must_never_come_are_dropped_and_counted_in_every_part() {
    for ground in both().await {
        for part in PartName::ALL {
            let careless: Vec<String> =
                CARELESS.iter().map(|(name, _)| format!("'CANARY' AS {name}")).collect();
            let ours = Statement::Part(part).columns().find(|column| column.kind == Kind::When);
            let ours = ours.map_or("changed", |column| column.name);
            let shareable = if part == PartName::Contacts { ", 'yes' AS shareable" } else { "" };
            let sql = format!(
                "SELECT '2026-08-01' AS {ours}, {}{shareable} WHERE $1 <> ''",
                careless.join(", ")
            );
            ground.write(&format!("{}.sql", part.file_stem()), &sql);
        }
        let fetched = ground.open().fetch(&person("1"), now()).await;
        assert!(fetched.faults.is_empty(), "{:?}", fetched.faults);
        let written = serde_json::to_string(&fetched.record).unwrap();
        assert!(!written.contains("CANARY"), "{written}");
        let count = |kind: &str| CARELESS.iter().filter(|(_, each)| *each == kind).count() * 15;
        for (kind, dropped) in fetched.tally.dropped() {
            assert_eq!(usize::try_from(dropped).unwrap(), count(kind), "{kind}");
        }
        assert_eq!(fetched.tally.dropped().count(), 8);
    }
}

#[tokio::test]
async fn h16_codes_and_amounts_in_free_text_are_taken_out_of_every_column_of_words() {
    let ground = sqlite();
    let mut columns_of_words = 0;
    for part in PartName::ALL {
        let words = Statement::Part(part)
            .columns()
            .filter(|column| matches!(column.kind, Kind::Text | Kind::List))
            .map(|column| format!("'Key safe 90210C, pays £4711 x' AS {}", column.name));
        let mut words: Vec<String> = words.collect();
        columns_of_words += words.len();
        if part == PartName::Contacts {
            words.push("'yes' AS shareable".to_owned());
        }
        words.push("'x' AS changed".to_owned());
        let sql = format!("SELECT {} WHERE $1 <> ''", words.join(", "));
        ground.write(&format!("{}.sql", part.file_stem()), &sql);
    }
    let fetched = ground.open().fetch(&person("1"), now()).await;
    assert!(fetched.faults.is_empty(), "{:?}", fetched.faults);
    let written = serde_json::to_string(&fetched.record).unwrap();
    assert!(!written.contains("90210") && !written.contains("4711"), "{written}");
    assert!(written.contains("[code removed], pays [amount removed] x"));
    let least = u64::try_from(columns_of_words).unwrap() - 1;
    for kind in ["key-safe code", "finances and charging"] {
        let counted = fetched.tally.dropped().find(|(each, _)| *each == kind).unwrap().1;
        assert!(counted >= least, "{kind}: {counted} of {least}");
    }
}

#[tokio::test]
async fn h17_alerts_about_offenders_and_accused_people_never_come_in() {
    for ground in both().await {
        ground.set("[values.alert_audience]\nX9 = \"never\"\nDOG = \"visiting staff\"\n");
        ground.write(
            "alerts.sql",
            "SELECT 'X9' AS audience, NULL AS kind, 'CANARY 1' AS text WHERE $1 <> ''
             UNION ALL SELECT 'everyone', 'ALPERP', 'CANARY 2'
             UNION ALL SELECT 'everyone', 'OTH', 'MAPPA CANARY 3'
             UNION ALL SELECT 'MARAC', NULL, 'CANARY 4'
             UNION ALL SELECT 'DOG', 'OTH', 'Large dog'",
        );
        let fetched = ground.open().fetch(&person("1"), now()).await;
        let alerts = fetched.record.alerts.fact.known().unwrap();
        assert_eq!(alerts.len(), 1);
        let written = serde_json::to_string(&fetched.record).unwrap();
        assert!(!written.contains("CANARY"), "{written}");
        let dropped: Vec<(&str, u64)> = fetched.tally.dropped().collect();
        assert_eq!(dropped, [("alert that is not for a hospital", 4)]);
    }
}

#[tokio::test]
async fn h35_where_all_alerts_are_held_back_nobody_says_that_there_are_none() {
    let ground = sqlite();
    ground.write("alerts.sql", "SELECT 'never' AS audience, 'CANARY' AS text WHERE $1 <> ''");
    let fetched = ground.open().fetch(&person("1"), now()).await;
    assert_eq!(fetched.record.alerts.fact, Fact::NotShared);
}

#[tokio::test]
async fn h18_only_contacts_whom_the_hospital_may_ring_come_in() {
    for ground in both().await {
        ground.write(
            "contacts.sql",
            "SELECT 'Ada' AS name, 'yes' AS shareable WHERE $1 <> ''
             UNION ALL SELECT 'CANARY 1', 'no' UNION ALL SELECT 'CANARY 2', NULL
             UNION ALL SELECT 'CANARY 3', 'perhaps' UNION ALL SELECT 'CANARY 4', ''",
        );
        let fetched = ground.open().fetch(&person("1"), now()).await;
        let contacts = fetched.record.contacts.fact.known().unwrap();
        assert_eq!(contacts.len(), 1);
        assert!(!serde_json::to_string(&fetched.record).unwrap().contains("CANARY"));
        let dropped: Vec<(&str, u64)> = fetched.tally.dropped().collect();
        assert_eq!(dropped, [("contact whom the hospital may not ring", 4)]);

        ground.write("contacts.sql", "SELECT 'CANARY 5' AS name WHERE $1 <> ''");
        let fetched = ground.open().fetch(&person("1"), now()).await;
        assert_eq!(fetched.record.contacts.fact, Fact::NotShared, "no mark means no");
    }
}

#[tokio::test]
async fn h16_that_somebody_lives_in_a_refuge_is_not_said() {
    let ground = sqlite();
    ground.write("person.sql", "SELECT 'Halliday' AS family, 'Refuge' AS home_kind WHERE $1 <> ''");
    let fetched = ground.open().fetch(&person("1"), now()).await;
    let read = fetched.record.person.fact.known().unwrap();
    assert_eq!(read.home.kind, Fact::NotShared);
}
