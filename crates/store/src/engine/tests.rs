//! Both engines are told the same stories and must answer in the same words.

use std::collections::BTreeSet;

use super::value::values;
use super::work::Expect;
use super::*;
use crate::Store;
use crate::testing::{Fresh, stores};

mod chained;
mod opening;
mod statements;
mod tls;

const CREATE: &str = "CREATE TABLE things (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> 'wrong'),
    body BYTEA,
    held_until_us BIGINT
)";
const INSERT: &str = "INSERT INTO things (id, name) VALUES ($1, $2)";
const RENAME: &str = "UPDATE things SET name = $2 WHERE id = $1 AND name = $3";

#[tokio::test]
async fn a_work_whose_expectation_fails_leaves_nothing_behind() {
    for store in things().await {
        let work = Work::new()
            .then(INSERT, values![1, "one"])
            .then_one(RENAME, values![1, "two", "another"]);
        assert_eq!(store.engine.commit(work).await, Err(StoreError::Conflict), "{store:?}");
        assert_eq!(names(&store).await, [""; 0], "{store:?}");
    }
}

#[tokio::test]
async fn each_of_a_hundred_callers_gets_his_own_answer_whatever_befalls_the_others() {
    for store in things().await {
        insert(&store, 7, "taken").await;
        let mut callers = Vec::new();
        for id in 0..100_i64 {
            let engine = store.engine.clone();
            let name = if id % 10 == 3 { "wrong" } else { "right" };
            let work = Work::new().then_one(INSERT, values![id, name]);
            callers.push(tokio::spawn(async move { (id, engine.commit(work).await) }));
        }
        for caller in callers {
            let (id, answer) = caller.await.unwrap();
            match (id, id % 10) {
                (7, _) => assert!(matches!(answer, Err(StoreError::Duplicate(_))), "{store:?}"),
                (_, 3) => assert!(matches!(answer, Err(StoreError::Refused(_))), "{store:?}"),
                _ => assert_eq!(answer.unwrap()[0].touched, 1, "{store:?}"),
            }
        }
        let kept = names(&store).await;
        assert_eq!(kept.len(), 90, "{store:?}");
        assert_eq!(kept.iter().filter(|name| *name == "right").count(), 89, "{store:?}");
    }
}

#[tokio::test]
async fn statements_happen_in_their_order_however_many_they_are() {
    for store in things().await {
        let mut work = Work::new().then(INSERT, values![1, "0"]);
        for step in 1..200 {
            let (new, old) = (step.to_string(), (step - 1).to_string());
            work = work.then_one(RENAME, values![1, new, old]);
        }
        let done = store.engine.commit(work).await.unwrap();
        assert_eq!(done.len(), 200, "{store:?}");
        assert_eq!(names(&store).await, ["199"], "{store:?}");
    }
}

#[tokio::test]
async fn a_reader_sees_what_was_committed_before() {
    for store in things().await {
        for id in 0..50 {
            insert(&store, id, "seen").await;
            assert_eq!(names(&store).await.len(), usize::try_from(id).unwrap() + 1, "{store:?}");
        }
    }
}

#[tokio::test]
async fn of_many_who_change_one_row_each_builds_on_the_one_before() {
    for store in things().await {
        insert(&store, 1, "0").await;
        let mut callers = Vec::new();
        for _ in 0..8 {
            let engine = store.engine.clone();
            callers.push(tokio::spawn(async move {
                for _ in 0..10 {
                    count_up(&engine).await;
                }
            }));
        }
        for caller in callers {
            caller.await.unwrap();
        }
        assert_eq!(names(&store).await, ["80"], "{store:?}");
    }
}

#[tokio::test]
async fn two_workers_never_hold_the_same_row() {
    for store in things().await {
        let mut work = Work::new();
        for id in 0..100_i64 {
            work = work.then(INSERT, values![id, "due"]);
        }
        store.engine.commit(work).await.unwrap();
        let mut workers = Vec::new();
        for _ in 0..4 {
            let engine = store.engine.clone();
            workers.push(tokio::spawn(async move { claim_all(&engine).await }));
        }
        let mut held = Vec::new();
        for worker in workers {
            held.extend(worker.await.unwrap());
        }
        assert_eq!(held.len(), 100, "{store:?}: a row was held twice or never");
        assert_eq!(held.iter().collect::<BTreeSet<_>>().len(), 100, "{store:?}");
    }
}

#[tokio::test]
async fn values_reach_the_number_they_are_meant_for() {
    const SQL: &str = "SELECT CAST($2 AS TEXT) AS second, -- not $3 'ŁÉ'
            '$1 is ''ŁÉ''' AS quoted, CAST($1 AS TEXT) AS first /* nor $4 */,
            CAST($10 AS BIGINT) AS tenth, CAST($2 AS TEXT) AS again,
            CAST($3 AS BIGINT) + $4 + $5 + $6 + $7 + $8 + $9 AS total";
    for store in stores().await {
        let values = values!["a", "b", 1, 2, 4, 8, 16, 32, 64, 10];
        let rows = store.engine.rows(SQL, values).await.unwrap();
        let [row] = rows.as_slice() else { panic!("{store:?}: {} rows", rows.len()) };
        assert_eq!(row.text("first"), Ok("a"), "{store:?}");
        assert_eq!(row.text("second"), Ok("b"), "{store:?}");
        assert_eq!(row.text("again"), Ok("b"), "{store:?}");
        assert_eq!(row.text("quoted"), Ok("$1 is 'ŁÉ'"), "{store:?}");
        assert_eq!(row.int("tenth"), Ok(10), "{store:?}");
        assert_eq!(row.int("total"), Ok(127), "{store:?}");
    }
}

#[tokio::test]
async fn what_goes_in_comes_out() {
    const SQL: &str = "INSERT INTO things (id, name, body) VALUES ($1, $2, $3)
        RETURNING id, name, body, held_until_us";
    for store in things().await {
        let name = "Zoë Łukasz 🏠".repeat(200_000);
        let body: Vec<u8> = (0..=255).cycle().take(5_000_000).collect();
        let values = values![i64::MIN, name.as_str(), body.as_slice()];
        let done = store.engine.commit(Work::new().then_one(SQL, values)).await.unwrap();
        let row = &done[0].rows[0];
        assert_eq!(row.int("id"), Ok(i64::MIN), "{store:?}");
        assert!(row.text("name") == Ok(&name), "{store:?}: another text came back");
        assert!(row.bytes("body") == Ok(&body), "{store:?}: other bytes came back");
        assert_eq!(row.maybe_int("held_until_us"), Ok(None), "{store:?}");
    }
}

#[tokio::test]
async fn a_nul_is_refused_in_text_and_kept_in_bytes() {
    for store in things().await {
        let text = store.engine.commit(Work::new().then(INSERT, values![1, "a\0b"])).await;
        assert!(matches!(text, Err(StoreError::Refused(_))), "{store:?}: {text:?}");
        let read = store.engine.rows("SELECT CAST($1 AS TEXT) AS a", values!["\0"]).await;
        assert!(matches!(read, Err(StoreError::Refused(_))), "{store:?}: {read:?}");
        let sql = "SELECT CAST($1 AS BYTEA) AS a";
        let sql = if format!("{store:?}") == "SQLite" { "SELECT $1 AS a" } else { sql };
        let rows = store.engine.rows(sql, values![b"a\0b".as_slice()]).await.unwrap();
        assert_eq!(rows[0].bytes("a"), Ok(b"a\0b".as_slice()), "{store:?}");
    }
}

#[tokio::test]
async fn a_refusal_has_the_same_name_on_both_engines_and_says_nothing_of_the_value() {
    type Named = fn(&StoreError) -> bool;
    let cases: [(&'static str, Vec<Value>, Named); 6] = [
        (INSERT, values![1, "hush"], |e| matches!(e, StoreError::Duplicate(_))),
        (INSERT, values![2, "wrong"], |e| matches!(e, StoreError::Refused(_))),
        (INSERT, values![2, None::<&str>], |e| matches!(e, StoreError::Refused(_))),
        (INSERT, values![2], |e| matches!(e, StoreError::Broken(_))),
        ("INSERT INTO nowhere (id) VALUES ($1)", values![2], |e| {
            matches!(e, StoreError::Broken(_))
        }),
        ("INSERT INTO things (id, name) VALUES ($1, $3)", values![2, "hush"], |e| {
            matches!(e, StoreError::Broken(_))
        }),
    ];
    for store in things().await {
        insert(&store, 1, "hush").await;
        for (sql, values, named) in cases.clone() {
            let error = store.engine.commit(Work::new().then(sql, values)).await.unwrap_err();
            assert!(named(&error), "{store:?} {sql}: {error:?}");
            assert!(!format!("{error:?} {error}").contains("hush"), "{store:?} {sql}: {error:?}");
        }
        assert_eq!(names(&store).await, ["hush"], "{store:?}");
    }
}

#[tokio::test]
async fn a_caller_who_gives_up_leaves_all_of_his_work_or_nothing() {
    for store in things().await {
        for id in 0..40_i64 {
            let work = Work::new()
                .then(INSERT, values![2 * id, "half"])
                .then(INSERT, values![2 * id + 1, "half"]);
            let engine = store.engine.clone();
            let caller = tokio::spawn(async move { engine.commit(work).await });
            tokio::task::yield_now().await;
            caller.abort();
        }
        insert(&store, 1000, "later").await;
        assert_eq!(names(&store).await.len() % 2, 1, "{store:?}");
    }
}

#[tokio::test]
async fn an_expectation_may_be_of_many_rows() {
    const ALL: &str = "UPDATE things SET held_until_us = $1";
    for store in things().await {
        insert(&store, 1, "a").await;
        insert(&store, 2, "b").await;
        let of = |rows| Work::new().with(ALL, values![5], Expect::Rows(rows));
        assert_eq!(store.engine.commit(of(2)).await.unwrap()[0].touched, 2, "{store:?}");
        assert_eq!(store.engine.commit(of(3)).await, Err(StoreError::Conflict), "{store:?}");
    }
}

#[tokio::test]
async fn works_that_cross_each_other_both_come_through() {
    for store in things().await {
        for id in 0..40 {
            insert(&store, id, "a").await;
        }
        let up = |id| ("UPDATE things SET name = $2 WHERE id = $1", values![id, "b"]);
        let rising = (0..40_i64).map(up).fold(Work::new(), |work, (sql, v)| work.then_one(sql, v));
        let falling =
            (0..40_i64).rev().map(up).fold(Work::new(), |work, (sql, v)| work.then_one(sql, v));
        let (one, two) = tokio::join!(store.engine.commit(rising), store.engine.commit(falling));
        assert!(one.is_ok() && two.is_ok(), "{store:?}: {one:?} {two:?}");
    }
}

/// A fresh store on each engine, with the table of these tests.
async fn things() -> Vec<Fresh> {
    let stores = stores().await;
    for store in &stores {
        store.engine.commit(Work::new().then(CREATE, values![])).await.unwrap();
    }
    stores
}

async fn insert(store: &Store, id: i64, name: &str) {
    let work = Work::new().then_one(INSERT, values![id, name]);
    store.engine.commit(work).await.unwrap();
}

async fn names(store: &Store) -> Vec<String> {
    let sql = "SELECT name FROM things ORDER BY id";
    let rows = store.engine.rows(sql, values![]).await.unwrap();
    rows.iter().map(|row| row.text("name").unwrap().to_owned()).collect()
}

/// Loads, decides, commits, and begins again when somebody else was first.
async fn count_up(engine: &Engine) {
    loop {
        let rows = engine.rows("SELECT name FROM things WHERE id = $1", values![1]).await.unwrap();
        let old = rows[0].text("name").unwrap();
        let new = (old.parse::<i64>().unwrap() + 1).to_string();
        match engine.commit(Work::new().then_one(RENAME, values![1, new, old])).await {
            Ok(_) => return,
            Err(error) => assert_eq!(error, StoreError::Conflict),
        }
    }
}

/// Takes three at a time until nothing is left.
async fn claim_all(engine: &Engine) -> Vec<i64> {
    const CLAIM: &str = "UPDATE things SET held_until_us = $1
        WHERE held_until_us IS NULL
          AND id IN (
              SELECT id FROM things WHERE held_until_us IS NULL
              ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
          )
        RETURNING id";
    let mut held = Vec::new();
    loop {
        let done = engine.commit(Work::new().then(CLAIM, values![1, 3])).await.unwrap();
        if done[0].touched == 0 && engine.rows(LEFT, values![]).await.unwrap().is_empty() {
            return held;
        }
        held.extend(done[0].rows.iter().map(|row| row.int("id").unwrap()));
    }
}

const LEFT: &str = "SELECT id FROM things WHERE held_until_us IS NULL LIMIT 1";
