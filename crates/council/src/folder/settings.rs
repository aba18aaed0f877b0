//! What does `council.toml` say?

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// The file as it is written. Each key is described here and nowhere else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The council's name in full.
    pub(super) display_name: Spanned<String>,
    /// Its ODS code.
    pub(super) ods: Spanned<String>,
    /// Where its data are: `sqlite:FILE`, relative to this folder, or
    /// `postgres://USER@HOST/DATABASE`, without a password.
    pub(super) source: Spanned<String>,
    /// A file that holds the password of the source, relative to this folder.
    pub(super) password_file: Option<Spanned<String>>,
    /// An environment variable that holds the password of the source.
    pub(super) password_env: Option<Spanned<String>>,
    /// Certificates of the authorities that may vouch for the server; absent, the system's own.
    pub(super) ca_file: Option<Spanned<String>>,
    /// Within so many opening hours the council answers a question; absent, 4.
    pub(super) answer_within_hours: Option<Spanned<u16>>,
    /// Whom to ring.
    pub(super) phones: PhoneSettings,
    /// When it is open.
    pub(super) hours: HourSettings,
    /// How long, and how much at once.
    #[serde(default)]
    pub(super) limits: LimitSettings,
    /// Codes of the council, list by list.
    #[serde(default)]
    pub(super) values: BTreeMap<Spanned<String>, Codes>,
    /// Words for codes in columns of words: part, column, code.
    #[serde(default)]
    pub(super) words: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Codes>>,
}

/// A council's code, and the word for it.
pub(super) type Codes = BTreeMap<Spanned<String>, Spanned<String>>;

/// Whom to ring.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PhoneSettings {
    /// The duty desk.
    pub(super) duty: LineSettings,
    /// The out-of-hours team.
    pub(super) out_of_hours: LineSettings,
    /// The safeguarding team.
    pub(super) safeguarding: LineSettings,
    /// Children's services.
    pub(super) childrens: LineSettings,
}

/// One telephone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LineSettings {
    /// The number.
    pub(super) number: Spanned<String>,
    /// When somebody answers, in words.
    pub(super) hours: String,
}

/// Opening hours, each day as spans like `"08:45-17:00"`; a day without any is closed. Bank
/// holidays of England and Wales are closed in any case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HourSettings {
    #[serde(default)]
    pub(super) monday: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) tuesday: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) wednesday: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) thursday: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) friday: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) saturday: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) sunday: Vec<Spanned<String>>,
    /// Further days on which the council is closed: `"2026-12-24"`.
    #[serde(default)]
    pub(super) closed: Vec<Spanned<String>>,
}

/// How long a ward waits, and how much is asked at once.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitSettings {
    /// So many milliseconds for one part; absent, 1500.
    pub(super) part_ms: Option<Spanned<u64>>,
    /// So many milliseconds for all parts together; absent, 1800.
    pub(super) whole_ms: Option<Spanned<u64>>,
    /// So many milliseconds between two tries of a part that failed several times in a row;
    /// absent, 5000.
    pub(super) rest_ms: Option<Spanned<u64>>,
    /// So many connections to the source at once; absent, 8.
    pub(super) connections: Option<Spanned<usize>>,
}
