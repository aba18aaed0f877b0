//! `homeward demo`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::civil::DateTime;
use miette::{IntoDiagnostic, Result};

use super::tell;
use crate::demo::{self, Options};
use crate::logging;
use crate::settings::{Log, LogLevel};
use crate::stop;

/// What is shown.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The port of the pages; 0 for any
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The port of the hospital's feed; 0 for any
    #[arg(long, default_value_t = 0)]
    mllp_port: u16,
    /// Replay so many days of the hospital first, so that lists are full
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u16).range(..=366))]
    days: u16,
    /// How many times faster than on the wall the clock runs
    #[arg(long, default_value_t = 1.0, value_parser = speed)]
    speed: f64,
    /// The same seed gives the same people
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// How many people the council cares for
    #[arg(long, default_value_t = 8000)]
    clients: usize,
    /// The database, as the settings name it; must be empty
    #[arg(long, value_name = "DATABASE")]
    database: Option<String>,
    /// Where everything is written; an earlier demonstration is replaced
    #[arg(long, value_name = "FOLDER", default_value = "demo-data")]
    data: PathBuf,
    /// Where the clock starts, such as 2026-08-12T02:10; now where nothing is said
    #[arg(long, value_name = "TIME")]
    at: Option<DateTime>,
    /// Log what the service does, not only troubles
    #[arg(short, long)]
    verbose: bool,
}

impl Demo {
    pub(super) async fn run(self) -> Result<ExitCode> {
        let level = if self.verbose { LogLevel::Info } else { LogLevel::Error };
        logging::begin(&Log { level, ..Log::default() });
        let stop = stop::on_call().into_diagnostic()?;
        tell::line("Everybody in this demonstration is invented.");
        demo::run(self.options(), stop, tell::line).await?;
        Ok(ExitCode::SUCCESS)
    }

    fn options(self) -> Options {
        let Self { port, mllp_port, days, speed, seed, clients, database, data, at, .. } = self;
        Options { data, port, mllp_port, days, speed, seed, clients, database, at }
    }
}

fn speed(text: &str) -> Result<f64, &'static str> {
    let speed: f64 = text.parse().map_err(|_| "expected a number")?;
    if speed > 0.0 && speed <= 100_000.0 { Ok(speed) } else { Err("expected 0 to 100000") }
}
