//! Where on the paper does each span of a history lie?

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Begins, Ends, Kind, Span};

// The drawing's own units. Text is 14 high, and no letter of it wider than 8 on average.
const WIDTH: i32 = 760;
const LETTERS: usize = 92;
const AXIS: i32 = 40;
const LINE: i32 = 18;
const BAR: i32 = 14;
const GAP: i32 = 14;
const MARK: i32 = 72;

/// A history on paper.
pub struct Drawing {
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// Days that are named above.
    pub marks: Vec<Mark>,
    /// Where today is.
    pub today: i32,
    /// To which side of its line the word "Today" stands: an SVG `text-anchor`.
    pub today_anchor: &'static str,
    /// What happened.
    pub bars: Vec<Bar>,
}

/// A day that is named above the drawing.
pub struct Mark {
    /// How far to the right it is.
    pub x: i32,
    /// Such as "Jan 2026".
    pub name: String,
}

/// One span.
pub struct Bar {
    /// What it is.
    pub kind: Kind,
    /// Its left side.
    pub x: i32,
    /// Its upper side.
    pub y: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// An arrow head at its right side, if it goes on; empty if it does not.
    pub arrow: String,
    /// Its label, line by line.
    pub lines: Vec<Words>,
    /// All about it in words.
    pub words: String,
}

/// A line of a label.
pub struct Words {
    /// How far down it stands.
    pub y: i32,
    /// What it says.
    pub text: String,
}

/// From the first day shown to the last.
struct Axis {
    first: Date,
    days: i32,
}

impl Drawing {
    /// Lays out `spans` as seen on the day `today`.
    pub(super) fn of(spans: &[Span], today: Date) -> Drawing {
        let axis = Axis::of(spans, today);
        let mut top = AXIS;
        let bars: Vec<Bar> = spans.iter().map(|span| bar(span, &axis, &mut top)).collect();
        let now = axis.x(today);
        Drawing {
            width: WIDTH,
            height: top,
            marks: axis.marks(),
            today: now,
            today_anchor: if now > WIDTH / 2 { "end" } else { "start" },
            bars,
        }
    }
}

impl Axis {
    fn of(spans: &[Span], today: Date) -> Axis {
        let known = spans.iter().flat_map(|span| {
            let begins = match span.begins {
                Begins::On(day) => day,
                Begins::NotKnown => today,
            };
            let ends = match span.ends {
                Ends::On(day) => day,
                Ends::Ongoing => today,
            };
            [begins, ends]
        });
        let (first, last) =
            known.fold((today, today), |(first, last), day| (first.min(day), last.max(day)));
        Axis { first, days: days_between(first, last).max(1) }
    }

    fn x(&self, day: Date) -> i32 {
        // Eighteen units are kept at the right for the arrow of what goes on.
        days_between(self.first, day) * (WIDTH - 18) / self.days
    }

    /// The first days of months, as many as can be named without touching each other.
    fn marks(&self) -> Vec<Mark> {
        let most = WIDTH / MARK;
        let months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600]
            .into_iter()
            .find(|months| self.days / (months * 28) < most)
            .unwrap_or(1_200);
        let year = Date::constant(self.first.year(), 1, 1);
        let mut marks: Vec<Mark> = Vec::new();
        let mut day = year;
        while days_between(self.first, day) <= self.days {
            let x = self.x(day);
            if day >= self.first && x + MARK <= WIDTH {
                marks.push(Mark { x, name: day.strftime("%b %Y").to_string() });
            }
            let Ok(next) = day.checked_add(months.months()) else { break };
            day = next;
        }
        if marks.is_empty() {
            marks.push(Mark { x: 0, name: self.first.strftime("%b %Y").to_string() });
        }
        marks
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn bar(span: &Span, axis: &Axis, top: &mut i32) -> Bar {
    let lines: Vec<Words> = wrapped(&span.label)
        .into_iter()
        .map(|text| {
            *top += LINE;
            Words { y: *top - 4, text }
        })
        .collect();
    let x = match span.begins {
        Begins::On(day) => axis.x(day),
        Begins::NotKnown => 0,
    };
    let (end, arrow) = match span.ends {
        Ends::On(day) => (axis.x(day), false),
        Ends::Ongoing => (WIDTH - 18, true),
    };
    let (y, end) = (*top, end.max(x + 4));
    *top += BAR + GAP;
    Bar {
        kind: span.kind,
        x,
        y,
        width: end - x,
        height: BAR,
        arrow: if arrow {
            format!("M{end} {}l16 {}l-16 {}z", y - 3, 10, 10)
        } else {
            String::new()
        },
        lines,
        words: format!("{}: from {} until {}", span.label, span.from_words, span.until_words),
    }
}

/// `label` in lines that fit on the paper; a word too long for a line is broken, never cut.
fn wrapped(label: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in label.split_whitespace() {
        for part in word.chars().collect::<Vec<_>>().chunks(LETTERS) {
            let fits = |line: &&mut String| line.chars().count() + 1 + part.len() <= LETTERS;
            match lines.last_mut().filter(fits) {
                Some(line) => {
                    if !line.is_empty() {
                        line.push(' ');
                    }
                    line.extend(part);
                }
                None => lines.push(part.iter().collect()),
            }
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 8, 12);

    #[test]
    fn what_happened_first_lies_left_and_today_right() {
        let drawing = Drawing::of(
            &[
                span("Home care", Begins::On(date(2024, 8, 12)), Ends::On(date(2025, 8, 12))),
                span("Stay", Begins::On(date(2026, 8, 10)), Ends::Ongoing),
            ],
            TODAY,
        );
        let [care, stay] = drawing.bars.as_slice() else { panic!("two bars") };
        assert_eq!(care.x, 0);
        assert_eq!(care.width, 371, "half of two years");
        assert!(stay.x > care.x + care.width);
        assert_eq!(drawing.today, WIDTH - 18);
        assert!(care.arrow.is_empty());
        assert!(!stay.arrow.is_empty());
    }

    #[test]
    fn an_unknown_beginning_is_drawn_from_the_edge() {
        let drawing = Drawing::of(
            &[
                span("A", Begins::NotKnown, Ends::Ongoing),
                span("B", Begins::On(date(2026, 1, 1)), Ends::Ongoing),
            ],
            TODAY,
        );
        assert_eq!(drawing.bars[0].x, 0);
    }

    #[test]
    fn one_day_can_still_be_seen() {
        let begins = Begins::On(date(1990, 1, 1));
        let drawing = Drawing::of(
            &[span("Long", begins, Ends::Ongoing), span("Day", begins, Ends::On(date(1990, 1, 1)))],
            TODAY,
        );
        assert!(drawing.bars[1].width >= 4);
    }

    #[test]
    fn an_end_ahead_lies_right_of_today() {
        let ends = Ends::On(date(2026, 12, 1));
        let drawing = Drawing::of(&[span("A", Begins::On(date(2026, 6, 1)), ends)], TODAY);
        assert!(drawing.bars[0].x + drawing.bars[0].width > drawing.today);
    }

    #[test]
    fn named_days_never_touch_each_other_whatever_the_time_shown() {
        for days in [0, 1, 10, 40, 90, 200, 400, 900, 3_000, 12_000, 36_000] {
            let first = TODAY.checked_sub(days.days()).unwrap();
            let drawing = Drawing::of(&[span("A", Begins::On(first), Ends::Ongoing)], TODAY);
            assert!(!drawing.marks.is_empty());
            for pair in drawing.marks.windows(2) {
                assert!(pair[1].x - pair[0].x >= MARK, "{days} days");
            }
            let last = drawing.marks.last().unwrap();
            assert!(last.x + MARK <= WIDTH, "{days} days");
        }
    }

    #[test]
    fn a_long_label_goes_on_below_and_no_word_is_lost() {
        let label = "Reablement ".repeat(30) + &"x".repeat(200);
        let drawing = Drawing::of(&[span(&label, Begins::NotKnown, Ends::Ongoing)], TODAY);
        let bar = &drawing.bars[0];
        let told: String = bar.lines.iter().map(|line| line.text.as_str()).collect();
        let letters = |text: &str| text.replace(' ', "");
        assert_eq!(letters(&told), letters(&label));
        assert!(bar.lines.iter().all(|line| line.text.chars().count() <= LETTERS));
        assert!(bar.lines.iter().all(|line| line.y < bar.y));
        assert!(bar.y + bar.height <= drawing.height);
    }

    fn span(label: &str, begins: Begins, ends: Ends) -> Span {
        Span {
            kind: Kind::Care,
            label: label.to_owned(),
            begins,
            ends,
            from_words: String::new(),
            until_words: String::new(),
        }
    }
}
