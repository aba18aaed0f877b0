//! What does one row say, column by column?

use std::cell::RefCell;
use std::collections::BTreeMap;

use care::people::{Born, Phone};
use care::record::{Checked, Fact, Part, Professional};
use care::when::{When, instant};
use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::moment::{self, Told};
use super::never;
use crate::columns::Statement;
use crate::lists::{Coded, Meaning, Values};
use crate::rows::{Cell, Rows};
use crate::tally::Tally;

/// One answer that is being read.
pub(crate) struct Reader<'a> {
    statement: Statement,
    stem: String,
    places: BTreeMap<String, usize>,
    rows: &'a Rows,
    values: &'a Values,
    tally: RefCell<Tally>,
}

/// One row of it.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    reader: &'a Reader<'a>,
    cells: &'a [Cell],
    /// Counted from 1.
    pub(super) number: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(statement: Statement, rows: &'a Rows, values: &'a Values) -> Self {
        let mut tally = Tally::default();
        let mut places = BTreeMap::new();
        for (place, name) in rows.columns.iter().enumerate() {
            let name = name.to_lowercase();
            if statement.columns().any(|column| column.name == name) {
                places.entry(name).or_insert(place);
            } else if !rows.rows.is_empty() {
                tally.drop_one(never::column(&name));
            }
        }
        let stem = statement.file().trim_end_matches(".sql").to_owned();
        Self { statement, stem, places, rows, values, tally: RefCell::new(tally) }
    }

    fn knows(&self, name: &str) -> bool {
        self.statement.columns().any(|column| column.name == name)
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let numbered = self.rows.rows.iter().zip(1..);
        numbered.map(|(cells, number)| Row { reader: self, cells, number })
    }

    pub(crate) fn into_tally(self) -> Tally {
        self.tally.into_inner()
    }

    /// A part with one entry: the first row.
    pub(super) fn one<T>(&self, at: Timestamp, read: impl Fn(Row<'_>) -> T) -> Part<T> {
        let first = self.rows().next();
        Part {
            fact: first.map_or(Fact::NoneRecorded, |row| Fact::Known(read(row))),
            checked: self.checked(at),
        }
    }

    /// A part with one entry for each row.
    pub(super) fn each<T>(&self, at: Timestamp, read: impl Fn(Row<'_>) -> T) -> Part<Vec<T>> {
        self.many(at, |row| Some(read(row)))
    }

    /// A part with any number of entries. No row says that there is none; rows that all had to be
    /// dropped say that there is something which is not shared.
    pub(super) fn many<T, I: IntoIterator<Item = T>>(
        &self,
        at: Timestamp,
        read: impl Fn(Row<'_>) -> I,
    ) -> Part<Vec<T>> {
        let entries: Vec<T> = self.rows().flat_map(read).collect();
        let fact = match (self.rows.rows.is_empty(), entries.is_empty()) {
            (true, _) => Fact::NoneRecorded,
            (false, true) => Fact::NotShared,
            (false, false) => Fact::Known(entries),
        };
        Part { fact, checked: self.checked(at) }
    }

    fn checked(&self, at: Timestamp) -> Checked {
        let changed = self.rows().filter_map(|row| match row.told("changed") {
            Some(Told::At(at)) => Some(at),
            Some(Told::On(day)) => Some(instant(day.at(0, 0, 0, 0))),
            _ => None,
        });
        Checked { changed: changed.max(), ..Checked::live(at) }
    }
}

impl<'a> Row<'a> {
    /// Whether the row names a person, and not clearly the one asked for.
    pub(super) fn is_of_another(&self, person: &str) -> bool {
        let unreadable = matches!(self.cell("person_id"), Some(Cell::Unreadable));
        unreadable || self.peek("person_id").is_some_and(|id| id != person.trim())
    }

    /// What is written, if anything is, without taking note of what cannot be read.
    pub(super) fn peek(&self, column: &str) -> Option<String> {
        self.cell(column).map(plain).filter(|text| !text.is_empty())
    }

    /// Counts something that is dropped.
    pub(super) fn dropped(&self, kind: never::Never) {
        self.reader.tally.borrow_mut().drop_one(kind);
    }

    /// Counts a value that cannot be read.
    pub(super) fn unrecognised<T>(&self, column: &str) -> Fact<T> {
        self.reader.tally.borrow_mut().not_understood(&self.reader.stem, column);
        Fact::Unrecognised
    }

    fn cell(&self, column: &str) -> Option<&'a Cell> {
        debug_assert!(self.reader.knows(column), "`{column}` is not in the table of columns");
        self.reader.places.get(column).and_then(|place| self.cells.get(*place))
    }

    fn told(&self, column: &str) -> Option<Told> {
        self.cell(column).map(moment::told)
    }

    /// What is written, spaces around it aside, whatever its type.
    pub(super) fn written(&self, column: &str) -> Fact<String> {
        let Some(cell) = self.cell(column) else { return Fact::NotSupplied };
        let text = match cell {
            Cell::Null => return Fact::NotRecorded,
            Cell::Unreadable => return self.unrecognised(column),
            cell => plain(cell),
        };
        if text.is_empty() { Fact::NotRecorded } else { Fact::Known(text) }
    }

    /// Words, without what must never come in.
    pub(super) fn text(&self, column: &str) -> Fact<String> {
        self.written(column).and_then(|text| self.worded(column, text))
    }

    fn worded(&self, column: &str, text: String) -> Fact<String> {
        match self.reader.values.text(&self.reader.stem, column, text) {
            Meaning::NoneRecorded => Fact::NoneRecorded,
            Meaning::NotRecorded => Fact::NotRecorded,
            Meaning::Never | Meaning::Unknown => self.unrecognised(column),
            Meaning::Word(text) => {
                let (clean, taken) = never::clean(text);
                for kind in taken {
                    self.dropped(kind);
                }
                Fact::Known(clean)
            }
        }
    }

    /// Several texts with semicolons between them.
    pub(super) fn list(&self, column: &str) -> Fact<Vec<String>> {
        self.written(column).and_then(|text| {
            let items = text.split(';').map(str::trim).filter(|item| !item.is_empty());
            let mut known = Vec::new();
            let mut rest = Fact::NotRecorded;
            for item in items {
                match self.worded(column, item.to_owned()) {
                    Fact::Known(item) => known.push(item),
                    Fact::Unrecognised => return Fact::Unrecognised,
                    state => rest = state.map(|_| Vec::new()),
                }
            }
            if known.is_empty() { rest } else { Fact::Known(known) }
        })
    }

    /// Whether the code in a column says that the entry must not leave the council.
    pub(super) fn is_kept_back<T: Coded>(&self, column: &str) -> bool {
        let meaning = self.peek(column).map(|code| self.reader.values.meaning::<T>(&code));
        matches!(meaning, Some(Meaning::Never))
    }

    /// A code of a list.
    pub(super) fn coded<T: Coded>(&self, column: &str) -> Fact<T> {
        self.written(column).and_then(|code| match self.reader.values.meaning(&code) {
            Meaning::Word(value) => Fact::Known(value),
            Meaning::NoneRecorded => Fact::NoneRecorded,
            Meaning::NotRecorded => Fact::NotRecorded,
            Meaning::Never | Meaning::Unknown => self.unrecognised(column),
        })
    }

    /// Yes or no.
    pub(super) fn flag(&self, column: &str) -> Fact<bool> {
        self.coded(column)
    }

    /// A day, and the time where one is said.
    pub(super) fn when(&self, column: &str) -> Fact<When> {
        let Some(told) = self.told(column) else { return Fact::NotSupplied };
        match told {
            Told::On(day) => Fact::Known(When::On(day)),
            Told::At(at) => Fact::Known(When::At(at)),
            Told::Open => Fact::NoneRecorded,
            Told::Nothing => Fact::NotRecorded,
            Told::Unreadable => self.nothing_or_unrecognised(column),
        }
    }

    /// A date of birth.
    pub(super) fn birth(&self, column: &str, estimated: bool) -> Fact<Born> {
        match self.cell(column).map(|cell| moment::birth(cell, estimated)) {
            None => Fact::NotSupplied,
            Some(Fact::Unrecognised) => self.nothing_or_unrecognised(column),
            Some(born) => born,
        }
    }

    /// A day.
    pub(super) fn day(&self, column: &str) -> Fact<Date> {
        self.when(column).map(When::day)
    }

    /// A time of the day.
    pub(super) fn clock(&self, column: &str) -> Fact<Time> {
        let read = match self.cell(column) {
            Some(Cell::Clock(time)) => Some(*time),
            Some(Cell::Wall(wall)) => Some(wall.time()),
            Some(Cell::Text(text)) => moment::clock(text),
            _ => None,
        };
        match read {
            Some(time) => Fact::Known(time),
            None => self.nothing_or_unrecognised(column),
        }
    }

    /// A whole number that fits its place.
    pub(super) fn number<N: TryFrom<i64>>(&self, column: &str) -> Fact<N> {
        let read = match self.cell(column) {
            Some(Cell::Integer(number)) => Some(*number),
            Some(Cell::Real(number)) => whole(*number),
            Some(Cell::Text(text)) => {
                text.trim().parse().ok().or_else(|| text.trim().parse().ok().and_then(whole))
            }
            _ => None,
        };
        match read.and_then(|number| N::try_from(number).ok()) {
            Some(number) => Fact::Known(number),
            None => self.nothing_or_unrecognised(column),
        }
    }

    /// A telephone number.
    pub(super) fn phone(&self, column: &str) -> Fact<Phone> {
        self.text(column).and_then(|text| {
            Phone::new(&text).map_or_else(|| self.unrecognised(column), Fact::Known)
        })
    }

    /// A value that cannot be read may still be a council's code for "none".
    fn nothing_or_unrecognised<T>(&self, column: &str) -> Fact<T> {
        self.written(column).and_then(|text| {
            match self.reader.values.text(&self.reader.stem, "", text) {
                Meaning::NoneRecorded => Fact::NoneRecorded,
                Meaning::NotRecorded => Fact::NotRecorded,
                _ => self.unrecognised(column),
            }
        })
    }

    /// Who did or wrote something: the columns that begin with `who`.
    pub(super) fn professional(&self, who: &str) -> Fact<Professional> {
        let named = |what: &str| format!("{who}_{what}");
        let person = Professional {
            name: self.text(&named("name")),
            role: self.text(&named("role")),
            grade: self.text(&named("grade")),
            speciality: self.text(&named("speciality")),
            identifier: self.text(&named("identifier")),
            organisation: self.text(&named("organisation")),
            phone: self.phone(&named("phone")),
            completed: self.when(&named("completed")),
        };
        let states = [
            person.name.state(),
            person.role.state(),
            person.grade.state(),
            person.speciality.state(),
            person.identifier.state(),
            person.organisation.state(),
            person.phone.state(),
            person.completed.state(),
        ];
        group(&states, person)
    }
}

/// Something made of several columns: known as soon as one of them says something, even if that
/// cannot be read; otherwise as little as the column that says most.
pub(super) fn group<T>(states: &[Fact<()>], whole: T) -> Fact<T> {
    let any = |state: Fact<()>| states.contains(&state);
    if any(Fact::Known(())) || any(Fact::Unrecognised) {
        Fact::Known(whole)
    } else if any(Fact::NoneRecorded) {
        Fact::NoneRecorded
    } else if any(Fact::NotRecorded) {
        Fact::NotRecorded
    } else {
        Fact::NotSupplied
    }
}

/// What a value of any type looks like when it is written down, control characters aside.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Null | Cell::Unreadable => String::new(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Cell::Day(day) => day.to_string(),
        Cell::Clock(time) => time.to_string(),
        Cell::Wall(wall) => wall.to_string(),
        Cell::At(at) => at.to_string(),
        Cell::Text(text) => {
            let printable =
                |c: char| if c.is_control() && !matches!(c, '\n' | '\t') { ' ' } else { c };
            text.replace("\r\n", "\n").trim().chars().map(printable).collect::<String>()
        }
    }
    .trim()
    .to_owned()
}

/// A number without a fraction; a hundredth is what a division leaves behind.
fn whole(number: f64) -> Option<i64> {
    let rounded = number.round();
    let fits = (number - rounded).abs() < 0.01 && rounded.abs() < 1e15;
    #[expect(clippy::cast_possible_truncation, reason = "it fits: see the line above")]
    fits.then_some(rounded as i64)
}
