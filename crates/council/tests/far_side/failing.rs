//! What a ward sees when a council's source fails, hangs, dies or answers nonsense.

use std::fs;
use std::time::{Duration, Instant};

use care::record::{Fact, PartName};
use council::{Councils, Fault};

use super::ground::{
    Ground, SETTINGS, both, every_part, now, one_row, person, postgres, sqlite, unchecked,
    westshire,
};

const QUICK: &str = "[limits]\npart_ms = 1000\nwhole_ms = 1800\nrest_ms = 100\nconnections = 4\n";

/// An expression that fails where the person's id names the part.
fn failing(ground: &Ground, part: PartName) -> String {
    let stem = part.file_stem();
    let row = one_row(part);
    let fails = ground.say(
        &format!("instr($1, '{stem};') = 0 OR abs(-9223372036854775808) > 0"),
        &format!("1 / (CASE WHEN $1 LIKE '%{stem};%' THEN 0 ELSE 1 END) > 0"),
    );
    format!("{row} AND ({fails})")
}

#[tokio::test]
async fn h20_each_part_and_each_pair_may_fail_and_all_others_are_read() {
    for ground in both().await {
        every_part(&ground);
        for part in PartName::ALL.into_iter().filter(|part| *part != PartName::Contacts) {
            ground.write(&format!("{}.sql", part.file_stem()), &failing(&ground, part));
        }
        let councils = ground.open();
        let parts = PartName::ALL.into_iter().filter(|part| *part != PartName::Contacts);
        let parts: Vec<PartName> = parts.collect();
        for (place, one) in parts.iter().enumerate() {
            for other in &parts[place..] {
                let id = format!("{};{};", one.file_stem(), other.file_stem());
                let fetched = councils.fetch(&person(&id), now()).await;
                let mut expected = vec![*one, *other];
                expected.dedup();
                assert_eq!(unchecked(&fetched), expected, "{:?}", ground.engine);
                let again = councils.fetch(&person("40021"), now()).await;
                assert!(again.faults.is_empty(), "{:?}", again.faults);
            }
        }
    }
}

/// Safeguarding hangs while the council says so.
async fn with_a_hanging_part() -> Vec<Ground> {
    let mut grounds = both().await;
    for ground in &mut grounds {
        every_part(ground);
        ground.set(QUICK);
        ground
            .execute("CREATE TABLE mood (word varchar(10)); INSERT INTO mood VALUES ('hangs')")
            .await;
        let endless = ground.say(
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n)",
            "(SELECT length(pg_sleep(60)::text))",
        );
        let sql = format!(
            "SELECT '01632 960155' AS phone FROM mood
             WHERE $1 <> '' AND CASE WHEN word = 'hangs' THEN {endless} ELSE 1 END > 0"
        );
        ground.write("safeguarding.sql", &sql);
    }
    grounds
}

#[tokio::test]
async fn h20_a_part_that_hangs_costs_no_other_part_and_no_page_more_than_its_time() {
    for ground in with_a_hanging_part().await {
        let councils = ground.open();
        councils.fetch(&person("1"), now()).await;
        let began = Instant::now();
        let fetched = councils.fetch(&person("40021"), now()).await;
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        assert_eq!(unchecked(&fetched), [PartName::Safeguarding], "{:?}", ground.engine);
        assert_eq!(fetched.faults.get(&PartName::Safeguarding), Some(&Fault::TooSlow));
        assert_eq!(fetched.record.safeguarding.fact, Fact::CouldNotCheck);
    }
}

#[tokio::test]
async fn h20_many_pages_at_once_are_not_starved_by_a_part_that_hangs() {
    for ground in with_a_hanging_part().await {
        let councils = ground.open();
        let (first, second) = (person("1"), person("2"));
        let pages =
            (0..12).map(|page| councils.fetch(if page % 2 == 0 { &first } else { &second }, now()));
        for fetched in futures_util::future::join_all(pages).await {
            assert_eq!(unchecked(&fetched), [PartName::Safeguarding], "{:?}", ground.engine);
        }
    }
}

#[tokio::test]
async fn h20_a_part_that_keeps_failing_rests_and_comes_back_by_itself() {
    for ground in with_a_hanging_part().await {
        let councils = ground.open();
        for _ in 0..3 {
            councils.fetch(&person("40021"), now()).await;
        }
        let began = Instant::now();
        let fetched = councils.fetch(&person("40021"), now()).await;
        assert_eq!(fetched.faults.get(&PartName::Safeguarding), Some(&Fault::Resting));
        assert!(began.elapsed() < Duration::from_millis(900), "{:?}", began.elapsed());
        let health = councils.health(&westshire()).unwrap();
        assert_eq!(health.resting, [PartName::Safeguarding]);
        assert!(!health.is_down());
        assert!(health.last_failure.unwrap().1.contains("safeguarding"));

        ground.execute("UPDATE mood SET word = 'well'").await;
        until(|| councils.health(&westshire()).unwrap().resting.is_empty()).await;
        let fetched = councils.fetch(&person("40021"), now()).await;
        assert!(fetched.faults.is_empty(), "{:?}", fetched.faults);
    }
}

#[tokio::test]
async fn a_hanging_question_is_stopped_at_the_source() {
    let ground = with_a_hanging_part().await.pop().unwrap();
    let councils = ground.open();
    councils.fetch(&person("40021"), now()).await;
    let client = ground.client().await;
    let hanging = async || {
        let sql = "SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND state = 'active' AND query LIKE '%mood%'
              AND pid <> pg_backend_pid()";
        client.query_one(sql, &[]).await.unwrap().get::<_, i64>(0)
    };
    let began = Instant::now();
    while hanging().await > 0 {
        assert!(began.elapsed() < Duration::from_secs(2), "the server's own limit was needed");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn h20_a_connection_that_is_killed_meanwhile_fails_its_own_part_only() {
    let ground = postgres().await;
    every_part(&ground);
    ground.write(
        "packages.sql",
        "SELECT 'Home care' AS name
         WHERE CASE WHEN $1 = 'sleeper' THEN length(pg_sleep(60)::text) ELSE 1 END >= 0",
    );
    let councils = ground.open();
    let client = ground.client().await;
    let killing = async {
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE query LIKE '%pg_sleep(60)%' AND state = 'active' AND pid <> pg_backend_pid()
              AND datname = current_database()";
        loop {
            client.query(sql, &[]).await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    let asked = person("sleeper");
    let fetched = tokio::select! {
        fetched = councils.fetch(&asked, now()) => fetched,
        () = killing => panic!("it never ends"),
    };
    assert_eq!(unchecked(&fetched), [PartName::Packages], "{:?}", fetched.faults);
    let again = councils.fetch(&person("40021"), now()).await;
    assert!(again.faults.is_empty(), "{:?}", again.faults);
}

#[tokio::test]
async fn a_server_that_was_started_again_is_asked_on_new_connections() {
    let ground = postgres().await;
    every_part(&ground);
    let councils = ground.open();
    assert!(councils.fetch(&person("1"), now()).await.faults.is_empty());
    let client = ground.client().await;
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    client.query(sql, &[]).await.unwrap();
    let fetched = councils.fetch(&person("1"), now()).await;
    assert!(fetched.faults.is_empty(), "{:?}", fetched.faults);
}

#[tokio::test]
async fn h20_a_council_that_is_gone_leaves_no_part_out_and_costs_no_time_in_the_end() {
    let ground = sqlite();
    every_part(&ground);
    ground.set(QUICK);
    let councils = ground.open();
    assert!(councils.fetch(&person("1"), now()).await.faults.is_empty());
    let elsewhere = ground.file().with_extension("gone");
    fs::rename(ground.file(), &elsewhere).unwrap();
    for _ in 0..4 {
        let fetched = councils.fetch(&person("1"), now()).await;
        assert_eq!(unchecked(&fetched), PartName::ALL);
        assert_eq!(fetched.record.safeguarding.fact, Fact::CouldNotCheck);
    }
    assert!(councils.health(&westshire()).unwrap().is_down());
    fs::rename(&elsewhere, ground.file()).unwrap();
    until(|| councils.health(&westshire()).unwrap().resting.is_empty()).await;
    assert!(councils.fetch(&person("1"), now()).await.faults.is_empty());
}

#[tokio::test]
async fn a_file_that_takes_the_place_of_another_is_read_from_then_on() {
    let ground = sqlite();
    ground.execute("CREATE TABLE aids (name TEXT); INSERT INTO aids VALUES ('Rail')").await;
    ground.write("equipment.sql", "SELECT name FROM aids WHERE $1 <> ''");
    let councils = ground.open();
    assert_eq!(aid(&councils).await, "Rail");
    let new = ground.file().with_extension("new");
    rusqlite::Connection::open(&new)
        .unwrap()
        .execute_batch("CREATE TABLE aids (name TEXT); INSERT INTO aids VALUES ('Hoist')")
        .unwrap();
    fs::rename(&new, ground.file()).unwrap();
    assert_eq!(aid(&councils).await, "Hoist");
}

async fn aid(councils: &Councils) -> String {
    let fetched = councils.fetch(&person("1"), now()).await;
    let equipment = fetched.record.equipment.fact.known().unwrap();
    equipment.first().unwrap().name.known().unwrap().clone()
}

#[tokio::test]
async fn a_file_of_nonsense_is_a_source_that_cannot_be_reached() {
    let ground = sqlite();
    every_part(&ground);
    let nonsense: Vec<u8> =
        (0..20_000_u32).flat_map(|n| (n.wrapping_mul(2_654_435_761)).to_be_bytes()).collect();
    fs::write(ground.file(), nonsense).unwrap();
    let fetched = ground.open().fetch(&person("1"), now()).await;
    assert_eq!(unchecked(&fetched), PartName::ALL);
}

#[tokio::test]
async fn nothing_is_ever_written_to_a_council() {
    for ground in both().await {
        ground
            .execute("CREATE TABLE guarded (name varchar(10)); INSERT INTO guarded VALUES ('here')")
            .await;
        ground.write("equipment.sql", "DELETE FROM guarded WHERE $1 <> '' RETURNING name");
        ground.write("referrals.sql", "SELECT name AS kind FROM guarded WHERE $1 <> ''");
        let councils = ground.open();
        let fetched = councils.fetch(&person("1"), now()).await;
        assert_eq!(unchecked(&fetched), [PartName::Equipment]);
        let fetched = councils.fetch(&person("1"), now()).await;
        let referrals = fetched.record.referrals.fact.known().unwrap();
        assert_eq!(referrals[0].kind, Fact::Known("here".to_owned()));
    }
}

#[tokio::test]
async fn more_rows_than_a_record_can_hold_are_no_answer() {
    for ground in both().await {
        ground.write(
            "equipment.sql",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2001)
             SELECT 'Rail' AS name FROM n WHERE $1 <> ''",
        );
        let fetched = ground.open().fetch(&person("1"), now()).await;
        assert_eq!(fetched.faults.get(&PartName::Equipment), Some(&Fault::TooMuch));
    }
}

#[tokio::test]
async fn h16_what_is_said_of_a_fault_names_no_person() {
    let ground = postgres().await;
    ground.execute("CREATE TABLE aids (person bigint, name text); INSERT INTO aids VALUES (7, 'CANARY-AID')").await;
    ground.write("equipment.sql", "SELECT name FROM aids WHERE person = $1");
    ground.write("alerts.sql", "SELECT name::bigint AS text FROM aids WHERE $1 <> ''");
    let councils = ground.open();
    let fetched = councils.fetch(&person("CANARY-ID"), now()).await;
    assert_eq!(unchecked(&fetched), [PartName::Alerts, PartName::Equipment]);
    let said =
        format!("{:?} {:?} {:?}", fetched.faults, fetched.person, councils.health(&westshire()));
    assert!(!said.contains("CANARY"), "{said}");
}

#[tokio::test]
async fn a_council_that_is_not_joined_any_more_could_not_be_checked() {
    let ground = sqlite();
    ground.write("council.toml", SETTINGS);
    let mut key = person("1");
    key.council = "eastshire".parse().unwrap();
    let fetched = ground.open().fetch(&key, now()).await;
    assert_eq!(unchecked(&fetched), PartName::ALL);
    assert_eq!(fetched.record.packages.fact, Fact::CouldNotCheck);
}

#[tokio::test]
async fn h20_one_person_for_whom_a_part_fails_does_not_take_it_from_the_others() {
    for ground in both().await {
        every_part(&ground);
        ground.set(QUICK);
        let endless = ground.say(
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n)",
            "length(pg_sleep(60)::text)",
        );
        let hangs = format!("CASE WHEN $1 = 'hangs' THEN {endless} ELSE 1 END > 0");
        ground.write("equipment.sql", &format!("{} AND {hangs}", one_row(PartName::Equipment)));
        ground.write("alerts.sql", &failing(&ground, PartName::Alerts));
        let councils = ground.open();
        for _ in 0..4 {
            councils.fetch(&person("hangs"), now()).await;
            councils.fetch(&person("alerts;"), now()).await;
        }
        for _ in 0..4 {
            councils.fetch(&person("hangs"), now()).await;
        }
        let health = councils.health(&westshire()).unwrap();
        assert_eq!(health.resting, [PartName::Equipment], "a refusal is an answer");
        councils.fetch(&person("40021"), now()).await;
        until(|| councils.health(&westshire()).unwrap().resting.is_empty()).await;
        let fetched = councils.fetch(&person("40021"), now()).await;
        assert!(fetched.faults.is_empty(), "{:?}", fetched.faults);
    }
}

#[tokio::test]
async fn a_view_that_the_council_changes_is_read_as_it_is_now() {
    for ground in both().await {
        ground.execute("CREATE VIEW aids AS SELECT 'Rail' AS name").await;
        ground.write("equipment.sql", "SELECT name FROM aids WHERE $1 <> ''");
        let councils = ground.open();
        assert_eq!(aid(&councils).await, "Rail");
        ground.execute("DROP VIEW aids; CREATE VIEW aids AS SELECT 4711 AS name").await;
        assert_eq!(aid(&councils).await, "4711");
    }
}

/// Waits until something is so, at most ten seconds.
async fn until(is_so: impl Fn() -> bool) {
    let waiting = async {
        let mut ticks = tokio::time::interval(Duration::from_millis(10));
        while !is_so() {
            ticks.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), waiting).await.unwrap();
}
