//! What would another model change for the same patients?

use std::fmt;

use care::people::Verdict;

/// How often each verdict would become each other one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Counts by what was (rows) and what would be (columns): match, review, none.
    verdicts: [[u64; 3]; 3],
    /// Of those matched before and after: with another person.
    other_person: u64,
}

/// What a verdict comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Match,
    Review,
    Nobody,
}

const KINDS: [(Kind, &str); 3] =
    [(Kind::Match, "matched"), (Kind::Review, "in review"), (Kind::Nobody, "nobody")];

impl Comparison {
    /// Counts one patient.
    pub fn count(&mut self, before: &Verdict, after: &Verdict) {
        let cell = self.verdicts.get_mut(kind(before) as usize);
        if let Some(cell) = cell.and_then(|row| row.get_mut(kind(after) as usize)) {
            *cell += 1;
        }
        let both = before.matched().zip(after.matched());
        self.other_person += u64::from(both.is_some_and(|(before, after)| before != after));
    }

    /// How many patients were compared.
    pub fn lookups(&self) -> u64 {
        self.verdicts.iter().flatten().sum()
    }

    /// How many would be matched with another person than now. Every one of them is a wrong match,
    /// now or then.
    pub fn other_person(&self) -> u64 {
        self.other_person
    }

    /// How many would be decided otherwise.
    pub fn changed(&self) -> u64 {
        let same: u64 = (0..3).map(|at| self.cell(at, at)).sum();
        self.lookups() - same + self.other_person
    }

    fn cell(&self, before: usize, after: usize) -> u64 {
        self.verdicts.get(before).and_then(|row| row.get(after)).copied().unwrap_or_default()
    }
}

fn kind(verdict: &Verdict) -> Kind {
    match verdict {
        Verdict::Match(..) => Kind::Match,
        Verdict::Review(..) => Kind::Review,
        Verdict::None(_) => Kind::Nobody,
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lookups, changed) = (self.lookups(), self.changed());
        writeln!(
            f,
            "{lookups} patients looked up with both: {changed} would be decided otherwise"
        )?;
        for (before, was) in KINDS {
            for (after, would_be) in KINDS {
                let count = self.cell(before as usize, after as usize);
                if before != after && count > 0 {
                    writeln!(f, "{count:>8} {was} now, {would_be} then")?;
                }
            }
        }
        if self.other_person > 0 {
            let count = self.other_person;
            writeln!(f, "{count:>8} matched with ANOTHER PERSON: look at each before you switch")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use care::people::PersonKey;

    use super::*;

    fn person(id: &str) -> PersonKey {
        PersonKey { council: "westshire".parse().unwrap(), id: id.parse().unwrap() }
    }

    #[test]
    fn each_change_is_counted_and_told() {
        let matched = |id| Verdict::Match(person(id), Vec::new());
        let review = Verdict::Review(vec![person("1")], Vec::new());
        let nobody = Verdict::None(Vec::new());
        let mut comparison = Comparison::default();
        comparison.count(&matched("1"), &matched("1"));
        comparison.count(&matched("1"), &matched("2"));
        comparison.count(&matched("1"), &review);
        comparison.count(&nobody, &matched("1"));
        comparison.count(&review, &Verdict::Review(vec![person("2")], Vec::new()));
        assert_eq!(comparison.lookups(), 5);
        assert_eq!((comparison.changed(), comparison.other_person()), (3, 1));
        let words = comparison.to_string();
        assert!(words.contains("1 matched now, in review then"), "{words}");
        assert!(words.contains("1 nobody now, matched then"), "{words}");
        assert!(words.contains("ANOTHER PERSON"), "{words}");
        assert!(!words.contains("review now"), "{words}");
    }
}
