//! Which words do the names consist of?
//!
//! A word is worked out and kept once, however many people carry it; a person's record holds its
//! number.

use crate::bits::{high, narrow, share};
use crate::seed::Seed;
use crate::word::Word;

/// An empty place in the table.
const NONE: u32 = u32::MAX;

/// Words by number, and their numbers by text. Words are only ever added.
#[derive(Debug, Clone)]
pub(crate) struct Vocabulary {
    /// The number of the first word: those below are in another vocabulary.
    first: u32,
    words: Vec<Word>,
    /// Numbers less `first`, each at or after the place that its text points to.
    table: Vec<u32>,
    seed: Seed,
}

impl Vocabulary {
    /// No words yet; they will be numbered from `first`.
    pub(crate) fn new(seed: Seed, first: u32) -> Self {
        Self { first, words: Vec::new(), table: vec![NONE; 16], seed }
    }

    /// How many words.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The number after the last word's.
    pub(crate) fn end(&self) -> u32 {
        self.first.saturating_add(narrow(self.words.len()))
    }

    /// The word with a number.
    pub(crate) fn word(&self, number: u32) -> Option<&Word> {
        self.words.get(number.checked_sub(self.first)? as usize)
    }

    /// The number of a word.
    pub(crate) fn number(&self, text: &str) -> Option<u32> {
        self.seek(text).ok()
    }

    /// The number of a word, which is added where it is new.
    pub(crate) fn take(&mut self, text: &str) -> u32 {
        let place = match self.seek(text) {
            Ok(number) => return number,
            Err(place) => place,
        };
        let number = self.end();
        if let Some(slot) = self.table.get_mut(place) {
            *slot = narrow(self.words.len());
        }
        self.words.push(Word::new(text));
        if self.words.len() * 3 > self.table.len() * 2 {
            self.grow();
        }
        number
    }

    /// All words of `other`, which follow on this one's, added to it.
    pub(crate) fn append(&mut self, other: &Self) {
        for word in &other.words {
            self.take(word.text());
        }
    }

    /// Makes room for nothing more.
    pub(crate) fn shrink(&mut self) {
        self.words.shrink_to_fit();
    }

    /// Bytes held.
    pub(crate) fn size(&self) -> usize {
        let texts: usize = self.words.iter().map(|word| word.text().len()).sum();
        texts + self.words.capacity() * size_of::<Word>() + self.table.capacity() * 4
    }

    /// The number of a word, or the free place where it belongs.
    fn seek(&self, text: &str) -> Result<u32, usize> {
        let begin = share(high(self.seed.text(text)), self.table.len());
        for place in (begin..self.table.len()).chain(0..begin) {
            match self.table.get(place) {
                Some(&NONE) | None => return Err(place),
                Some(&at) => {
                    if self.words.get(at as usize).is_some_and(|word| word.text() == text) {
                        return Ok(self.first + at);
                    }
                }
            }
        }
        Err(begin)
    }

    fn grow(&mut self) {
        self.table = vec![NONE; self.table.len() * 2];
        for at in 0..self.words.len() {
            let free = self.words.get(at).and_then(|word| self.seek(word.text()).err());
            if let Some(slot) = free.and_then(|place| self.table.get_mut(place)) {
                *slot = narrow(at);
            }
        }
    }
}

/// The words of several vocabularies that follow on each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'a>([Option<&'a Vocabulary>; 3]);

impl<'a> Words<'a> {
    /// Those of one.
    pub(crate) fn of(only: &'a Vocabulary) -> Self {
        Self([Some(only), None, None])
    }

    /// Those of the first, perhaps of a second, and of the last.
    pub(crate) fn of_layers(
        first: &'a Vocabulary,
        second: Option<&'a Vocabulary>,
        last: &'a Vocabulary,
    ) -> Self {
        Self([Some(first), second, Some(last)])
    }

    /// The word with a number.
    pub(crate) fn word(self, number: u32) -> Option<&'a Word> {
        self.0.into_iter().flatten().find_map(|words| words.word(number))
    }

    /// The number of a word.
    pub(crate) fn number(self, text: &str) -> Option<u32> {
        self.0.into_iter().flatten().find_map(|words| words.number(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_number() {
        let mut words = Vocabulary::new(Seed::new(), 7);
        let texts: Vec<String> = (0..500).map(|number| format!("NAME{number}")).collect();
        let numbers: Vec<u32> = texts.iter().map(|text| words.take(text)).collect();
        assert_eq!(numbers, (7..507).collect::<Vec<_>>());
        assert!(texts.iter().zip(7..).all(|(text, number)| words.take(text) == number));
        assert!(texts.iter().zip(7..).all(|(text, number)| words.number(text) == Some(number)));
        assert_eq!(words.word(7 + 123).unwrap().text(), "NAME123");
        assert_eq!(words.number("NOBODY"), None);
        assert!(words.word(6).is_none() && words.word(507).is_none());
    }

    #[test]
    fn words_that_follow_keep_their_numbers() {
        let seed = Seed::new();
        let mut words = Vocabulary::new(seed, 0);
        words.take("DORA");
        let mut more = Vocabulary::new(seed, words.end());
        let number = more.take("HALLIDAY");
        words.append(&more);
        assert_eq!(words.number("HALLIDAY"), Some(number));
    }
}
