//! Which database does the setting `source` name?

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

/// Where a council's data are.
pub(crate) enum Address {
    /// A file on this machine.
    Sqlite(PathBuf),
    /// A PostgreSQL server.
    Postgres(Box<Server>),
}

/// A PostgreSQL server, and who may vouch for it.
pub(crate) struct Server {
    pub(crate) config: Config,
    pub(crate) authorities: Option<PathBuf>,
}

/// Why a text names no source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotASource {
    #[error("this is no source of a kind that we read")]
    Scheme,
    #[error("no file is named after `sqlite:`")]
    NoFile,
    #[error("this address of a PostgreSQL server cannot be read")]
    Address,
    #[error("the password stands in the address, where everybody reads it")]
    Password,
}

impl NotASource {
    /// What would be right.
    pub(crate) fn expected(self) -> &'static str {
        match self {
            Self::Scheme => "`sqlite:FILE` or `postgres://USER@HOST/DATABASE`",
            Self::NoFile => "`sqlite:FILE`, relative to this folder",
            Self::Address => {
                "`postgres://USER@HOST/DATABASE`, with `?sslmode=disable|prefer|require`"
            }
            Self::Password => {
                "the password in a file or a variable: `password_file`, `password_env`"
            }
        }
    }
}

impl Address {
    /// Reads a setting; a relative file is looked for in `folder`.
    pub(crate) fn read(text: &str, folder: &Path) -> Result<Self, NotASource> {
        if let Some(file) = text.strip_prefix("sqlite:") {
            return match file.strip_prefix("//").unwrap_or(file) {
                "" | ":memory:" => Err(NotASource::NoFile),
                file => Ok(Self::Sqlite(folder.join(file))),
            };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(Box::new(server(text)?)));
        }
        Err(NotASource::Scheme)
    }

    pub(crate) fn set_password(&mut self, password: &str) {
        if let Self::Postgres(server) = self {
            server.config.password(password);
        }
    }

    pub(crate) fn set_authorities(&mut self, file: &Path) {
        if let Self::Postgres(server) = self {
            server.authorities = Some(file.to_owned());
        }
    }
}

fn server(text: &str) -> Result<Server, NotASource> {
    // The driver has no word for it: with us, whoever asks for TLS has the certificate checked.
    let text = text.replace("sslmode=verify-full", "sslmode=require");
    let mut config: Config = text.parse().map_err(|_| NotASource::Address)?;
    if config.get_hosts().is_empty() || config.get_dbname().is_none() {
        return Err(NotASource::Address);
    }
    if config.get_password().is_some() {
        return Err(NotASource::Password);
    }
    if !text.contains("sslmode=") {
        config.ssl_mode(if is_here(&config) { SslMode::Disable } else { SslMode::Require });
    }
    Ok(Server { config, authorities: None })
}

/// Whether the server is on this machine, so that nobody can listen on the way.
fn is_here(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        Host::Unix(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn mode(text: &str) -> SslMode {
        server(text).unwrap().config.get_ssl_mode()
    }

    #[test]
    fn a_server_elsewhere_is_never_spoken_to_in_the_clear_unless_it_is_written() {
        assert_eq!(mode("postgres://reader@db.example/care"), SslMode::Require);
        assert_eq!(mode("postgres://reader@db.example/care?sslmode=verify-full"), SslMode::Require);
        assert_eq!(mode("postgres://reader@db.example/care?sslmode=disable"), SslMode::Disable);
        assert_eq!(mode("postgres://reader@127.0.0.1/care"), SslMode::Disable);
        assert_eq!(mode("postgres:///care?host=/run/postgresql&user=x"), SslMode::Disable);
    }

    #[test]
    fn a_password_in_the_address_is_refused() {
        let found = server("postgres://reader:hush@db.example/care").err();
        assert_eq!(found, Some(NotASource::Password));
    }

    #[test]
    fn a_file_is_looked_for_in_the_folder() {
        let Ok(Address::Sqlite(path)) = Address::read("sqlite:care.db", Path::new("/c/westshire"))
        else {
            panic!("a file was named");
        };
        assert_eq!(path, Path::new("/c/westshire/care.db"));
    }

    #[test]
    fn what_names_no_source_is_refused_with_its_reason() {
        let refused = |text: &str| Address::read(text, Path::new("/c")).err();
        assert_eq!(refused("care.db"), Some(NotASource::Scheme));
        assert_eq!(refused("sqlite:"), Some(NotASource::NoFile));
        assert_eq!(refused("postgres://reader@host"), Some(NotASource::Address));
        assert_eq!(refused("postgres://reader@host:port/care"), Some(NotASource::Address));
    }
}
