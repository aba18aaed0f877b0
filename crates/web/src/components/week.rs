//! When in the week does somebody come, and how many?

use super::markup::Markup;
use super::table::{Column, Table};
use drawing::Drawing;

pub mod drawing;

/// A usual week of care: drawn by day and hour, and told in a table below.
pub struct Week {
    /// Unique on the page.
    pub id: String,
    /// One message, such as "Somebody comes 4 times a day".
    pub heading: String,
    /// The drawing in a sentence, for those who do not see it.
    pub summary: String,
    /// The visits, in any order.
    pub visits: Vec<Visit>,
}

/// A visit that comes every week.
pub struct Visit {
    /// On which day it begins.
    pub day: Day,
    /// When it begins, in minutes after local midnight: 450 for 07:30.
    pub from: u16,
    /// How long it lasts, in minutes. It may end on the next day.
    pub minutes: u16,
    /// How many carers come.
    pub carers: u8,
    /// What for, such as "personal care". Empty where the council does not say.
    pub what: String,
}

/// A day of the week.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

const DAYS: [Day; 7] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];
const WHOLE_DAY: u16 = 24 * 60;

impl Day {
    /// In full.
    pub fn name(self) -> &'static str {
        match self {
            Day::Mon => "Monday",
            Day::Tue => "Tuesday",
            Day::Wed => "Wednesday",
            Day::Thu => "Thursday",
            Day::Fri => "Friday",
            Day::Sat => "Saturday",
            Day::Sun => "Sunday",
        }
    }

    /// In three letters.
    pub fn short(self) -> &'static str {
        match self {
            Day::Mon => "Mon",
            Day::Tue => "Tue",
            Day::Wed => "Wed",
            Day::Thu => "Thu",
            Day::Fri => "Fri",
            Day::Sat => "Sat",
            Day::Sun => "Sun",
        }
    }

    fn next(self) -> Day {
        let next = (self as usize + 1) % DAYS.len();
        DAYS.get(next).copied().unwrap_or(Day::Mon)
    }
}

impl Visit {
    /// When it begins and ends, who comes and what for: "07:30 to 08:00, 2 carers".
    pub fn words(&self) -> String {
        let carers = match self.carers {
            1 => "1 carer".to_owned(),
            carers => format!("{carers} carers"),
        };
        let end = clock((self.from + self.minutes) % WHOLE_DAY);
        let words = format!("{} to {end}, {carers}", clock(self.from));
        if self.what.is_empty() { words } else { format!("{words}, {}", self.what) }
    }
}

impl Week {
    /// The visits as they are drawn.
    pub fn drawing(&self) -> Drawing {
        Drawing::of(&self.visits)
    }

    /// The same as the drawing, in words.
    pub fn table(&self) -> Table {
        Table::among(
            "The same week as a table",
            vec![Column::words("Day"), Column::words("Visits")],
            self.rows(),
        )
    }

    /// A row for each day, or for several that are alike: "Monday to Friday".
    fn rows(&self) -> Vec<Vec<Markup>> {
        DAYS.map(|day| (day, self.told(day)))
            .chunk_by(|(_, told), (_, next)| told == next)
            .filter_map(|alike| alike.first().zip(alike.last()))
            .map(|((first, told), (last, _))| vec![days(*first, *last), told.clone()])
            .collect()
    }

    fn told(&self, day: Day) -> Markup {
        let mut visits: Vec<_> = self.visits.iter().filter(|visit| visit.day == day).collect();
        visits.sort_by_key(|visit| visit.from);
        match visits.as_slice() {
            [] => Markup::from("No visits"),
            visits => Markup::lines(visits.iter().map(|visit| Markup::from(visit.words()))),
        }
    }
}

fn days(first: Day, last: Day) -> Markup {
    match (first, last) {
        (Day::Mon, Day::Sun) => Markup::from("Every day"),
        (first, last) if first == last => Markup::from(first.name()),
        (first, last) => Markup::from(format!("{} to {}", first.name(), last.name())),
    }
}

/// A time of day: "07:30".
fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_says_when_who_and_what_for() {
        let mut visit = visit(450, 30);
        assert_eq!(visit.words(), "07:30 to 08:00, 2 carers, personal care");
        visit.carers = 1;
        visit.what = String::new();
        assert_eq!(visit.words(), "07:30 to 08:00, 1 carer");
    }

    #[test]
    fn a_night_visit_ends_on_the_next_day() {
        assert!(visit(22 * 60, 9 * 60).words().starts_with("22:00 to 07:00"));
    }

    #[test]
    fn a_day_without_visits_says_so() {
        let week = Week { visits: vec![visit(720, 30), visit(450, 30)], ..empty() };
        let told = "07:30 to 08:00, 2 carers, personal care<br>\
                    12:00 to 12:30, 2 carers, personal care";
        check(&week, &[["Monday", told], ["Tuesday to Sunday", "No visits"]]);
    }

    #[test]
    fn a_week_of_equal_days_is_told_in_one_row() {
        let visits = DAYS.map(|day| Visit { day, ..visit(450, 30) }).into();
        let week = Week { visits, ..empty() };
        check(&week, &[["Every day", "07:30 to 08:00, 2 carers, personal care"]]);
        check(&empty(), &[["Every day", "No visits"]]);
    }

    #[track_caller]
    fn check(week: &Week, expected: &[[&str; 2]]) {
        let rows: Vec<Vec<String>> = week
            .table()
            .rows
            .iter()
            .map(|row| row.iter().map(ToString::to_string).collect())
            .collect();
        assert_eq!(rows, expected);
    }

    fn empty() -> Week {
        Week {
            id: "week".to_owned(),
            heading: String::new(),
            summary: String::new(),
            visits: Vec::new(),
        }
    }

    fn visit(from: u16, minutes: u16) -> Visit {
        Visit { day: Day::Mon, from, minutes, carers: 2, what: "personal care".to_owned() }
    }
}
