//! `homeward serve`

use std::process::ExitCode;

use miette::{IntoDiagnostic, Result};
use tokio::signal::unix::{SignalKind, signal};

use super::{WithSettings, tell};
use crate::logging;
use crate::service::Service;
use crate::settings::Settings;
use crate::stop;

/// Runs the service until it is told to end.
pub(super) fn run(with: &WithSettings) -> Result<ExitCode> {
    let settings = Settings::read(&with.config)?;
    logging::begin(&settings.log);
    super::in_runtime(serve(&settings))
}

async fn serve(settings: &Settings) -> Result<ExitCode> {
    let service = Service::open(settings, &[]).await?;
    for (name, address) in service.feeds() {
        tell::line(format_args!("feed {name} listens on {address}"));
    }
    let (stopper, stop) = stop::pair();
    let mut terminate = signal(SignalKind::terminate()).into_diagnostic()?;
    let mut interrupt = signal(SignalKind::interrupt()).into_diagnostic()?;
    let run = service.run(stop);
    tokio::pin!(run);
    tokio::select! {
        () = &mut run => return Ok(ExitCode::SUCCESS),
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    stopper.stop();
    run.await;
    Ok(ExitCode::SUCCESS)
}
