//! `homeward audit verify`

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, value_parser};
use miette::{IntoDiagnostic, Result, miette};
use serde::Serialize;
use store::{ChainReport, PublishedHead, Store};

use crate::audit::heads;
use crate::audit::key::{HeadKey, PublicKey};
use crate::audit::verify::{self, Against, Verified};
use crate::clock;
use crate::command::{WithSettings, tell};
use crate::progress::Progress;
use crate::service::open_store;
use crate::settings::{Retention, Settings};

/// Against what the audit is checked, and how it is told.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    settings: WithSettings,
    /// A file of published heads, kept where the database's owner does not reach; may be given
    /// more than once. The one that the settings name is always read
    #[arg(long, value_name = "FILE")]
    heads: Vec<PathBuf>,
    /// The public key that signed them; may be given more than once, for keys of before. Without
    /// it the one of the settings
    #[arg(long, value_name = "FILE")]
    public_key: Vec<PathBuf>,
    /// For how many years lines had to be kept when some were removed, where the settings have
    /// asked for more since
    #[arg(long, value_name = "YEARS", value_parser = value_parser!(u32).range(8..=100))]
    kept_years: Option<u32>,
    /// Answer with one JSON object a line
    #[arg(long)]
    json: bool,
}

/// What is told of a chain, for machines.
#[derive(Debug, Serialize)]
struct Told<'a> {
    chain: &'a str,
    lines: i64,
    removed: i64,
    heads: u64,
    wrong: Vec<Wrong>,
}

/// What is wrong with one line or a stretch of lines.
#[derive(Debug, Serialize)]
struct Wrong {
    from: i64,
    to: i64,
    what: &'static str,
    words: String,
}

impl Verify {
    pub(super) async fn run(self) -> Result<ExitCode> {
        let settings = self.settings.read()?;
        let against = self.against(&settings)?;
        let store = open_store(&settings).await?;
        let progress =
            Progress::new("lines checked", verify::lines(&store).await.into_diagnostic()?);
        let began = Instant::now();
        let tell = |rows| progress.at(rows);
        let verified = verify::verify(&store, &against, &tell).await.into_diagnostic()?;
        drop(progress);
        for chain in &verified.chains {
            if self.json { self::json(chain) } else { words(chain) }
        }
        let lost = self.lost(&settings, &store).await?;
        if !self.json {
            close(&verified, &against, began.elapsed().as_secs_f64());
        }
        Ok(if verified.is_whole() && !lost { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// Whether the file of heads that the settings name is gone, though heads were published.
    async fn lost(&self, settings: &Settings, store: &Store) -> Result<bool> {
        let Some(path) = settings.audit.heads.as_ref().filter(|path| !path.exists()) else {
            return Ok(false);
        };
        if store.published_heads().await.into_diagnostic()?.is_empty() {
            return Ok(false);
        }
        if self.json {
            let lost = serde_json::json!({"lost": path.display().to_string()});
            tell::line(lost.to_string());
        } else {
            tell::line(format_args!(
                "WRONG  {}: heads were published, and their file is gone",
                path.display()
            ));
        }
        Ok(true)
    }

    fn against(&self, settings: &Settings) -> Result<Against> {
        let mut keys = Vec::new();
        for path in &self.public_key {
            keys.push(PublicKey::read(path).into_diagnostic()?);
        }
        if let (true, Some(path)) = (keys.is_empty(), &settings.audit.key) {
            keys.extend(HeadKey::read(path).into_diagnostic()?.public());
        }
        // Before the first head was published there is no file yet.
        let own = settings.audit.heads.iter().filter(|path| path.exists());
        let mut heads = Vec::new();
        for path in self.heads.iter().chain(own) {
            heads.extend(read(path)?);
        }
        let now = clock::now();
        let audit_years = self.kept_years.unwrap_or(settings.retention.audit_years);
        let retention = Retention { audit_years, ..settings.retention.clone() };
        let kept = now.duration_since(retention.rule(now).audit_before);
        Ok(Against { keys, heads, kept, now })
    }
}

fn read(path: &Path) -> Result<Vec<PublishedHead>> {
    let read = heads::read(path).map_err(|fault| miette!("{}: {fault}", path.display()))?;
    read.map_err(|line| miette!("{}, line {line}: this is no head of an audit", path.display()))
}

fn words(chain: &ChainReport) {
    let ChainReport { chain: name, lines, removed, heads, defects } = chain;
    let state = if defects.is_empty() { "whole" } else { "WRONG" };
    let removed = match removed {
        0 => String::new(),
        removed => format!(", {removed} of them removed by retention"),
    };
    // Whoever could write to the database chose the name.
    let name = name.escape_debug();
    tell::line(format_args!("{state}  {name}: lines {lines}{removed}; published heads {heads}"));
    for defect in defects {
        tell::line(format_args!("       {name}, {defect}"));
    }
}

fn json(chain: &ChainReport) {
    let wrong = chain.defects.iter().map(|defect| Wrong {
        from: defect.from,
        to: defect.to,
        what: defect.what.word(),
        words: defect.to_string(),
    });
    let ChainReport { chain, lines, removed, heads, defects: _ } = chain;
    let (lines, removed, heads) = (*lines, *removed, *heads);
    let told = Told { chain, lines, removed, heads, wrong: wrong.collect() };
    tell::line(serde_json::to_string(&told).unwrap_or_default());
}

fn close(verified: &Verified, against: &Against, seconds: f64) {
    let megabytes = u32::try_from(verified.bytes / 1_000_000).unwrap_or(u32::MAX);
    let speed = f64::from(megabytes) / seconds.max(0.001);
    let rows = verified.rows;
    tell::note(format_args!("{rows} lines, {megabytes} MB in {seconds:.1} s: {speed:.0} MB/s"));
    if against.keys.is_empty() {
        tell::note("no key is known: signatures were not checked");
    }
    if verified.unsigned > 0 {
        tell::note(format_args!("{} published heads are not signed", verified.unsigned));
    }
    if against.heads.is_empty() {
        tell::note(
            "no heads from outside the database: whoever can write to it could have changed its \
             heads as well",
        );
    }
}
