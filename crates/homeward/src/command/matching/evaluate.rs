//! `homeward match evaluate`

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use miette::{IntoDiagnostic, Result, WrapErr};

use super::super::tell;
use crate::evaluation::{Calibration, page, truth};

/// What is evaluated, by which truth.
#[derive(Debug, Args)]
pub(super) struct Evaluate {
    /// Links as `homeward match` writes them
    #[arg(long, value_name = "FILE", requires = "truth")]
    links: PathBuf,
    /// The true links: `hospital_id,council_id`, the second empty where the council knows nobody
    #[arg(long, value_name = "FILE", requires = "links")]
    truth: PathBuf,
    /// Write a page with the reliability plot
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
}

impl Evaluate {
    pub(super) fn run(self) -> Result<ExitCode> {
        let worth = truth::compare(&self.links, &self.truth)?;
        tell::line(&worth);
        tell::line(&worth.calibration);
        self.write_page("Links compared with the truth.", &worth.calibration)?;
        Ok(ExitCode::SUCCESS)
    }

    fn write_page(&self, source: &str, calibration: &Calibration) -> Result<()> {
        let Some(path) = &self.page else { return Ok(()) };
        fs::write(path, page::page(source, calibration))
            .into_diagnostic()
            .wrap_err_with(|| format!("{} cannot be written", path.display()))
    }
}
