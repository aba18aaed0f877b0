//! `homeward match evaluate`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use care::people::Opinion;
use clap::Args;
use miette::{IntoDiagnostic, Result};
use store::{JudgementId, Store};

use super::super::{WithSettings, in_runtime, tell};
use crate::evaluation::{Calibration, page, truth};
use crate::linking::{must_not_overwrite, write_whole};
use crate::service::open_store;

/// What is evaluated, by which truth. Without files: what the service made of pairs, by what people
/// at the match desk said of them.
#[derive(Debug, Args)]
pub(super) struct Evaluate {
    #[command(flatten)]
    settings: WithSettings,
    /// Links as `homeward match` writes them
    #[arg(long, value_name = "FILE", requires = "truth")]
    links: Option<PathBuf>,
    /// The true links: `hospital_id,council_id`, the second empty where the council knows nobody
    #[arg(long, value_name = "FILE", requires = "links")]
    truth: Option<PathBuf>,
    /// Write a page with the reliability plot
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
}

/// So many opinions are read from the store at once.
const BATCH: i64 = 1_000;

impl Evaluate {
    pub(super) fn run(self) -> Result<ExitCode> {
        match (&self.links, &self.truth) {
            (Some(links), Some(truth)) => self.files(links, truth)?,
            _ => in_runtime(self.desk())?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn files(&self, links: &Path, truth: &Path) -> Result<()> {
        if let Some(page) = &self.page {
            must_not_overwrite(page, &[links, truth])?;
        }
        let worth = truth::compare(links, truth)?;
        tell::line(&worth);
        self.tell("Links compared with the truth.", &worth.calibration)
    }

    async fn desk(&self) -> Result<()> {
        let store = open_store(&self.settings.read()?).await?;
        let (calibration, not_sure) = labelled(&store).await?;
        tell::line(format_args!(
            "{} opinions of the match desk, {not_sure} more are \"not sure\". Only pairs that \
             somebody looked at are here: mostly those in doubt.",
            calibration.pairs()
        ));
        self.tell("Pairs that the match desk decided.", &calibration)
    }

    fn tell(&self, source: &str, calibration: &Calibration) -> Result<()> {
        tell::line(calibration);
        if let Some(path) = &self.page {
            write_whole(path, &page::page(source, calibration))?;
        }
        Ok(())
    }
}

/// What was foretold of each pair on which people have an opinion, and how many could not tell.
async fn labelled(store: &Store) -> Result<(Calibration, u64)> {
    let (mut calibration, mut not_sure) = (Calibration::default(), 0);
    let mut after = JudgementId(0);
    loop {
        let batch = store.labelled(after, BATCH).await.into_diagnostic()?;
        let Some(last) = batch.last() else { return Ok((calibration, not_sure)) };
        after = last.id;
        for one in &batch {
            match one.opinion {
                Opinion::NotSure => not_sure += 1,
                said => calibration.count(one.weighed.probability, said == Opinion::Same),
            }
        }
    }
}
