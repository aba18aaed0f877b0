//! `homeward serve`

use std::process::ExitCode;

use miette::{IntoDiagnostic, Result};
use tokio::signal::unix::{SignalKind, signal};
use web::Door;

use super::{WithSettings, tell};
use crate::logging;
use crate::service::Service;
use crate::settings::Settings;
use crate::stop;

/// Runs the service until it is told to end.
pub(super) fn run(with: &WithSettings) -> Result<ExitCode> {
    let settings = Settings::read(&with.config)?;
    logging::begin(&settings.log);
    super::in_runtime(serve(settings))
}

async fn serve(settings: Settings) -> Result<ExitCode> {
    let service = Service::open(settings).await?;
    for (name, address) in service.feeds() {
        tell::line(format_args!("feed {name} listens on {address}"));
    }
    tell::line(format_args!("open http://{}/", service.pages().into_diagnostic()?));
    let (stopper, stop) = stop::pair();
    tokio::spawn(async move {
        asked_to_end().await;
        stopper.stop();
    });
    service.run(Door::Closed, stop).await?;
    Ok(ExitCode::SUCCESS)
}

/// Waits until the system, or whoever sits at the terminal, asks the program to end.
pub(super) async fn asked_to_end() {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
