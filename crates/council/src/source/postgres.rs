//! How is a council's PostgreSQL server asked?
//!
//! Each question runs in a transaction of its own that may only read, under the server's own time
//! limit. Whoever stops waiting cancels it at the server and throws the connection away.

mod tls;
mod value;

use std::pin::pin;
use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError};
use deadpool_postgres::{RecyclingMethod, Runtime};
use futures_util::TryStreamExt;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio_postgres::{Error, NoTls, RowStream, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::Server;
use super::{BATCH, Fault, Question, Shape};
use crate::folder::Limits;
use crate::rows::{MOST_ROWS, Rows};
use value::Parameter;

/// A PostgreSQL server and a few connections to it.
pub(crate) struct Postgres {
    pool: Pool,
    tls: Option<MakeRustlsConnect>,
}

/// The server keeps its own limit, a little after ours, should our cancel not reach it.
const AFTER: Duration = Duration::from_secs(3);

/// A reading of all people may take the server so long.
const LONG: &str = "SET statement_timeout = '30min'";

/// How long a cancel may take before it is forgotten.
const CANCEL: Duration = Duration::from_secs(2);

type Batches = mpsc::Sender<Result<Rows, Fault>>;

impl Postgres {
    pub(super) fn open(server: Server, limits: Limits) -> Result<Self, Fault> {
        let tls = tls::connector(&server)?;
        let mut config = server.config;
        config.connect_timeout(limits.part);
        config.tcp_user_timeout(limits.whole * 2);
        config.keepalives_idle(Duration::from_secs(30));
        config.application_name("homeward");
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = match &tls {
            Some(tls) => Manager::from_config(config, tls.clone(), recycling),
            None => Manager::from_config(config, NoTls, recycling),
        };
        let pool = Pool::builder(manager)
            .max_size(limits.connections)
            .runtime(Runtime::Tokio1)
            .post_create(greeting(limits.part + AFTER))
            .build()
            .map_err(|_| Fault::Unreachable("no runtime".to_owned()))?;
        Ok(Self { pool, tls })
    }

    pub(super) async fn rows(
        &self,
        question: &Question,
        parameter: Option<&str>,
    ) -> Result<Rows, Fault> {
        match self.ask(question, parameter).await {
            // So are the other connections, very likely. To read twice does no harm.
            Err(error) if error.is_of_yesterday() => {
                self.pool.retain(|_, _| false);
                self.ask(question, parameter).await
            }
            answer => answer,
        }
        .map_err(Trouble::into_fault)
    }

    async fn ask(&self, question: &Question, parameter: Option<&str>) -> Result<Rows, Trouble> {
        let asking = Asking { client: Some(self.client().await?), tls: self.tls.clone() };
        let client = asking.client()?;
        let statement = client.prepare_cached(&question.sql).await?;
        let columns = columns(&statement);
        let answer = client.query_raw(&statement, parameters(&statement, parameter)?).await?;
        let mut answer = pin!(answer);
        let mut rows = Vec::new();
        while let Some(row) = answer.try_next().await? {
            if rows.len() == MOST_ROWS {
                return Err(Trouble::Fault(Fault::TooMuch));
            }
            rows.push(value::cells(&row));
        }
        asking.done();
        Ok(Rows { columns, rows })
    }

    pub(super) async fn shape(&self, question: &Question) -> Result<Shape, Fault> {
        let client = self.client().await.map_err(Trouble::into_fault)?;
        // No person is named here, so what the server says may be repeated.
        let statement =
            client.prepare(&question.sql).await.map_err(|error| match error.as_db_error() {
                Some(said) => Fault::Refused(said.message().to_owned()),
                None => fault(&error),
            })?;
        Ok(Shape { columns: columns(&statement), parameters: statement.params().len() })
    }

    pub(super) async fn stream(
        &self,
        question: &Question,
        parameter: Option<String>,
        give: &Batches,
    ) -> Result<(), Fault> {
        let told = async {
            let asking = Asking { client: Some(self.client().await?), tls: self.tls.clone() };
            let client = asking.client()?;
            client.batch_execute(LONG).await?;
            let statement = client.prepare(&question.sql).await?;
            let parameters = parameters(&statement, parameter.as_deref())?;
            let answer = client.query_raw(&statement, parameters).await?;
            hand_on(columns(&statement), answer, give).await?;
            // Not back into the pool: its time limit is another one now.
            Ok(())
        };
        told.await.map_err(Trouble::into_fault)
    }

    async fn client(&self) -> Result<Object, Trouble> {
        self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
                Trouble::Driver(error)
            }
            _ => Trouble::Fault(Fault::Unreachable("no connection".to_owned())),
        })
    }
}

/// Said once on every new connection.
fn greeting(limit: Duration) -> Hook {
    let session = format!(
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; \
         SET statement_timeout = {}; SET timezone = 'Europe/London'",
        limit.as_millis()
    );
    Hook::async_fn(move |client, _| {
        let session = session.clone();
        Box::pin(async move { client.batch_execute(&session).await.map_err(HookError::Backend) })
    })
}

async fn hand_on(columns: Vec<String>, answer: RowStream, give: &Batches) -> Result<(), Trouble> {
    let mut answer = pin!(answer);
    let mut batch = Rows { columns: columns.clone(), rows: Vec::new() };
    while let Some(row) = answer.try_next().await? {
        if batch.rows.len() == BATCH {
            let empty = Rows { columns: columns.clone(), rows: Vec::new() };
            if give.send(Ok(std::mem::replace(&mut batch, empty))).await.is_err() {
                return Ok(());
            }
        }
        batch.rows.push(value::cells(&row));
    }
    drop(give.send(Ok(batch)).await);
    Ok(())
}

fn columns(statement: &Statement) -> Vec<String> {
    statement.columns().iter().map(|column| column.name().to_owned()).collect()
}

/// The parameter in the type that the statement wants it.
fn parameters(statement: &Statement, value: Option<&str>) -> Result<Vec<Parameter>, Trouble> {
    match (statement.params(), value) {
        ([], _) => Ok(Vec::new()),
        ([of], Some(value)) => match Parameter::new(of, value) {
            Some(parameter) => Ok(vec![parameter]),
            None => Err(refused("the id is not of the type of the column")),
        },
        _ => Err(refused("it has too many parameters")),
    }
}

/// A connection on which a question is being asked.
struct Asking {
    client: Option<Object>,
    tls: Option<MakeRustlsConnect>,
}

impl Asking {
    fn client(&self) -> Result<&Object, Trouble> {
        self.client.as_ref().ok_or(Trouble::Fault(Fault::TooSlow))
    }

    /// The answer is complete: the connection may be used again.
    fn done(mut self) {
        drop(self.client.take());
    }
}

/// The question was given up, or failed: stop it at the server, and leave the pool room for
/// another connection.
impl Drop for Asking {
    fn drop(&mut self) {
        let Some(client) = self.client.take().map(Object::take) else { return };
        let (cancel, tls) = (client.cancel_token(), self.tls.take());
        let runtime = Handle::try_current().ok().filter(|_| !client.is_closed());
        let Some(runtime) = runtime else { return };
        runtime.spawn(async move {
            let cancelling = async {
                match tls {
                    Some(tls) => cancel.cancel_query(tls).await,
                    None => cancel.cancel_query(NoTls).await,
                }
            };
            // If it fails, the server's own limit ends the question.
            drop(tokio::time::timeout(CANCEL, cancelling).await);
            drop(client);
        });
    }
}

fn refused(why: &str) -> Trouble {
    Trouble::Fault(Fault::Refused(why.to_owned()))
}

/// Why a question got no answer: the driver's reason, or one of ours.
enum Trouble {
    Driver(Error),
    Fault(Fault),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Driver(error)
    }
}

impl Trouble {
    fn is_of_yesterday(&self) -> bool {
        /// The server ends the connection, by order or because it crashed; or the statement that
        /// the connection remembers is not that of the council's view any more.
        const ENDED: [&str; 4] = ["57P01", "57P02", "0A000", "26000"];
        let Self::Driver(error) = self else { return false };
        let ended = error.code().is_some_and(|code| ENDED.contains(&code.code()));
        error.is_closed() || ended
    }

    fn into_fault(self) -> Fault {
        match self {
            Self::Driver(error) => fault(&error),
            Self::Fault(fault) => fault,
        }
    }
}

/// What went wrong, by the server's code for it: its words could repeat a value.
fn fault(error: &Error) -> Fault {
    match error.code().map(tokio_postgres::error::SqlState::code) {
        Some("57014") => Fault::TooSlow,
        Some(code)
            if ["08", "28", "3D", "53", "57"].iter().any(|class| code.starts_with(class)) =>
        {
            Fault::Unreachable(format!("SQLSTATE {code}"))
        }
        Some(code) => Fault::Refused(format!("SQLSTATE {code}")),
        None => Fault::Unreachable("the connection broke".to_owned()),
    }
}
