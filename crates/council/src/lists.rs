//! What do a council's codes mean in our words?
//!
//! A list is a closed set of words of ours. A council writes its own codes against them under
//! `[values.<list>]`; our own words need no entry. Codes are compared without regard to capitals
//! and to spaces at the ends or repeated.

use std::collections::BTreeMap;

use care::people::{Gender, Known, NumberStatus};
use care::record::{
    AlertAudience, AttorneyKind, DeprivationStatus, PackageState, Setting, Sharing,
};

/// A type whose values have words of ours, and so a list.
pub(crate) trait Coded: Copy + 'static {
    /// The name of the list.
    const LIST: &'static str;
    /// The words and what they stand for. The first word for a value is the one to write.
    const WORDS: &'static [(&'static str, Self)];
}

/// Words that every list has besides its own: the source positively says that there is none.
const NONE: &str = "none";
/// The source has a place for it and nothing in it.
const NOT_RECORDED: &str = "not recorded";
/// Only of `alert_audience`: the alert must not leave the council.
const NEVER: &str = "never";

/// The list for codes in any column of words: it has no words but the shared ones.
const TEXT: &str = "text";

/// One list: its name, and the words that a council may write against its codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its name, as in `[values.<name>]`.
    pub name: &'static str,
    /// Its words.
    pub words: Vec<&'static str>,
}

/// Every list.
pub fn lists() -> Vec<List> {
    let mut audience = list::<AlertAudience>();
    audience.words.push(NEVER);
    vec![
        audience,
        list::<AttorneyKind>(),
        list::<DeprivationStatus>(),
        list::<Gender>(),
        list::<Known>(),
        list::<NumberStatus>(),
        list::<PackageState>(),
        list::<Setting>(),
        list::<Sharing>(),
        List { name: TEXT, words: vec![NONE, NOT_RECORDED] },
        list::<bool>(),
    ]
}

fn list<T: Coded>() -> List {
    let own = T::WORDS.iter().map(|(word, _)| *word);
    List { name: T::LIST, words: own.chain([NONE, NOT_RECORDED]).collect() }
}

/// What a code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning<T> {
    Word(T),
    NoneRecorded,
    NotRecorded,
    /// The entry must not leave the council.
    Never,
    /// No word of ours. The code is counted, not shown.
    Unknown,
}

/// One council's codes, list by list, and its words for codes in columns of words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Values {
    /// List, code as compared, word of the list.
    pub(crate) lists: BTreeMap<String, BTreeMap<String, String>>,
    /// File stem and column, code as compared, words to show.
    pub(crate) words: BTreeMap<(String, String), BTreeMap<String, String>>,
}

impl Values {
    /// What `code` says in the list of `T`.
    pub(crate) fn meaning<T: Coded>(&self, code: &str) -> Meaning<T> {
        let code = folded(code);
        let mapped = self.lists.get(T::LIST).and_then(|list| list.get(&code));
        let word = mapped.map_or(code.as_str(), String::as_str);
        match word {
            NONE => Meaning::NoneRecorded,
            NOT_RECORDED => Meaning::NotRecorded,
            NEVER => Meaning::Never,
            word => T::WORDS
                .iter()
                .find(|(each, _)| *each == word)
                .map_or(Meaning::Unknown, |(_, value)| Meaning::Word(*value)),
        }
    }

    /// What `text` says in a column of words.
    pub(crate) fn text(&self, stem: &str, column: &str, text: String) -> Meaning<String> {
        if self.lists.is_empty() && self.words.is_empty() {
            return Meaning::Word(text);
        }
        let code = folded(&text);
        match self.lists.get(TEXT).and_then(|list| list.get(&code)).map(String::as_str) {
            Some(NONE) => return Meaning::NoneRecorded,
            Some(_) => return Meaning::NotRecorded,
            None => {}
        }
        match self.words.get(&(stem.to_owned(), column.to_owned())) {
            None => Meaning::Word(text),
            Some(words) => words.get(&code).map_or(Meaning::Unknown, |word| match word.as_str() {
                NONE => Meaning::NoneRecorded,
                NOT_RECORDED => Meaning::NotRecorded,
                words => Meaning::Word(words.to_owned()),
            }),
        }
    }
}

/// A code as it is compared.
pub(crate) fn folded(code: &str) -> String {
    code.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Coded for bool {
    const LIST: &'static str = "yes_no";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("yes", true),
        ("no", false),
        ("y", true),
        ("n", false),
        ("true", true),
        ("false", false),
        ("t", true),
        ("f", false),
        ("1", true),
        ("0", false),
    ];
}

/// NHS Data Dictionary, PERSON STATED GENDER CODE.
impl Coded for Gender {
    const LIST: &'static str = "gender";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("male", Self::Male),
        ("female", Self::Female),
        ("indeterminate", Self::Indeterminate),
        ("not known", Self::NotKnown),
        ("m", Self::Male),
        ("f", Self::Female),
        ("1", Self::Male),
        ("2", Self::Female),
        ("9", Self::Indeterminate),
        ("x", Self::NotKnown),
        ("0", Self::NotKnown),
    ];
}

/// NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE.
impl Coded for NumberStatus {
    const LIST: &'static str = "nhs_number_status";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("verified", Self::Verified),
        ("not traced", Self::NotTraced),
        ("trace required", Self::TraceRequired),
        ("trace failed", Self::TraceFailed),
        ("in conflict", Self::InConflict),
        ("trace under way", Self::TraceUnderWay),
        ("not required", Self::NotRequired),
        ("postponed", Self::Postponed),
        ("01", Self::Verified),
        ("02", Self::NotTraced),
        ("03", Self::TraceRequired),
        ("04", Self::TraceFailed),
        ("05", Self::InConflict),
        ("06", Self::TraceUnderWay),
        ("07", Self::NotRequired),
        ("08", Self::Postponed),
    ];
}

impl Coded for Known {
    const LIST: &'static str = "known";
    const WORDS: &'static [(&'static str, Self)] =
        &[("person", Self::Yes), ("unknown", Self::Unknown), ("not a person", Self::NotAPerson)];
}

impl Coded for PackageState {
    const LIST: &'static str = "package_state";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("planned", Self::Planned),
        ("running", Self::Running),
        ("on hold", Self::OnHold),
        ("ended", Self::Ended),
    ];
}

impl Coded for Setting {
    const LIST: &'static str = "setting";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("at home", Self::AtHome),
        ("reablement", Self::Reablement),
        ("short term", Self::ShortTerm),
        ("residential", Self::Residential),
        ("nursing", Self::Nursing),
        ("day service", Self::DayService),
        ("carer support", Self::CarerSupport),
        ("direct payment", Self::DirectPayment),
        ("telecare", Self::Telecare),
        ("other", Self::Other),
    ];
}

impl Coded for AttorneyKind {
    const LIST: &'static str = "attorney_kind";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("health and welfare", Self::HealthAndWelfare),
        ("property and finance", Self::PropertyAndFinance),
        ("welfare deputy", Self::WelfareDeputy),
        ("property deputy", Self::PropertyDeputy),
        ("advocate", Self::Advocate),
    ];
}

impl Coded for DeprivationStatus {
    const LIST: &'static str = "deprivation_status";
    const WORDS: &'static [(&'static str, Self)] =
        &[("requested", Self::Requested), ("authorised", Self::Authorised)];
}

impl Coded for AlertAudience {
    const LIST: &'static str = "alert_audience";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("visiting staff", Self::VisitingStaff),
        ("person", Self::Person),
        ("everyone", Self::Everyone),
    ];
}

impl Coded for Sharing {
    const LIST: &'static str = "sharing";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("open", Self::Open),
        ("objection", Self::Objection),
        ("protected location", Self::ProtectedLocation),
        ("transition", Self::Transition),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        let mut values = Values::default();
        let states = [("act", "running"), ("?", "not recorded"), ("nil", "none")];
        let states = states.map(|(code, word)| (code.to_owned(), word.to_owned()));
        values.lists.insert("package_state".to_owned(), states.into());
        let text = [("n/k".to_owned(), "not recorded".to_owned())];
        values.lists.insert(TEXT.to_owned(), text.into());
        let words = [("dau".to_owned(), "Daughter".to_owned())];
        values.words.insert(("contacts".to_owned(), "relationship".to_owned()), words.into());
        values
    }

    #[test]
    fn a_code_is_read_by_the_council_s_list_and_then_by_our_words() {
        let values = values();
        assert_eq!(values.meaning(" ACT "), Meaning::Word(PackageState::Running));
        assert_eq!(values.meaning("On  Hold"), Meaning::Word(PackageState::OnHold));
        assert_eq!(values.meaning::<PackageState>("?"), Meaning::NotRecorded);
        assert_eq!(values.meaning::<PackageState>("NIL"), Meaning::NoneRecorded);
    }

    #[test]
    fn h24_a_code_that_nobody_wrote_down_is_unknown_and_never_guessed() {
        let values = values();
        for code in ["run", "running!", "ACTIVE", "R", "\u{0}", "0"] {
            assert_eq!(values.meaning::<PackageState>(code), Meaning::Unknown, "{code:?}");
        }
        let relation = values.text("contacts", "relationship", "XYZ".to_owned());
        assert_eq!(relation, Meaning::Unknown);
    }

    #[test]
    fn words_are_left_alone_where_the_council_gives_no_list() {
        let values = values();
        let text = |column, text: &str| values.text("contacts", column, text.to_owned());
        assert_eq!(text("comments", "Any words"), Meaning::Word("Any words".to_owned()));
        assert_eq!(text("comments", "N/K"), Meaning::NotRecorded);
        assert_eq!(text("relationship", "Dau"), Meaning::Word("Daughter".to_owned()));
    }

    #[test]
    fn every_word_of_every_list_is_written_as_it_is_compared() {
        for list in lists() {
            for word in list.words {
                assert_eq!(folded(word), word, "{}", list.name);
            }
        }
    }
}
