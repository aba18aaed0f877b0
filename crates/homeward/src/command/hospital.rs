//! `homeward hospital`

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use miette::{IntoDiagnostic, Result, WrapErr, miette};

use super::{explain, tell};
use crate::progress::Progress;
use crate::sender::{Sender, messages};

/// What is done with a hospital's messages.
#[derive(Debug, Subcommand)]
pub(super) enum Hospital {
    /// Send the messages of files over MLLP, one after the other, and say how each was answered
    Send(Send),
    /// Say what messages mean in our words, without personal data
    Explain(explain::Explain),
}

/// What is sent, and where to.
#[derive(Debug, Args)]
pub(super) struct Send {
    /// Where a feed listens
    #[arg(long, value_name = "ADDRESS:PORT")]
    to: SocketAddr,
    /// Files of HL7 messages
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

impl Hospital {
    pub(super) async fn run(self) -> Result<ExitCode> {
        match self {
            Self::Send(send) => send.run().await,
            Self::Explain(explain) => explain.run(),
        }
    }
}

impl Send {
    async fn run(self) -> Result<ExitCode> {
        let waiting = read(&self.files)?;
        let mut sender =
            Sender::connect(self.to).await.into_diagnostic().wrap_err("nobody listens there")?;
        let total = u64::try_from(waiting.len()).unwrap_or_default();
        let progress = Progress::new("messages sent", total);
        let mut accepted = 0;
        for (number, message) in (1..).zip(&waiting) {
            let answer = sender.send(message).await.into_diagnostic();
            let answer = answer.wrap_err_with(|| format!("message {number} was not answered"))?;
            if answer.is_accepted() {
                accepted += 1;
            } else {
                tell::line(format_args!("message {number}: {} {}", answer.code, answer.reason));
            }
            progress.at(number);
        }
        drop(progress);
        tell::line(format_args!("{accepted} of {total} messages were accepted"));
        Ok(if accepted == total { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// The messages of files, in their order.
pub(super) fn read(files: &[PathBuf]) -> Result<Vec<Vec<u8>>> {
    let mut found = Vec::new();
    for file in files {
        let bytes = fs::read(file).into_diagnostic();
        let bytes = bytes.wrap_err_with(|| format!("{} cannot be read", file.display()))?;
        let inside = messages(&bytes);
        if inside.is_empty() {
            let help = "a message begins with a line that begins with MSH";
            return Err(miette!(help = help, "{} holds no message", file.display()));
        }
        found.extend(inside);
    }
    Ok(found)
}
