//! Everything else that the council says, card by card, in a fixed order.

use care::people::Phone;
use care::record::{Checked, Fact, Part, Record};
use care::when::{When, words};
use jiff::Timestamp;

use super::stand;
use crate::components::card::Card;
use crate::components::markup::Markup;
use crate::components::state::{State, Tone};
use crate::components::summary_list::{Row, SummaryList};

mod care_and_services;
mod legal;
mod people;
mod risks;
mod work;

/// One card: a heading, and the items under it.
pub(crate) struct Block {
    /// Its place in the page, for links: "care".
    pub(crate) id: &'static str,
    /// Its heading.
    pub(crate) card: Card,
    /// What stands instead of items: a state, in full.
    pub(crate) notes: Vec<Note>,
    /// The items.
    pub(crate) items: Vec<Item>,
    /// Who says so and how old it is.
    pub(crate) source: String,
    /// Whether any of it comes from a kept copy, which is greyed.
    pub(crate) from_copy: bool,
}

/// A state that stands where facts would.
pub(crate) struct Note {
    /// What it is about: "Attorneys". Empty where the card's heading says it.
    pub(crate) about: String,
    /// The state in words, with its tag where it has one.
    pub(crate) mark: NoteMark,
    /// The whole sentence.
    pub(crate) words: String,
}

/// Whether a note begins with a tag.
pub(crate) enum NoteMark {
    /// It does not.
    None,
    /// It does.
    State(State),
}

/// One thing in a card: a package, a contact.
pub(crate) struct Item {
    /// Its own heading; empty where the card's says it.
    pub(crate) heading: String,
    /// Its facts.
    pub(crate) list: SummaryList,
    /// It is over: kept for the record, and of no use tonight.
    pub(crate) over: bool,
}

impl Item {
    /// Something that matters now.
    fn now(heading: impl Into<String>, rows: Vec<Row>) -> Self {
        Self { heading: heading.into(), list: list(rows), over: false }
    }
}

/// Writes cards.
pub(crate) struct Cards<'a> {
    /// The record, already cut.
    pub(crate) record: &'a Record,
    /// What the council was told, in words, newest first.
    pub(crate) told: Vec<String>,
    /// The council's name.
    pub(crate) council: &'a str,
    /// The number to ring about what is not known.
    pub(crate) ring: &'a Phone,
    /// The present.
    pub(crate) now: Timestamp,
}

impl Cards<'_> {
    /// All cards, in their order.
    pub(crate) fn all(&self) -> Vec<Block> {
        vec![
            self.care_and_services(),
            self.people_to_contact(),
            self.carer_and_home(),
            self.communication(),
            self.decisions(),
            self.risks_to_staff(),
            self.assessments(),
            self.messages(),
            self.sharing_limits(),
        ]
    }

    fn block(id: &'static str, heading: &str) -> Block {
        Block {
            id,
            card: Card::new(heading),
            notes: Vec::new(),
            items: Vec::new(),
            source: String::new(),
            from_copy: false,
        }
    }

    /// Adds a part's items to a card, or the state that stands in their place.
    fn add<T>(
        &self,
        block: &mut Block,
        about: &str,
        part: &Part<Vec<T>>,
        item: impl Fn(&T) -> Item,
    ) {
        self.sign(block, part.checked);
        match &part.fact {
            Fact::Known(all) if !all.is_empty() => block.items.extend(all.iter().map(item)),
            Fact::Known(_) => {
                block.notes.push(self.note(about, &Fact::<()>::NoneRecorded, part.checked));
            }
            state => block.notes.push(self.note(about, state, part.checked)),
        }
    }

    /// Says who says so, and how old it is; the oldest part of a card speaks for it.
    fn sign(&self, block: &mut Block, checked: Checked) {
        block.from_copy |= checked.from_copy;
        if block.source.is_empty() || checked.from_copy {
            block.source = format!("{}, {}", self.council, stand::checked(checked, self.now));
        }
    }

    fn note<T>(&self, about: &str, fact: &Fact<T>, checked: Checked) -> Note {
        let mark = match fact {
            Fact::CouldNotCheck => NoteMark::State(State::new(Tone::Alarm, "Could not check")),
            _ => NoteMark::None,
        };
        let words = fact.in_full(checked, Some(self.ring), self.now).unwrap_or_default();
        Note { about: about.to_owned(), mark, words }
    }

    /// A row with a value, or with the state that stands in its place.
    fn row<T>(key: &str, fact: &Fact<T>, write: impl Fn(&T) -> String) -> Row {
        Row::new(key, Self::value(fact, write))
    }

    fn value<T>(fact: &Fact<T>, write: impl Fn(&T) -> String) -> Markup {
        match fact {
            Fact::Known(value) => Markup::from(write(value)),
            state => Markup::from(state.words().unwrap_or_default()),
        }
    }

    fn text_row(key: &str, fact: &Fact<String>) -> Row {
        Self::row(key, fact, Clone::clone)
    }

    fn when_row(&self, key: &str, fact: Fact<When>) -> Row {
        Self::row(key, &fact, |when| words::when(*when, self.now))
    }

    fn day_row(key: &str, fact: Fact<jiff::civil::Date>) -> Row {
        Self::row(key, &fact, |day| words::day(*day))
    }

    fn yes_row(key: &str, fact: Fact<bool>) -> Row {
        Self::row(key, &fact, |yes| if *yes { "Yes".to_owned() } else { "No".to_owned() })
    }

    fn phone_row(key: &str, fact: &Fact<Phone>) -> Row {
        let value = match fact {
            Fact::Known(phone) => super::phone_markup("", phone),
            state => Markup::from(state.words().unwrap_or_default()),
        };
        Row::new(key, value)
    }

    fn messages(&self) -> Block {
        let mut block = Self::block("messages", "Messages");
        if self.told.is_empty() {
            block.notes.push(Note {
                about: String::new(),
                mark: NoteMark::None,
                words: "The council has been told nothing of this stay.".to_owned(),
            });
        } else {
            let rows = self
                .told
                .iter()
                .map(|told| Row::new(format!("{} told", self.council), told.as_str()));
            block.items.push(Item::now(String::new(), rows.collect()));
        }
        block
    }

    fn sharing_limits(&self) -> Block {
        let mut block = Self::block("limits", "Sharing limits");
        let hidden: Vec<&str> = care::record::PartName::ALL
            .into_iter()
            .filter(|part| {
                matches!(self.record.part(*part).fact, Fact::NotShared | Fact::Restricted)
            })
            .map(care::record::PartName::words)
            .collect();
        let words = if hidden.is_empty() {
            "Some details inside the parts above may not be shared with your role. Each says so."
                .to_owned()
        } else {
            format!("Some information is not shared with your role: {}.", hidden.join(", "))
        };
        block.notes.push(Note { about: String::new(), mark: NoteMark::None, words });
        block
    }
}

/// Facts below each other.
fn list(rows: Vec<Row>) -> SummaryList {
    SummaryList { rows, ..SummaryList::default() }
}
