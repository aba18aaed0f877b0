//! When does the council read what the ward sends?

use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use super::holidays::bank_holidays;
use crate::when::{instant, local, words};

/// How far ahead an opening is looked for, in days.
const HORIZON_DAYS: i32 = 60;

/// The hours in which somebody reads, on the wall clock of the United Kingdom.
///
/// Nobody reads on the bank holidays of England and Wales ([`bank_holidays`]).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningHours {
    /// From and to, for each day of the week, Monday first. An end that is not after its beginning
    /// lies on the next day, so that 00:00 to 00:00 is the whole day.
    pub weekly: [Vec<(Time, Time)>; 7],
    /// Days on which nobody reads besides bank holidays: a proclaimed holiday, the days between
    /// Christmas and New Year.
    pub closed: Vec<Date>,
}

/// A stretch of time in which it is open: from the first instant, up to the second.
type Stretch = (Timestamp, Timestamp);

impl OpeningHours {
    /// Whether somebody reads now.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.stretches(now).iter().any(|it| holds(it, now))
    }

    /// The next time at which it opens, after `now`; while it is open, the opening after this one.
    /// `None` where it does not open within two months, or never closes.
    pub fn next_opening(&self, now: Timestamp) -> Option<Timestamp> {
        self.stretches(now).into_iter().map(|(from, _)| from).find(|from| *from > now)
    }

    /// When it closes, if it is open now. `None` where it is closed, or does not close within two
    /// months.
    pub fn closes_at(&self, now: Timestamp) -> Option<Timestamp> {
        let horizon = local(now).date().saturating_add(Span::new().days(HORIZON_DAYS));
        let (_, until) = self.stretches(now).into_iter().find(|it| holds(it, now))?;
        (local(until).date() <= horizon).then_some(until)
    }

    /// As a sentence says it: "Monday to Thursday 08:45 to 17:00 and Friday to 16:30".
    pub fn in_words(&self) -> String {
        let groups = self.groups();
        let Some((last, others)) = groups.split_last() else { return "never".to_owned() };
        if others.is_empty() && last.days() == 7 && last.hours == [(Time::MIN, Time::MIN)] {
            return "24 hours a day".to_owned();
        }
        let mut said: Vec<String> = Vec::new();
        let mut before: Option<&Group<'_>> = None;
        for group in &groups {
            said.push(group.in_words(before));
            before = Some(group);
        }
        listed(&said)
    }

    /// All stretches from yesterday (one may reach over midnight) to the horizon, in order, those
    /// that touch made one.
    fn stretches(&self, now: Timestamp) -> Vec<Stretch> {
        let today = local(now).date();
        let mut joined: Vec<Stretch> = Vec::new();
        for offset in -1..=HORIZON_DAYS + 1 {
            let day = today.saturating_add(Span::new().days(offset));
            for (from, until) in self.stretches_on(day) {
                match joined.last_mut() {
                    Some(last) if from <= last.1 => last.1 = last.1.max(until),
                    _ => joined.push((from, until)),
                }
            }
        }
        joined
    }

    fn stretches_on(&self, day: Date) -> Vec<Stretch> {
        if self.closed.contains(&day) || bank_holidays(day.year()).contains(&day) {
            return Vec::new();
        }
        let mut stretches: Vec<Stretch> = self
            .on(day.weekday())
            .iter()
            .map(|(from, until)| stretch(day, *from, *until))
            .collect();
        stretches.sort_unstable();
        stretches
    }

    fn on(&self, day: Weekday) -> &[(Time, Time)] {
        let place = usize::try_from(day.to_monday_zero_offset()).unwrap_or_default();
        self.weekly.get(place).map_or(&[], Vec::as_slice)
    }

    fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for day in Weekday::Monday.cycle_forward().take(7) {
            let hours = self.on(day);
            match groups.last_mut() {
                Some(last) if last.hours == hours => last.to = day,
                _ => groups.push(Group { from: day, to: day, hours }),
            }
        }
        groups.retain(|group| !group.hours.is_empty());
        groups
    }
}

/// Days in a row with the same hours.
struct Group<'a> {
    from: Weekday,
    to: Weekday,
    hours: &'a [(Time, Time)],
}

impl Group<'_> {
    fn days(&self) -> i8 {
        self.to.to_monday_one_offset() - self.from.to_monday_one_offset() + 1
    }

    /// After a group that begins at the same time, only the end is said.
    fn in_words(&self, before: Option<&Group<'_>>) -> String {
        let days = match self.days() {
            1 => words::weekday(self.from).to_owned(),
            2 => format!("{} and {}", words::weekday(self.from), words::weekday(self.to)),
            _ => format!("{} to {}", words::weekday(self.from), words::weekday(self.to)),
        };
        if let ([(from, until)], Some([(same, _)])) = (self.hours, before.map(|group| group.hours))
            && from == same
        {
            return format!("{days} to {}", ending(*until));
        }
        let hours: Vec<String> = self
            .hours
            .iter()
            .map(|(from, until)| format!("{} to {}", clock(*from), ending(*until)))
            .collect();
        format!("{days} {}", listed(&hours))
    }
}

fn holds(stretch: &Stretch, now: Timestamp) -> bool {
    stretch.0 <= now && now < stretch.1
}

fn stretch(day: Date, from: Time, until: Time) -> Stretch {
    let last = if until > from { day } else { day.saturating_add(Span::new().days(1)) };
    (instant(day.to_datetime(from)), instant(last.to_datetime(until)))
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn ending(time: Time) -> String {
    if time == Time::MIN { "midnight".to_owned() } else { clock(time) }
}

/// "a", "a and b", "a, b and c".
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    /// Monday to Thursday 08:45 to 17:00, Friday to 16:30.
    fn office() -> OpeningHours {
        let long = vec![(time(8, 45, 0, 0), time(17, 0, 0, 0))];
        let short = vec![(time(8, 45, 0, 0), time(16, 30, 0, 0))];
        OpeningHours {
            weekly: [long.clone(), long.clone(), long.clone(), long, short, vec![], vec![]],
            closed: vec![],
        }
    }

    fn always() -> OpeningHours {
        OpeningHours {
            weekly: std::array::from_fn(|_| vec![(Time::MIN, Time::MIN)]),
            closed: vec![],
        }
    }

    fn wall(text: &str) -> Timestamp {
        instant(text.parse().unwrap())
    }

    fn shown(at: Timestamp) -> String {
        local(at).strftime("%a %Y-%m-%dT%H:%M").to_string()
    }

    #[test]
    fn h10_each_day_and_night_knows_when_somebody_reads() {
        let rows = [
            // wall clock, open, closes, opens next
            ("2026-08-14T16:29", Some("Fri 2026-08-14T16:30"), "Mon 2026-08-17T08:45"),
            ("2026-08-14T16:30", None, "Mon 2026-08-17T08:45"),
            ("2026-08-14T16:50", None, "Mon 2026-08-17T08:45"),
            ("2026-08-15T12:00", None, "Mon 2026-08-17T08:45"),
            ("2026-08-17T08:44", None, "Mon 2026-08-17T08:45"),
            ("2026-08-17T08:45", Some("Mon 2026-08-17T17:00"), "Tue 2026-08-18T08:45"),
            ("2026-08-12T02:10", None, "Wed 2026-08-12T08:45"),
            // August bank holiday
            ("2026-08-28T16:50", None, "Tue 2026-09-01T08:45"),
            // Christmas 2026: Friday, and Boxing Day kept on Monday 28th
            ("2026-12-24T16:59", Some("Thu 2026-12-24T17:00"), "Tue 2026-12-29T08:45"),
            ("2026-12-25T10:00", None, "Tue 2026-12-29T08:45"),
            ("2026-12-31T18:00", None, "Mon 2027-01-04T08:45"),
            // Easter 2027: 26 to 29 March, over the night the clocks go forward
            ("2027-03-25T17:00", None, "Tue 2027-03-30T08:45"),
            // The clocks go forward on Sunday 29 March 2026, back on Sunday 25 October 2026
            ("2026-03-27T16:50", None, "Mon 2026-03-30T08:45"),
            ("2026-10-23T16:50", None, "Mon 2026-10-26T08:45"),
        ];
        for (now, closes, opens) in rows {
            let now_at = wall(now);
            assert_eq!(office().is_open(now_at), closes.is_some(), "{now}");
            assert_eq!(office().closes_at(now_at).map(shown).as_deref(), closes, "{now}");
            assert_eq!(office().next_opening(now_at).map(shown).as_deref(), Some(opens), "{now}");
        }
    }

    #[test]
    fn h10_the_weekend_of_a_clock_change_is_an_hour_shorter_or_longer() {
        let hours = |from: &str| {
            let from = wall(from);
            office().next_opening(from).unwrap().duration_since(from).as_hours()
        };
        assert_eq!(hours("2026-03-20T16:45"), 64);
        assert_eq!(hours("2026-03-27T16:45"), 63);
        assert_eq!(hours("2026-10-23T16:45"), 65);
    }

    #[test]
    fn h10_a_day_that_the_council_adds_is_closed() {
        let mut hours = office();
        hours.closed = vec![date(2026, 8, 17)];
        let opens = hours.next_opening(wall("2026-08-14T16:50")).map(shown);
        assert_eq!(opens.as_deref(), Some("Tue 2026-08-18T08:45"));
        assert!(!hours.is_open(wall("2026-08-17T10:00")));
    }

    #[test]
    fn h10_a_night_shift_reaches_over_midnight_and_the_repeated_hour() {
        let mut hours = OpeningHours::default();
        hours.weekly[5] = vec![(time(17, 0, 0, 0), time(8, 45, 0, 0))];
        assert!(hours.is_open(wall("2026-10-25T00:30")));
        assert!(hours.is_open("2026-10-25T01:30:00Z".parse().unwrap()));
        assert!(hours.is_open(wall("2026-10-25T08:44")));
        assert!(!hours.is_open(wall("2026-10-25T08:45")));
        let closes = hours.closes_at(wall("2026-10-24T23:00")).map(shown);
        assert_eq!(closes.as_deref(), Some("Sun 2026-10-25T08:45"));
    }

    #[test]
    fn an_opening_in_the_hour_that_is_skipped_comes_an_hour_later() {
        let mut hours = OpeningHours::default();
        hours.weekly[6] = vec![(time(1, 30, 0, 0), time(5, 0, 0, 0))];
        let opens = hours.next_opening(wall("2026-03-29T00:10")).map(shown);
        assert_eq!(opens.as_deref(), Some("Sun 2026-03-29T02:30"));
    }

    #[test]
    fn a_break_at_noon_closes_and_opens_again() {
        let mut hours = OpeningHours::default();
        hours.weekly[0] =
            vec![(time(13, 0, 0, 0), time(17, 0, 0, 0)), (time(9, 0, 0, 0), time(12, 0, 0, 0))];
        let noon = wall("2026-08-17T12:00");
        assert!(!hours.is_open(noon));
        assert_eq!(hours.next_opening(noon).map(shown).as_deref(), Some("Mon 2026-08-17T13:00"));
    }

    #[test]
    fn a_desk_that_nobody_reads_never_opens() {
        let now = wall("2026-08-14T16:50");
        assert!(!OpeningHours::default().is_open(now));
        assert_eq!(OpeningHours::default().next_opening(now), None);
    }

    #[test]
    fn a_desk_without_hours_off_is_open_until_the_next_bank_holiday() {
        let now = wall("2026-09-01T03:00");
        assert!(always().is_open(now));
        assert_eq!(always().closes_at(now), None);
        assert_eq!(always().next_opening(now), None);
        let closes = always().closes_at(wall("2026-12-20T03:00")).map(shown);
        assert_eq!(closes.as_deref(), Some("Fri 2026-12-25T00:00"));
    }

    #[test]
    fn hours_are_said_in_one_sentence() {
        assert_eq!(office().in_words(), "Monday to Thursday 08:45 to 17:00 and Friday to 16:30");
        assert_eq!(always().in_words(), "24 hours a day");
        assert_eq!(OpeningHours::default().in_words(), "never");
        let mut saturday = OpeningHours::default();
        saturday.weekly[5] = vec![(Time::MIN, Time::MIN)];
        assert_eq!(saturday.in_words(), "Saturday 00:00 to midnight");
        let mut split = OpeningHours::default();
        let mornings = vec![(time(9, 0, 0, 0), time(12, 0, 0, 0))];
        let whole =
            vec![(time(9, 0, 0, 0), time(12, 0, 0, 0)), (time(13, 0, 0, 0), time(17, 0, 0, 0))];
        split.weekly = [whole.clone(), whole, vec![], vec![], mornings, vec![], vec![]];
        assert_eq!(
            split.in_words(),
            "Monday and Tuesday 09:00 to 12:00 and 13:00 to 17:00 and Friday 09:00 to 12:00"
        );
    }
}
