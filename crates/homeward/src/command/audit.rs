//! `homeward audit`

mod export;
mod person;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use miette::{IntoDiagnostic, Result};

use super::tell;
use crate::audit::key::HeadKey;

/// What is done about the audit.
#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Check every line, and say which was changed, removed, moved, put in or cut off
    Verify(verify::Verify),
    /// Write lines to a file, as FHIR `AuditEvent` or as they are kept
    Export(export::Export),
    /// Write out who looked at a person's record, in plain English
    Report(person::Person),
    /// Write out all that is held of a person, to be given to them
    Pack(person::Person),
    /// Make the key that signs the heads of the audit
    Key(Key),
}

/// Where the key goes.
#[derive(Debug, Args)]
pub(super) struct Key {
    /// The new file of the private key; the public one is written beside it
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Audit {
    pub(super) async fn run(self) -> Result<ExitCode> {
        match self {
            Self::Verify(verify) => verify.run().await,
            Self::Export(export) => export.run().await,
            Self::Report(person) => person.run(person::What::Report).await,
            Self::Pack(person) => person.run(person::What::Pack).await,
            Self::Key(key) => key.run(),
        }
    }
}

impl Key {
    fn run(&self) -> Result<ExitCode> {
        let (_, public) = HeadKey::make(&self.out).into_diagnostic()?;
        let (out, public) = (self.out.display(), public.display());
        tell::line(format_args!("the private key is in {out}: name it as `key` in [audit]"));
        tell::line(format_args!(
            "the public key is in {public}: give it to whoever verifies, and keep it elsewhere"
        ));
        Ok(ExitCode::SUCCESS)
    }
}
