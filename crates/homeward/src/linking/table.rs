//! What stands in a file of comma-separated values?
//!
//! Text is UTF-8; a row that is not is read as Windows-1252, as older systems write it, and
//! counted. A row that cannot be read is never guessed at: it is a [`Broken`] row, with its line.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use miette::Diagnostic;
use thiserror::Error;

use super::header::Header;
use super::lines::{Flaw, Lines, Raw, split};

/// Why a file cannot be read or written.
#[derive(Debug, Error, Diagnostic)]
pub enum FileFault {
    /// It is not there, or may not be read.
    #[error("{file} cannot be read: {cause}")]
    Unread {
        /// As it was named.
        file: String,
        /// What the operating system said.
        cause: String,
    },
    /// A line of it is wrong.
    #[error("{file}, line {line}: {what}")]
    Wrong {
        /// As it was named.
        file: String,
        /// The line, counted from 1.
        line: u64,
        /// What is wrong, without any value.
        what: String,
        /// How to mend it.
        #[help]
        mend: String,
    },
    /// What was asked for cannot be written.
    #[error("{file} cannot be written: {cause}")]
    Unwritten {
        /// As it was named.
        file: String,
        /// What the operating system said, or what is wrong with the place.
        cause: String,
    },
}

/// A row that cannot be used.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    /// The row as it stands in the file; of one that is too long, the beginning.
    pub(crate) raw: Raw,
    /// What is wrong with it.
    pub(crate) flaw: Flaw,
}

/// A file that is read row by row.
pub(crate) struct Table {
    path: PathBuf,
    lines: Lines<BufReader<File>>,
    header: Header,
}

/// The fields of one row, in the order of the header.
pub(crate) struct Row {
    fields: Vec<String>,
    /// Whether it was not UTF-8 and was read as Windows-1252.
    pub(crate) is_guessed: bool,
}

impl Row {
    /// What stands in a place, without the blanks around it; empty where there is no such column.
    pub(crate) fn at(&self, place: Option<usize>) -> &str {
        place.and_then(|place| self.fields.get(place)).map_or("", |field| field.trim())
    }
}

impl Table {
    /// Opens a file and reads its header.
    pub(crate) fn open(path: &Path) -> Result<Self, FileFault> {
        let unread = |error: io::Error| unread(path, &error);
        let file = File::open(path).map_err(unread)?;
        let mut reader = BufReader::with_capacity(1 << 18, file);
        let start = reader.fill_buf().map_err(unread)?;
        if let Some(kind) = foreign(start) {
            let mend = "save it as comma-separated values in UTF-8".to_owned();
            let what = format!("this is {kind}, not a file of comma-separated values");
            return Err(FileFault::Wrong { file: path.display().to_string(), line: 1, what, mend });
        }
        if start.starts_with(MARK) {
            reader.consume(MARK.len());
        }
        let mut lines = Lines::new(reader);
        let header = header(path, &mut lines)?;
        Ok(Self { path: path.to_owned(), lines, header })
    }

    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The next row, not yet divided into fields; `None` after the last.
    pub(crate) fn next(&mut self) -> Result<Option<Result<Raw, Broken>>, FileFault> {
        let row = self.lines.next().map_err(|error| unread(&self.path, &error))?;
        Ok(row.map(|(raw, flaw)| match flaw {
            Some(flaw) => Err(Broken { raw, flaw }),
            None => Ok(raw),
        }))
    }
}

/// Divides a row into as many fields as the header has.
pub(crate) fn fields(raw: &Raw, wants: usize) -> Result<Row, Flaw> {
    let fields = split(&raw.bytes)?;
    if fields.len() != wants {
        let has = fields.len();
        return Err(Flaw::new(format!("it has {has} fields where the header has {wants}")));
    }
    let mut is_guessed = false;
    let fields = fields.into_iter().map(|field| {
        String::from_utf8(field).unwrap_or_else(|error| {
            is_guessed = true;
            windows_1252(error.as_bytes())
        })
    });
    let fields = fields.collect();
    Ok(Row { fields, is_guessed })
}

/// The mark with which some systems begin a file of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// What a file is that begins so, where it is none of comma-separated values.
fn foreign(start: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 5] = [
        (b"\xFF\xFE", "UTF-16 text"),
        (b"\xFE\xFF", "UTF-16 text"),
        (b"PK\x03\x04", "a workbook or an archive"),
        (b"\x1F\x8B", "a compressed file"),
        (b"\x28\xB5\x2F\xFD", "a compressed file"),
    ];
    kinds.iter().find(|(mark, _)| start.starts_with(mark)).map(|(_, kind)| *kind)
}

fn header(path: &Path, lines: &mut Lines<BufReader<File>>) -> Result<Header, FileFault> {
    let refuse = |what: String| {
        let mend = "the first line names the columns, separated by commas".to_owned();
        FileFault::Wrong { file: path.display().to_string(), line: 1, what, mend }
    };
    let (raw, flaw) = lines
        .next()
        .map_err(|error| unread(path, &error))?
        .ok_or_else(|| refuse("the file is empty".to_owned()))?;
    if raw.bytes.contains(&b'\r') {
        return Err(refuse("lines end with CR alone: save it with LF or CRLF".to_owned()));
    }
    let names = match flaw {
        Some(flaw) => Err(flaw),
        None => split(&raw.bytes),
    };
    let names = names.map_err(|flaw| refuse(flaw.to_string()))?;
    Ok(Header::new(names.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect()))
}

fn unread(path: &Path, error: &io::Error) -> FileFault {
    FileFault::Unread { file: path.display().to_string(), cause: error.to_string() }
}

/// What the bytes 80 to 9F hexadecimal mean in Windows-1252; the rest is as in Unicode.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(bytes: &[u8]) -> String {
    let read = |byte: &u8| match byte {
        0x80..=0x9F => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{fffd}'),
        byte => char::from(*byte),
    };
    bytes.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_utf_8_is_read_as_windows_1252() {
        let raw = Raw { line: 2, bytes: b"O\x92Brien,Se\xE1n".to_vec() };
        let row = fields(&raw, 2).unwrap();
        assert!(row.is_guessed);
        assert_eq!((row.at(Some(0)), row.at(Some(1)), row.at(None)), ("O’Brien", "Seán", ""));
    }

    #[test]
    fn a_row_with_too_few_or_too_many_fields_is_broken() {
        for (bytes, has) in [(&b"1"[..], 1), (b"1,2,3", 3)] {
            let flaw = fields(&Raw { line: 2, bytes: bytes.to_vec() }, 2).err().unwrap();
            assert_eq!(flaw.to_string(), format!("it has {has} fields where the header has 2"));
        }
    }
}
