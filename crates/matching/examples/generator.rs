//! How well does matching do on data of which the truth is known?
//!
//! `cargo run --release -p matching --example generator -- FOLDER` reads `council.csv`,
//! `hospital.csv` and `truth.csv` of a folder, learns a model from the first two, looks every
//! patient up and prints the figures of `docs/matching.md`. The truth is used to count only.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a tool for developers: it may stop")]
#![expect(clippy::indexing_slicing, reason = "the columns are the generator's")]
#![expect(clippy::cast_precision_loss, reason = "counts of look-ups are small")]
#![expect(clippy::print_stdout, reason = "its figures are its output")]

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::Instant;

use care::people::{
    Address, Assessment, Born, Death, Gender, Identity, NameUse, NumberStatus, PartialDate,
    PersonKey, PersonName, Phone, Postcode, TracedNumber, Verdict,
};
use matching::{Index, Learnt, learn};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("the folder with council.csv, hospital.csv, truth.csv");
    let shows = arguments.next();
    let folder = Path::new(&folder);
    let began = Instant::now();
    let mut index = Index::new();
    for (id, identity) in read(&folder.join("council.csv")) {
        index.put(&key(&id), &identity);
    }
    let patients = read(&folder.join("hospital.csv"));
    println!(
        "{} people, {} patients, {:.1} s",
        index.len(),
        patients.len(),
        began.elapsed().as_secs_f64()
    );
    let began = Instant::now();
    let Learnt { model, .. } = {
        let learnt = learn(&index, patients.iter().map(|(_, identity)| identity.clone()));
        println!("{learnt}{:.1} s", began.elapsed().as_secs_f64());
        learnt
    };
    if shows.as_deref() == Some("model") {
        println!("{}", model.text());
    }
    index.set_model(model);
    let truth = truth(&folder.join("truth.csv"));
    let mut figures = Figures::default();
    let mut times: Vec<f64> = Vec::new();
    for (id, patient) in &patients {
        let began = Instant::now();
        let assessment = index.look_up(patient);
        times.push(began.elapsed().as_secs_f64() * 1e6);
        let right = &truth[id];
        figures.take(&assessment, &right.0);
        if let Some(kind) = shows.as_deref() {
            show(kind, id, &assessment, right);
        }
    }
    times.sort_by(f64::total_cmp);
    println!(
        "look-up: median {:.0} us, p99 {:.0} us",
        times[times.len() / 2],
        times[times.len() * 99 / 100]
    );
    figures.print();
}

fn show(kind: &str, id: &str, assessment: &Assessment, (right, tags): &(HashSet<String>, String)) {
    let is_right = |key: &PersonKey| right.contains(key.id.as_str());
    let wrong_match = assessment.verdict.matched().is_some_and(|key| !is_right(key));
    let lost = !right.is_empty()
        && match &assessment.verdict {
            Verdict::Match(key, _) => !is_right(key),
            Verdict::Review(keys, _) => !keys.iter().any(is_right),
            Verdict::None(_) => true,
        };
    let reviewed = matches!(assessment.verdict, Verdict::Review(..));
    let shown = match kind {
        "false" => wrong_match,
        "lost" => lost,
        "review" => reviewed,
        "all" => true,
        "wrong" => assessment
            .candidates
            .first()
            .is_some_and(|best| !is_right(&best.person) && best.score > 0.0),
        _ => false,
    };
    if shown {
        println!("{id} {tags} right {right:?}");
        for candidate in &assessment.candidates {
            let words: Vec<String> = candidate
                .evidence
                .iter()
                .filter(|one| !one.words.contains("missing") && !one.words.contains("nothing"))
                .map(|one| format!("{} {:+.1}", one.words, one.bits))
                .collect();
            println!(
                "   {} {} p {:.6} score {:.2} start {:.1} {:?} {:?}: {}",
                if is_right(&candidate.person) { "RIGHT" } else { "wrong" },
                candidate.person.id.as_str(),
                candidate.probability,
                candidate.score,
                candidate.start,
                candidate.rival,
                candidate.guards,
                words.join("; ")
            );
        }
    }
}

#[derive(Default)]
struct Figures {
    lookups: usize,
    known: usize,
    matched: usize,
    wrong: usize,
    found: usize,
    review: usize,
    review_right: usize,
    guards: HashMap<String, [usize; 2]>,
    ranked: Vec<(f64, bool)>,
    links: Vec<(f64, bool)>,
}

impl Figures {
    fn take(&mut self, assessment: &Assessment, right: &HashSet<String>) {
        let is_right = |key: &PersonKey| right.contains(key.id.as_str());
        self.lookups += 1;
        self.known += usize::from(!right.is_empty());
        match &assessment.verdict {
            Verdict::Match(key, _) if is_right(key) => {
                self.matched += 1;
                self.found += 1;
            }
            Verdict::Match(..) => self.wrong += 1,
            Verdict::Review(keys, _) => {
                self.review += 1;
                let is_found = keys.iter().any(is_right);
                self.found += usize::from(is_found);
                self.review_right += usize::from(is_found);
                if let Some(best) = assessment.candidates.first() {
                    let guards = format!("{:?}", best.guards);
                    self.guards.entry(guards).or_default()[usize::from(!is_right(&best.person))] +=
                        1;
                }
            }
            Verdict::None(_) => {}
        }
        let best =
            assessment.candidates.iter().max_by(|one, other| one.score.total_cmp(&other.score));
        self.ranked.extend(best.map(|best| (best.score, is_right(&best.person))));
        self.links
            .extend(assessment.candidates.iter().map(|one| (one.score, is_right(&one.person))));
    }

    fn print(&mut self) {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole as f64;
        println!(
            "false automatic {} | automatic recall {:.2} % | found {:.3} % | review {:.2} % (true {:.0} %)",
            self.wrong,
            share(self.matched, self.known),
            share(self.found, self.known),
            share(self.review, self.lookups),
            share(self.review_right, self.review)
        );
        for (what, ranked) in
            [("best of each look-up", &mut self.ranked), ("all rows", &mut self.links)]
        {
            ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
            let (mut right, mut wrong, mut best, mut at_zero) = (0, 0, 0.0_f64, 0);
            for (_, is_right) in ranked.iter() {
                right += usize::from(*is_right);
                wrong += usize::from(!is_right);
                best = best.max(2.0 * right as f64 / (right + wrong + self.known) as f64);
                if wrong == 0 {
                    at_zero = right;
                }
            }
            println!(
                "{what}: F1 {best:.4}, recall at zero false {:.4}",
                at_zero as f64 / self.known as f64
            );
        }
        let mut guards: Vec<_> = self.guards.iter().collect();
        guards.sort_by_key(|(_, [right, wrong])| std::cmp::Reverse(right + wrong));
        for (guards, [right, wrong]) in guards.into_iter().take(25) {
            println!("  {right:5} right {wrong:5} wrong {guards}");
        }
    }
}

fn key(id: &str) -> PersonKey {
    PersonKey { council: "council".parse().unwrap(), id: id.parse().unwrap() }
}

fn truth(path: &Path) -> HashMap<String, (HashSet<String>, String)> {
    let mut truth: HashMap<String, (HashSet<String>, String)> = HashMap::new();
    for row in csv::Reader::from_path(path).unwrap().records() {
        let row = row.unwrap();
        let (right, tags) = truth.entry(row[0].to_owned()).or_default();
        right.extend((!row[1].is_empty()).then(|| row[1].to_owned()));
        row[2].clone_into(tags);
    }
    truth
}

fn read(path: &Path) -> Vec<(String, Identity)> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(|row| identity(&row.unwrap())).collect()
}

fn identity(row: &csv::StringRecord) -> (String, Identity) {
    let number = row[1].parse().ok();
    let postcode: Option<Postcode> = row[11].parse().ok();
    let foreign = if postcode.is_none() { &row[11] } else { "" };
    let lines = [&row[9], &row[10], foreign];
    let usual = PersonName { middle: row[3].into(), ..PersonName::usual(&row[4], &row[2]) };
    let preferred = PersonName { usage: NameUse::Preferred, ..PersonName::usual("", &row[5]) };
    let former = PersonName { usage: NameUse::Former, ..PersonName::usual(&row[6], "") };
    let names = [(true, usual), (!row[5].is_empty(), preferred), (!row[6].is_empty(), former)];
    let identity = Identity {
        nhs: number.map(|number| TracedNumber { number, status: NumberStatus::NotTraced }),
        unproved_number: if number.is_none() { row[1].parse().ok() } else { None },
        names: names.into_iter().filter(|(is_given, _)| *is_given).map(|(_, name)| name).collect(),
        born: row[7].parse().ok().map(|day| Born { on: PartialDate::Day(day), estimated: false }),
        gender: match row[8].to_uppercase().as_str() {
            "M" => Gender::Male,
            "F" => Gender::Female,
            _ => Gender::NotKnown,
        },
        address: Some(Address {
            lines: lines.into_iter().filter(|line| !line.is_empty()).map(Into::into).collect(),
            postcode,
        }),
        earlier_postcodes: row[12].parse().into_iter().collect(),
        phones: Phone::new(&row[13]).into_iter().collect(),
        practice: (!row[14].is_empty()).then(|| row[14].to_owned()),
        death: row[15].parse().map_or(Death::Alive, Death::DiedOn),
        ..Identity::default()
    };
    (row[0].to_owned(), identity)
}
