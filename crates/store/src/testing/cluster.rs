//! How does a test get a PostgreSQL server that nobody has set up?

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A PostgreSQL server of this process alone, on a Unix socket in a folder of its own.
///
/// It ends with this process, however that ends: a shell waits beside it on a pipe that only
/// this process holds open, then stops the server and removes the folder.
pub struct Cluster {
    folder: PathBuf,
    /// Its standard input is the lifeline, and is closed by nothing but our end.
    _shell: Child,
}

/// Run as the user who will own the server, with the folder of the binaries, a folder for the
/// data, and options of the server.
/// `fsync` stays on: the tests are about what survives.
const SCRIPT: &str = r#"
trap '' INT HUP TERM
cd "$2" &&
"$1/initdb" -D data -U postgres -A trust -E UTF8 --locale=C --no-sync >log 2>&1 &&
"$1/pg_ctl" -D data -w -l log -o "-k '$2' -c max_connections=300 -c shared_buffers=64MB $3" \
    start >/dev/null 2>&1 &&
echo ready || { cat log; exit 1; }
cat >/dev/null
"$1/pg_ctl" -D data -m immediate stop >/dev/null 2>&1
cd / && rm -rf "$2"
"#;

impl Cluster {
    pub(super) fn start() -> Self {
        Self::run(new_folder(), "-c listen_addresses=''")
    }

    /// What vouches for a server [`with_tls`](Self::with_tls).
    pub const AUTHORITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls/authority.pem");

    /// A server that speaks TLS on a port of this machine, with a certificate for `localhost`.
    ///
    /// # Panics
    ///
    /// Where it does not start: then the test has failed.
    pub fn with_tls(port: u16) -> Self {
        let done = |done: std::io::Result<()>| done.unwrap_or_else(|error| panic!("{error}"));
        let folder = new_folder();
        let files = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls");
        for name in ["server.pem", "server.key"] {
            done(fs::copy(Path::new(files).join(name), folder.join(name)).map(drop));
        }
        let key = folder.join("server.key");
        done(fs::set_permissions(key, std::os::unix::fs::PermissionsExt::from_mode(0o600)));
        let files = format!(
            "-c ssl_cert_file={0}/server.pem -c ssl_key_file={0}/server.key",
            folder.display()
        );
        let listen = format!("-c listen_addresses=127.0.0.1 -c port={port} -c ssl=on {files}");
        Self::run(folder, &listen)
    }

    fn run(folder: PathBuf, options: &str) -> Self {
        let mut shell = shell(&binaries(), &folder, options);
        let mut said = BufReader::new(shell.stdout.take().unwrap_or_else(|| panic!("no output")));
        let mut line = String::new();
        drop(said.read_line(&mut line));
        if line.trim() != "ready" {
            drop(said.read_to_string(&mut line));
            drop(shell.wait());
            panic!("the PostgreSQL of the tests did not start:\n{line}");
        }
        Self { folder, _shell: shell }
    }

    pub(super) fn url(&self) -> String {
        format!("postgres:///postgres?host={}&user=postgres", self.folder.display())
    }
}

fn new_folder() -> PathBuf {
    let folder = std::env::temp_dir().join(super::name());
    fs::create_dir(&folder).unwrap_or_else(|error| panic!("no folder for PostgreSQL: {error}"));
    folder
}

fn shell(binaries: &Path, folder: &Path, options: &str) -> Child {
    // PostgreSQL refuses to run as root, so root lends it the user of the Debian package.
    let mut command = if is_root() {
        let lent = Command::new("chown").args(["-R", "postgres"]).arg(folder).status();
        assert!(lent.is_ok_and(|status| status.success()), "there is no user `postgres`");
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command
        .args(["-c", SCRIPT, "sh"])
        .args([binaries, folder])
        .arg(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("no shell to start PostgreSQL: {error}"))
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The newest PostgreSQL of Debian and its like, else the one in the search path.
fn binaries() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let folder = entry.path().join("bin");
            folder.join("initdb").exists().then_some((version, folder))
        })
        .max();
    if let Some((_, folder)) = newest {
        return folder;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).find(|folder| folder.join("initdb").exists()).unwrap_or_else(
        || {
            panic!(
                "these tests need PostgreSQL: install it (on Debian: apt-get install \
                 postgresql), or name a server in HOMEWARD_TEST_POSTGRES"
            )
        },
    )
}
