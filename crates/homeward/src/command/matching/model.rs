//! `homeward match model`

use std::process::ExitCode;

use care::access::Actor;
use clap::{Args, Subcommand};
use matching::{Model, Policy};
use miette::{IntoDiagnostic, Result, miette};
use store::{ModelState, Store, StoreError, StoredModel};

use super::super::{WithSettings, tell};
use crate::clock;
use crate::models::{self, Comparison, ModelFault};
use crate::service::open_store;

/// What is done with the weights of the service.
#[derive(Debug, Subcommand)]
pub(super) enum ModelCommand {
    /// Learn weights from the people and patients of the service, and keep them as a proposal
    Learn(WithSettings),
    /// List all weights there ever were, or show one version in full
    Show(Show),
    /// Say what other weights would change for every patient
    Compare(Compare),
    /// Match by other weights from now on; shows first what that changes
    Use(Use),
}

/// Which weights are shown.
#[derive(Debug, Args)]
pub(super) struct Show {
    #[command(flatten)]
    settings: WithSettings,
    /// The version; all of them in short where none is named
    version: Option<String>,
}

/// Which weights are compared with those in use.
#[derive(Debug, Args)]
pub(super) struct Compare {
    #[command(flatten)]
    settings: WithSettings,
    /// The version
    version: String,
}

/// Which weights are to be used.
#[derive(Debug, Args)]
pub(super) struct Use {
    #[command(flatten)]
    compare: Compare,
    /// Switch once the comparison was shown; without this nothing is changed
    #[arg(long, requires = "by")]
    yes: bool,
    /// Who switches, for the audit
    #[arg(long, value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    by: Option<String>,
    /// Switch although patients would be matched with another person than now
    #[arg(long)]
    although_persons_change: bool,
}

impl ModelCommand {
    pub(super) async fn run(self) -> Result<ExitCode> {
        match self {
            Self::Learn(settings) => learn(&settings).await?,
            Self::Show(show) => show.run().await?,
            Self::Compare(compare) => {
                let settings = compare.settings.read()?;
                let store = open_store(&settings).await?;
                compare.tell(&store, settings.matching.policy()).await?;
            }
            Self::Use(new) => new.run().await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn learn(settings: &WithSettings) -> Result<()> {
    let settings = settings.read()?;
    let store = open_store(&settings).await?;
    let index = models::people(&store, settings.matching.policy()).await.into_diagnostic()?;
    let learnt = models::learn(&store, &index).await.into_diagnostic()?;
    let report = learnt.to_string();
    tell::line(report.trim_end());
    let (version, text) = (learnt.model.version(), learnt.model.text());
    match store.propose_model(version, (&text, &report), clock::now()).await {
        Ok(()) => {}
        Err(StoreError::Duplicate(_)) => {
            tell::line("The same weights were learnt before: nothing new is kept.");
            return Ok(());
        }
        Err(fault) => return Err(fault).into_diagnostic(),
    }
    tell::line(format_args!(
        "It is a proposal. Before it is used: homeward match model compare {version}"
    ));
    Ok(())
}

impl Show {
    async fn run(self) -> Result<()> {
        let store = open_store(&self.settings.read()?).await?;
        if let Some(version) = &self.version {
            if let Ok(kept) = kept(&store, version).await {
                tell::line(kept.report.trim_end());
            }
            tell::line(weights(&store, version).await?.text().trim_end());
            return Ok(());
        }
        let all = store.models().await.into_diagnostic()?;
        for model in &all {
            tell::line(in_short(model));
        }
        let built_in = Model::starting();
        if all.iter().all(|model| model.version != built_in.version()) {
            let is_used = all.iter().all(|model| model.state != ModelState::InUse);
            let state = if is_used { "in use" } else { "not in use" };
            tell::line(format_args!("{}  {state}  {BUILT_IN}", built_in.version()));
        }
        Ok(())
    }
}

fn in_short(model: &StoredModel) -> String {
    let state = match model.state {
        ModelState::Proposed => "proposed",
        ModelState::InUse => "in use",
        ModelState::Retired => "retired",
    };
    let switched = model.switched.as_ref().map_or_else(String::new, |(by, at)| {
        let by = match by {
            Actor::Operator { name } | Actor::Staff { name, .. } | Actor::Visitor { name, .. } => {
                format!(" by {name}")
            }
            Actor::Service => String::new(),
        };
        format!(", switched {}{by}", at.strftime("%Y-%m-%d %H:%M UTC"))
    });
    let made = model.made_at.strftime("%Y-%m-%d %H:%M UTC");
    format!("{}  {state}  made {made}{switched}", model.version)
}

impl Compare {
    /// Says what would change. Where the weights in use cannot be read, nothing can be compared: any
    /// others are the mend.
    async fn tell(&self, store: &Store, policy: Policy) -> Result<Comparison> {
        let new = weights(store, &self.version).await?;
        let index = match models::people(store, policy).await {
            Err(fault @ ModelFault::Unreadable { .. }) => {
                tell::note(format_args!("nothing to compare with: {fault}"));
                return Ok(Comparison::default());
            }
            index => index.into_diagnostic()?,
        };
        let was = index.model().version().to_owned();
        let comparison = models::compare(store, index, &new).await.into_diagnostic()?;
        tell::line(format_args!("{was} now, {} then", self.version));
        tell::line(comparison.to_string().trim_end());
        Ok(comparison)
    }
}

impl Use {
    async fn run(self) -> Result<()> {
        let settings = self.compare.settings.read()?;
        let store = open_store(&settings).await?;
        let version = &self.compare.version;
        let comparison = self.compare.tell(&store, settings.matching.policy()).await?;
        let (true, Some(name)) = (self.yes, self.by) else {
            let help = format!("homeward match model use {version} --yes --by NAME");
            return Err(miette!(help = help, "nothing was changed: read the comparison first"));
        };
        if comparison.other_person() > 0 && !self.although_persons_change {
            let help = "once each was looked at: --although-persons-change";
            return Err(miette!(
                help = help,
                "nothing was changed: patients would be matched with another person"
            ));
        }
        let now = clock::now();
        keep_built_in(&store, version).await?;
        let switched = store.switch_model(version, &Actor::Operator { name }, now).await;
        switched.into_diagnostic()?;
        tell::line(format_args!("{version} is in use; every node follows within seconds."));
        Ok(())
    }
}

/// What is said of the weights that come with the program.
const BUILT_IN: &str = "built in, set by hand";

/// The weights that come with the program are kept with the others once they are switched to: they
/// are the way back.
async fn keep_built_in(store: &Store, version: &str) -> Result<()> {
    let built_in = Model::starting();
    if version != built_in.version() || kept(store, version).await.is_ok() {
        return Ok(());
    }
    let proposed = store.propose_model(version, (&built_in.text(), BUILT_IN), clock::now()).await;
    proposed.into_diagnostic()
}

async fn weights(store: &Store, version: &str) -> Result<Model> {
    let built_in = Model::starting();
    if version == built_in.version() {
        return Ok(built_in);
    }
    models::parsed(&kept(store, version).await?).into_diagnostic()
}

async fn kept(store: &Store, version: &str) -> Result<StoredModel> {
    let all = store.models().await.into_diagnostic()?;
    all.into_iter().find(|model| model.version == version).ok_or_else(|| {
        miette!(help = "homeward match model show", "there are no weights of version {version}")
    })
}
