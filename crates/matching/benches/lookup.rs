//! How long does it take to build the index of a region and to look into it, and how much memory
//! does it hold?
//!
//! Prints rows for `docs/performance.md`. The people are invented; their number is the first
//! argument (a million where there is none). With `HOMEWARD_PEOPLE` and
//! `HOMEWARD_PATIENTS`, the people and the patients of two tables are taken instead.
#![expect(clippy::unwrap_used, reason = "a measurement whose ground gives way has failed")]
#![expect(clippy::indexing_slicing, reason = "a measurement whose ground gives way has failed")]
#![expect(clippy::print_stdout, reason = "the rows are the result")]

#[path = "lookup/crowd.rs"]
mod crowd;
#[path = "lookup/table.rs"]
mod table;

use std::env;
use std::fs;
use std::sync::RwLock;
use std::thread;
use std::time::{Duration, Instant};

use care::people::{Identity, PersonKey, Verdict};
use crowd::Crowd;
use matching::Index;

const MILLION: u64 = 1_000_000;

/// So many patients are looked for.
const LOOK_UPS: u64 = 20_000;

type Person = (PersonKey, Identity);

fn main() {
    let asked = env::args().skip(1).find_map(|argument| argument.parse().ok());
    let crowd = Crowd { people: asked.unwrap_or(MILLION) };
    let people = env::var("HOMEWARD_PEOPLE").ok();
    let patients: Vec<Identity> = match env::var("HOMEWARD_PATIENTS") {
        Ok(path) => table::read(&path).map(|(_, patient)| patient).collect(),
        Err(_) => (0..LOOK_UPS).map(|n| crowd.patient(n * crowd.people / LOOK_UPS)).collect(),
    };
    let index = match people {
        Some(path) => build(table::read(&path)),
        None => build((0..crowd.people).map(|number| crowd.person(number))),
    };
    look(&index, &patients);
    follow(index, crowd, &patients);
}

fn build(people: impl Iterator<Item = Person> + Send) -> Index {
    let (began, worked, before) = (Instant::now(), processor(), resident());
    let mut making = Making { people, took: Duration::ZERO };
    let index = Index::build(making.by_ref());
    let (took, worked) = (began.elapsed(), processor().saturating_sub(worked));
    let size = index.size();
    let each = |bytes: usize| whole(bytes) / whole(size.people);
    println!("| people | built in | of it to make the people | processor time |");
    println!("|---|---|---|---|");
    println!("| {} | {took:.2?} | {:.2?} | {worked:.1?} |", size.people, making.took);
    println!();
    println!("| bytes a person | records | words | postings | counts | newcomers | resident |");
    println!("|---|---|---|---|---|---|---|");
    println!(
        "| {:.0} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:.0} |",
        each(size.total()),
        each(size.records),
        each(size.words),
        each(size.postings),
        each(size.counts),
        each(size.newcomers),
        each(resident().saturating_sub(before)),
    );
    println!();
    index
}

/// People being made, and how long that took.
struct Making<I> {
    people: I,
    took: Duration,
}

impl<I: Iterator<Item = Person>> Iterator for Making<I> {
    type Item = Person;

    fn next(&mut self) -> Option<Person> {
        let began = Instant::now();
        let person = self.people.next();
        self.took += began.elapsed();
        person
    }
}

/// Looks for everybody, and again, and again: of three times the least counts, so that it is not
/// measured what else the machine had to do.
fn look(index: &Index, patients: &[Identity]) {
    println!("| look-ups | p50 | p99 | most | matched | to review |");
    println!("|---|---|---|---|---|---|");
    let mut took = vec![Duration::MAX; patients.len()];
    let (mut matched, mut doubted) = (0, 0);
    for time in 0..3 {
        for (patient, took) in patients.iter().zip(&mut took) {
            let began = Instant::now();
            let verdict = index.look_up(patient).verdict;
            *took = began.elapsed().min(*took);
            if time == 0 {
                matched += usize::from(verdict.matched().is_some());
                doubted += usize::from(matches!(verdict, Verdict::Review(..)));
            }
        }
    }
    println!("| {} | {} | {matched} | {doubted} |", patients.len(), quantiles(took));
}

/// Looks on while a twentieth of the people change and everything is built anew.
fn follow(index: Index, crowd: Crowd, patients: &[Identity]) {
    let index = RwLock::new(index);
    let mut took = Vec::new();
    let mut changed = Duration::ZERO;
    thread::scope(|scope| {
        let changing = scope.spawn(|| {
            let began = Instant::now();
            let count = (index.read().unwrap().len() as u64 / 20).max(20_000);
            for number in 0..count {
                let key = crowd.person(number).0;
                index.write().unwrap().put(&key, &crowd.patient(number * 7));
            }
            let took = began.elapsed() / u32::try_from(count).unwrap();
            let compaction = index.write().unwrap().compaction();
            if let Some(compaction) = compaction {
                let prepared = compaction.prepare();
                let retired = index.write().unwrap().adopt(prepared);
                drop(retired);
            }
            took
        });
        for patient in patients.iter().cycle() {
            let began = Instant::now();
            index.read().unwrap().look_up(patient);
            took.push(began.elapsed());
            if changing.is_finished() {
                break;
            }
        }
        changed = changing.join().unwrap();
    });
    println!(
        "| {} while people change, {changed:.1?} each | {} | | |",
        took.len(),
        quantiles(took.clone())
    );
}

fn quantiles(mut took: Vec<Duration>) -> String {
    took.sort_unstable();
    let at = |share: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place in a list of thousands"
        )]
        let place = ((took.len() - 1) as f64 * share) as usize;
        took[place]
    };
    format!("{:.1?} | {:.1?} | {:.1?}", at(0.5), at(0.99), at(1.0))
}

#[expect(clippy::cast_precision_loss, reason = "rounded to a digit or two anyway")]
fn whole(bytes: usize) -> f64 {
    bytes as f64
}

/// Processor time of all threads so far, where the system tells it; else nought.
fn processor() -> Duration {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    let hundredths: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(hundredths * 10)
}

/// Bytes of memory in use, where the system tells it; else nought.
fn resident() -> usize {
    let text = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: usize =
        text.split_whitespace().nth(1).and_then(|field| field.parse().ok()).unwrap_or(0);
    pages * 4096
}
