//! What did those who run the service write into `homeward.toml`?
//!
//! The whole file is read and judged before anything starts. What is wrong is refused with the
//! place, what was expected there and the nearest right name; nothing is guessed. Every key
//! stands, explained, in `homeward.example.toml`.
//!
//! **Invariant:** no secret stands in the file. Passwords and keys come from files or from the
//! environment.

mod accounts;
mod address;
mod audit;
mod credential;
mod feed;
mod launch;
mod log;
mod matching;
mod mistake;
mod name;
mod one_or_more;
mod pds;
mod privacy;
mod profile;
mod provider;
mod retention;
mod said;
mod seat;
mod sessions;
mod web;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use care::access::PermissionMode;
use care::filing::FilingPolicy;
use care::people::{CouncilName, SiteCode, TrustCode};
use jiff::SignedDuration;
use serde::{Deserialize, Deserializer};
use store::Database;
use toml::Spanned;

pub use accounts::{Accounts, PasskeyOrigin};
pub use address::Network;
pub use audit::{Audit, Destination, Stream};
pub use credential::{NoCredential, OurKey, OurSecret, SecretBy};
pub use feed::{Acknowledge, Feed, Limits, Tls};
pub use launch::{Launch, Link, LinkKey};
pub use log::{Log, LogFormat, LogLevel};
pub use matching::Matching;
pub use mistake::Mistake;
pub use one_or_more::OneOrMore;
pub use pds::{NotAnAddress, Pds, WebAddress};
pub use privacy::Privacy;
pub use profile::Differences;
pub use provider::{ClaimNames, Provider, ProviderKind};
pub use retention::{Held, Hold, Retention};
pub use seat::{Condition, SeatRule, mapping};
pub use sessions::Sessions;
pub use web::{
    Header, HostName, NotAHost, NotAnOrigin, NotOurAddress, Origin, OurAddress, Web, WebLimits,
};

/// Where the password of the database stands when it stands in no file.
pub const DATABASE_PASSWORD: &str = "HOMEWARD_DATABASE_PASSWORD";

/// A record of yesterday is no help on the ward, and a risk.
const OLDEST_COPY_HOURS: u32 = 24;

/// The whole file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The memory: `sqlite:FILE` or `postgres://USER@HOST/NAME`.
    #[serde(deserialize_with = "database")]
    pub database: Database,
    /// A file that holds the password of the PostgreSQL server, and nothing else. Absent: the
    /// environment variable [`DATABASE_PASSWORD`], or none.
    pub database_password_file: Option<PathBuf>,
    /// The folder with one folder of configuration for each council.
    #[serde(default = "councils")]
    pub councils: PathBuf,
    /// The pages.
    #[serde(default)]
    pub web: Web,
    /// How long staff stay signed in.
    #[serde(default)]
    pub sessions: Sessions,
    /// The log.
    #[serde(default)]
    pub log: Log,
    /// The index of the councils' people.
    #[serde(default)]
    pub people: People,
    /// How sure matching must be.
    #[serde(default)]
    pub matching: Matching,
    /// The short memory of the councils' answers.
    #[serde(default)]
    pub copies: Copies,
    /// What goes on the privacy list.
    #[serde(default)]
    pub privacy: Privacy,
    /// How the audit is proved.
    #[serde(default)]
    pub audit: Audit,
    /// How long things are kept.
    #[serde(default)]
    pub retention: Retention,
    /// The national service that is asked for NHS numbers. Absent: nobody is asked about.
    pub pds: Option<Pds>,
    /// Accounts kept here. Absent: there are none.
    pub accounts: Option<Accounts>,
    /// The patient systems that launch us by SMART App Launch.
    #[serde(rename = "launch", default)]
    pub launches: Vec<Launch>,
    /// The patient systems that sign context links.
    #[serde(rename = "link", default)]
    pub links: Vec<Link>,
    /// Who vouches for staff.
    #[serde(rename = "provider", default)]
    pub providers: Vec<Provider>,
    /// The hospitals' trusts.
    #[serde(rename = "trust", default)]
    pub trusts: Vec<Trust>,
    /// What the hospitals send.
    #[serde(rename = "feed", default)]
    pub feeds: Vec<Feed>,
    /// What each key says, by its whole path: only to notice that it has changed.
    #[serde(skip)]
    pub said: BTreeMap<String, String>,
}

/// How the index of the councils' people is kept up to date.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct People {
    /// So often the councils are asked who changed, in minutes.
    pub every_minutes: u32,
}

/// How long the councils' answers are kept, sealed, for an outage.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Copies {
    /// The age, in hours, at which a copy is dropped: at most 24.
    pub hours: Spanned<u32>,
}

/// One NHS trust.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trust {
    /// Its ODS code.
    pub code: Spanned<TrustCode>,
    /// Its name as pages show it.
    pub name: String,
    /// Its hospitals.
    #[serde(rename = "site", default)]
    pub sites: Vec<Site>,
    /// The councils in whose books its patients are looked for first, nearest first. Absent: all,
    /// by name.
    pub councils: Option<Vec<CouncilName>>,
    /// How "has this person agreed?" is put.
    #[serde(default)]
    pub permission: PermissionMode,
    /// For how many days nobody of the trust opens a record whose person said no: 1 to 30.
    #[serde(default = "refusal_days")]
    pub refusal_days: Spanned<u8>,
    /// An event older than this many hours, when it is filed, tells no council anything.
    #[serde(default = "a_day")]
    pub alert_window_hours: u32,
    /// Whether attendances at the emergency department are told.
    #[serde(default)]
    pub tell_attendances: bool,
    /// Whether a stay is told whose admission never came, only later messages.
    #[serde(default)]
    pub tell_inferred: bool,
    /// Whether an update (A08) opens a stay not seen before.
    #[serde(default = "yes")]
    pub update_may_open: bool,
}

/// One hospital of a trust.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its ODS code.
    pub code: SiteCode,
    /// Its name as pages show it.
    pub name: String,
}

impl Trust {
    /// What is configured of filing for this trust.
    pub fn policy(&self) -> FilingPolicy {
        FilingPolicy {
            alert_window: SignedDuration::from_hours(i64::from(self.alert_window_hours)),
            tell_attendances: self.tell_attendances,
            tell_inferred: self.tell_inferred,
            update_may_open: self.update_may_open,
        }
    }
}

impl People {
    /// So often the councils are asked who changed.
    pub fn every(&self) -> Duration {
        Duration::from_secs(u64::from(self.every_minutes) * 60)
    }
}

impl Copies {
    /// The age at which a copy is dropped.
    pub fn oldest(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(*self.hours.get_ref()))
    }
}

impl Settings {
    /// Reads the file.
    pub fn read(path: &Path) -> Result<Self, Mistake> {
        let text = fs::read_to_string(path).map_err(|error| Mistake::unread(path, &error))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Ok(Self::parse(&path.display().to_string(), &text)?.in_folder(folder))
    }

    /// Reads the text of a file of that name. Paths stay as they are written.
    pub fn parse(name: &str, text: &str) -> Result<Self, Mistake> {
        let mut settings: Self =
            toml::from_str(text).map_err(|error| Mistake::at_reading(name, text, &error))?;
        settings.judge().map_err(|fault| fault.in_file(name, text))?;
        settings.said = said::said(text);
        Ok(settings)
    }

    /// The database with its password, from the file or the environment.
    pub fn database_with_password(&self) -> Result<Database, Mistake> {
        let password = match &self.database_password_file {
            Some(path) => {
                Some(fs::read_to_string(path).map_err(|error| Mistake::unread(path, &error))?)
            }
            None => std::env::var(DATABASE_PASSWORD).ok(),
        };
        Ok(match password {
            Some(password) => self.database.clone().with_password(password.trim_end()),
            None => self.database.clone(),
        })
    }

    /// The trust with this code.
    pub fn trust(&self, code: &TrustCode) -> Option<&Trust> {
        self.trusts.iter().find(|trust| trust.code.get_ref() == code)
    }

    /// What no single value shows to be wrong.
    fn judge(&self) -> Result<(), mistake::Fault> {
        if *self.copies.hours.get_ref() > OLDEST_COPY_HOURS {
            return Err(mistake::Fault::value("expected at most 24", self.copies.hours.span()));
        }
        self.web.judge()?;
        self.pds.as_ref().map_or(Ok(()), Pds::judge)?;
        self.accounts.as_ref().map_or(Ok(()), |accounts| accounts.judge(&self.web))?;
        self.audit.judge()?;
        let mut codes: Vec<&TrustCode> = Vec::new();
        for trust in &self.trusts {
            if codes.contains(&trust.code.get_ref()) {
                return Err(mistake::Fault::twice("trust", trust.code.span()));
            }
            if !(1..=30).contains(trust.refusal_days.get_ref()) {
                let span = trust.refusal_days.span();
                return Err(mistake::Fault::value("expected 1 to 30 days", span));
            }
            codes.push(trust.code.get_ref());
        }
        name::judge(self)?;
        self.judge_providers()?;
        launch::judge(self)?;
        let mut names: Vec<&str> = Vec::new();
        for feed in &self.feeds {
            if names.contains(&feed.name.get_ref().as_str()) {
                return Err(mistake::Fault::twice("feed", feed.name.span()));
            }
            names.push(feed.name.get_ref());
            feed.judge(&codes)?;
        }
        Ok(())
    }

    fn judge_providers(&self) -> Result<(), mistake::Fault> {
        for provider in &self.providers {
            if self.web.address.is_none() {
                let expected = "a provider sends browsers back: expected `address` in [web], where \
                                they reach us";
                return Err(mistake::Fault::value(expected, provider.name.span()));
            }
            provider.judge(&self.trusts)?;
        }
        Ok(())
    }

    /// Paths in the file are meant from where the file stands.
    fn in_folder(mut self, folder: &Path) -> Self {
        if let Database::Sqlite(path) = &mut self.database {
            *path = folder.join(&path);
        }
        self.councils = folder.join(&self.councils);
        let certificates = self.feeds.iter_mut().filter_map(|feed| feed.tls.as_mut());
        certificates.for_each(|tls| tls.stand_in(folder));
        if let Some(path) = &mut self.database_password_file {
            *path = folder.join(&path);
        }
        self.providers.iter_mut().for_each(|provider| provider.stand_in(folder));
        if let Some(pds) = &mut self.pds {
            pds.stand_in(folder);
        }
        self.audit.stand_in(folder);
        launch::stand_in(&mut self, folder);
        self
    }
}

impl Default for People {
    fn default() -> Self {
        Self { every_minutes: 15 }
    }
}

impl Default for Copies {
    fn default() -> Self {
        Self { hours: Spanned::new(0..0, OLDEST_COPY_HOURS) }
    }
}

fn database<'de, D: Deserializer<'de>>(source: D) -> Result<Database, D::Error> {
    let text = String::deserialize(source)?;
    if holds_password(&text) {
        return Err(serde::de::Error::custom(format!(
            "a password stands in the address: put it into `database_password_file` or the \
             environment variable {DATABASE_PASSWORD}"
        )));
    }
    text.parse().map_err(serde::de::Error::custom)
}

fn holds_password(url: &str) -> bool {
    let address = url.split_once("://").map_or("", |(_, rest)| rest);
    let (address, query) = address.split_once('?').unwrap_or((address, ""));
    let user = address.rsplit_once('@').map_or("", |(user, _)| user);
    user.contains(':') || query.split('&').any(|pair| pair.starts_with("password="))
}

fn councils() -> PathBuf {
    PathBuf::from("councils")
}

fn refusal_days() -> Spanned<u8> {
    Spanned::new(0..0, 7)
}

fn a_day() -> u32 {
    24
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests;
