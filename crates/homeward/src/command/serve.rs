//! `homeward serve`

use std::process::ExitCode;

use miette::{IntoDiagnostic, Result};
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
    let stop = stop::on_call().into_diagnostic()?;
    let service = tokio::select! {
        opened = Service::open(settings) => opened?,
        () = stop.called() => return Ok(ExitCode::SUCCESS),
    };
    for (name, address) in service.feeds() {
        tell::line(format_args!("feed {name} listens on {address}"));
    }
    tell::line(format_args!("open http://{}/", service.pages().into_diagnostic()?));
    service.run(Door::Closed, stop).await?;
    Ok(ExitCode::SUCCESS)
}
