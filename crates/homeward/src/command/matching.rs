//! `homeward match`

mod evaluate;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use miette::Result;

use super::tell;
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
    /// Leave rows out that cannot be read, and write them to a file beside the links
    #[arg(long)]
    skip_broken: bool,
    /// How many threads look up; as many as there are processors where nothing is said
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

impl Match {
    pub(super) fn run(self) -> Result<ExitCode> {
        match (self.other, self.link) {
            (Some(Other::Evaluate(evaluate)), _) => evaluate.run(),
            (None, Some(link)) => link.run(),
            (None, None) => Err(miette::miette!(
                help = "homeward match --hospital a.csv --council b.csv --out links.csv",
                "two files are to be named, and where the links are written"
            )),
        }
    }
}

impl Link {
    fn run(self) -> Result<ExitCode> {
        let request = self.request();
        let linked = linking::link(&request)?;
        tell_linked(&request, &linked);
        Ok(ExitCode::SUCCESS)
    }

    fn request(self) -> Request {
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = self.threads.map_or_else(processors, usize::from);
        let Self { hospital, council, out, skip_broken, .. } = self;
        Request { hospital, council, out, skip_broken, threads }
    }
}

fn tell_linked(request: &Request, linked: &Linked) {
    let Linked { decided, people, left_out, notes } = linked;
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
