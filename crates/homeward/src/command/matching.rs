//! `homeward match`

mod evaluate;
mod model;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use matching::{Model, Policy};
use miette::{IntoDiagnostic, Result, WrapErr, miette};

use super::{in_runtime, tell};
use crate::linking::{self, Linked, Request};

/// Links a hospital's file with a council's file.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Match {
    #[command(subcommand)]
    other: Option<Other>,
    #[command(flatten)]
    link: Option<Link>,
}

/// What is done beside linking.
#[derive(Debug, Subcommand)]
enum Other {
    /// Say how far links, or the service's matches, may be trusted
    Evaluate(evaluate::Evaluate),
    /// Learn, compare and switch the weights of the service
    #[command(subcommand)]
    Model(model::ModelCommand),
}

/// What is linked, and how.
#[derive(Debug, Args)]
struct Link {
    /// The hospital's records, comma-separated: each row is looked up
    #[arg(long, value_name = "FILE")]
    hospital: PathBuf,
    /// The council's people, comma-separated
    #[arg(long, value_name = "FILE")]
    council: PathBuf,
    /// Where the links are written
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The weights, as --save-model wrote them; learnt from the two files where nothing is said
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Write the weights that were used
    #[arg(long, value_name = "FILE")]
    save_model: Option<PathBuf>,
    /// A match must be so likely
    #[arg(long, value_name = "PROBABILITY", default_value_t = Policy::default().match_at, value_parser = probability)]
    match_at: f64,
    /// Whoever is so likely goes to review
    #[arg(long, value_name = "PROBABILITY", default_value_t = Policy::default().review_at, value_parser = probability)]
    review_at: f64,
    /// What becomes of a patient whom the council holds twice
    #[arg(long, value_enum, default_value_t = Doubled::Match)]
    doubled: Doubled,
    /// Leave rows out that cannot be read, and write them to a file beside the links
    #[arg(long)]
    skip_broken: bool,
    /// How many threads look up; as many as there are processors where nothing is said
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Say how long each step took
    #[arg(long)]
    timings: bool,
}

/// What becomes of a patient whom the council holds twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Doubled {
    /// Matched with the likelier record
    Match,
    /// Both records go to review, as in the service
    Review,
}

impl Match {
    pub(super) fn run(self) -> Result<ExitCode> {
        match (self.other, self.link) {
            (Some(Other::Evaluate(evaluate)), _) => evaluate.run(),
            (Some(Other::Model(model)), _) => in_runtime(model.run()),
            (None, Some(link)) => link.run(),
            (None, None) => Err(miette!(
                help = "homeward match --hospital a.csv --council b.csv --out links.csv",
                "two files are to be named, and where the links are written"
            )),
        }
    }
}

impl Link {
    fn run(self) -> Result<ExitCode> {
        let request = self.request()?;
        let linked = linking::link(&request)?;
        tell_linked(&request, &linked);
        if self.timings {
            tell::note(linked.took);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn request(&self) -> Result<Request> {
        if self.review_at > self.match_at {
            let help = "whoever is likely enough for a match is likely enough for review";
            return Err(miette!(help = help, "--review-at is above --match-at"));
        }
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Request {
            hospital: self.hospital.clone(),
            council: self.council.clone(),
            out: self.out.clone(),
            save_model: self.save_model.clone(),
            model: self.model.as_deref().map(read_model).transpose()?,
            policy: Policy {
                match_at: self.match_at,
                review_at: self.review_at,
                doubled_match: self.doubled == Doubled::Match,
                ..Policy::default()
            },
            skip_broken: self.skip_broken,
            threads: self.threads.map_or_else(processors, usize::from),
        })
    }
}

/// Reads weights from a file.
fn read_model(path: &Path) -> Result<Model> {
    let text = fs::read_to_string(path).into_diagnostic();
    let text = text.wrap_err_with(|| format!("{} cannot be read", path.display()))?;
    Model::parse(&text).map_err(|fault| miette!("{}: {fault}", path.display()))
}

fn probability(text: &str) -> Result<f64, &'static str> {
    let probability: f64 = text.parse().map_err(|_| "expected a number")?;
    if probability > 0.0 && probability < 1.0 {
        Ok(probability)
    } else {
        Err("expected a number between 0 and 1")
    }
}

fn tell_linked(request: &Request, linked: &Linked) {
    let Linked { decided, people, left_out, notes, fit, .. } = linked;
    if let Some(fit) = fit {
        tell::note(fit.trim_end());
    }
    for note in notes {
        tell::note(note);
    }
    if *left_out > 0 {
        let path = linking::rejects_path(&request.out);
        tell::note(format_args!("{left_out} broken rows were left out: {}", path.display()));
    }
    tell::line(format_args!(
        "{} hospital records, {people} people of the council: {} matched, {} to review, {} none",
        decided.lookups(),
        decided.matched,
        decided.review,
        decided.none,
    ));
}
