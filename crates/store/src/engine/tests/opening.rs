//! What is opened, what is refused, and what happens when the server goes away.

use super::*;
use crate::testing;

#[tokio::test]
async fn a_reading_statement_cannot_write_to_a_file() {
    let ground = testing::sqlite();
    let store = ground.open().await;
    let answer = store.engine.rows("CREATE TABLE sly (id BIGINT)", values![]).await;
    assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_not_opened() {
    const NEWER: &str = "INSERT INTO homeward_migrations (number, name, checksum)
        VALUES ($1, $2, $3)";
    for store in stores().await {
        let values = values![9999, "9999_future", b"".as_slice()];
        store.engine.commit(Work::new().then(NEWER, values)).await.unwrap();
        let database: Database = store.ground().url().parse().unwrap();
        let opened = Engine::open(&database).await.map(drop);
        assert!(matches!(opened, Err(OpenError::Newer { found: 9999, .. })), "{store:?}");
    }
}

#[tokio::test]
async fn a_database_that_belongs_to_others_is_left_alone() {
    const ALIEN: &str = "DROP TABLE homeward_migrations";
    for store in things().await {
        store.engine.commit(Work::new().then(ALIEN, values![])).await.unwrap();
        let database: Database = store.ground().url().parse().unwrap();
        let opened = Engine::open(&database).await.map(drop);
        assert!(matches!(opened, Err(OpenError::NotOurs)), "{store:?}: {opened:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn programs_that_start_together_on_an_empty_database_all_start() {
    for ground in testing::grounds().await {
        let database: Database = ground.url().parse().unwrap();
        let opening: Vec<_> = (0..4)
            .map(|_| {
                let database = database.clone();
                tokio::spawn(async move { Engine::open(&database).await.map(drop) })
            })
            .collect();
        for one in opening {
            one.await.unwrap().unwrap_or_else(|error| panic!("{ground:?}: {error:?}"));
        }
    }
}

#[tokio::test]
async fn what_was_committed_is_there_when_the_database_is_opened_again() {
    for store in things().await {
        insert(&store, 1, "kept").await;
        let again = store.ground().open().await;
        let rows = again.engine.rows("SELECT name FROM things", values![]).await.unwrap();
        assert_eq!(rows[0].text("name"), Ok("kept"), "{store:?}");
    }
}

#[tokio::test]
async fn a_server_that_was_restarted_is_not_noticed() {
    const CUT: &str = "SELECT CAST(count(pg_terminate_backend(pid)) AS BIGINT) AS cut
        FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let ground = testing::postgres().await;
    let store = ground.open().await;
    store.engine.commit(Work::new().then(CREATE, values![])).await.unwrap();
    let other = ground.open().await;
    let cut = other.engine.rows(CUT, values![]).await.unwrap();
    assert!(cut[0].int("cut").unwrap() > 0);
    insert(&store, 1, "alone").await;
    other.engine.rows(CUT, values![]).await.unwrap();
    store.engine.commit(Work::new().then(RENAME, values![1, "b", "alone"])).await.unwrap();
    other.engine.rows(CUT, values![]).await.unwrap();
    assert_eq!(names(&store).await, ["b"]);
}

#[tokio::test]
async fn a_server_that_is_told_to_answer_early_still_waits_for_its_disk() {
    let ground = testing::postgres().await;
    let eager = format!("{}&options=-c%20synchronous_commit%3Doff", ground.url());
    let store = Store::open(&eager.parse().unwrap()).await.unwrap();
    let sql = "SELECT current_setting('synchronous_commit') AS word";
    let rows = store.engine.rows(sql, values![]).await.unwrap();
    assert_eq!(rows[0].text("word"), Ok("on"));
}

#[tokio::test]
async fn a_server_that_orders_text_like_a_dictionary_is_refused() {
    let ground = testing::postgres_with("LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'en-GB'").await;
    let opened = Engine::open(&ground.url().parse().unwrap()).await.map(drop);
    assert!(matches!(opened, Err(OpenError::WrongOrder)), "{opened:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable_and_a_file_that_cannot_be_is_named() {
    let nobody = "postgres://nobody@127.0.0.1:1/nothing".parse().unwrap();
    let opened = Engine::open(&nobody).await.map(drop);
    let unavailable = matches!(opened, Err(OpenError::Engine(StoreError::Unavailable(_))));
    assert!(unavailable, "{opened:?}");
    let why = format!("{opened:?}");
    assert!(why.contains("refused"), "{why}");
    let nowhere = "sqlite:/nonexistent/folder/homeward.db".parse().unwrap();
    let opened = Engine::open(&nowhere).await.map(drop);
    assert!(matches!(opened, Err(OpenError::File { .. })), "{opened:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_but_its_owner_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let ground = testing::sqlite();
    let store = ground.open().await;
    store.engine.commit(Work::new().then(CREATE, values![])).await.unwrap();
    let path = ground.url().strip_prefix("sqlite:").unwrap();
    for beside in ["", "-wal", "-shm"] {
        let mode = std::fs::metadata(format!("{path}{beside}")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "homeward.db{beside}");
    }
}

#[tokio::test]
async fn a_full_disk_is_told_to_all_who_wrote_and_takes_nothing_that_was_kept() {
    let ground = testing::sqlite();
    let store = ground.open().await;
    store.engine.commit(Work::new().then(CREATE, values![])).await.unwrap();
    insert(&store, 1, "kept").await;
    store.engine.commit(Work::new().then("PRAGMA max_page_count = 1", values![])).await.unwrap();
    let mut callers = Vec::new();
    for id in 2..6_i64 {
        let engine = store.engine.clone();
        let work = Work::new().then(INSERT, values![id, "x".repeat(100_000)]);
        callers.push(tokio::spawn(async move { engine.commit(work).await }));
    }
    for caller in callers {
        let answer = caller.await.unwrap();
        assert!(matches!(answer, Err(StoreError::Full(_))), "{answer:?}");
    }
    let roomy = Work::new().then("PRAGMA max_page_count = 100000", values![]);
    store.engine.commit(roomy).await.unwrap();
    insert(&store, 2, "later").await;
    assert_eq!(names(&store).await, ["kept", "later"]);
}

#[tokio::test]
async fn a_database_that_does_not_exist_is_said_so_in_plain_words() {
    let ground = testing::postgres().await;
    let elsewhere = ground.url().replacen("homeward_test_", "homeward_nowhere_", 1);
    let opened = Engine::open(&elsewhere.parse().unwrap()).await.map(drop);
    let why = format!("{opened:?}");
    assert!(why.contains("there is no database of this name"), "{why}");
}
