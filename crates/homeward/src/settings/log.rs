//! How is the log written?

use serde::Deserialize;

/// How the log is written, always to standard error.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// Lines for people, or one JSON object a line for machines.
    pub format: LogFormat,
    /// The least that is worth a line.
    pub level: LogLevel,
}

/// The two forms of the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For machines.
    Json,
}

/// How much is logged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// Only what somebody must mend.
    Error,
    /// What may become trouble, too.
    Warn,
    /// What the service does, too.
    #[default]
    Info,
    /// Everything.
    Debug,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, level: LogLevel::Info }
    }
}
