//! How does a transaction cost as few round trips as it can?

use deadpool_postgres::{Client, Object, Pool};
use futures_util::future;

use crate::engine::postgres::{connection, forget_idle, statement};
use crate::engine::work::{Done, Statement, Work};
use crate::error::StoreError;

/// Statements under way at once. Up to thirty futures `join_all` polls strictly in order, and
/// the order in which they are first polled is the order in which the server gets them.
const AT_ONCE: usize = 24;

/// How often a work is tried that is undone through no fault of its own.
const ATTEMPTS: usize = 3;

/// Why a transaction failed, and whether it can be said that nothing was kept.
pub(crate) struct Failure {
    pub(crate) error: StoreError,
    /// The commit was never sent, so nothing was kept.
    pub(crate) undone: bool,
}

/// Commits one work.
pub(crate) async fn commit_one(pool: &Pool, work: &Work) -> Result<Vec<Done>, StoreError> {
    let mut answers = commit(pool, &[work]).await.map_err(|failure| failure.error)?;
    Ok(answers.pop().unwrap_or_default())
}

/// Commits works together: all of them or none.
///
/// A work that was undone through no fault of its own is tried again: its connection had died
/// unseen, or it met another work in a deadlock. What it rests on is checked anew each time.
pub(crate) async fn commit(pool: &Pool, works: &[&Work]) -> Result<Vec<Vec<Done>>, Failure> {
    for _ in 1..ATTEMPTS {
        match attempt(pool, works).await {
            Err(Failure { error: StoreError::Unavailable(_), undone: true }) => forget_idle(pool),
            Err(Failure { error, undone: true }) if statement::was_in_the_way(&error) => {}
            answer => return answer,
        }
    }
    attempt(pool, works).await
}

async fn attempt(pool: &Pool, works: &[&Work]) -> Result<Vec<Vec<Done>>, Failure> {
    let undone = |error| Failure { error, undone: true };
    let client = connection(pool).await.map_err(undone)?;
    let answers = match perform(&client, works).await {
        Ok(answers) => answers,
        Err(error) => {
            if client.batch_execute("ROLLBACK").await.is_err() {
                drop(Object::take(client));
            }
            return Err(undone(error));
        }
    };
    match client.batch_execute("COMMIT").await {
        Ok(()) => Ok(answers),
        Err(error) => {
            drop(Object::take(client));
            Err(Failure { error: statement::fault(&error), undone: false })
        }
    }
}

/// Begins, sends everything, and checks that each statement did what was expected of it.
async fn perform(client: &Client, works: &[&Work]) -> Result<Vec<Vec<Done>>, StoreError> {
    let begin = Work::new().then("BEGIN", Vec::new());
    let statements: Vec<&Statement> =
        std::iter::once(&begin).chain(works.iter().copied()).flat_map(|w| &w.statements).collect();
    let mut prepared = Vec::with_capacity(statements.len());
    for part in &statements {
        let ready = client.prepare_cached(part.sql).await;
        prepared.push(ready.map_err(|error| statement::fault(&error))?);
    }
    let mut all = Vec::with_capacity(statements.len());
    for (parts, ready) in statements.chunks(AT_ONCE).zip(prepared.chunks(AT_ONCE)) {
        let sent = parts
            .iter()
            .zip(ready)
            .map(|(part, ready)| statement::execute(client, ready, &part.values));
        for (part, answer) in parts.iter().zip(future::join_all(sent).await) {
            let done = answer?;
            part.expect.check(&done)?;
            all.push(done);
        }
    }
    let mut all = all.into_iter().skip(begin.statements.len());
    Ok(works.iter().map(|work| all.by_ref().take(work.statements.len()).collect()).collect())
}
