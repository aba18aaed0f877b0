//! Where on the paper does each visit of a week lie?

use super::{DAYS, Day, Visit, WHOLE_DAY, clock};

// The drawing's own units. Text is 14 high; a column has room for a time and four figures.
const GUTTER: u16 = 52;
const COLUMN: u16 = 100;
const TOP: u16 = 28;
const HOUR: u16 = 22;
const FIGURE: u16 = 12;
const TIME: u16 = 44;

/// A short visit is drawn this high at least, so that its time can be read.
const LEAST: u16 = 20;

/// The hours that are always shown: the waking day.
const MORNING: u16 = 6;
const NIGHT: u16 = 22;

/// A week on paper.
pub struct Drawing {
    /// How wide it is.
    pub width: u16,
    /// How high it is.
    pub height: u16,
    /// The heads of the columns, Monday first.
    pub heads: Vec<Head>,
    /// The lines for the hours, every second one.
    pub hours: Vec<Hour>,
    /// The visits.
    pub blocks: Vec<Block>,
}

/// The head of a column.
pub struct Head {
    /// Where its left side is.
    pub x: u16,
    /// Such as "Mon".
    pub name: &'static str,
}

/// A line for an hour.
pub struct Hour {
    /// How far down it is.
    pub y: u16,
    /// Such as "08:00".
    pub name: String,
}

/// A visit, or the part of it on one day.
pub struct Block {
    /// Its left side.
    pub x: u16,
    /// Its upper side.
    pub y: u16,
    /// Its width.
    pub width: u16,
    /// Its height.
    pub height: u16,
    /// When it begins, such as "07:30"; empty where it is too narrow for that, because several
    /// visits lie beside each other. The words and the table tell it all the same.
    pub time: String,
    /// All about the visit in words.
    pub words: String,
    /// The left side of one figure for each carer; none where there is no room for all.
    pub figures: Vec<u16>,
}

/// A visit on one day, beside which others may lie.
struct Piece<'a> {
    visit: &'a Visit,
    day: Day,
    from: u16,
    to: u16,
    lane: u16,
    lanes: u16,
}

impl Drawing {
    /// Lays out `visits`.
    pub(super) fn of(visits: &[Visit]) -> Drawing {
        let pieces = pieces(visits);
        let first = pieces.iter().map(|piece| piece.from / 60).fold(MORNING, u16::min);
        let last = pieces.iter().map(|piece| piece.to.div_ceil(60)).fold(NIGHT, u16::max);
        let down = |minute: u16| TOP + (minute - first * 60) * HOUR / 60;
        Drawing {
            width: GUTTER + COLUMN * 7,
            height: down(last * 60) + LEAST,
            heads: DAYS.map(|day| Head { x: left(day), name: day.short() }).into(),
            hours: (first..=last)
                .step_by(2)
                .map(|hour| Hour { y: down(hour * 60), name: clock(hour * 60) })
                .collect(),
            blocks: pieces.iter().map(|piece| block(piece, down)).collect(),
        }
    }
}

fn left(day: Day) -> u16 {
    GUTTER + COLUMN * day as u16
}

fn block(piece: &Piece<'_>, down: impl Fn(u16) -> u16) -> Block {
    let width = (COLUMN - 4) / piece.lanes;
    let (x, y) = (left(piece.day) + 2 + width * piece.lane, down(piece.from));
    let carers = u16::from(piece.visit.carers);
    let room = width.saturating_sub(TIME) / FIGURE;
    let figures = if carers <= room { carers } else { 0 };
    Block {
        x,
        y,
        width: width - 1,
        height: (down(piece.to) - y).max(LEAST),
        time: if width < TIME { String::new() } else { clock(piece.from) },
        words: format!("{}, {}", piece.visit.day.name(), piece.visit.words()),
        figures: (0..figures).map(|place| x + TIME + place * FIGURE).collect(),
    }
}

/// The visits cut at midnight, those that would overlap lying in lanes beside each other.
fn pieces(visits: &[Visit]) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = visits.iter().flat_map(days).collect();
    pieces.sort_by_key(|piece| (piece.day, piece.from));
    let mut rest = pieces.as_mut_slice();
    while !rest.is_empty() {
        let (together, others) = rest.split_at_mut(overlapping(rest));
        let lanes = u16::try_from(together.len()).unwrap_or(u16::MAX);
        for (lane, piece) in (0..).zip(together) {
            (piece.lane, piece.lanes) = (lane, lanes);
        }
        rest = others;
    }
    pieces
}

/// The part of a visit on its first day, and on the next where it lasts so long.
fn days(visit: &Visit) -> impl Iterator<Item = Piece<'_>> {
    let end = visit.from + visit.minutes;
    let piece = move |day, from, to| Piece { visit, day, from, to, lane: 0, lanes: 1 };
    let today = piece(visit.day, visit.from, end.min(WHOLE_DAY));
    let tomorrow =
        (end > WHOLE_DAY).then(|| piece(visit.day.next(), 0, (end - WHOLE_DAY).min(WHOLE_DAY)));
    std::iter::once(today).chain(tomorrow)
}

/// How many of the first pieces overlap on paper, each with some one before it. At least one.
fn overlapping(pieces: &[Piece<'_>]) -> usize {
    let mut until: Option<(Day, u16)> = None;
    pieces
        .iter()
        .take_while(|piece| {
            let end = piece.to.max(piece.from + LEAST * 60 / HOUR);
            let joins = until.is_none_or(|(day, to)| day == piece.day && piece.from < to);
            let furthest = until.map_or(end, |(_, to)| to.max(end));
            until = Some((piece.day, furthest));
            joins
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_lies_under_its_day_and_beside_its_hour() {
        let drawing = Drawing::of(&[visit(Day::Wed, 8 * 60, 60, 2)]);
        let block = &drawing.blocks[0];
        let eight = drawing.hours.iter().find(|hour| hour.name == "08:00").unwrap();
        let wednesday = &drawing.heads[2];
        assert_eq!(wednesday.name, "Wed");
        assert_eq!((block.x, block.y), (wednesday.x + 2, eight.y));
        assert_eq!(block.height, HOUR);
        assert_eq!(block.time, "08:00");
    }

    #[test]
    fn there_is_one_figure_for_each_carer_and_none_leaves_its_block() {
        let drawing = Drawing::of(&[visit(Day::Mon, 480, 30, 4)]);
        let block = &drawing.blocks[0];
        assert_eq!(block.figures.len(), 4);
        assert!(block.figures[3] + FIGURE <= block.x + block.width + 1);
    }

    #[test]
    fn a_fifth_carer_is_told_in_words_rather_than_four_drawn() {
        let drawing = Drawing::of(&[visit(Day::Mon, 480, 30, 5)]);
        assert!(drawing.blocks[0].figures.is_empty());
        assert!(drawing.blocks[0].words.contains("5 carers"));
    }

    #[test]
    fn the_shortest_visit_is_high_enough_to_read() {
        let drawing = Drawing::of(&[visit(Day::Mon, 480, 5, 1)]);
        assert_eq!(drawing.blocks[0].height, LEAST);
    }

    #[test]
    fn a_night_is_cut_at_midnight_and_goes_on_the_next_morning() {
        let drawing = Drawing::of(&[visit(Day::Sun, 22 * 60, 9 * 60, 1)]);
        let [morning, evening] = drawing.blocks.as_slice() else { panic!("two blocks") };
        assert_eq!((morning.x, morning.y), (left(Day::Mon) + 2, TOP));
        assert_eq!(evening.x, left(Day::Sun) + 2);
        assert_eq!(evening.y + evening.height, TOP + 24 * HOUR);
        assert_eq!(morning.words, evening.words);
    }

    #[test]
    fn visits_at_one_time_lie_beside_each_other() {
        let drawing = Drawing::of(&[
            visit(Day::Mon, 8 * 60, 6 * 60, 1),
            visit(Day::Mon, 9 * 60, 30, 1),
            visit(Day::Mon, 12 * 60, 30, 1),
            visit(Day::Mon, 18 * 60, 30, 1),
            visit(Day::Tue, 18 * 60, 30, 1),
        ]);
        let widths: Vec<u16> = drawing.blocks.iter().map(|block| block.width).collect();
        assert_eq!(widths, [31, 31, 31, 95, 95]);
        for pair in drawing.blocks[..3].windows(2) {
            assert!(pair[0].x + pair[0].width < pair[1].x);
        }
        assert_eq!(drawing.blocks[0].time, "", "a time is left out rather than cut");
    }

    #[test]
    fn every_block_lies_on_the_paper() {
        for from in (0..WHOLE_DAY).step_by(7) {
            let drawing = Drawing::of(&[visit(Day::Sat, from, 45, 3), visit(Day::Mon, 480, 30, 1)]);
            for block in &drawing.blocks {
                assert!(block.x + block.width <= drawing.width);
                assert!(block.y >= TOP && block.y + block.height <= drawing.height);
            }
        }
    }

    #[test]
    fn the_waking_day_is_shown_though_nobody_comes() {
        let drawing = Drawing::of(&[]);
        let hours: Vec<&str> = drawing.hours.iter().map(|hour| hour.name.as_str()).collect();
        assert_eq!(hours.first(), Some(&"06:00"));
        assert_eq!(hours.last(), Some(&"22:00"));
    }

    fn visit(day: Day, from: u16, minutes: u16, carers: u8) -> Visit {
        Visit { day, from, minutes, carers, what: String::new() }
    }
}
