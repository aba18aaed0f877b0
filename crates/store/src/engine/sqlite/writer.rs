//! How do many callers share one wait for the disk?

use std::thread;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::engine::sqlite::statement;
use crate::engine::work::{Done, Work};
use crate::error::{EngineFault, OpenError, StoreError};

/// Works that may wait before callers are made to wait themselves.
const QUEUE: usize = 1024;

/// Works that share one commit. More would make the first of them wait too long.
const GROUP: usize = 128;

/// The way to the one thread that writes. It ends when the last of its callers is gone.
#[derive(Clone)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Job>,
}

struct Job {
    work: Work,
    answer: oneshot::Sender<Answer>,
}

type Answer = Result<Vec<Done>, StoreError>;

impl Writer {
    pub(crate) fn start(connection: Connection) -> Result<Self, OpenError> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || serve(&connection, jobs))
            .map_err(|source| OpenError::File {
                path: "of the writer thread".to_owned(),
                source,
            })?;
        Ok(Self { queue })
    }

    /// Answers when the work is on the disk, or when it is certain that it is not.
    pub(crate) async fn commit(&self, work: Work) -> Answer {
        let gone = || StoreError::Unavailable(EngineFault::new("the writer has stopped"));
        let (answer, answered) = oneshot::channel();
        self.queue.send(Job { work, answer }).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

fn serve(connection: &Connection, mut jobs: mpsc::Receiver<Job>) {
    let mut group = Vec::with_capacity(GROUP);
    while jobs.blocking_recv_many(&mut group, GROUP) > 0 {
        let answers = commit(connection, &group);
        for (job, answer) in group.drain(..).zip(answers) {
            // A caller who no longer listens has given up, and what was done stays done.
            drop(job.answer.send(answer));
        }
    }
}

/// One answer per job, in their order. Where the commit itself fails nobody is told that his
/// work stands, and nobody that it stood against a neighbour's, which is undone as well.
fn commit(connection: &Connection, group: &[Job]) -> Vec<Answer> {
    match commit_all(connection, group) {
        Ok(answers) => answers,
        Err(error) => {
            if !connection.is_autocommit() {
                drop(connection.execute_batch("ROLLBACK"));
            }
            group.iter().map(|_| Err(error.clone())).collect()
        }
    }
}

fn commit_all(connection: &Connection, group: &[Job]) -> Result<Vec<Answer>, StoreError> {
    say(connection, "BEGIN IMMEDIATE")?;
    let answers = group
        .iter()
        .map(|job| in_savepoint(connection, &job.work))
        .collect::<Result<Vec<_>, _>>()?;
    say(connection, "COMMIT")?;
    Ok(answers)
}

/// The outer error ends the group, the inner one this work alone.
fn in_savepoint(connection: &Connection, work: &Work) -> Result<Answer, StoreError> {
    say(connection, "SAVEPOINT work")?;
    let answer = perform(connection, work);
    match &answer {
        // A full disk makes SQLite undo the whole transaction, savepoints and all.
        Err(error) if connection.is_autocommit() => return Err(error.clone()),
        Err(_) => say(connection, "ROLLBACK TO work")?,
        Ok(_) => {}
    }
    say(connection, "RELEASE work")?;
    Ok(answer)
}

fn perform(connection: &Connection, work: &Work) -> Answer {
    let mut answer = Vec::with_capacity(work.statements.len());
    for part in &work.statements {
        let done = statement::run(connection, part.sql, &part.values)?;
        part.expect.check(&done)?;
        answer.push(done);
    }
    Ok(answer)
}

fn say(connection: &Connection, sql: &str) -> Result<(), StoreError> {
    statement::run(connection, sql, &[]).map(drop)
}
