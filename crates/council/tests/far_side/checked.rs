//! The check of a council's folder before it is joined.

use council::{Finding, Weight};

use super::ground::{Ground, both, every_part, now, person, sqlite};

async fn wrong(ground: &Ground) -> Vec<String> {
    let findings = ground.open().check().await;
    let wrong = findings.iter().filter(|finding| finding.weight == Weight::Wrong);
    wrong.map(Finding::to_string).collect()
}

const PEOPLE: &str = "SELECT '1' AS person_id, NULL AS nhs_number, 'A' AS family, 'A' AS given,
    NULL AS born, NULL AS sharing";

#[tokio::test]
async fn a_folder_that_is_right_has_nothing_wrong_and_says_what_it_does_not_send() {
    for ground in both().await {
        every_part(&ground);
        ground.write("people.sql", PEOPLE);
        assert_eq!(wrong(&ground).await, Vec::<String>::new());
        let findings = ground.open().check().await;
        let said: Vec<String> = findings.iter().map(Finding::to_string).collect();
        assert!(said.contains(&"westshire/equipment.sql: not supplied: issued, comment, service_phone, person_id, changed".to_owned()), "{said:?}");
    }
}

#[tokio::test]
async fn a_column_with_a_wrong_name_is_found_with_the_nearest_right_one() {
    for ground in both().await {
        ground.write("people.sql", PEOPLE);
        ground.write(
            "packages.sql",
            "SELECT 1 AS visit_a_day, 'A' AS name, 'B' AS name, 'x' AS key_safe_code WHERE $1 <> ''",
        );
        assert_eq!(
            wrong(&ground).await,
            [
                "westshire/packages.sql: the column `visit_a_day` is not known; did you mean `visits_a_day`?",
                "westshire/packages.sql: the column `name` comes twice",
                "westshire/packages.sql: the column `key_safe_code` is not known and is left out",
            ]
        );
    }
}

#[tokio::test]
async fn a_statement_that_the_source_refuses_is_found_in_the_source_s_own_words() {
    for ground in both().await {
        ground.write("people.sql", PEOPLE);
        ground.write("alerts.sql", "SELECT text FROM nowhere WHERE id = $1");
        ground.write("visits.sql", "SELECT 1 AS minutes");
        let wrong = wrong(&ground).await;
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(wrong[0].contains("nowhere"), "{wrong:?}");
        assert_eq!(wrong[1], "westshire/visits.sql: it takes 0 parameters; expected 1");
    }
}

#[tokio::test]
async fn h16_a_list_of_people_without_their_marks_is_found() {
    let ground = sqlite();
    ground.write("people.sql", "SELECT 1 AS person_id, 'A' AS family, 'A' AS given, 1 AS born");
    assert_eq!(
        wrong(&ground).await,
        [
            "westshire/people.sql: the column `nhs_number` is missing and is needed",
            "westshire/people.sql: the column `sharing` is missing and is needed",
        ]
    );
}

#[tokio::test]
async fn a_source_that_is_not_there_is_found_at_every_statement() {
    let ground = sqlite();
    every_part(&ground);
    ground.write("people.sql", PEOPLE);
    std::fs::remove_file(ground.file()).unwrap();
    let wrong = wrong(&ground).await;
    assert_eq!(wrong.len(), 16);
    assert!(wrong.iter().all(|words| words.contains("cannot be reached")), "{wrong:?}");
}

#[tokio::test]
async fn a_try_counts_what_came_and_shows_no_person_unless_asked() {
    for ground in both().await {
        ground.write(
            "equipment.sql",
            "SELECT 'CANARY rail' AS name, 'soon' AS issued, NULL AS comment WHERE $1 <> ''
             UNION ALL SELECT 'CANARY hoist', '2026-08-01', 'CANARY hall'",
        );
        let tried = ground.open().attempt(&person("CANARY-ID"), now()).await;
        let tried = tried.into_iter().find(|tried| tried.file == "equipment.sql").unwrap();
        assert_eq!(tried.rows, Ok(2));
        let counts = (tried.known, tried.not_recorded, tried.not_supplied, tried.unrecognised);
        // The list itself is one, and each of its entries has four.
        assert_eq!(counts, (5, 1, 2, 1));
        assert!(tried.in_full().contains("CANARY hoist"));
        assert!(!format!("{tried:?}").contains("CANARY"), "{tried:?}");
    }
}
