//! How does a PostgreSQL server keep what we tell it?
//!
//! A work is sent at once, without waiting for the answer to each statement, and committed
//! when all of it did what was expected. Works of one `INSERT`, such as a message that waits
//! for its acknowledgement, share transactions: see [`lanes`].

mod lanes;
pub(crate) mod statement;
mod tls;
mod transaction;

use std::time::Duration;

use deadpool_postgres::{
    Client, Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod,
    Runtime,
};

use crate::database::Server;
use crate::engine::value::{Row, Value};
use crate::engine::work::{Done, Work};
use crate::error::{EngineFault, OpenError, StoreError};
use crate::migrations;
use lanes::Lanes;

/// Connections of this node. Commits of PostgreSQL share the disk among themselves; beyond
/// this number they only wait for each other.
const CONNECTIONS: usize = 16;

/// How long a caller waits for a connection before he hears that the database is busy.
const PATIENCE: Duration = Duration::from_secs(5);

/// Said once on every new connection.
///
/// Nothing may be acknowledged that a power cut would take away, so a server that was told to
/// answer early is told otherwise. No lock and no statement may hold up the ward for long.
const SESSION: &str = "
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') = 'off';
    SET lock_timeout = '5s';
    SET statement_timeout = '30s';
    SET idle_in_transaction_session_timeout = '60s';
    SET default_transaction_isolation = 'read committed'";

const ORDER: &str = "SELECT CASE
        WHEN current_setting('server_encoding') = 'UTF8' AND 'B' < 'a' AND 'z' < 'é' THEN 'ours'
        ELSE 'another'
    END AS text_order";

/// A PostgreSQL database with its connections.
#[derive(Clone)]
pub(crate) struct Postgres {
    pool: Pool,
    lanes: Lanes,
}

impl Postgres {
    /// Connects, and brings the tables up to date.
    pub(crate) async fn open(server: &Server) -> Result<Self, OpenError> {
        let pool = pool(server)?;
        let client = connection(&pool).await?;
        let order = statement::run(&client, ORDER, &[]).await?.rows;
        if order.first().map(|row| row.text("text_order")) != Some(Ok("ours")) {
            return Err(OpenError::WrongOrder);
        }
        if let Err(error) = migrations::postgres::migrate(&client).await {
            drop(Object::take(client));
            return Err(error);
        }
        Ok(Self { lanes: Lanes::open(&pool), pool })
    }

    pub(crate) async fn rows(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let read = async || {
            let client = connection(&self.pool).await?;
            statement::run(&client, sql, &values).await.map(|done| done.rows)
        };
        match read().await {
            Err(StoreError::Unavailable(_)) => {
                forget_idle(&self.pool);
                read().await
            }
            answer => answer,
        }
    }

    pub(crate) async fn commit(&self, work: Work) -> Result<Vec<Done>, StoreError> {
        if Lanes::take(&work) {
            return self.lanes.commit(work).await;
        }
        let pool = self.pool.clone();
        // A task of its own, so that a caller who gives up leaves no half transaction behind.
        tokio::spawn(async move { transaction::commit_one(&pool, &work).await })
            .await
            .map_err(|_| StoreError::Unavailable(EngineFault::new("the writer has stopped")))?
    }
}

pub(crate) fn pool(server: &Server) -> Result<Pool, OpenError> {
    let mut config = server.config.clone();
    config.connect_timeout(PATIENCE);
    config.tcp_user_timeout(PATIENCE * 2);
    config.keepalives_idle(PATIENCE * 12);
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = match tls::connector(server)? {
        Some(tls) => Manager::from_config(config, tls, recycling),
        None => Manager::from_config(config, tokio_postgres::NoTls, recycling),
    };
    let greet = Hook::async_fn(|client, _| {
        Box::pin(async move { client.batch_execute(SESSION).await.map_err(HookError::Backend) })
    });
    Pool::builder(manager)
        .max_size(CONNECTIONS)
        .wait_timeout(Some(PATIENCE))
        .create_timeout(Some(PATIENCE * 2))
        .runtime(Runtime::Tokio1)
        .post_create(greet)
        .build()
        .map_err(|_| StoreError::Broken(EngineFault::new("the pool needs a runtime")).into())
}

/// One connection was found dead: the server was restarted, and all that idle are of yesterday.
fn forget_idle(pool: &Pool) {
    drop(pool.retain(|_, _| false));
}

async fn connection(pool: &Pool) -> Result<Client, StoreError> {
    pool.get().await.map_err(|error| match error {
        PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
            statement::fault(&error)
        }
        PoolError::Timeout(_) => StoreError::Busy(EngineFault::new("no connection was free")),
        _ => StoreError::Unavailable(EngineFault::new("the pool is closed")),
    })
}
