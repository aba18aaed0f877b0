//! What stands on the disk while the demonstration runs?

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use invented::Town;

use super::epr::Listening;
use super::{Cancelled, Options, folder};
use crate::audit::key::HeadKey;
use crate::settings::Settings;

/// The folder of the data: settings, the council's folder and database, and our own database.
pub(super) struct World {
    folder: PathBuf,
    /// The settings of the service, as they stand in the folder.
    pub(super) settings: Settings,
    /// The council's own database.
    pub(super) council_database: PathBuf,
}

/// What an earlier demonstration left behind.
const LEFT_BEHIND: [&str; 4] =
    ["homeward.db", "homeward.db-wal", "homeward.db-shm", "audit-heads.jsonl"];

impl World {
    /// Writes everything anew.
    pub(super) fn build(
        options: &Options,
        town: &Town,
        (national, epr): (SocketAddr, &Listening),
    ) -> Result<Self, Cancelled> {
        let data = options.data.clone();
        let unwritten = |source| Cancelled::Data { folder: data.clone(), source };
        let council = data.join("councils/westshire");
        folder::write(&council).map_err(unwritten)?;
        for name in LEFT_BEHIND {
            forget(&data.join(name)).map_err(unwritten)?;
        }
        let council_database = council.join("westshire.db");
        town.write_council(&council_database)?;
        let path = data.join("homeward.toml");
        epr.write_keys(&data).map_err(unwritten)?;
        let text = settings(options) + &super::national::settings(national) + &epr.settings();
        fs::write(&path, text).map_err(unwritten)?;
        let settings = Settings::read(&path)?;
        Ok(Self { folder: data, settings, council_database })
    }

    /// Keeps accounts for the pages at this port, which is known only once they listen.
    pub(super) fn keep_accounts(&mut self, port: u16) -> Result<(), Cancelled> {
        let path = self.folder.join("homeward.toml");
        let text = fs::read_to_string(&path).map_err(|source| self.fault(source))?;
        let text = format!("{text}\n[accounts]\norigin = \"http://localhost:{port}\"\n");
        fs::write(&path, text).map_err(|source| self.fault(source))?;
        self.settings = Settings::read(&path)?;
        Ok(())
    }

    /// Makes the keys with which the national service is asked and the audit is signed.
    pub(super) async fn make_key(&self) -> Result<(), Cancelled> {
        super::national::make_key(&self.folder).await.map_err(|source| self.fault(source))?;
        let path = self.folder.join("audit.pem");
        let has_key = HeadKey::read(&path).is_ok();
        let made = if has_key { Ok(()) } else { HeadKey::make(&path).map(drop) };
        made.map_err(|source| self.fault(io::Error::other(source)))
    }

    /// Something in this world could not be used.
    pub(super) fn fault(&self, source: io::Error) -> Cancelled {
        Cancelled::Data { folder: self.folder.clone(), source }
    }
}

fn forget(path: &std::path::Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// What the service of the demonstration is told, in the words of its settings.
fn settings(options: &Options) -> String {
    let Options { port, mllp_port, .. } = options;
    let database = options.database.as_deref().unwrap_or("sqlite:homeward.db");
    format!(
        r#"# Written by `homeward demo`, anew each time.
database = "{database}"

[web]
listen = "127.0.0.1:{port}"

# One person plays everybody here, and faster than anybody reads.
[web.limits]
requests_a_minute = 6000
searches_a_minute = 600
looks_a_minute = 1200
forms_a_minute = 1200
failures_a_minute = 600

[audit]
key = "audit.pem"
heads = "audit-heads.jsonl"

[[trust]]
code = "RZZ"
name = "Westshire University Hospital"
councils = ["westshire"]

[[trust.site]]
code = "RZZ01"
name = "Westshire University Hospital"

[[feed]]
name = "westshire-adt"
trust = "RZZ"
listen = "127.0.0.1:{mllp_port}"

[feed.limits]
pipeline = 64
"#
    )
}
