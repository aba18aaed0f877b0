//! Where does each row of a file of comma-separated values begin and end?
//!
//! A row is a line, or several where a quoted field holds line ends. The reader is strict: a quote
//! that is never closed must not swallow the rest of the file, so a row has a greatest length, and
//! what follows a broken line is read afresh.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// The longest row, in bytes. No person's row comes near it.
pub(super) const LONGEST: usize = 64 * 1024;

/// What is wrong where a quotation mark is not followed by another.
const UNCLOSED: &str = "a quotation mark is opened and never closed";

/// One row as it stands in the file, without its line end.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Raw {
    /// The line on which it begins, counted from 1.
    pub(super) line: u64,
    pub(super) bytes: Vec<u8>,
}

/// What is wrong with a row, in words that hold nothing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw(pub(super) String);

impl Flaw {
    pub(super) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The rows of a file, one after the other.
pub(super) struct Lines<R> {
    reader: R,
    /// Lines that were read to look for a closing quote and are still to be read as rows.
    ahead: VecDeque<Line>,
    line: u64,
}

/// One line with its end.
struct Line {
    number: u64,
    bytes: Vec<u8>,
    /// Whether it is longer than a row may be; then `bytes` holds only its beginning.
    is_too_long: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, ahead: VecDeque::new(), line: 0 }
    }

    /// The next row that is not blank; `None` after the last.
    pub(super) fn next(&mut self) -> io::Result<Option<(Raw, Option<Flaw>)>> {
        while let Some(line) = self.line()? {
            if !line.is_too_long && line.bytes.iter().all(|byte| b"\r\n".contains(byte)) {
                continue;
            }
            return self.row(line).map(Some);
        }
        Ok(None)
    }

    /// The row that begins with a line. Lines are joined while a quotation mark is open.
    fn row(&mut self, first: Line) -> io::Result<(Raw, Option<Flaw>)> {
        let Line { number, mut bytes, mut is_too_long } = first;
        let (first_length, is_long_line) = (bytes.len(), is_too_long);
        let mut marks = Marks::default();
        marks.read(&bytes);
        let mut used = VecDeque::new();
        while marks.place == Place::Open && !is_too_long {
            let Some(next) = self.line()? else { break };
            is_too_long = next.is_too_long || bytes.len() + next.bytes.len() > LONGEST;
            marks.read(&next.bytes);
            bytes.extend(&next.bytes);
            used.push_back(next);
        }
        let is_unclosed = marks.place == Place::Open || marks.is_wrong && !used.is_empty();
        let flaw = if is_long_line {
            Some(Flaw::new(format!("it is longer than {LONGEST} bytes")))
        } else if is_unclosed || is_too_long {
            // The lines after the first are rows of their own, most likely.
            bytes.truncate(first_length);
            used.append(&mut self.ahead);
            self.ahead = used;
            Some(Flaw::new(UNCLOSED))
        } else {
            None
        };
        let end = bytes.iter().rposition(|byte| !b"\r\n".contains(byte)).map_or(0, |at| at + 1);
        bytes.truncate(end);
        Ok((Raw { line: number, bytes }, flaw))
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.ahead.pop_front() {
            return Ok(Some(line));
        }
        let mut bytes = Vec::new();
        let most = u64::try_from(LONGEST).unwrap_or(u64::MAX);
        (&mut self.reader).take(most + 2).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.line += 1;
        let is_too_long = bytes.len() > LONGEST && bytes.last() != Some(&b'\n');
        if is_too_long {
            bytes.truncate(LONGEST);
            self.skip_line()?;
        }
        Ok(Some(Line { number: self.line, bytes, is_too_long }))
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let held = self.reader.fill_buf()?;
            if held.is_empty() {
                return Ok(());
            }
            let end = held.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(held.len(), |at| at + 1);
            self.reader.consume(length);
            if end.is_some() {
                return Ok(());
            }
        }
    }
}

/// What the quotation marks of a row say of where it ends.
#[derive(Default)]
struct Marks {
    place: Place,
    /// Whether something stands after a closing quotation mark that may not.
    is_wrong: bool,
}

/// Where in a row the reader stands.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    /// At the beginning of a field, where alone a quotation mark opens it.
    #[default]
    Begin,
    Plain,
    Open,
    Closed,
}

impl Marks {
    fn read(&mut self, bytes: &[u8]) {
        if self.place != Place::Open && !bytes.contains(&b'"') {
            return;
        }
        for byte in bytes {
            self.place = match (self.place, byte) {
                (Place::Open, b'"') => Place::Closed,
                (Place::Begin | Place::Closed, b'"') | (Place::Open, _) => Place::Open,
                (_, b',') => Place::Begin,
                (Place::Closed, b'\r' | b'\n') => Place::Closed,
                (Place::Closed, _) => {
                    self.is_wrong = true;
                    Place::Plain
                }
                (Place::Begin | Place::Plain, _) => Place::Plain,
            };
        }
    }
}

/// The fields of one row, as bytes.
pub(super) fn split(row: &[u8]) -> Result<Vec<Vec<u8>>, Flaw> {
    if row.contains(&0) {
        return Err(Flaw::new("it holds a NUL byte"));
    }
    if !row.contains(&b'"') {
        return Ok(row.split(|byte| *byte == b',').map(<[u8]>::to_vec).collect());
    }
    let mut fields = Vec::new();
    let mut rest = row;
    loop {
        let (field, after) = match rest.strip_prefix(b"\"") {
            Some(quoted) => unquote(quoted)?,
            None => plain(rest)?,
        };
        fields.push(field);
        match after {
            Some(after) => rest = after,
            None => return Ok(fields),
        }
    }
}

/// A field, and what follows its comma.
type Field<'a> = (Vec<u8>, Option<&'a [u8]>);

fn plain(rest: &[u8]) -> Result<Field<'_>, Flaw> {
    let end = rest.iter().position(|byte| *byte == b',').unwrap_or(rest.len());
    let (field, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
    if field.contains(&b'"') {
        return Err(Flaw::new(
            "a quotation mark stands inside a field: put the whole field into quotation marks and \
             write the mark inside twice",
        ));
    }
    Ok((field.to_vec(), after.strip_prefix(b",")))
}

fn unquote(mut rest: &[u8]) -> Result<Field<'_>, Flaw> {
    let mut field = Vec::new();
    loop {
        let end = rest.iter().position(|byte| *byte == b'"');
        let Some((inside, after)) = end.and_then(|end| rest.split_at_checked(end)) else {
            return Err(Flaw::new(UNCLOSED));
        };
        field.extend(inside);
        match after {
            [b'"'] => return Ok((field, None)),
            [b'"', b'"', more @ ..] => {
                field.push(b'"');
                rest = more;
            }
            [b'"', b',', more @ ..] => return Ok((field, Some(more))),
            _ => {
                return Err(Flaw::new(
                    "something stands between a closing quotation mark and the comma",
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, String, Option<String>)> {
        let mut lines = Lines::new(text.as_bytes());
        let mut found = Vec::new();
        while let Some((raw, flaw)) = lines.next().unwrap() {
            let text = String::from_utf8(raw.bytes).unwrap();
            found.push((raw.line, text, flaw.map(|flaw| flaw.to_string())));
        }
        found
    }

    fn fields(row: &str) -> Vec<String> {
        let fields = split(row.as_bytes()).unwrap();
        fields.into_iter().map(|field| String::from_utf8(field).unwrap()).collect()
    }

    #[test]
    fn lines_end_as_on_any_system_and_blank_ones_are_nothing() {
        let expected = vec![(1, "a,b".to_owned(), None), (4, "c,d".to_owned(), None)];
        assert_eq!(rows("a,b\n\n\nc,d\n"), expected);
        assert_eq!(rows("a,b\r\n\r\n\r\nc,d"), expected);
        assert_eq!(rows(""), []);
    }

    #[test]
    fn a_quoted_field_may_hold_commas_line_ends_and_quotation_marks() {
        let text = "1,\"The Barn,\nMill Lane\",x\n2,y,z\n";
        let found = rows(text);
        assert_eq!(found.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(fields(&found[0].1), ["1", "The Barn,\nMill Lane", "x"]);
        assert_eq!(fields("\"say \"\"yes\"\"\",\"\",b,"), ["say \"yes\"", "", "b", ""]);
    }

    #[test]
    fn an_open_quotation_mark_costs_its_own_line_and_no_other() {
        let found = rows("1,\"open\n2,b\n3,c\n");
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].2.as_deref(), Some(UNCLOSED));
        assert_eq!((found[1].0, found[1].1.as_str(), &found[1].2), (2, "2,b", &None));
        assert_eq!((found[2].0, found[2].1.as_str(), &found[2].2), (3, "3,c", &None));
    }

    #[test]
    fn an_open_quotation_mark_does_not_read_on_for_ever() {
        let long = "2,\"b\n".repeat(3) + &"3,c\n".repeat(40_000);
        let found = rows(&long);
        assert_eq!(found.len(), 40_003);
        assert!(found.iter().take(3).all(|row| row.2.as_deref() == Some(UNCLOSED)));
        assert!(found.iter().skip(3).all(|row| row.2.is_none()));
    }

    #[test]
    fn a_row_that_is_too_long_is_passed_over() {
        let text = format!("1,a\n2,{}\n3,c\n", "x".repeat(3 * LONGEST));
        let found = rows(&text);
        assert_eq!(found.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(found[1].2.as_deref(), Some("it is longer than 65536 bytes"));
        assert_eq!(found[2].2, None);
    }

    #[test]
    fn quotation_marks_that_mean_nothing_are_refused() {
        for row in ["1,a\"b", "\"a\"b,2", "\"a\" ,2"] {
            assert!(split(row.as_bytes()).is_err(), "{row}");
        }
        assert!(split(b"a\0b").is_err());
    }
}
