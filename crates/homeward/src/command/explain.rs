//! `homeward hospital explain`

use std::path::PathBuf;
use std::process::ExitCode;

use care::filing::{IdentityNews, Merge, MergeKind, News};
use care::people::TrustCode;
use care::stays::{Movement, Said};
use clap::Args;
use hl7::profile::Profile;
use miette::{IntoDiagnostic, Result, miette};

use super::{hospital, tell};
use crate::clock;
use crate::settings::{Feed, Settings};

/// Which messages are explained, and how they are read.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The settings of the service; without them messages are read by the national profile
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The feed of the settings by whose profile messages are read; the first where none is named
    #[arg(long, requires = "config")]
    feed: Option<String>,
    /// Show what was read, in full: personal data
    #[arg(long)]
    show_values: bool,
    /// Files of HL7 messages
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

impl Explain {
    pub(super) fn run(self) -> Result<ExitCode> {
        let profile = self.profile()?;
        let mut code = ExitCode::SUCCESS;
        for (number, message) in (1..).zip(hospital::read(&self.files)?) {
            match hl7::adt::read(&message, &profile, clock::now()) {
                Err(fault) => {
                    tell::line(format_args!("message {number} cannot be filed: {fault}"));
                    code = ExitCode::FAILURE;
                }
                Ok(told) => {
                    let kind = if told.news.is_empty() { ": means nothing to us" } else { "" };
                    tell::line(format_args!("message {number}, {}{kind}", told.trigger));
                    told.news.iter().for_each(|news| self.tell(news));
                    for doubt in &told.doubts {
                        tell::line(format_args!("  doubt: {doubt}"));
                    }
                }
            }
        }
        Ok(code)
    }

    fn profile(&self) -> Result<Profile> {
        let Some(config) = &self.config else {
            let trust: TrustCode = "RZZ".parse().into_diagnostic()?;
            return Ok(Profile::itk(trust));
        };
        let settings = Settings::read(config)?;
        let is_meant = |name: &str| self.feed.as_deref().is_none_or(|feed| feed == name);
        let feed = settings.feeds.iter().find(|feed| is_meant(feed.name.get_ref()));
        feed.map(Feed::reading).ok_or_else(|| miette!("the settings have no such feed"))
    }

    fn tell(&self, news: &News) {
        match news {
            News::Identity(identity) => {
                tell::line(format_args!("  who: {}", who(identity)));
                self.tell_in_full(identity);
            }
            News::Movement(movement) => {
                tell::line(format_args!("  what: {}", what(movement)));
                self.tell_in_full(movement);
            }
            News::Merge(merge) => {
                tell::line(format_args!("  joined: {}", joined(merge)));
                self.tell_in_full(merge);
            }
            News::NeedsAPerson(words) => tell::line(format_args!("  a person must look: {words}")),
        }
    }

    fn tell_in_full(&self, news: &impl serde::Serialize) {
        if self.show_values {
            tell::line(serde_json::to_string_pretty(news).unwrap_or_default());
        }
    }
}

/// Which details were said, not what they are.
fn who(news: &IdentityNews) -> String {
    let said = [
        ("NHS number", state(&news.nhs)),
        ("names", state(&news.names)),
        ("date of birth", state(&news.born)),
        ("gender", state(&news.gender)),
        ("address", state(&news.address)),
        ("telephones", state(&news.phones)),
        ("practice", state(&news.practice)),
        ("death", state(&news.died)),
        ("shield", state(&news.shielded)),
    ];
    let said = said.iter().filter(|(_, state)| !state.is_empty());
    said.map(|(name, state)| format!("{name} {state}")).collect::<Vec<_>>().join(", ")
}

fn state<T>(said: &Said<T>) -> &'static str {
    match said {
        Said::Nothing => "",
        Said::Cleared => "deleted",
        Said::Value(_) => "said",
    }
}

/// The event, its time and the place: they name nobody.
fn what(movement: &Movement) -> String {
    let place = movement.details.place.value();
    let ward = place.map_or_else(String::new, |place| {
        format!(", ward {:?} bay {:?} bed {:?}", place.ward, place.bay, place.bed)
    });
    format!("{:?} at {}{ward}", movement.event, movement.at.occurred)
}

fn joined(merge: &Merge) -> &'static str {
    match merge.kind {
        MergeKind::Patients { .. } => "two patient numbers are one",
        MergeKind::Visits { .. } => "two visit numbers are one",
        MergeKind::Linked { .. } => "two patients belong together",
        MergeKind::Unlinked { .. } => "two patients do not belong together after all",
    }
}
