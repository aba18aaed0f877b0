//! Which rows of a hospital's file and of a council's file are one person?
//!
//! The hospital's file is read twice: once to see that every row can be used, and whom there is to
//! learn from; once to look everybody up. The council's people are held in memory, the hospital's
//! never more than a batch for each thread.
//!
//! **Invariant:** the same files and the same model give the same links, byte for byte, however
//! many threads work.
//!
//! **Invariant:** the links take their name only once all of them are written.

mod engine;
mod header;
mod lines;
mod look;
mod output;
mod people;
mod person;
mod rows;
mod table;
mod turns;
mod why;

use std::path::{Path, PathBuf};

pub use look::Decided;
pub use rows::{TableRow, for_each_row};
pub use table::FileFault;

use engine::Engine;
use output::Output;
use people::{People, Rejects};
use person::Unread;

use crate::progress::Progress;

/// What is to be linked, and how.
#[derive(Debug, Clone)]
pub struct Request {
    /// The hospital's records: each is one lookup.
    pub hospital: PathBuf,
    /// The council's people.
    pub council: PathBuf,
    /// Where the links are written.
    pub out: PathBuf,
    /// Whether broken rows are left out and written to a file beside the links; otherwise the
    /// first one ends the work.
    pub skip_broken: bool,
    /// How many threads look up. At least one does.
    pub threads: usize,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// How the lookups were decided.
    pub decided: Decided,
    /// How many people the council's file holds.
    pub people: u64,
    /// How many rows were left out as broken.
    pub left_out: u64,
    /// Values that could not be read, in words, for each file.
    pub notes: Vec<String>,
}

/// Links two files.
pub fn link(request: &Request) -> Result<Linked, FileFault> {
    must_not_overwrite(request)?;
    let output = Output::create(&request.out)?;
    let mut rejects = if request.skip_broken {
        Rejects::kept_in(&rejects_path(&request.out))?
    } else {
        Rejects::Refused
    };
    let progress = Progress::new("hospital records read", 0);
    let hospital = first_look(&request.hospital, &mut rejects, &progress)?;
    drop(progress);
    let (engine, council_unread) = read_council(&request.council, &mut rejects)?;
    let progress = Progress::new("records looked up", hospital.rows);
    let (output, decided) = look::look_up(
        &request.hospital,
        &hospital.people.broken,
        (&engine, request.threads),
        (output, &progress),
    )?;
    drop(progress);
    let left_out = rejects.finish()?;
    output.finish()?;
    let notes = notes(&request.hospital, &hospital.people.unread)
        .chain(notes(&request.council, &council_unread))
        .collect();
    Ok(Linked { decided, people: engine.len(), left_out, notes })
}

/// Where broken rows are written: `links.rejected.csv` for `links.csv`.
pub fn rejects_path(out: &Path) -> PathBuf {
    out.with_extension("rejected.csv")
}

struct FirstLook {
    people: People,
    rows: u64,
}

fn first_look(
    path: &Path,
    rejects: &mut Rejects,
    progress: &Progress,
) -> Result<FirstLook, FileFault> {
    let mut people = People::open(path)?;
    let mut rows = 0;
    while people.next(rejects)?.is_some() {
        rows += 1;
        if rows % 1_000 == 0 {
            progress.at(rows);
        }
    }
    Ok(FirstLook { people, rows })
}

fn read_council(path: &Path, rejects: &mut Rejects) -> Result<(Engine, Unread), FileFault> {
    let mut people = People::open(path)?;
    let mut engine = Engine::default();
    let progress = Progress::new("people of the council read", 0);
    let mut read = 0;
    while let Some(person) = people.next(rejects)? {
        engine.put(person);
        read += 1;
        if read % 1_000 == 0 {
            progress.at(read);
        }
    }
    Ok((engine, people.unread))
}

fn must_not_overwrite(request: &Request) -> Result<(), FileFault> {
    let out = request.out.canonicalize();
    let is_read = [&request.hospital, &request.council]
        .into_iter()
        .any(|path| out.is_ok() && path.canonicalize().ok() == out.as_ref().ok().cloned());
    if !is_read {
        return Ok(());
    }
    let cause = "it is one of the files that are read".to_owned();
    Err(FileFault::Unwritten { file: request.out.display().to_string(), cause })
}

fn notes<'a>(path: &'a Path, unread: &Unread) -> impl Iterator<Item = String> + 'a {
    unread.words().into_iter().map(move |words| format!("{}: {words}", path.display()))
}
