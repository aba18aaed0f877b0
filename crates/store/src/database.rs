//! Which database does the setting name?

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use thiserror::Error;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

/// A database, as one setting names it.
///
/// `sqlite:homeward.db` is a file; `postgres://user@host/name` is a server. A server
/// elsewhere is spoken to in TLS, and its certificate must name the host and be signed by
/// an authority this machine trusts, or by the one in `sslrootcert=FILE`.
///
/// | `sslmode=` | means |
/// |---|---|
/// | not written | `require`, or `disable` for a server on this machine |
/// | `require`, `verify-full` | TLS, and the certificate is checked |
/// | `prefer` | the same if the server offers TLS, else in the clear |
/// | `disable` | in the clear |
#[derive(Clone)]
pub enum Database {
    /// One file on this machine.
    Sqlite(PathBuf),
    /// A PostgreSQL server.
    Postgres(Box<Server>),
}

/// A PostgreSQL server and the authority that vouches for it.
#[derive(Clone)]
pub struct Server {
    pub(crate) config: Config,
    pub(crate) authority: Option<PathBuf>,
}

/// Why a setting names no database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotADatabase {
    /// It begins with neither of the two schemes.
    #[error("a database is `sqlite:FILE` or `postgres://USER@HOST/NAME`")]
    Scheme,
    /// The path after `sqlite:` is missing.
    #[error("`sqlite:` is followed by the path of a file")]
    NoFile,
    /// The address after `postgres:` cannot be read.
    #[error("the address of the PostgreSQL server cannot be read")]
    Address,
    /// The address names no host or no database.
    #[error("the address of the PostgreSQL server lacks its host or the name of the database")]
    Incomplete,
    /// The word after `sslmode=` is none of ours.
    #[error("`sslmode` is one of `disable`, `prefer`, `require`")]
    SslMode,
}

impl Database {
    /// Adds the password, which is kept in a file or the environment and not in the address.
    #[must_use]
    pub fn with_password(mut self, password: &str) -> Self {
        if let Self::Postgres(server) = &mut self {
            server.config.password(password);
        }
        self
    }
}

impl FromStr for Database {
    type Err = NotADatabase;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return match path {
                "" | ":memory:" => Err(NotADatabase::NoFile),
                path => Ok(Self::Sqlite(Path::new(path).to_path_buf())),
            };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return server(text).map(Box::new).map(Self::Postgres);
        }
        Err(NotADatabase::Scheme)
    }
}

/// Names the place, and no user or password.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "SQLite file {}", path.display()),
            Self::Postgres(server) => {
                let name = server.config.get_dbname().unwrap_or_default();
                write!(f, "PostgreSQL database {name}")
            }
        }
    }
}

/// An address may carry a password, so debug text says no more than [`fmt::Display`].
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({self})")
    }
}

fn server(text: &str) -> Result<Server, NotADatabase> {
    let (address, query) = text.split_once('?').unwrap_or((text, ""));
    let mut authority = None;
    let mut mode = None;
    let mut rest = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslrootcert", path)) => authority = Some(PathBuf::from(path)),
            Some(("sslmode", word)) => mode = Some(ssl_mode(word)?),
            _ => rest.push(pair),
        }
    }
    let address = format!("{address}?{}", rest.join("&"));
    let mut config: Config = address.parse().map_err(|_| NotADatabase::Address)?;
    if config.get_hosts().is_empty() || config.get_dbname().is_none() {
        return Err(NotADatabase::Incomplete);
    }
    config.ssl_mode(mode.unwrap_or_else(|| usual_ssl_mode(&config)));
    // Of several hosts only the one that may write is the memory; a replica is not.
    config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    Ok(Server { config, authority })
}

fn ssl_mode(word: &str) -> Result<SslMode, NotADatabase> {
    match word {
        "disable" => Ok(SslMode::Disable),
        "prefer" => Ok(SslMode::Prefer),
        "require" | "verify-full" => Ok(SslMode::Require),
        _ => Err(NotADatabase::SslMode),
    }
}

fn usual_ssl_mode(config: &Config) -> SslMode {
    let here = |host: &Host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        Host::Unix(_) => true,
    };
    if config.get_hosts().iter().all(here) { SslMode::Disable } else { SslMode::Require }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_be_relative_or_absolute() {
        check_file("sqlite:homeward.db", "homeward.db");
        check_file("sqlite:/var/lib/homeward.db", "/var/lib/homeward.db");
        check_file("sqlite:///var/lib/homeward.db", "/var/lib/homeward.db");
    }

    #[test]
    fn what_names_no_database_is_refused_with_its_reason() {
        check_refused("homeward.db", NotADatabase::Scheme);
        check_refused("sqlite:", NotADatabase::NoFile);
        check_refused("sqlite::memory:", NotADatabase::NoFile);
        check_refused("postgres://u@/name", NotADatabase::Incomplete);
        check_refused("postgres://u@host", NotADatabase::Incomplete);
        check_refused("postgres://u@host:port/name", NotADatabase::Address);
        check_refused("postgres://u@host/name?sslmode=maybe", NotADatabase::SslMode);
        check_refused("postgres://u@host/name?wrong=1", NotADatabase::Address);
    }

    #[test]
    fn a_server_elsewhere_is_never_spoken_to_in_the_clear_unless_it_is_written() {
        check_mode("postgres://u@db.example/n", SslMode::Require);
        check_mode("postgres://u@db.example/n?sslmode=prefer", SslMode::Prefer);
        check_mode("postgres://u@db.example/n?sslmode=disable", SslMode::Disable);
        check_mode("postgres://u@127.0.0.1,db.example/n", SslMode::Require);
    }

    #[test]
    fn a_server_on_this_machine_needs_no_certificate() {
        check_mode("postgres://u@localhost/n", SslMode::Disable);
        check_mode("postgres://u@[::1]/n", SslMode::Disable);
        check_mode("postgresql:///n?host=/run/postgresql", SslMode::Disable);
        check_mode("postgres://u@localhost/n?sslmode=verify-full", SslMode::Require);
    }

    #[test]
    fn the_authority_is_ours_to_read_and_the_rest_the_driver_s() {
        let url = "postgres://u@h/n?sslrootcert=/etc/ca.pem&application_name=homeward";
        let server = server(url).unwrap();
        assert_eq!(server.authority.as_deref(), Some(Path::new("/etc/ca.pem")));
        assert_eq!(server.config.get_application_name(), Some("homeward"));
    }

    #[test]
    fn a_password_is_never_shown() {
        let database: Database = "postgres://u:hush@h/n".parse().unwrap();
        let shown = format!("{database} {database:?}");
        assert_eq!(shown, "PostgreSQL database n Database(PostgreSQL database n)");
    }

    #[test]
    fn a_password_may_come_from_elsewhere() {
        let Database::Postgres(server) =
            "postgres://u@h/n".parse::<Database>().unwrap().with_password("hush")
        else {
            panic!("a server was named");
        };
        assert_eq!(server.config.get_password(), Some(b"hush".as_slice()));
    }

    #[track_caller]
    fn check_file(text: &str, expected: &str) {
        match text.parse().unwrap() {
            Database::Sqlite(path) => assert_eq!(path, Path::new(expected)),
            Database::Postgres(_) => panic!("{text} is no file"),
        }
    }

    #[track_caller]
    fn check_refused(text: &str, expected: NotADatabase) {
        assert_eq!(text.parse::<Database>().err(), Some(expected));
    }

    #[track_caller]
    fn check_mode(text: &str, expected: SslMode) {
        assert_eq!(server(text).unwrap().config.get_ssl_mode(), expected);
    }
}
