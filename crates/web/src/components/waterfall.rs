//! What speaks for and against two records being of one person, and does it suffice?

use super::markup::Markup;
use super::table::{Column, Table};
use drawing::Drawing;

pub mod drawing;

/// From where the weight starts, what each field adds or takes, and where that leads: drawn, and
/// told in two tables, one in words and one in numbers.
pub struct Waterfall {
    /// Unique on the page.
    pub id: String,
    /// One message, such as "Together this is not enough to be certain".
    pub heading: String,
    /// The drawing in a sentence, for those who do not see it.
    pub summary: String,
    /// Where the weight starts before anything is compared, in bits.
    pub start: f64,
    /// What each field says, in the order in which people read them.
    pub steps: Vec<Step>,
    /// The weight in bits from which one candidate alone would be certain.
    pub enough: f64,
}

/// What one field says.
pub struct Step {
    /// What the field is called.
    pub field: String,
    /// What was found.
    pub words: String,
    /// How strongly it speaks for one person, in bits; against, where it is negative.
    pub bits: f64,
}

/// Below this many bits either way a field says hardly anything: less than two to one.
const HARDLY: f64 = 1.0;

/// From this many bits a field speaks strongly: about a hundred to one.
const STRONGLY: f64 = 6.6;

impl Waterfall {
    /// Where the weight ends, in bits.
    pub fn sum(&self) -> f64 {
        self.steps.iter().fold(self.start, |sum, step| sum + step.bits)
    }

    /// The steps as they are drawn.
    pub fn drawing(&self) -> Drawing {
        Drawing::of(self)
    }

    /// The same as the drawing, in words.
    pub fn table(&self) -> Table {
        let row = |step: &Step| {
            [step.field.as_str(), &step.words, speaks(step.bits)].map(Markup::from).into()
        };
        Table::among(
            "What each field says",
            ["Field", "What was found", "Speaks"].map(Column::words).into(),
            self.steps.iter().map(row).collect(),
        )
    }

    /// The same in numbers.
    pub fn numbers(&self) -> Table {
        let row = |name: &str, bits: f64| vec![Markup::from(name), Markup::from(signed(bits))];
        let steps = self.steps.iter().map(|step| row(&step.field, step.bits));
        let first = [row("Start, before anything is compared", self.start)];
        let last = [row("Sum", self.sum()), row("Enough for one candidate alone", self.enough)];
        Table::among(
            "The same in bits",
            vec![Column::words("Field"), Column::numbers("Bits")],
            first.into_iter().chain(steps).chain(last).collect(),
        )
    }
}

/// How a field speaks, in words.
fn speaks(bits: f64) -> &'static str {
    match bits {
        bits if bits >= STRONGLY => "Strongly for",
        bits if bits >= HARDLY => "For",
        bits if bits <= -STRONGLY => "Strongly against",
        bits if bits <= -HARDLY => "Against",
        _ => "Hardly either way",
    }
}

/// A number of bits with its sign, to one decimal place: "+12.3".
pub(crate) fn signed(bits: f64) -> String {
    let text = format!("{bits:+.1}");
    if text == "-0.0" { "+0.0".to_owned() } else { text.replace('-', "\u{2212}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_steps_say_adds_up_to_the_sum() {
        let waterfall = waterfall(&[20.0, -4.5]);
        assert!((waterfall.sum() - 0.5).abs() < 1e-9);
        let numbers = waterfall.numbers();
        let told: Vec<String> = numbers.rows.iter().map(|row| row[1].to_string()).collect();
        assert_eq!(told, ["\u{2212}15.0", "+20.0", "\u{2212}4.5", "+0.5", "+13.3"]);
    }

    #[test]
    fn a_field_speaks_in_words_and_none_is_left_out() {
        let waterfall = waterfall(&[12.0, 2.0, 0.3, -0.3, -2.0, -12.0]);
        let told: Vec<String> =
            waterfall.table().rows.iter().map(|row| row[2].to_string()).collect();
        let hardly = "Hardly either way";
        assert_eq!(told, ["Strongly for", "For", hardly, hardly, "Against", "Strongly against"]);
    }

    #[test]
    fn nothing_is_written_as_less_than_nothing() {
        assert_eq!(signed(-0.04), "+0.0");
        assert_eq!(signed(-0.06), "\u{2212}0.1");
    }

    fn waterfall(bits: &[f64]) -> Waterfall {
        let step = |bits: &f64| Step {
            field: "Gender".to_owned(),
            words: "the same".to_owned(),
            bits: *bits,
        };
        Waterfall {
            id: "w".to_owned(),
            heading: String::new(),
            summary: String::new(),
            start: -15.0,
            steps: bits.iter().map(step).collect(),
            enough: 13.3,
        }
    }
}
