//! How do many small writers share one wait for the server's disk?
//!
//! A durable commit costs the same for one row as for a hundred. A few lanes take whatever
//! single inserts wait and commit them together; a lane that is free takes a lone one at
//! once, so nobody waits for company. Only works of one `INSERT` ride here: they hold no
//! lock that another work could wait for the other way round.

use std::sync::Arc;

use deadpool_postgres::Pool;
use tokio::sync::{Mutex, mpsc, oneshot};

use crate::engine::postgres::transaction::{self, Failure};
use crate::engine::work::{Done, Work};
use crate::error::{EngineFault, StoreError};

/// Groups under way at once.
const LANES: usize = 2;

/// Works that may wait before callers are made to wait themselves.
const QUEUE: usize = 1024;

/// Works that share one commit.
const GROUP: usize = 128;

/// The way into the lanes. They end when the last of their callers is gone.
#[derive(Clone)]
pub(crate) struct Lanes {
    queue: mpsc::Sender<Job>,
}

struct Job {
    work: Work,
    answer: oneshot::Sender<Answer>,
}

type Answer = Result<Vec<Done>, StoreError>;

impl Lanes {
    pub(crate) fn open(pool: &Pool) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..LANES {
            tokio::spawn(serve(pool.clone(), Arc::clone(&jobs)));
        }
        Self { queue }
    }

    /// Whether the work may share a transaction with strangers.
    pub(crate) fn take(work: &Work) -> bool {
        matches!(work.statements.as_slice(), [only] if only.sql.starts_with("INSERT"))
    }

    pub(crate) async fn commit(&self, work: Work) -> Answer {
        let gone = || StoreError::Unavailable(EngineFault::new("the writer has stopped"));
        let (answer, answered) = oneshot::channel();
        self.queue.send(Job { work, answer }).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

async fn serve(pool: Pool, jobs: Arc<Mutex<mpsc::Receiver<Job>>>) {
    let mut group = Vec::with_capacity(GROUP);
    loop {
        let taken = jobs.lock().await.recv_many(&mut group, GROUP).await;
        if taken == 0 {
            return;
        }
        let works: Vec<&Work> = group.iter().map(|job| &job.work).collect();
        let answers = commit(&pool, &works).await;
        for (job, answer) in group.drain(..).zip(answers) {
            // A caller who no longer listens has given up, and what was done stays done.
            drop(job.answer.send(answer));
        }
    }
}

/// One answer per work. Where one of a group fails the group is undone, and each is told its
/// own answer alone: nobody hears "it is there already" of a row that was then undone.
async fn commit(pool: &Pool, works: &[&Work]) -> Vec<Answer> {
    match transaction::commit(pool, works).await {
        Ok(answers) => answers.into_iter().map(Ok).collect(),
        Err(Failure { error, undone }) if works.len() == 1 || !undone || hopeless(&error) => {
            works.iter().map(|_| Err(error.clone())).collect()
        }
        Err(_) => {
            let mut answers = Vec::with_capacity(works.len());
            for work in works {
                answers.push(transaction::commit_one(pool, work).await);
            }
            answers
        }
    }
}

/// What ails the server ails every work: none of them would fare better alone.
fn hopeless(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable(_) | StoreError::Busy(_) | StoreError::Full(_))
}
