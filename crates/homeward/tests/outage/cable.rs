//! The cable between the program and its PostgreSQL server, which can be pulled.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite, copy_bidirectional};
use tokio::net::{TcpStream, UnixListener, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// While it is whole, whoever connects to our socket speaks with the server.
pub(crate) struct Cable {
    /// The address of the database, at our end of the cable.
    pub(crate) url: String,
    whole: watch::Sender<bool>,
    folder: PathBuf,
    laying: JoinHandle<()>,
}

/// Where the server really is.
enum Far {
    Unix(PathBuf),
    Tcp(String),
}

impl Cable {
    /// Lays a cable to the database with this address.
    pub(crate) fn lay(url: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("homeward_cable_{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let near = UnixListener::bind(folder.join(".s.PGSQL.5432")).unwrap();
        let (whole, hear) = watch::channel(true);
        let far = Arc::new(far_end(url));
        let laying = tokio::spawn(async move {
            loop {
                let (stream, _) = near.accept().await.unwrap();
                let (far, mut hear) = (Arc::clone(&far), hear.clone());
                tokio::spawn(async move {
                    if *hear.borrow_and_update() {
                        tokio::select! {
                            () = join(stream, &far) => {}
                            _ = hear.changed() => {}
                        }
                    }
                });
            }
        });
        Self { url: near_end(url, &folder.display().to_string()), whole, folder, laying }
    }

    /// Pulls it: every connection breaks, and no new one comes about.
    pub(crate) fn pull(&self) {
        self.whole.send_replace(false);
    }

    /// Plugs it in again.
    pub(crate) fn mend(&self) {
        self.whole.send_replace(true);
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        self.laying.abort();
        drop(fs::remove_dir_all(&self.folder));
    }
}

async fn join(near: UnixStream, far: &Far) {
    match far {
        Far::Unix(path) => both_ways(near, UnixStream::connect(path).await.unwrap()).await,
        Far::Tcp(host) => both_ways(near, TcpStream::connect(host).await.unwrap()).await,
    }
}

async fn both_ways(mut near: UnixStream, mut far: impl AsyncRead + AsyncWrite + Unpin) {
    drop(copy_bidirectional(&mut near, &mut far).await);
}

/// `postgres:///NAME?host=FOLDER…` or `postgres://USER@HOST:PORT/NAME`.
fn far_end(url: &str) -> Far {
    if let Some((_, rest)) = url.split_once("host=") {
        let folder = rest.split('&').next().unwrap_or_default();
        return Far::Unix(PathBuf::from(folder).join(".s.PGSQL.5432"));
    }
    let (_, rest) = url.split_once("://").unwrap();
    let host = rest.split('/').next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    Far::Tcp(if host.contains(':') { host.to_owned() } else { format!("{host}:5432") })
}

/// The same database and user, by our socket.
fn near_end(url: &str, folder: &str) -> String {
    let (_, rest) = url.split_once("://").unwrap();
    let (server, rest) = rest.split_once('/').unwrap();
    let (name, query) = rest.split_once('?').unwrap_or((rest, ""));
    let user = server.rsplit_once('@').map(|(user, _)| user.to_owned());
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("user=")).map(str::to_owned);
    let user = user.or(asked).unwrap_or_else(|| "postgres".to_owned());
    format!("postgres:///{name}?host={folder}&user={user}")
}
