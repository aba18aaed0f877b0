//! `homeward audit export`

use std::fs::OpenOptions;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use care::access::{Act, Actor, AuditLine, Chain};
use clap::{Args, ValueEnum};
use fhir::audit_event::{Named, audit_event};
use jiff::Timestamp;
use jiff::civil::Date;
use miette::{IntoDiagnostic, Result};
use serde_json::{Value, json};
use store::{AuditFilter, AuditSpan, Chained, Store};

use crate::clock;
use crate::command::{WithSettings, tell};
use crate::progress::Progress;
use crate::service::open_store;

/// Lines that are read at once.
const PAGE: i64 = 2_000;

/// Which lines are exported, and in which form.
#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    settings: WithSettings,
    /// The form: one line of the audit, or one FHIR R4 `AuditEvent`, in each line of the file
    #[arg(long, value_enum, default_value_t = Form::Fhir)]
    format: Form,
    /// The first day, such as 2026-08-01
    #[arg(long, value_name = "DAY")]
    since: Option<Date>,
    /// The last day
    #[arg(long, value_name = "DAY")]
    until: Option<Date>,
    /// One chain only, such as trust:RZZ
    #[arg(long)]
    chain: Option<Chain>,
    /// The new file, which its owner alone may read
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Who exports: the export is a line of the audit itself
    #[arg(long, value_name = "NAME")]
    by: String,
    /// The name of this machine in each `AuditEvent`
    #[arg(long, value_name = "HOST", default_value = "homeward")]
    server: String,
}

/// The form of what is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// FHIR R4 `AuditEvent`, in the shapes of IHE BALP.
    Fhir,
    /// The line as it is kept, with its name.
    Json,
}

impl Export {
    pub(super) async fn run(self) -> Result<ExitCode> {
        let settings = self.settings.read()?;
        let store = open_store(&settings).await?;
        let lines = self.each(&store, &mut |_| Ok(())).await?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut out = BufWriter::new(options.open(&self.out).into_diagnostic()?);
        // The line first: nothing leaves before it stands there.
        self.note(&store, lines).await?;
        let progress = Progress::new("lines exported", lines);
        let mut done = 0;
        let mut write = |one: &Chained| {
            done += 1;
            progress.at(done);
            writeln!(out, "{}", self.told(one)).into_diagnostic()
        };
        self.each(&store, &mut write).await?;
        out.flush().into_diagnostic()?;
        drop(progress);
        tell::line(format_args!("{done} lines are in {}, newest first", self.out.display()));
        Ok(ExitCode::SUCCESS)
    }

    async fn note(&self, store: &Store, lines: u64) -> Result<()> {
        let form = match self.format {
            Form::Fhir => "fhir",
            Form::Json => "json",
        };
        let lines = i64::try_from(lines).unwrap_or(i64::MAX);
        let act = Act::ExportedAudit { form: form.to_owned(), lines };
        let by = Actor::Operator { name: self.by.clone() };
        store.note(&AuditLine::new(clock::now(), by, act)).await.into_diagnostic()
    }

    /// Goes through the lines, newest first, and answers with how many there are.
    async fn each(
        &self,
        store: &Store,
        hear: &mut dyn FnMut(&Chained) -> Result<()>,
    ) -> Result<u64> {
        let filter = self.chain.clone().map_or(AuditFilter::All, AuditFilter::Chain);
        let begin = |day: Option<Date>| {
            day.map(|day| care::when::instant(day.to_datetime(jiff::civil::Time::midnight())))
        };
        let after = self.until.map(Date::tomorrow).transpose().into_diagnostic()?;
        let mut span = AuditSpan {
            from: begin(self.since).unwrap_or(Timestamp::MIN),
            until: begin(after).unwrap_or(Timestamp::MAX),
            ..AuditSpan::default()
        };
        let mut lines = 0;
        loop {
            let page = store.audit_search(&filter, span, PAGE).await.into_diagnostic()?;
            let Some(last) = page.last() else { return Ok(lines) };
            span.below = last.row;
            for one in &page {
                hear(one)?;
                lines += 1;
            }
        }
    }

    fn told(&self, one: &Chained) -> Value {
        let id = one.id.to_string();
        match self.format {
            Form::Json => json!({"id": id, "line": one.line}),
            Form::Fhir => {
                audit_event(Named { id: &id, act: &one.act, line: &one.line }, &self.server)
            }
        }
    }
}
