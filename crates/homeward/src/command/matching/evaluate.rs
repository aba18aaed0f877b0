//! `homeward match evaluate`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use miette::Result;

use super::super::tell;
use crate::evaluation::{Calibration, page, truth};
use crate::linking::write_whole;

/// What is evaluated, by which truth.
#[derive(Debug, Args)]
pub(super) struct Evaluate {
    /// Links as `homeward match` writes them
    #[arg(long, value_name = "FILE")]
    links: PathBuf,
    /// The true links: `hospital_id,council_id`, the second empty where the council knows nobody
    #[arg(long, value_name = "FILE")]
    truth: PathBuf,
    /// Write a page with the reliability plot
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
}

impl Evaluate {
    pub(super) fn run(self) -> Result<ExitCode> {
        let worth = truth::compare(&self.links, &self.truth)?;
        tell::line(&worth);
        self.tell("Links compared with the truth.", &worth.calibration)?;
        Ok(ExitCode::SUCCESS)
    }

    fn tell(&self, source: &str, calibration: &Calibration) -> Result<()> {
        tell::line(calibration);
        if let Some(path) = &self.page {
            write_whole(path, &page::page(source, calibration))?;
        }
        Ok(())
    }
}
