//! What can be done from the command line?

mod serve;
mod tell;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

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
}

/// Every command that needs the settings.
#[derive(Debug, Args)]
struct WithSettings {
    /// The settings of the service
    #[arg(short, long, value_name = "FILE", default_value = "homeward.toml")]
    config: PathBuf,
}

/// Does what the command line asks for.
pub fn run() -> ExitCode {
    let done = match Homeward::parse().command {
        Command::Serve(with) => serve::run(&with.config),
    };
    match done {
        Ok(code) => code,
        Err(report) => {
            tell::trouble(&report);
            ExitCode::FAILURE
        }
    }
}
