//! What can be done from the command line?

mod audit;
mod check;
mod council;
mod demo;
mod explain;
mod hospital;
mod matching;
mod retention;
mod serve;
mod tell;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use miette::{IntoDiagnostic, Result};

use crate::logging;
use crate::settings::{Log, LogLevel, Settings};

/// Joins a hospital's admissions feed with a council's social care records.
#[derive(Debug, Parser)]
#[command(name = "homeward", version, arg_required_else_help = true)]
struct Homeward {
    #[command(subcommand)]
    command: Command,
}

/// One thing to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service: take messages, file them, serve the pages
    Serve(WithSettings),
    /// Read the settings, try every connection and say what is wrong and how to mend it
    Check(check::Check),
    /// Show everything on this machine, with an invented hospital and an invented council
    Demo(demo::Demo),
    /// Try and read a council's source
    #[command(subcommand)]
    Council(council::Council),
    /// Send and understand a hospital's messages
    #[command(subcommand)]
    Hospital(hospital::Hospital),
    /// Prove that nobody changed the audit, and make the key that signs it
    #[command(subcommand)]
    Audit(audit::Audit),
    /// See who may come in, invite somebody, shut somebody out
    #[command(subcommand)]
    User(user::User),
    /// Show what is older than must be kept, and remove it
    Retention(retention::Retention),
    /// Link two files, and say how far the matching may be trusted
    Match(matching::Match),
}

/// Every command that needs the settings.
#[derive(Debug, Args)]
struct WithSettings {
    /// The settings of the service
    #[arg(short, long, value_name = "FILE", default_value = "homeward.toml")]
    config: PathBuf,
}

impl WithSettings {
    /// Reads the settings. The log of a command that ends is for troubles only.
    fn read(&self) -> Result<Settings> {
        let settings = Settings::read(&self.config)?;
        logging::begin(&Log { level: LogLevel::Error, ..settings.log.clone() });
        Ok(settings)
    }
}

/// Does what the command line asks for.
pub fn run() -> ExitCode {
    let done = match Homeward::parse().command {
        Command::Serve(with) => serve::run(&with),
        Command::Check(check) => in_runtime(check.run()),
        Command::Demo(demo) => in_runtime(demo.run()),
        Command::Council(council) => in_runtime(council.run()),
        Command::Hospital(hospital) => in_runtime(hospital.run()),
        Command::Audit(audit) => in_runtime(audit.run()),
        Command::User(user) => in_runtime(user.run()),
        Command::Retention(retention) => in_runtime(retention.run()),
        Command::Match(linking) => linking.run(),
    };
    match done {
        Ok(code) => code,
        Err(report) => {
            tell::trouble(&report);
            ExitCode::FAILURE
        }
    }
}

fn in_runtime<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Runtime::new().into_diagnostic()?.block_on(work)
}
