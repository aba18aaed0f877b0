//! `homeward retention`

use std::process::ExitCode;

use care::access::Actor;
use clap::Args;
use jiff::Timestamp;
use miette::{IntoDiagnostic, Result, bail};
use serde::Serialize;
use store::Gone;

use super::{WithSettings, tell};
use crate::clock;
use crate::service::open_store;

/// What is older than must be kept.
#[derive(Debug, Args)]
pub(super) struct Retention {
    #[command(flatten)]
    settings: WithSettings,
    /// Remove it. Without this it is only counted
    #[arg(long, requires = "by")]
    yes: bool,
    /// Who removes it: the removal is a line of the audit itself
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Answer with one JSON object
    #[arg(long)]
    json: bool,
}

/// What goes or went, for machines.
#[derive(Debug, Serialize)]
struct Told {
    removed: bool,
    lines: std::collections::BTreeMap<String, i64>,
    messages: i64,
    notices: i64,
    held: i64,
    doubtful: i64,
    newest: Option<Timestamp>,
}

impl Retention {
    pub(super) async fn run(self) -> Result<ExitCode> {
        let settings = self.settings.read()?;
        let store = open_store(&settings).await?;
        let now = clock::now();
        let rule = settings.retention.rule(now);
        let name = self.by.as_deref().map_or("", str::trim);
        if self.yes && name.is_empty() {
            bail!("say with --by who removes it");
        }
        let by = self.yes.then(|| Actor::Operator { name: name.to_owned() });
        let gone = store.keep_no_longer(&rule, by.as_ref(), now).await.into_diagnostic()?;
        if self.json {
            self.json(gone);
            return Ok(ExitCode::SUCCESS);
        }
        for hold in &settings.retention.hold {
            tell::line(format_args!("held: {}", hold.reason));
        }
        if rule.hold.all {
            tell::line("everything is held: nothing goes");
        } else if let Some(newest) = gone.newest {
            tell::line(format_args!(
                "nothing goes: the newest line of the audit is of {newest}, and it is {now} here; \
                 put the clock right, or sign in once and try again"
            ));
        } else {
            words(&gone, self.yes);
        }
        if !rule.hold.patients.is_empty() {
            tell::line(
                "texts of messages stay: whom they concern is not known, and somebody is held",
            );
        }
        Ok(ExitCode::SUCCESS)
    }

    fn json(&self, gone: Gone) {
        let lines = gone.lines.into_iter().map(|(chain, lines)| (chain.to_string(), lines));
        let told = Told {
            removed: self.yes,
            lines: lines.collect(),
            messages: gone.messages,
            notices: gone.notices,
            held: gone.held,
            doubtful: gone.doubtful,
            newest: gone.newest,
        };
        tell::line(serde_json::to_string(&told).unwrap_or_default());
    }
}

fn words(gone: &Gone, removed: bool) {
    let verb = if removed { "removed" } else { "would go" };
    for (chain, lines) in &gone.lines {
        tell::line(format_args!("{verb}: lines of the audit of {chain}: {lines}"));
    }
    tell::line(format_args!("{verb}: texts of settled messages: {}", gone.messages));
    tell::line(format_args!("{verb}: notices to councils: {}", gone.notices));
    tell::line(format_args!("held: lines and notices that stay: {}", gone.held));
    if gone.doubtful > 0 {
        tell::line(format_args!(
            "old lines that stay because they do not fit: {}; run `homeward audit verify`",
            gone.doubtful
        ));
    }
    if !removed {
        tell::line("nothing was removed: say --yes and --by NAME to remove it");
    }
}
