//! `homeward council`

use std::process::ExitCode;

use ::council::{Councils, Tried};
use care::people::{CouncilName, PersonKey};
use clap::{Args, Subcommand};
use miette::{IntoDiagnostic, Result, miette};

use super::{WithSettings, tell};
use crate::clock;
use crate::people::{Extent, Reader};
use crate::progress::Progress;
use crate::service::{open_councils, open_store};

/// What is done with a council's source.
#[derive(Debug, Subcommand)]
pub(super) enum Council {
    /// Read whom the council knows into the index of people
    Sync(SyncOne),
    /// Ask for one person part by part and say what came, without personal data
    Try(TryOne),
}

/// Whose people are read.
#[derive(Debug, Args)]
pub(super) struct SyncOne {
    #[command(flatten)]
    settings: WithSettings,
    /// The council's folder; all councils where none is named
    council: Option<CouncilName>,
    /// Read only those who changed since the last reading
    #[arg(long)]
    changes: bool,
}

/// Whose record is asked for.
#[derive(Debug, Args)]
pub(super) struct TryOne {
    #[command(flatten)]
    settings: WithSettings,
    /// The council's folder
    council: CouncilName,
    /// The council's own id of the person
    person: String,
    /// Show what was read, in full: personal data
    #[arg(long)]
    show_values: bool,
}

impl Council {
    pub(super) async fn run(self) -> Result<ExitCode> {
        match self {
            Self::Sync(one) => one.run().await,
            Self::Try(one) => one.run().await,
        }
    }
}

impl SyncOne {
    async fn run(self) -> Result<ExitCode> {
        let settings = self.settings.read()?;
        let councils = open_councils(&settings)?;
        let store = open_store(&settings).await?;
        if let Some(council) = &self.council {
            must_be_known(&councils, council)?;
        }
        let extent = if self.changes { Extent::Changes } else { Extent::Whole };
        for council in
            councils.names().filter(|name| self.council.as_ref().is_none_or(|n| n == *name))
        {
            let progress = Progress::new("people read", 0);
            let reader = Reader { store: &store, councils: &councils, council };
            let synced = reader.run(extent, clock::now(), &|read| progress.at(read)).await;
            drop(progress);
            tell::line(format_args!("{council}: {}", synced.into_diagnostic()?));
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl TryOne {
    async fn run(self) -> Result<ExitCode> {
        let settings = self.settings.read()?;
        let councils = open_councils(&settings)?;
        must_be_known(&councils, &self.council)?;
        let id = self.person.parse().into_diagnostic()?;
        let person = PersonKey { council: self.council, id };
        let tried = councils.attempt(&person, clock::now()).await;
        for part in &tried {
            tell_part(part);
            if self.show_values {
                tell::line(part.in_full());
            }
        }
        let failed = tried.iter().any(|part| {
            part.rows.as_ref().is_err_and(|fault| *fault != ::council::Fault::NoStatement)
        });
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

fn tell_part(part: &Tried) {
    let took = part.took.as_millis();
    match &part.rows {
        Ok(rows) => tell::line(format_args!(
            "{:24} {rows:4} rows {took:5} ms  {} known, {} none, {} not recorded, {} not supplied, \
             {} not understood",
            part.file,
            part.known,
            part.none_recorded,
            part.not_recorded,
            part.not_supplied,
            part.unrecognised,
        )),
        Err(fault) => tell::line(format_args!("{:24} {fault}", part.file)),
    }
}

fn must_be_known(councils: &Councils, council: &CouncilName) -> Result<()> {
    if councils.profile(council).is_some() {
        return Ok(());
    }
    let known: Vec<String> = councils.names().map(ToString::to_string).collect();
    Err(miette!(help = format!("there are: {}", known.join(", ")), "there is no council {council}"))
}
