//! How is a written name taken apart into words?

use care::people::name::fold;

/// Titles and the like that are written where a given name belongs.
const TITLES: [&str; 27] = [
    "MR",
    "MRS",
    "MISS",
    "MS",
    "MX",
    "DR",
    "DOCTOR",
    "PROF",
    "PROFESSOR",
    "REV",
    "REVD",
    "REVEREND",
    "FR",
    "FATHER",
    "SISTER",
    "SIR",
    "LADY",
    "DAME",
    "LORD",
    "MASTER",
    "MSTR",
    "HAJI",
    "HAJJI",
    "ALHAJI",
    "IMAM",
    "CAPT",
    "MAJOR",
];

/// Words that stand where no name is known.
const PLACEHOLDERS: [&str; 21] = [
    "UNKNOWN",
    "UNK",
    "NOTKNOWN",
    "NOT",
    "NK",
    "NA",
    "NONE",
    "NULL",
    "NIL",
    "BABY",
    "BABYOF",
    "INFANT",
    "NEWBORN",
    "TWIN",
    "MALE",
    "FEMALE",
    "PATIENT",
    "UNNAMED",
    "UNIDENTIFIED",
    "ANON",
    "XX",
];

/// Small words that belong to the next word of a family name: O'Brien, Mc Donald, van der Berg.
const JOINED: [&str; 24] = [
    "O", "MC", "MAC", "D", "DE", "DEL", "DELLA", "DI", "DA", "DO", "DOS", "DAS", "DU", "LA", "LE",
    "VAN", "VON", "DER", "DEN", "TER", "TEN", "AP", "AB", "ST",
];

/// Small words that come and go: al-Hassan is Hassan.
const DROPPED: [&str; 10] = ["AL", "EL", "UL", "UR", "UD", "BIN", "BINT", "IBN", "Y", "E"];

/// The longest text that is looked at: longer is no name.
const MOST_LETTERS: usize = 200;
/// The longest word that is kept.
const LONGEST_WORD: usize = 40;
/// Words of one field beyond these are let go.
const MOST_WORDS: usize = 8;

/// The words of a given or middle name, titles off; none where a placeholder stands.
pub(crate) fn of_given(text: &str) -> Vec<String> {
    let words = split(text);
    let mut named = words.into_iter().skip_while(|word| TITLES.contains(&word.as_str())).peekable();
    match named.peek() {
        Some(first) if is_placeholder(first) => Vec::new(),
        _ => named.collect(),
    }
}

/// The words of a family name, small words joined or dropped; none where a placeholder stands.
pub(crate) fn of_family(text: &str) -> Vec<String> {
    let words = split(text);
    if words.first().is_some_and(|first| is_placeholder(first)) {
        return Vec::new();
    }
    let several = words.len() > 1;
    let mut joined = Vec::new();
    let mut before = String::new();
    for word in words {
        if several && DROPPED.contains(&word.as_str()) {
            continue;
        }
        let is_small = several && JOINED.contains(&word.as_str());
        before.push_str(&word);
        if !is_small {
            joined.push(one_mac(std::mem::take(&mut before)));
        }
    }
    if !before.is_empty() {
        joined.push(before);
    }
    joined
}

fn is_placeholder(word: &str) -> bool {
    PLACEHOLDERS.contains(&word)
}

/// "Mac" and "Mc" are written for each other.
fn one_mac(word: String) -> String {
    match word.strip_prefix("MAC") {
        Some(rest) if rest.len() > 3 => format!("MC{rest}"),
        _ => word,
    }
}

/// Apostrophes join, all else that is no letter or digit divides.
fn split(text: &str) -> Vec<String> {
    let start: String = text.chars().take(MOST_LETTERS).collect();
    let is_apostrophe =
        |c: char| matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{b4}' | '\u{2bc}');
    let is_mark = unicode_normalization::char::is_combining_mark;
    start
        .split(|c: char| !(c.is_alphanumeric() || is_apostrophe(c) || is_mark(c)))
        .map(|word| fold(word).chars().take(LONGEST_WORD).collect::<String>())
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn families(text: &str, expected: &[&str]) {
        assert_eq!(of_family(text), expected, "{text}");
    }

    #[test]
    fn one_family_name_in_many_spellings_is_one() {
        for text in ["O'Brien", "O Brien", "OBRIEN", "o\u{2019}brien"] {
            families(text, &["OBRIEN"]);
        }
        for text in ["MacDonald", "McDonald", "Mc Donald", "Mac Donald"] {
            families(text, &["MCDONALD"]);
        }
        families("Bennett-Smith", &["BENNETT", "SMITH"]);
        families("van der Berg", &["VANDERBERG"]);
        families("Al-Hassan", &["HASSAN"]);
        families("Núñez", &["NUNEZ"]);
        families("Unknown", &[]);
    }

    #[test]
    fn a_title_is_no_given_name_and_a_placeholder_none() {
        assert_eq!(of_given("Mrs Dora Ann"), ["DORA", "ANN"]);
        assert_eq!(of_given("Baby of Dora"), Vec::<String>::new());
        assert_eq!(of_given("MR"), Vec::<String>::new());
        assert_eq!(of_given("  "), Vec::<String>::new());
    }

    #[test]
    fn an_endless_name_is_cut() {
        let words = of_given(&"Ab ".repeat(10_000));
        assert_eq!(words.len(), MOST_WORDS);
        assert!(of_given(&"a".repeat(10_000)).iter().all(|word| word.len() <= LONGEST_WORD));
    }
}
