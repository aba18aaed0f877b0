//! How does a package stand, and how old is what we know? In words that are the same everywhere.

use care::exchange::NoticeKind;
use care::record::answer::Amount;
use care::record::judge::Contradiction;
use care::record::{Checked, Fact, Freshness, PackageNow, PackageState, Setting};
use care::when::words;
use jiff::Timestamp;

use crate::components::state::{State, Tone};

/// How a package stands, in a word and in a sentence.
pub(crate) struct Stand {
    /// "Running", "On hold".
    pub(crate) words: String,
    /// What the word leaves open, which goes on where the word ends; empty where it says it all.
    pub(crate) more: String,
    tone: Tone,
}

impl Stand {
    /// How a package stands today.
    pub(crate) fn of(now: &Fact<PackageNow>) -> Self {
        match now {
            Fact::Known(now) => Self::judged(now),
            Fact::CouldNotCheck => {
                Self::new(Tone::Alarm, "Could not check", "The council did not answer.")
            }
            state => {
                let words = state.words().unwrap_or("Not recorded by the council");
                Self::new(
                    Tone::Careful,
                    words,
                    "How this package stands is not known. Ring the provider.",
                )
            }
        }
    }

    fn new(tone: Tone, words: &str, more: impl Into<String>) -> Self {
        Self { words: words.to_owned(), more: more.into(), tone }
    }

    fn judged(now: &PackageNow) -> Self {
        match now {
            PackageNow::Running { until } => {
                let until = until.known().map(|day| format!("until {}.", words::day(*day)));
                Self::new(Tone::Good, "Running", until.unwrap_or_default())
            }
            PackageNow::OnHold { since, until, notice_hours } => Self::new(
                Tone::Waiting,
                "On hold",
                format!(
                    "{}{}{}.",
                    since_words(*since),
                    until.known().map_or_else(
                        || "Until when it can restart is not recorded".to_owned(),
                        |day| format!("Can restart until {}", words::day(*day))
                    ),
                    notice_words(*notice_hours)
                ),
            ),
            PackageNow::HoldLapsed { since, until } => Self::new(
                Tone::Careful,
                "Hold has lapsed",
                format!(
                    "{}The provider kept the place until {}. Ask the council to arrange care again.",
                    since_words(*since),
                    words::day(*until)
                ),
            ),
            PackageNow::Planned { from } => Self::new(
                Tone::Waiting,
                "Planned",
                from.known().map_or_else(
                    || "The first day is not recorded.".to_owned(),
                    |day| format!("from {}.", words::day(*day)),
                ),
            ),
            PackageNow::Ended { on } => Self::new(
                Tone::Quiet,
                "Ended",
                on.known().map_or_else(
                    || "The day is not recorded.".to_owned(),
                    |day| format!("on {}.", words::day(*day)),
                ),
            ),
            PackageNow::Contradictory(why) => {
                Self::new(Tone::Careful, "Record contradicts itself", contradiction(*why))
            }
        }
    }

    /// Word and sentences together: "On hold since 11-Aug-2026. …".
    pub(crate) fn in_full(&self) -> String {
        match self.more.chars().next() {
            None => format!("{}.", self.words),
            Some(first) if first.is_lowercase() => format!("{} {}", self.words, self.more),
            Some(_) => format!("{}. {}", self.words, self.more),
        }
    }

    /// The state as a tag.
    pub(crate) fn state(&self) -> State {
        State::new(self.tone, self.words.clone())
    }
}

fn since_words(since: Fact<jiff::civil::Date>) -> String {
    since.known().map(|day| format!("since {}. ", words::day(*day))).unwrap_or_default()
}

fn notice_words(hours: Fact<u16>) -> String {
    hours.known().map(|hours| format!(" with {hours} hours' notice")).unwrap_or_default()
}

fn contradiction(why: Contradiction) -> String {
    let said = match why {
        Contradiction::EndIsPast { says, on } => format!(
            "The council calls it {}, and its last day was {}.",
            state(says),
            words::day(on)
        ),
        Contradiction::EndIsToCome { on } => {
            format!("The council calls it ended, and its last day is {}.", words::day(on))
        }
        Contradiction::NotBegun { says, from } => format!(
            "The council calls it {}, and its first day is {}.",
            state(says),
            words::day(from)
        ),
        Contradiction::AlreadyBegun { from } => {
            format!("The council calls it planned, and its first day was {}.", words::day(from))
        }
        Contradiction::HoldIsToCome { from } => {
            format!("The council calls it on hold, from {}.", words::day(from))
        }
        Contradiction::HeldWhileRunning { since } => {
            format!("The council calls it running, and on hold since {}.", words::day(since))
        }
    };
    format!("{said} Ring the provider.")
}

fn state(state: PackageState) -> &'static str {
    match state {
        PackageState::Planned => "planned",
        PackageState::Running => "running",
        PackageState::OnHold => "on hold",
        PackageState::Ended => "ended",
    }
}

/// Where care is given, in words.
pub(crate) fn setting(setting: Setting) -> &'static str {
    match setting {
        Setting::AtHome => "Care at home",
        Setting::Reablement => "Reablement",
        Setting::ShortTerm => "Short-term support",
        Setting::Residential => "Residential care home",
        Setting::Nursing => "Nursing home",
        Setting::DayService => "Day service",
        Setting::CarerSupport => "Support for a carer",
        Setting::DirectPayment => "Direct payment: the person arranges the care",
        Setting::Telecare => "Telecare",
        Setting::Other => "Other support",
    }
}

/// How much care, as far as it is known: "4 visits a day, 2 carers, 28 hours a week."
pub(crate) fn amount_words(amount: &Amount) -> Option<String> {
    let visits = amount
        .visits_a_day
        .known()
        .map(|count| words::counted(i64::from(*count), "visit") + " a day");
    let carers =
        amount.carers_a_visit.known().map(|count| words::counted(i64::from(*count), "carer"));
    let week = amount.minutes_a_week.known().map(|minutes| hours_a_week(*minutes));
    let parts: Vec<String> = [visits, carers, week].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{}.", parts.join(", ")))
}

/// "14 hours a week", "10.5 hours a week", "40 minutes a week".
pub(crate) fn hours_a_week(minutes: u32) -> String {
    if minutes < 60 {
        return format!("{} a week", words::counted(i64::from(minutes), "minute"));
    }
    let quarters = (minutes + 7) / 15;
    match (quarters / 4, quarters % 4) {
        (hours, 0) => format!("{} a week", words::counted(i64::from(hours), "hour")),
        (hours, rest) => format!(
            "{hours}{} hours a week",
            ["", ".25", ".5", ".75"].get(rest as usize).unwrap_or(&"")
        ),
    }
}

/// What was told to the council, in words.
pub(crate) fn notice(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Admitted => "in hospital",
        NoticeKind::Discharged => "left hospital",
        NoticeKind::DischargeCancelled => "did not leave after all",
        NoticeKind::Died => "died in hospital",
        NoticeKind::Withdrawn => "earlier notice withdrawn",
    }
}

/// When something was checked, and what its age means.
pub(crate) fn checked(checked: Checked, now: Timestamp) -> String {
    let at = words::moment(checked.at, now);
    let at = at.strip_prefix("Today ").unwrap_or(&at);
    let changed = checked
        .changed
        .map(|at| format!(" · changed {}", words::day(care::when::local(at).date())));
    let age = words::duration(now.duration_since(checked.at));
    let copy = if checked.from_copy { "copy, " } else { "" };
    let words = match checked.freshness(now) {
        Freshness::Fresh | Freshness::Recent => format!("{copy}checked {at}"),
        Freshness::Stale | Freshness::Old => {
            format!("{copy}last checked {age} ago. Check before you rely on it")
        }
    };
    words + &changed.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_told_in_quarters() {
        assert_eq!(hours_a_week(840), "14 hours a week");
        assert_eq!(hours_a_week(630), "10.5 hours a week");
        assert_eq!(hours_a_week(60), "1 hour a week");
        assert_eq!(hours_a_week(40), "40 minutes a week");
    }

    #[test]
    fn h04_a_package_on_hold_names_its_terms() {
        let day = |text: &str| Fact::Known(text.parse().unwrap());
        let held = PackageNow::OnHold {
            since: day("2026-08-11"),
            until: day("2026-08-25"),
            notice_hours: Fact::Known(24),
        };
        let stand = Stand::of(&Fact::Known(held));
        assert_eq!(
            stand.in_full(),
            "On hold since 11-Aug-2026. Can restart until 25-Aug-2026 with 24 hours' notice."
        );
    }
}
