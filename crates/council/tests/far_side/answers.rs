//! What is read from a council's answer.

use care::people::{Gender, PartialDate};
use care::record::{AlertAudience, Fact, PackageState, PartName, Setting, Sharing};
use care::when::When;
use council::{Column, Kind, Statement};
use jiff::civil::date;

use super::ground::{self, both, now, person, sqlite};

const PACKAGES: &str = "
    SELECT 'P1' AS package_id, 'Home care' AS name, 'HC' AS setting, '2024-06-10' AS starts,
           '31/12/9999' AS ends, 'SUS' AS state, 'Meadow Homecare' AS provider_name,
           '01632 960123' AS provider_day_phone, NULL AS provider_night_phone,
           4 AS visits_a_day, '2' AS carers_a_visit, 840.0 AS minutes_a_week,
           '2026-08-11' AS held_since, '2026-08-25' AS restart_until, 24 AS notice_hours,
           '2026-08-03 09:30:00' AS changed
    WHERE $1 <> ''
    UNION ALL
    SELECT 'P2', '', 'XX', 'soon', NULL, 'GONE', 'None', 'none', NULL, NULL, 'two', NULL, NULL,
           NULL, NULL, NULL
    WHERE $1 <> ''";

#[tokio::test]
async fn a_package_is_read_in_words_of_ours() {
    for ground in both().await {
        ground.set(
            "[values.package_state]\nSUS = \"on hold\"\n[values.setting]\nHC = \"at home\"\n\
             [values.text]\nNone = \"none\"\n",
        );
        ground.write("packages.sql", PACKAGES);
        let fetched = ground.open().fetch(&person("40021"), now()).await;
        let packages = fetched.record.packages.fact.known().unwrap();
        let first = &packages[0];
        assert_eq!(first.id, "P1");
        assert_eq!(first.state, Fact::Known(PackageState::OnHold));
        assert_eq!(first.setting, Fact::Known(Setting::AtHome));
        assert_eq!(first.starts, Fact::Known(When::On(date(2024, 6, 10))));
        assert_eq!(first.ends, Fact::NoneRecorded);
        let provider = first.provider.known().unwrap();
        assert_eq!(provider.name, Fact::Known("Meadow Homecare".to_owned()));
        assert_eq!(provider.night_phone, Fact::NotRecorded);
        assert_eq!(provider.hours, Fact::NotSupplied);
        let pattern = first.pattern.known().unwrap();
        assert_eq!(pattern.visits_a_day, Fact::Known(4));
        assert_eq!(pattern.carers_a_visit, Fact::Known(2));
        assert_eq!(pattern.minutes_a_week, Fact::Known(840));
        assert_eq!(first.hold.known().unwrap().restart_until, Fact::Known(date(2026, 8, 25)));
        let checked = fetched.record.packages.checked;
        assert_eq!(checked.at, now());
        assert_eq!(checked.changed, Some("2026-08-03T08:30:00Z".parse().unwrap()));
    }
}

#[tokio::test]
async fn h24_codes_and_values_that_nobody_understands_are_said_to_be_so_and_counted() {
    for ground in both().await {
        ground.set("[values.text]\nNone = \"none\"\n");
        ground.write("packages.sql", PACKAGES);
        let fetched = ground.open().fetch(&person("40021"), now()).await;
        let packages = fetched.record.packages.fact.known().unwrap();
        let second = &packages[1];
        assert_eq!(second.state, Fact::Unrecognised);
        assert_eq!(second.setting, Fact::Unrecognised);
        assert_eq!(second.starts, Fact::Unrecognised);
        assert_eq!(second.name, Fact::NotRecorded);
        let provider = second.provider.known().map(|provider| provider.name.clone());
        assert_eq!(provider, None, "the council says that there is no provider");
        assert_eq!(second.provider, Fact::NoneRecorded);
        assert_eq!(second.pattern.known().unwrap().carers_a_visit, Fact::Unrecognised);
        let counted: Vec<(&str, &str, u64)> = fetched.tally.unrecognised().collect();
        assert_eq!(
            counted,
            [
                ("packages", "carers_a_visit", 1),
                ("packages", "setting", 2),
                ("packages", "starts", 1),
                ("packages", "state", 2),
            ]
        );
    }
}

#[tokio::test]
async fn a_missing_file_a_missing_column_and_no_rows_are_three_different_things() {
    for ground in both().await {
        ground.write("alerts.sql", "SELECT 'Large dog' AS text WHERE $1 = 'nobody'");
        ground.write("equipment.sql", "SELECT 'Hoist' AS name WHERE $1 <> ''");
        let fetched = ground.open().fetch(&person("40021"), now()).await;
        assert_eq!(fetched.record.packages.fact, Fact::NotSupplied);
        assert_eq!(fetched.record.alerts.fact, Fact::NoneRecorded);
        let equipment = fetched.record.equipment.fact.known().unwrap();
        assert_eq!(equipment[0].name, Fact::Known("Hoist".to_owned()));
        assert_eq!(equipment[0].comment, Fact::NotSupplied);
        assert!(fetched.faults.is_empty(), "{:?}", fetched.faults);
    }
}

#[tokio::test]
async fn h25_a_long_text_is_kept_whole_and_an_endless_one_is_never_cut() {
    for ground in both().await {
        let long = |length: usize| {
            ground.say(
                &format!("replace(hex(zeroblob({})), '00', 'ab')", length / 2),
                &format!("repeat('ab', {})", length / 2),
            )
        };
        ground.write(
            "equipment.sql",
            &format!(
                "SELECT {} AS name, {} AS comment WHERE $1 <> ''",
                long(60_000),
                long(1_000_000)
            ),
        );
        let fetched = ground.open().fetch(&person("40021"), now()).await;
        let equipment = fetched.record.equipment.fact.known().unwrap();
        assert_eq!(equipment[0].name.known().map(String::len), Some(60_000));
        assert_eq!(equipment[0].comment, Fact::Unrecognised);
    }
}

#[tokio::test]
async fn h01_an_answer_for_another_person_is_not_used_at_all() {
    for ground in both().await {
        ground.write(
            "packages.sql",
            "SELECT $1 AS person_id, 'Home care' AS name UNION ALL SELECT '40022', 'Day care'",
        );
        ground.write(
            "person.sql",
            "SELECT 'Halliday' AS family UNION ALL SELECT 'Mbeki' AS family WHERE $1 <> ''",
        );
        ground.write("equipment.sql", "SELECT $1 AS person_id, 'Hoist' AS name");
        let bytes = ground.say("x'00'", "'\\x00'::bytea");
        ground.write(
            "visits.sql",
            &format!("SELECT {bytes} AS person_id, 30 AS minutes WHERE $1 <> ''"),
        );
        let fetched = ground.open().fetch(&person("40021"), now()).await;
        assert_eq!(fetched.record.packages.fact, Fact::CouldNotCheck);
        assert_eq!(fetched.record.person.fact, Fact::CouldNotCheck);
        assert!(fetched.record.equipment.fact.known().is_some());
        let expected = [PartName::Person, PartName::Packages, PartName::Visits];
        assert_eq!(ground::unchecked(&fetched), expected);
    }
}

#[tokio::test]
async fn the_native_types_of_a_server_are_read_like_texts() {
    let ground = ground::postgres().await;
    ground
        .execute(
            "CREATE TYPE sex AS ENUM ('F', 'M');
             CREATE DOMAIN surname AS varchar(40);
             CREATE TABLE persons (id bigint, family surname, given char(20), sex sex, born date,
                 flat uuid, key_safe boolean, known timestamp, died date, changed timestamptz);
             INSERT INTO persons VALUES (40021, 'Halliday', 'Dora', 'F', '1938-02-14',
                 '0192f0c1-7b1e-7c3a-9d55-0a6f5d3c2b1a', true, '2019-03-01 00:00', 'infinity',
                 '2026-08-03 09:30+01');
             CREATE TABLE visits (person numeric, starts time, minutes numeric(6, 2), day smallint,
                 carers real);
             INSERT INTO visits VALUES (40021, '08:15', 30.00, 3, 2.0)",
        )
        .await;
    ground.write(
        "person.sql",
        "SELECT id AS person_id, family, given, sex AS gender, born, flat AS address_line_1,
             key_safe, known AS known_since, died AS died_on, changed
         FROM persons WHERE id = $1",
    );
    ground.write(
        "visits.sql",
        "SELECT starts, minutes, day, carers, ARRAY[1] AS purpose FROM visits WHERE person = $1",
    );
    let fetched = ground.open().fetch(&person("40021"), now()).await;
    assert!(fetched.faults.is_empty(), "{:?}", fetched.faults);
    let read = fetched.record.person.fact.known().unwrap();
    let name = read.name.known().unwrap();
    assert_eq!((name.family.as_str(), name.given.as_str()), ("Halliday", "Dora"));
    assert_eq!(read.gender, Fact::Known(Gender::Female));
    assert_eq!(read.born.known().unwrap().on, PartialDate::Day(date(1938, 2, 14)));
    let address = read.address.known().unwrap().one_line();
    assert_eq!(address, "0192f0c1-7b1e-7c3a-9d55-0a6f5d3c2b1a");
    assert_eq!(read.home.key_safe, Fact::Known(true));
    assert_eq!(read.known_since, Fact::Known(date(2019, 3, 1)));
    assert_eq!(read.died_on, Fact::NoneRecorded);
    let changed = fetched.record.person.checked.changed;
    assert_eq!(changed, Some("2026-08-03T08:30:00Z".parse().unwrap()));
    let visits = fetched.record.visits.fact.known().unwrap();
    let time = visits[0].time.known().unwrap();
    assert_eq!((time.day.to_monday_one_offset(), time.minutes), (3, 30));
    assert_eq!(visits[0].carers, Fact::Known(2));
    assert_eq!(visits[0].purpose, Fact::Unrecognised);
}

#[tokio::test]
async fn a_row_of_visits_is_one_visit_for_each_of_its_days() {
    let ground = sqlite();
    ground.write(
        "visits.sql",
        "SELECT 'P1' AS package_id, 'Mon, Wed' AS day, '08:15' AS starts, 30 AS minutes WHERE $1 <> ''
         UNION ALL SELECT 'P1', 'daily', '0845', 15
         UNION ALL SELECT 'P1', 'Someday', '08:15', 30",
    );
    let fetched = ground.open().fetch(&person("40021"), now()).await;
    let visits = fetched.record.visits.fact.known().unwrap();
    assert_eq!(visits.len(), 2 + 7 + 1);
    assert_eq!(visits[9].time, Fact::Unrecognised);
}

#[tokio::test]
async fn bytes_and_texts_in_no_encoding_are_unrecognised_and_the_rest_is_read() {
    let ground = sqlite();
    ground.write(
        "equipment.sql",
        "SELECT CAST(x'ff41' AS TEXT) AS name, x'00' AS comment, 'Hoist' || char(7) AS service_phone
         WHERE $1 <> '' UNION ALL SELECT 'Rail', NULL, '01632 960123'",
    );
    let fetched = ground.open().fetch(&person("40021"), now()).await;
    let equipment = fetched.record.equipment.fact.known().unwrap();
    assert_eq!(equipment[0].name, Fact::Unrecognised);
    assert_eq!(equipment[0].comment, Fact::Unrecognised);
    assert_eq!(equipment[0].service_phone, Fact::Unrecognised);
    assert_eq!(equipment[1].name, Fact::Known("Rail".to_owned()));
}

#[tokio::test]
async fn h24_an_alert_for_an_unknown_audience_is_there_and_its_words_are_not() {
    let ground = sqlite();
    ground.write(
        "alerts.sql",
        "SELECT 'everyone' AS audience, 'Large dog' AS text WHERE $1 <> ''
         UNION ALL SELECT 'X17', 'Words for somebody else'",
    );
    let fetched = ground.open().fetch(&person("40021"), now()).await;
    let alerts = fetched.record.alerts.fact.known().unwrap();
    assert_eq!(alerts[0].audience, Fact::Known(AlertAudience::Everyone));
    assert_eq!(alerts[0].text, Fact::Known("Large dog".to_owned()));
    assert_eq!(alerts[1].audience, Fact::Unrecognised);
    assert_eq!(alerts[1].text, Fact::Unrecognised);
}

/// A value that the column can hold.
fn good(column: &Column) -> String {
    let value = match (column.kind, column.name) {
        (Kind::Code("attorney_kind"), _) => "advocate",
        (Kind::Code("alert_audience"), _) => "person",
        (Kind::Code("deprivation_status"), _) => "authorised",
        (Kind::Code("gender"), _) => "female",
        (Kind::Code("package_state"), _) => "running",
        (Kind::Code("setting"), _) => "at home",
        (Kind::Code("sharing"), _) => "transition",
        (Kind::Code(_), _) => "yes",
        (Kind::Day | Kind::When | Kind::Birth, _) => "2020-03-01",
        (Kind::Time, _) => "08:15",
        (Kind::Weekdays, _) => "Monday",
        (Kind::Number, _) => "4",
        (Kind::Phone, _) => "01632 960123",
        (Kind::NhsNumber, _) => "999 123 4519",
        (Kind::Id, "person_id") => "40021",
        (_, "postcode") => "XX1 2AB",
        (Kind::Text | Kind::List | Kind::Id, _) => "words",
    };
    format!("'{value}' AS {}", column.name)
}

#[tokio::test]
async fn every_column_of_the_table_is_read_into_its_place() {
    let ground = sqlite();
    for part in PartName::ALL {
        let columns: Vec<String> = Statement::Part(part).columns().map(good).collect();
        let sql = format!("SELECT {} WHERE $1 = '40021'", columns.join(", "));
        ground.write(&format!("{}.sql", part.file_stem()), &sql);
    }
    let councils = ground.open();
    let fetched = councils.fetch(&person("40021"), now()).await;
    assert!(fetched.faults.is_empty(), "{:?}", fetched.faults);
    assert!(fetched.tally.is_empty(), "{:?}", fetched.tally);
    let read = fetched.record.person.fact.known().unwrap();
    assert_eq!(read.sharing, Fact::Known(Sharing::Transition));
    for tried in councils.attempt(&person("40021"), now()).await {
        let states =
            (tried.none_recorded, tried.not_recorded, tried.not_supplied, tried.unrecognised);
        assert_eq!(states, (0, 0, 0, 0), "{}: {}", tried.file, tried.in_full());
        assert!(tried.known > 1, "{}", tried.file);
        assert_eq!(tried.rows, Ok(1));
    }
}
