//! Where on the paper does each step of a waterfall lie?

use super::{Waterfall, signed};

// The drawing's own units. Text is 14 high, and no letter of it wider than 8 on average.
const WIDTH: f64 = 760.0;
const LABELS: f64 = 132.0;
const NUMBERS: f64 = 56.0;
const TOP: f64 = 40.0;
const ROW: f64 = 28.0;
const BAR: f64 = 18.0;

/// A bar is drawn this wide at least, so that it can be seen.
const LEAST: f64 = 2.0;

/// The scale is named at these distances, in bits: the first that leaves room for the names.
const DISTANCES: [f64; 6] = [5.0, 10.0, 20.0, 50.0, 100.0, 500.0];

/// So many names fit on the scale.
const NAMES: f64 = 9.0;

/// A waterfall on paper. All lengths are in the drawing's own units, rounded to one decimal place.
pub struct Drawing {
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
    /// The lines of the scale.
    pub marks: Vec<Mark>,
    /// How far to the right it is enough.
    pub enough: f64,
    /// To which side of its line the words for it stand: an SVG `text-anchor`.
    pub enough_anchor: &'static str,
    /// The start, each step and the sum.
    pub bars: Vec<Bar>,
}

/// A line of the scale.
pub struct Mark {
    /// How far to the right it is.
    pub x: f64,
    /// The number of bits.
    pub name: String,
}

/// One row.
pub struct Bar {
    /// What kind of row.
    pub kind: Kind,
    /// What it is called.
    pub label: String,
    /// Where the label stands, from the top.
    pub text_y: f64,
    /// Its left side.
    pub x: f64,
    /// Its upper side.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Its number, such as "+12.3".
    pub number: String,
    /// Where the number stands, from the left.
    pub number_x: f64,
    /// A line from its end down to the next row; empty for the last.
    pub leads: String,
    /// All about it in words.
    pub words: String,
}

/// What a row shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Where it starts or ends.
    Whole,
    /// A field that speaks for one person.
    For,
    /// A field that speaks against it.
    Against,
}

impl Kind {
    /// The end of the class name.
    pub fn class(self) -> &'static str {
        match self {
            Kind::Whole => "whole",
            Kind::For => "for",
            Kind::Against => "against",
        }
    }
}

/// From the least weight shown to the greatest.
struct Axis {
    least: f64,
    greatest: f64,
}

impl Drawing {
    /// Lays out `waterfall`.
    pub(super) fn of(waterfall: &Waterfall) -> Drawing {
        let axis = Axis::of(waterfall);
        let mut bars =
            vec![bar(&axis, 0, ("Start", "before anything is compared"), (0.0, waterfall.start))];
        let mut at = waterfall.start;
        for (place, step) in waterfall.steps.iter().enumerate() {
            bars.push(bar(&axis, place + 1, (&step.field, &step.words), (at, at + step.bits)));
            at += step.bits;
        }
        bars.push(bar(&axis, bars.len(), ("Sum", "all together"), (0.0, at)));
        let last = bars.len() - 1;
        for (place, bar) in bars.iter_mut().enumerate() {
            bar.kind = if place == 0 || place == last { Kind::Whole } else { bar.kind };
            if place == last {
                bar.leads.clear();
            }
        }
        let enough = axis.x(waterfall.enough);
        Drawing {
            width: WIDTH,
            height: TOP + ROW * length(bars.len()),
            marks: axis.marks(),
            enough,
            enough_anchor: if enough > WIDTH / 2.0 { "end" } else { "start" },
            bars,
        }
    }
}

impl Axis {
    fn of(waterfall: &Waterfall) -> Axis {
        let mut at = waterfall.start;
        let mut axis = Axis { least: at.min(0.0), greatest: waterfall.enough.max(0.0) };
        for step in &waterfall.steps {
            at += step.bits;
            axis.least = axis.least.min(at);
            axis.greatest = axis.greatest.max(at);
        }
        axis
    }

    fn x(&self, bits: f64) -> f64 {
        let span = (self.greatest - self.least).max(1.0);
        let room = WIDTH - LABELS - NUMBERS;
        rounded(LABELS + (bits - self.least) * room / span)
    }

    fn marks(&self) -> Vec<Mark> {
        let span = self.greatest - self.least;
        let fits = |distance: &f64| span / distance <= NAMES;
        let distance = DISTANCES.into_iter().find(fits).unwrap_or(span.max(1.0));
        // Nothing is added so that nought is never written as less than nothing.
        let first = (self.least / distance).ceil() * distance + 0.0;
        let mut marks = Vec::new();
        let mut bits = first;
        while bits <= self.greatest {
            marks.push(Mark {
                x: self.x(bits),
                name: format!("{bits:.0}").replace('-', "\u{2212}"),
            });
            bits += distance;
        }
        marks
    }
}

fn bar(axis: &Axis, row: usize, (label, words): (&str, &str), (from, to): (f64, f64)) -> Bar {
    let (left, right) = (axis.x(from.min(to)), axis.x(from.max(to)));
    let y = TOP + ROW * length(row);
    let number = signed(if from == 0.0 { to } else { to - from });
    let end = axis.x(to);
    let next = y + ROW;
    Bar {
        kind: if to < from { Kind::Against } else { Kind::For },
        label: label.to_owned(),
        text_y: y + 14.0,
        x: left,
        y,
        width: rounded((right - left).max(LEAST)),
        height: BAR,
        number_x: rounded(right.max(left + LEAST) + 4.0),
        leads: format!("M{end} {}V{next}", y + BAR),
        words: format!("{label}: {words}, {number} bits"),
        number,
    }
}

/// A number of rows as a length. A page has some ten.
fn length(rows: usize) -> f64 {
    u16::try_from(rows).map_or(f64::from(u16::MAX), f64::from)
}

fn rounded(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::super::Step;
    use super::*;

    #[test]
    fn each_step_begins_where_the_one_before_ended() {
        let drawing = drawn(-15.0, &[20.0, -4.0, 3.0]);
        let [start, up, down, again, sum] = drawing.bars.as_slice() else { panic!("five rows") };
        assert_eq!([start.kind, up.kind, down.kind], [Kind::Whole, Kind::For, Kind::Against]);
        assert!((up.x - start.x).abs() < 0.2, "the first step begins at the start's end");
        assert!((up.x + up.width - (down.x + down.width)).abs() < 0.2, "a fall begins at the top");
        assert!((down.x - again.x).abs() < 0.2, "and ends where the next begins");
        assert_eq!((sum.kind, sum.number.as_str(), sum.leads.as_str()), (Kind::Whole, "+4.0", ""));
        assert!(drawing.enough > sum.x + sum.width, "not enough");
    }

    #[test]
    fn whatever_the_weights_nothing_lies_off_the_paper() {
        let wild: [&[f64]; 6] =
            [&[], &[0.0; 10], &[60.0, 40.0], &[-80.0, -80.0], &[1e6], &[-1e6, 2e6, 0.001]];
        for steps in wild {
            for start in [-24.0, 0.0, 3.0] {
                let drawing = drawn(start, steps);
                assert!((1..=12).contains(&drawing.marks.len()), "{steps:?}");
                for bar in &drawing.bars {
                    assert!(bar.x >= LABELS - 0.1 && bar.width >= LEAST, "{steps:?}");
                    assert!(bar.number_x <= WIDTH - NUMBERS + 8.0, "{steps:?}");
                    assert!(bar.y + bar.height <= drawing.height, "{steps:?}");
                }
            }
        }
    }

    fn drawn(start: f64, bits: &[f64]) -> Drawing {
        let step = |bits: &f64| Step { field: "Gender".into(), words: "same".into(), bits: *bits };
        Drawing::of(&Waterfall {
            id: String::new(),
            heading: String::new(),
            summary: String::new(),
            start,
            steps: bits.iter().map(step).collect(),
            enough: 13.3,
        })
    }
}
