//! What does every handler have at hand?

use std::sync::Arc;

use care::access::privacy::Limits;
use care::access::session;
use care::access::{PermissionMode, Staff};
use care::people::{CouncilName, SiteCode, TrustCode};
use council::{CopyKey, Councils};
use jiff::{SignedDuration, Timestamp};
use signin::passkeys::Passkeys;
use store::{PublishedHead, Store};

use crate::desk::Desk;
use crate::gate::Gate;
use crate::launches::Launches;
use crate::limits::Meter;
use crate::providers::Providers;
use crate::session::Marks;

/// What every handler has at hand. Cheap to clone; every clone is the same.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
    meter: Arc<Meter>,
}

/// What the pages are made with.
pub struct Parts {
    /// The memory.
    pub store: Store,
    /// The far side.
    pub councils: Arc<Councils>,
    /// What time it is.
    pub clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// With which copies of fetched records are sealed.
    pub copy_key: CopyKey,
    /// The index of people, and who decides by it.
    pub desk: Arc<dyn Desk>,
    /// How the connection to the national service is now; `None` where it is never asked.
    pub national: Option<Box<dyn Fn() -> National + Send + Sync>>,
    /// Whether a head of the audit is signed by the key whose public half this node knows; `None`
    /// where it knows none.
    pub signed: Option<Signed>,
    /// What is configured.
    pub settings: Settings,
}

/// Tells whether a head of the audit is signed by a key.
pub type Signed = Box<dyn Fn(&PublishedHead) -> bool + Send + Sync>;

/// How the connection to the national service is that is asked for NHS numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct National {
    /// When it last answered.
    pub last_answer: Option<Timestamp>,
    /// When it last did not, and why, in words that name nobody.
    pub last_failure: Option<(Timestamp, String)>,
    /// How many patients were still to be asked about, when last looked.
    pub waiting: usize,
    /// Whether it is left alone for a while after failures.
    pub rests: bool,
}

/// What is configured of the pages.
pub struct Settings {
    /// The hospitals.
    pub trusts: Vec<TrustSettings>,
    /// A kept copy older than this is never shown. At most 24 hours.
    pub oldest_copy: SignedDuration,
    /// Browsers reach us over TLS: cookies are marked secure, and HSTS is sent.
    pub behind_tls: bool,
    /// What comes in at all.
    pub gate: Gate,
    /// How staff come in.
    pub door: Door,
    /// Who vouches for staff.
    pub providers: Providers,
    /// How long they stay signed in.
    pub sessions: session::Limits,
    /// Which patient systems bring staff together with a patient.
    pub launches: Launches,
    /// Planned work or other news for the whole service; empty for none.
    pub news: String,
    /// What goes on the privacy list, and what reports say.
    pub privacy: PrivacySettings,
    /// Whether accounts are kept here.
    pub accounts: Accounts,
}

/// Whether accounts are kept here, for sites without a provider.
#[derive(Debug, Clone, Default)]
pub enum Accounts {
    /// There are none.
    #[default]
    Off,
    /// There are, and passkeys open them.
    On(Passkeys),
}

/// What goes on the privacy list, and what reports say.
#[derive(Debug, Clone, Copy)]
pub struct PrivacySettings {
    /// From when on something is too much.
    pub limits: Limits,
    /// Whether a report of who looked, for the person themselves, names staff. Role and
    /// organisation stand in it always. The law does not shield the names of those who act in their
    /// profession (Data Protection Act 2018, Schedule 2, paragraph 16).
    pub names_in_reports: bool,
}

impl Default for PrivacySettings {
    fn default() -> Self {
        Self { limits: Limits::default(), names_in_reports: true }
    }
}

/// What is configured of one trust.
pub struct TrustSettings {
    /// Its ODS code.
    pub code: TrustCode,
    /// Its name.
    pub name: String,
    /// Its sites.
    pub sites: Vec<Site>,
    /// How the question of permission is handled.
    pub permission: PermissionMode,
    /// For how many days nobody of the trust opens a record whose person said no: 1 to 30.
    pub refusal_days: u8,
    /// The councils in whose books its patients are looked for, nearest first. A person whom none
    /// of them knows is sent to the first.
    pub councils: Vec<CouncilName>,
}

/// One hospital of a trust.
pub struct Site {
    /// Its ODS code.
    pub code: SiteCode,
    /// Its name.
    pub name: String,
}

/// How staff come in.
pub enum Door {
    /// Nobody is taken at their word: they come in by a provider or an account, if at all.
    Closed,
    /// They pick an invented member of staff. Only the demonstration opens this door.
    Demo(Demo),
}

/// What the demonstration offers on its first page.
pub struct Demo {
    /// The staff to choose from.
    pub staff: Vec<Staff>,
    /// People whose stories are worth following.
    pub scenes: Vec<Scene>,
    /// Where the invented patient system stands that launches us; empty where there is none.
    pub patient_system: String,
}

/// One person worth following, on the first page of the demonstration.
pub struct Scene {
    /// What to look for, such as "Care that will go on".
    pub title: String,
    /// What happens, in a sentence or two.
    pub story: String,
    /// Which of the staff to sign in as.
    pub staff: care::people::StaffId,
    /// Whom to open.
    pub patient: care::people::PatientId,
    /// On which page.
    pub on: Page,
}

/// The page on which somebody is worth following.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The person's own.
    Person,
    /// The match desk's.
    Desk,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts), meter: Arc::default() }
    }

    /// The memory.
    pub fn store(&self) -> &Store {
        &self.parts.store
    }

    /// The far side.
    pub fn councils(&self) -> &Councils {
        &self.parts.councils
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        (self.parts.clock)()
    }

    /// How the connection to the national service is now; `None` where it is never asked.
    pub fn national(&self) -> Option<National> {
        self.parts.national.as_ref().map(|national| national())
    }

    /// Whether a head of the audit is signed by the key whose public half is known here.
    pub fn is_signed(&self, head: &PublishedHead) -> bool {
        self.parts.signed.as_ref().is_some_and(|signed| signed(head))
    }

    /// With which copies of fetched records are sealed.
    pub fn copy_key(&self) -> &CopyKey {
        &self.parts.copy_key
    }

    /// The index of people, and who decides by it.
    pub fn desk(&self) -> &dyn Desk {
        self.parts.desk.as_ref()
    }

    /// What is configured.
    pub fn settings(&self) -> &Settings {
        &self.parts.settings
    }

    /// How much of what each may ask is left.
    pub(crate) fn meter(&self) -> &Meter {
        &self.meter
    }

    /// How the cookie of a session is marked.
    pub(crate) fn cookie_marks(&self) -> Marks {
        match (self.settings().behind_tls, self.settings().gate.framed_by.is_empty()) {
            (false, _) => Marks::Plain,
            (true, true) => Marks::Tls,
            (true, false) => Marks::TlsFramed,
        }
    }

    /// What is configured of a trust; `None` for one that is not ours.
    pub fn trust(&self, code: &TrustCode) -> Option<&TrustSettings> {
        self.parts.settings.trusts.iter().find(|trust| trust.code == *code)
    }
}
