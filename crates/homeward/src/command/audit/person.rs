//! `homeward audit report` and `homeward audit pack`: for a person who asks who looked, or what is
//! held of them.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use care::access::{Act, Actor, AuditLine, Organisation};
use care::people::{CouncilName, NhsNumber, PatientId, TrustCode};
use clap::Args;
use council::Councils;
use miette::{IntoDiagnostic, Result, WrapErr, bail, miette};
use store::{Finding, Store};
use web::report::{self, Manner, Pack, Subject};

use crate::clock;
use crate::command::{WithSettings, tell};
use crate::service::{open_councils, open_store};
use crate::settings::Settings;

/// Whose, why, by whom, and where it goes.
#[derive(Debug, Args)]
pub(crate) struct Person {
    #[command(flatten)]
    settings: WithSettings,
    #[command(flatten)]
    whose: Whose,
    /// Answer for this council and its own person, instead of for the patient's trust
    #[arg(long, value_name = "NAME")]
    council: Option<CouncilName>,
    /// Your name, for the line of the audit
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why it is written out, for the line of the audit; nothing about health
    #[arg(long, value_name = "WORDS")]
    reason: String,
    /// The new file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Write JSON for machines
    #[arg(long)]
    json: bool,
}

/// Who is meant: one of the three.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Whose {
    /// Our handle of the patient, as it stands in addresses and in the log
    #[arg(long, value_name = "HANDLE")]
    patient: Option<PatientId>,
    /// The NHS number
    #[arg(long, value_name = "NUMBER")]
    nhs_number: Option<NhsNumber>,
    /// The hospital's number
    #[arg(long, value_name = "NUMBER")]
    hospital_number: Option<String>,
}

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Who looked.
    Report,
    /// All that is held.
    Pack,
}

impl Person {
    pub(super) async fn run(self, what: What) -> Result<ExitCode> {
        let (by, reason) = (self.by.trim(), self.reason.trim());
        if by.is_empty() || reason.is_empty() {
            bail!("say with --by who writes it out, and with --reason why");
        }
        let settings = self.settings.read()?;
        let store = open_store(&settings).await?;
        let councils = open_councils(&settings)?;
        let id = self.whose.find(&store, &settings).await?;
        let subject = Subject::find(&store, &id, self.council.as_ref()).await.into_diagnostic()?;
        let subject = subject.ok_or_else(|| miette!("there is no such patient"))?;
        if let Some(council) = &self.council
            && subject.person.as_ref().is_none_or(|person| person.council != *council)
        {
            bail!("the patient is not certainly a person of {council}");
        }
        let stated = reason.to_owned();
        let act = match what {
            What::Report => Act::SawAccessLog { stated },
            What::Pack => Act::ExportedPerson { stated },
        };
        // The line first: what follows is given out only once it is written.
        store.note(&line(&subject, (by, act))).await.into_diagnostic()?;
        let naming = |organisation: &Organisation| name(&settings, &councils, organisation);
        let names_staff = settings.privacy.names_in_reports;
        let manner = Manner { naming: &naming, names_staff, now: clock::now() };
        let text = written(&store, (&subject, what, self.json), manner).await?;
        save(&self.out, &text)?;
        tell::line(format_args!("written to {}: keep it as you keep a record", self.out.display()));
        Ok(ExitCode::SUCCESS)
    }
}

async fn written(
    store: &Store,
    (subject, what, is_json): (&Subject, What, bool),
    manner: Manner<'_>,
) -> Result<String> {
    match what {
        What::Report => {
            let rows = report::rows(store, subject, manner).await.into_diagnostic()?;
            if is_json {
                return serde_json::to_string_pretty(&rows).into_diagnostic();
            }
            report::file(subject, &rows, manner).into_diagnostic()
        }
        What::Pack => {
            let pack = Pack::gather(store, subject, manner).await.into_diagnostic()?;
            if is_json {
                return serde_json::to_string_pretty(&pack).into_diagnostic();
            }
            pack.file(subject).into_diagnostic()
        }
    }
}

impl Whose {
    /// The one patient who is meant.
    async fn find(&self, store: &Store, settings: &Settings) -> Result<PatientId> {
        let finding = match (&self.patient, &self.nhs_number, &self.hospital_number) {
            (Some(patient), ..) => return Ok(patient.clone()),
            (_, Some(number), _) => Finding::NhsNumber(*number),
            (_, _, Some(number)) => Finding::HospitalNumber(number.clone()),
            (None, None, None) => bail!("name the person by a number or by our handle"),
        };
        let mut found = Vec::new();
        for trust in &settings.trusts {
            let code: &TrustCode = trust.code.get_ref();
            let patients = store.find_patients(code, &finding).await.into_diagnostic()?;
            found.extend(patients.into_iter().map(|patient| patient.id));
        }
        match found.as_slice() {
            [one] => Ok(one.clone()),
            [] => bail!("nobody has this number"),
            several => {
                let handles: Vec<String> = several.iter().map(ToString::to_string).collect();
                bail!("several have this number: name one with --patient: {}", handles.join(", "))
            }
        }
    }
}

fn line(subject: &Subject, (by, act): (&str, Act)) -> AuditLine {
    AuditLine {
        patient: Some(subject.patient.id.clone()),
        person: subject.person.clone(),
        ..AuditLine::new(clock::now(), Actor::Operator { name: by.to_owned() }, act)
    }
}

fn name(settings: &Settings, councils: &Councils, organisation: &Organisation) -> String {
    match organisation {
        Organisation::Hospital { trust, .. } => {
            settings.trust(trust).map_or_else(|| trust.to_string(), |trust| trust.name.clone())
        }
        Organisation::Council(name) => councils
            .profile(name)
            .map_or_else(|| name.to_string(), |profile| profile.display_name.clone()),
    }
}

/// A file that nobody else reads, and that replaces none.
fn save(path: &Path, text: &str) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let told = || format!("{} cannot be written: it must be a new file", path.display());
    let mut file = options.open(path).into_diagnostic().wrap_err_with(told)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).into_diagnostic()
}
