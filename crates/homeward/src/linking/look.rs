//! Which of the council's people is each hospital record?

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use care::people::{Assessment, Verdict};

use super::engine::Engine;
use super::lines::Raw;
use super::output::{Output, field};
use super::person::{Places, Unread};
use super::table::{FileFault, Table};
use super::turns::Turns;
use super::why;
use crate::progress::Progress;

/// So many rows are looked up by a thread before it writes.
const BATCH: usize = 500;

/// The first line of the links.
const HEAD: &str = "hospital_id,council_id,decision,score,why\n";

/// How many lookups were decided how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decided {
    /// One person for certain.
    pub matched: u64,
    /// A person must look.
    pub review: u64,
    /// Nobody fits.
    pub none: u64,
}

impl Decided {
    /// How many lookups there were.
    pub fn lookups(self) -> u64 {
        self.matched + self.review + self.none
    }
}

/// Rows of the hospital's file that are still to be looked up.
struct Waiting<'a> {
    table: Table,
    /// Lines that were found broken before.
    broken: &'a HashSet<u64>,
}

/// What is written so far.
struct Written {
    output: Output,
    decided: Decided,
}

/// Looks up every row of the hospital's file that is not broken, and writes the links.
pub(super) fn look_up(
    hospital: &Path,
    broken: &HashSet<u64>,
    (engine, threads): (&Engine, usize),
    (output, progress): (Output, &Progress),
) -> Result<(Output, Decided), FileFault> {
    let table = Table::open(hospital)?;
    let places = Places::of(table.header());
    let mut written = Written { output, decided: Decided::default() };
    written.output.write(HEAD)?;
    let turns = Turns::new(Waiting { table, broken }, written);
    let answer = |batch: Vec<Raw>| answer(hospital, batch, (engine, &places));
    let put = |written: &mut Written, (text, decided): (String, Decided)| {
        written.output.write(&text)?;
        let sum = &mut written.decided;
        sum.matched += decided.matched;
        sum.review += decided.review;
        sum.none += decided.none;
        progress.at(sum.lookups());
        Ok(())
    };
    std::thread::scope(|scope| {
        let work = || turns.work(Waiting::batch, answer, put);
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let own = work();
        let others = others.into_iter().map(|other| match other.join() {
            Ok(done) => done,
            Err(defect) => std::panic::resume_unwind(defect),
        });
        others.fold(own, Result::and)
    })?;
    let Written { output, decided } = turns.into_target();
    Ok((output, decided))
}

impl Waiting<'_> {
    fn batch(&mut self) -> Result<Option<Vec<Raw>>, FileFault> {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH {
            let Some(row) = self.table.next()? else { break };
            match row {
                Ok(raw) if !self.broken.contains(&raw.line) => batch.push(raw),
                _ => {}
            }
        }
        Ok((!batch.is_empty()).then_some(batch))
    }
}

fn answer(
    hospital: &Path,
    batch: Vec<Raw>,
    (engine, places): (&Engine, &Places),
) -> Result<(String, Decided), FileFault> {
    let mut text = String::new();
    let mut decided = Decided::default();
    for raw in batch {
        let person = places.read(&raw, &mut Unread::default()).map_err(|_| FileFault::Wrong {
            file: hospital.display().to_string(),
            line: raw.line,
            what: "the file changed while it was read".to_owned(),
            mend: "begin again with files that nobody writes to".to_owned(),
        })?;
        let assessment = engine.assess(&person.identity);
        match assessment.verdict {
            Verdict::Match(..) => decided.matched += 1,
            Verdict::Review(..) => decided.review += 1,
            Verdict::None(_) => decided.none += 1,
        }
        write_rows(&mut text, person.id.as_str(), &assessment);
    }
    Ok((text, decided))
}

/// The rows of one lookup: one for a match and for nobody, one for each person in doubt.
fn write_rows(text: &mut String, hospital: &str, assessment: &Assessment) {
    let verdict = &assessment.verdict;
    let (decision, people) = match verdict {
        Verdict::Match(person, _) => ("match", std::slice::from_ref(person)),
        Verdict::Review(people, _) => ("review", people.as_slice()),
        Verdict::None(_) => ("none", &[][..]),
    };
    let mut write = |council: &str, decision: &str, score: Option<f64>, why: &str| {
        let score = score.map(written_score).unwrap_or_default();
        let (hospital, council, why) = (field(hospital), field(council), field(why));
        let _ = writeln!(text, "{hospital},{council},{decision},{score},{why}");
    };
    for person in people {
        let candidate = assessment.of(person);
        let score = candidate.map(|candidate| candidate.score);
        write(person.id.as_str(), decision, score, &why::of_pair(verdict, candidate));
    }
    if people.is_empty() {
        let best = assessment.candidates.first().map(|candidate| candidate.score);
        write("", decision, best, &why::of_nobody(assessment));
    }
}

/// Four decimals; never "-0.0000".
fn written_score(score: f64) -> String {
    let text = format!("{score:.4}");
    if text == "-0.0000" { "0.0000".to_owned() } else { text }
}
