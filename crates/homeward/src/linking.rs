//! Which rows of a hospital's file and of a council's file are one person?
//!
//! The hospital's file is read twice: once to see that every row can be used, and whom there is to
//! learn from; once to look everybody up. The council's people are held in memory, the hospital's
//! never more than a sample to learn from and a batch for each thread.
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
mod sample;
mod table;
mod turns;
mod why;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use matching::{Model, Policy};

pub use look::Decided;
pub use rows::{TableRow, for_each_row};
pub use sample::Sample;
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
    /// Where the weights are written that were used; `None`: nowhere.
    pub save_model: Option<PathBuf>,
    /// The weights; `None`: they are learnt from the two files.
    pub model: Option<Model>,
    /// How sure one must be.
    pub policy: Policy,
    /// Whether broken rows are left out and written to a file beside the links; otherwise the
    /// first one ends the work.
    pub skip_broken: bool,
    /// How many threads look up. At least one does.
    pub threads: usize,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Linked {
    /// How the lookups were decided.
    pub decided: Decided,
    /// How many people the council's file holds.
    pub people: u64,
    /// How many rows were left out as broken.
    pub left_out: u64,
    /// Values that could not be read, in words, for each file.
    pub notes: Vec<String>,
    /// The weights that were used.
    pub model: Model,
    /// How the weights were learnt, in words; `None` where they were given.
    pub fit: Option<String>,
    /// How long each step took.
    pub took: Took,
}

/// How long each step took, on the wall.
#[derive(Debug, Clone, Copy, Default)]
pub struct Took {
    /// Reading the hospital's file for the first time.
    pub reading: Duration,
    /// Reading the council's file and preparing it for lookups.
    pub indexing: Duration,
    /// Learning the weights.
    pub learning: Duration,
    /// Looking everybody up, with reading and writing.
    pub looking_up: Duration,
    /// What one lookup took of one thread.
    pub each: Duration,
}

/// Links two files.
pub fn link(request: &Request) -> Result<Linked, FileFault> {
    let (hospital, council) = (request.hospital.as_path(), request.council.as_path());
    must_not_overwrite(&request.out, &[hospital, council])?;
    if let Some(path) = &request.save_model {
        must_not_overwrite(path, &[hospital, council, &request.out])?;
    }
    let output = Output::create(&request.out)?;
    let mut rejects = if request.skip_broken {
        Rejects::kept_in(&rejects_path(&request.out))?
    } else {
        Rejects::Refused
    };
    let mut took = Took::default();
    let hospital = timed(&mut took.reading, || first_look(&request.hospital, &mut rejects))?;
    let (mut engine, council_unread) =
        timed(&mut took.indexing, || read_council(request, &mut rejects))?;
    let fit = timed(&mut took.learning, || weights(&mut engine, request, hospital.sample));
    let (output, decided) = timed(&mut took.looking_up, || {
        let progress = Progress::new("records looked up", hospital.rows);
        let broken = &hospital.people.broken;
        let crew = (&engine, request.threads.max(1));
        look::look_up(&request.hospital, broken, crew, (output, &progress))
    })?;
    let threads = u32::try_from(request.threads).unwrap_or(1);
    let lookups = u32::try_from(decided.lookups()).unwrap_or(u32::MAX).max(1);
    took.each = took.looking_up * threads / lookups;
    if let Some(path) = &request.save_model {
        write_whole(path, &engine.model().text())?;
    }
    let left_out = rejects.finish()?;
    output.finish()?;
    let notes = notes(&request.hospital, &hospital.people.unread)
        .chain(notes(&request.council, &council_unread))
        .collect();
    let (people, model) = (engine.len(), engine.model().clone());
    Ok(Linked { decided, people, left_out, notes, model, fit, took })
}

/// Where broken rows are written: `links.rejected.csv` for `links.csv`.
pub fn rejects_path(out: &Path) -> PathBuf {
    out.with_extension("rejected.csv")
}

/// Writes a text as a file that is whole or not there.
pub fn write_whole(path: &Path, text: &str) -> Result<(), FileFault> {
    let mut output = Output::create(path)?;
    output.write(text)?;
    output.finish()
}

fn timed<T>(took: &mut Duration, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = work();
    *took = began.elapsed();
    done
}

struct FirstLook {
    people: People,
    rows: u64,
    sample: Sample,
}

fn first_look(path: &Path, rejects: &mut Rejects) -> Result<FirstLook, FileFault> {
    let mut people = People::open(path)?;
    let progress = Progress::new("hospital records read", 0);
    let (mut rows, mut sample) = (0, Sample::default());
    while let Some(person) = people.next(rejects)? {
        rows += 1;
        sample.offer(person.identity);
        if rows % 1_000 == 0 {
            progress.at(rows);
        }
    }
    Ok(FirstLook { people, rows, sample })
}

fn read_council(request: &Request, rejects: &mut Rejects) -> Result<(Engine, Unread), FileFault> {
    let mut people = People::open(&request.council)?;
    let progress = Progress::new("people of the council read", 0);
    let mut read = 0;
    let engine = Engine::build(request.policy, || {
        read += 1;
        if read % 1_000 == 0 {
            progress.at(read);
        }
        people.next(rejects)
    })?;
    Ok((engine, people.unread))
}

/// Gives the engine its weights; where they are learnt, says how.
fn weights(engine: &mut Engine, request: &Request, sample: Sample) -> Option<String> {
    if let Some(model) = &request.model {
        engine.set_model(model.clone());
        return None;
    }
    let _progress = Progress::new("learning the weights", 0);
    let learnt = engine.learn(sample.into_kept());
    let fit = learnt.to_string();
    engine.set_model(learnt.model);
    Some(fit)
}

/// Refuses to write where something is read, or to write two things into one file.
pub fn must_not_overwrite(path: &Path, others: &[&Path]) -> Result<(), FileFault> {
    let place = path.canonicalize().ok();
    let is_same =
        |other: &&&Path| **other == path || place.is_some() && other.canonicalize().ok() == place;
    if others.iter().find(is_same).is_none() {
        return Ok(());
    }
    let cause = "the same file is read or written already".to_owned();
    Err(FileFault::Unwritten { file: path.display().to_string(), cause })
}

fn notes<'a>(path: &'a Path, unread: &Unread) -> impl Iterator<Item = String> + 'a {
    unread.words().into_iter().map(move |words| format!("{}: {words}", path.display()))
}

/// "read in 0.2 s, council prepared in 1.1 s, learnt in 2.0 s, looked up in 0.9 s (45.1 µs each)".
impl fmt::Display for Took {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [reading, indexing, learning, looking_up] =
            [self.reading, self.indexing, self.learning, self.looking_up]
                .map(|took| took.as_secs_f64());
        let each = self.each.as_secs_f64() * 1e6;
        write!(
            f,
            "read in {reading:.1} s, council prepared in {indexing:.1} s, learnt in {learning:.1} s, \
             looked up in {looking_up:.1} s ({each:.1} µs each)"
        )
    }
}
