//! Where do the lines of the log go?
//!
//! To standard error, always; what keeps them is the business of whoever runs the service.

use std::panic;

use tracing::error;
use tracing_subscriber::EnvFilter;

use crate::settings::{Log, LogFormat, LogLevel};

/// Begins the log of this process. Later calls change nothing.
///
/// Libraries are heard of errors alone: they know nothing of what may be said in a log. The heads of
/// the audit are written whatever the level is: the log may lie where the database's owner does not
/// reach.
pub fn begin(log: &Log) {
    let level = match log.level {
        LogLevel::Error => "error",
        LogLevel::Warn => "warn",
        LogLevel::Info => "info",
        LogLevel::Debug => "debug",
    };
    let ours =
        ["homeward", "web", "signin", "council", "store"].map(|name| format!("{name}={level}"));
    let heads = format!("{}=info", crate::audit::heads::TARGET);
    let filter = EnvFilter::new(format!("error,{},{heads}", ours.join(",")));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let begun = match log.format {
        LogFormat::Text => lines.with_ansi(false).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    drop(begun);
    panic::set_hook(Box::new(|broke| {
        // What a defect says of itself may quote what it stumbled over: a patient's name.
        let at = broke.location().map(ToString::to_string).unwrap_or_default();
        error!(at, "a defect: a task broke off");
    }));
}
