//! `homeward user sign-out`

use care::access::Actor;
use care::people::StaffId;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use miette::{IntoDiagnostic, Result, miette};

use super::super::{WithSettings, tell};
use crate::clock;
use crate::service::open_store;

/// Whose sessions are ended.
#[derive(Debug, Args)]
pub(in crate::command) struct SignOut {
    #[command(flatten)]
    settings: WithSettings,
    /// The handle, as `homeward user list` shows it
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    id: Option<StaffId>,
    /// Everybody who is signed in
    #[arg(long)]
    all: bool,
    /// Who decides it, for the audit
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    by: String,
}

impl SignOut {
    pub(super) async fn run(self) -> Result<()> {
        let store = open_store(&self.settings.read()?).await?;
        let now = clock::now();
        let whom = match self.id {
            Some(id) => {
                let known = store.staff_member(&id).await.into_diagnostic()?;
                known.ok_or_else(|| {
                    miette!(help = "homeward user list", "there is nobody of this handle")
                })?;
                vec![id]
            }
            None => store.signed_in(now).await.into_diagnostic()?,
        };
        let by = Actor::Operator { name: self.by };
        let mut ended = 0;
        for one in &whom {
            ended += store.end_sessions_of(one, &by, now).await.into_diagnostic()?;
        }
        tell::line(format_args!(
            "Signed out of {ended} screens, on every node. They sign in again as before."
        ));
        Ok(())
    }
}
