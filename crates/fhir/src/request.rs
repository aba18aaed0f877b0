//! How is a question put to the Personal Demographics Service?
//!
//! As its operator advises for a unique answer: the family name, the first three letters of the
//! given name, the whole date of birth, earlier names and addresses included, gender left out. The
//! postcode is only added when there were too many: a search with a postcode passes over restricted
//! people in silence.

use care::people::trace::{Ask, Question};

/// How many letters of the given name are asked for. Wildcards may not stand among the first two.
const BEGINNING: usize = 3;

/// How many characters of the postcode are asked for.
const AREA: usize = 2;

/// The longest name that is asked for, in characters.
const LONGEST_NAME: usize = 100;

/// What is asked, below the address of the service.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The path: `Patient` for a search, `Patient/…` for one number. It identifies.
    pub path: String,
    /// The parameters, not yet encoded. They identify.
    pub parameters: Vec<(&'static str, String)>,
}

impl Request {
    /// The request that asks so.
    pub fn of(question: &Question, ask: Ask) -> Self {
        match ask {
            Ask::Number(number) => {
                Self { path: format!("Patient/{}", number.digits()), parameters: Vec::new() }
            }
            Ask::Anywhere => Self::search(question, None),
            Ask::Nearby => Self::search(question, question.postcode.as_ref()),
        }
    }

    fn search(question: &Question, postcode: Option<&care::people::Postcode>) -> Self {
        let mut parameters = vec![
            ("family", plain(&question.name.family)),
            ("given", beginning(&question.name.given)),
            ("birthdate", format!("eq{}", question.born)),
            ("_history", "true".to_owned()),
            ("_max-results", "1".to_owned()),
        ];
        parameters.extend(postcode.map(|postcode| {
            let area: String = postcode.compact().chars().take(AREA).collect();
            ("address-postalcode", format!("{area}*"))
        }));
        Self { path: "Patient".to_owned(), parameters }
    }
}

/// It holds a name and a date of birth.
impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Request(..)")
    }
}

/// A name without what has a meaning in a search: letters, spaces, hyphens, apostrophes.
fn plain(name: &str) -> String {
    let belongs = |c: &char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.');
    let name: String = name.chars().filter(belongs).take(LONGEST_NAME).collect();
    name.trim().to_owned()
}

/// The beginning of a given name with a wildcard, or all of it where it is no longer, or does not
/// begin with so many letters.
fn beginning(name: &str) -> String {
    let name = plain(name);
    let first: String = name.chars().take(BEGINNING).collect();
    let is_longer = name.chars().count() > BEGINNING;
    if is_longer && first.chars().all(char::is_alphabetic) { format!("{first}*") } else { name }
}

#[cfg(test)]
mod tests {
    use care::people::{Gender, PersonName};
    use jiff::civil::date;

    use super::*;

    fn question(given: &str) -> Question {
        Question {
            number: None,
            name: PersonName::usual("O'Neill-Núñez", given),
            born: date(1939, 1, 9),
            gender: Gender::Female,
            postcode: "XX4 7QP".parse().ok(),
        }
    }

    #[track_caller]
    fn given(name: &str, expected: &str) {
        let request = Request::of(&question(name), Ask::Anywhere);
        let found = request.parameters.iter().find(|(key, _)| *key == "given").unwrap();
        assert_eq!(found.1, expected);
    }

    #[test]
    fn a_search_asks_for_no_more_than_it_needs() {
        let request = Request::of(&question("Josephine"), Ask::Anywhere);
        let expected = [
            ("family", "O'Neill-Núñez"),
            ("given", "Jos*"),
            ("birthdate", "eq1939-01-09"),
            ("_history", "true"),
            ("_max-results", "1"),
        ];
        assert_eq!(request.parameters, expected.map(|(key, value)| (key, value.to_owned())));
        assert_eq!(request.path, "Patient");
    }

    #[test]
    fn the_postcode_is_added_only_where_there_were_too_many() {
        let request = Request::of(&question("Josephine"), Ask::Nearby);
        assert_eq!(request.parameters.last(), Some(&("address-postalcode", "XX*".to_owned())));
    }

    #[test]
    fn no_wildcard_stands_among_the_first_two_letters() {
        given("Jo", "Jo");
        given("Ann", "Ann");
        given("Anne", "Ann*");
        given("J*a*n", "Jan");
        given("O'Brien", "O'Brien");
        given("*ł*ukasz%", "łuk*");
    }

    #[test]
    fn a_number_is_asked_for_by_itself() {
        let number = "9994810103".parse().unwrap();
        let request = Request::of(&question("Jane"), Ask::Number(number));
        assert_eq!((request.path.as_str(), request.parameters.len()), ("Patient/9994810103", 0));
        assert!(!format!("{request:?}").contains("999"));
    }
}
