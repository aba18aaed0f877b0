//! Whom can one ring, on which number, when?

/// A number to ring.
#[derive(Clone)]
pub struct Phone {
    /// Who answers, such as "Meadow Homecare".
    pub who: String,
    /// As people write it: "01632 960 123", with "x" before an extension.
    pub number: String,
    /// When somebody answers, such as "24 hours" or "Mon to Fri 08:45 to 17:00".
    pub hours: String,
}

impl Phone {
    /// The number as a telephone dials it, for a link. An extension is dialled after a pause, as
    /// RFC 3966 §3 writes it.
    pub fn dialled(&self) -> String {
        let (number, extension) = self.number.split_once('x').unwrap_or((&self.number, ""));
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        match digits(extension).as_str() {
            "" => digits(number),
            extension => format!("{};ext={extension}", digits(number)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tablet_dials_the_number_as_written() {
        assert_eq!(dialled("01632 960 123"), "01632960123");
        assert_eq!(dialled("01632 960 123 x42"), "01632960123;ext=42");
    }

    #[track_caller]
    fn dialled(number: &str) -> String {
        let phone = Phone { who: String::new(), number: number.to_owned(), hours: String::new() };
        phone.dialled()
    }
}
