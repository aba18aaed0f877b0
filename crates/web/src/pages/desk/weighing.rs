//! What does matching make of one candidate, in words that a clerk reads?

use care::access::desk::Places;
use care::people::{Candidate, Explanation};

use super::sides::is_place;
use crate::components::waterfall::{Step, Waterfall};
use crate::pages::sentence;

/// What matching makes of a candidate.
pub(super) enum Weighing {
    /// It was weighed just now.
    Weighed(Box<Weighed>),
    /// Matching does not bring this person up any more.
    No,
}

/// The same in words, with the drawing.
pub(super) struct Weighed {
    /// Why a person must look, whatever the weight.
    guards: Vec<&'static str>,
    /// "About 97 in 100".
    pub(super) likely: String,
    pub(super) rival: String,
    pub(super) waterfall: Waterfall,
    /// For the analyst.
    pub(super) numbers: String,
}

impl Weighing {
    /// Puts a candidate into words. `place` tells the drawings of a page apart; from the
    /// probability `enough` a candidate alone would be certain.
    pub(super) fn of(
        candidate: Option<&Candidate>,
        model: &str,
        (place, enough, places): (usize, f64, Places),
    ) -> Self {
        let Some(candidate) = candidate else { return Self::No };
        Self::Weighed(Box::new(Weighed {
            guards: candidate.guards.iter().map(|guard| guard.words()).collect(),
            likely: likely(candidate.probability),
            rival: rival(candidate),
            waterfall: waterfall(candidate, (place, places), log_odds(enough)),
            numbers: format!(
                "Probability {:.4}, log-odds {:+.2}, model {model}.",
                candidate.probability, candidate.score
            ),
        }))
    }
}

impl Weighing {
    /// Why a person must look.
    pub(super) fn guards(&self) -> &[&'static str] {
        match self {
            Self::Weighed(weighed) => &weighed.guards,
            Self::No => &[],
        }
    }
}

/// A probability as people say it.
fn likely(probability: f64) -> String {
    match probability {
        p if p >= 0.9995 => "more than 999 in 1,000".to_owned(),
        p if p >= 0.995 => format!("about {:.0} in 1,000", p * 1000.0),
        p if p >= 0.005 => format!("about {:.0} in 100", p * 100.0),
        _ => "less than 1 in 100".to_owned(),
    }
}

fn rival(candidate: &Candidate) -> String {
    match candidate.rival {
        Explanation::Same => String::new(),
        other => format!("The strongest other explanation is {}.", other.words()),
    }
}

fn waterfall(candidate: &Candidate, (place, places): (usize, Places), enough: f64) -> Waterfall {
    // What is withheld is not weighed in sight either: that two places agree tells where one is.
    let is_told = |field| places == Places::Shown || !is_place(field);
    let told = candidate.evidence.iter().filter(|evidence| is_told(evidence.field));
    let steps = told.map(|evidence| Step {
        field: evidence.field.words().to_owned(),
        words: sentence(&evidence.words),
        bits: evidence.bits,
    });
    let steps: Vec<Step> = steps.collect();
    let summary = summary(&steps);
    let waterfall = Waterfall {
        id: format!("weight-{place}"),
        heading: String::new(),
        summary,
        start: candidate.start,
        steps,
        enough,
    };
    let suffices = waterfall.sum() >= enough;
    let heading = heading(candidate.rival, suffices, !candidate.guards.is_empty());
    Waterfall { heading, ..waterfall }
}

/// What the drawing says in one sentence.
fn heading(rival: Explanation, suffices: bool, guarded: bool) -> String {
    let weighed = match rival {
        Explanation::Same => String::new(),
        other => format!("weighed against {}, ", other.words()),
    };
    let outcome = match (suffices, guarded) {
        (true, true) => "the fields together would suffice, but a rule asks for a person",
        (true, false) => "the fields together would suffice for one candidate alone",
        (false, _) => "the fields together do not suffice",
    };
    sentence(&format!("{weighed}{outcome}"))
}

/// Which fields speak for one person and which against.
fn summary(steps: &[Step]) -> String {
    let named = |speaks: fn(f64) -> bool| {
        let steps = steps.iter().filter(|step| speaks(step.bits));
        steps.map(|step| step.field.as_str()).collect::<Vec<_>>().join(", ")
    };
    let told = |words: &str, fields: String| {
        if fields.is_empty() {
            format!("Nothing speaks {words}.")
        } else {
            format!("{fields}: {words}.")
        }
    };
    let speaks_for = told("for one person", named(|bits| bits >= 1.0));
    format!("{speaks_for} {}", told("against", named(|bits| bits <= -1.0)))
}

/// A probability as a weight in bits.
fn log_odds(probability: f64) -> f64 {
    let kept = probability.clamp(1e-9, 1.0 - 1e-9);
    (kept / (1.0 - kept)).log2()
}

#[cfg(test)]
mod tests {
    use care::people::{Evidence, Field, Guard, PersonKey};

    use super::*;

    #[test]
    fn a_probability_is_said_as_people_say_it_and_never_as_certainty() {
        let said = [0.0, 0.004, 0.03, 0.973, 0.9951, 0.9994, 0.99951, 1.0].map(likely);
        let more = "more than 999 in 1,000";
        assert_eq!(
            said.each_ref().map(String::as_str),
            [
                "less than 1 in 100",
                "less than 1 in 100",
                "about 3 in 100",
                "about 97 in 100",
                "about 995 in 1,000",
                "about 999 in 1,000",
                more,
                more
            ]
        );
    }

    #[test]
    fn what_suffices_by_weight_and_is_guarded_says_that_a_rule_asks() {
        let heads = [(40.0, true), (40.0, false), (10.0, true)].map(|(bits, guarded)| {
            let candidate = candidate(bits, guarded);
            match Weighing::of(Some(&candidate), "m1", (0, 0.9999, Places::Shown)) {
                Weighing::Weighed(weighed) => weighed.waterfall.heading,
                Weighing::No => String::new(),
            }
        });
        assert!(heads[0].ends_with("a rule asks for a person"));
        assert!(heads[1].ends_with("one candidate alone"));
        assert!(heads[2].ends_with("do not suffice"));
    }

    fn candidate(bits: f64, guarded: bool) -> Candidate {
        Candidate {
            person: PersonKey { council: "westshire".parse().unwrap(), id: "1".parse().unwrap() },
            probability: 0.9,
            score: 2.2,
            evidence: vec![Evidence {
                field: Field::BirthDate,
                words: "the same".to_owned(),
                bits,
            }],
            start: -20.0,
            rival: Explanation::Twin,
            guards: if guarded { vec![Guard::Twin] } else { Vec::new() },
        }
    }
}
