//! What does a value of PostgreSQL say?
//!
//! The server sends values in the binary form of their type, whatever type a council's view has.
//! Those that no column of ours could hold are unreadable, never an error.

use std::error::Error;

use jiff::civil::{Date, DateTime, Time, date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use tokio_postgres::Row;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, Kind, ToSql, Type};

use crate::rows::Cell;

type Wrong = Box<dyn Error + Sync + Send>;

/// The cells of a row.
pub(super) fn cells(row: &Row) -> Vec<Cell> {
    let cell = |place| row.try_get::<_, Raw>(place).map_or(Cell::Unreadable, |Raw(cell)| cell);
    (0..row.len()).map(cell).collect()
}

struct Raw(Cell);

impl<'a> FromSql<'a> for Raw {
    fn from_sql(of: &Type, raw: &'a [u8]) -> Result<Self, Wrong> {
        Ok(Self(decode(of, raw).unwrap_or(Cell::Unreadable)))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Wrong> {
        Ok(Self(Cell::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

fn decode(of: &Type, raw: &[u8]) -> Option<Cell> {
    match of.kind() {
        Kind::Enum(_) => return text(raw),
        Kind::Domain(inner) => return decode(inner, raw),
        _ => {}
    }
    match of.name() {
        "bool" => Some(Cell::Flag(*raw.first()? != 0)),
        "int2" => Some(Cell::Integer(i16::from_be_bytes(raw.try_into().ok()?).into())),
        "int4" => Some(Cell::Integer(i32::from_be_bytes(raw.try_into().ok()?).into())),
        "int8" => Some(Cell::Integer(i64::from_be_bytes(raw.try_into().ok()?))),
        "float4" => Some(Cell::Real(f32::from_be_bytes(raw.try_into().ok()?).into())),
        "float8" => Some(Cell::Real(f64::from_be_bytes(raw.try_into().ok()?))),
        "numeric" => numeric(raw).map(Cell::Text),
        "date" => day(i32::from_be_bytes(raw.try_into().ok()?)),
        "time" => clock(i64::from_be_bytes(raw.try_into().ok()?)).map(Cell::Clock),
        "timestamp" => wall(i64::from_be_bytes(raw.try_into().ok()?)),
        "timestamptz" => instant(i64::from_be_bytes(raw.try_into().ok()?)),
        "uuid" => uuid(raw).map(Cell::Text),
        "text" | "varchar" | "bpchar" | "name" | "unknown" | "citext" | "json" | "xml" => text(raw),
        _ => None,
    }
}

fn text(raw: &[u8]) -> Option<Cell> {
    std::str::from_utf8(raw).ok().map(Cell::text)
}

/// The server counts days and microseconds from here.
const EPOCH: Date = date(2000, 1, 1);
/// The same in seconds since 1970.
const EPOCH_SECOND: i64 = 946_684_800;
/// What a date without end is read as.
const FOR_EVER: Date = date(9999, 12, 31);

fn day(days: i32) -> Option<Cell> {
    match days {
        i32::MAX => Some(Cell::Day(FOR_EVER)),
        i32::MIN => Some(Cell::Null),
        days => EPOCH.checked_add(days.days()).ok().map(Cell::Day),
    }
}

fn clock(micros: i64) -> Option<Time> {
    Time::midnight().checked_add(SignedDuration::from_micros(micros)).ok()
}

fn wall(micros: i64) -> Option<Cell> {
    match micros {
        i64::MAX => Some(Cell::Day(FOR_EVER)),
        i64::MIN => Some(Cell::Null),
        micros => {
            let epoch = DateTime::from_parts(EPOCH, Time::midnight());
            epoch.checked_add(SignedDuration::from_micros(micros)).ok().map(Cell::Wall)
        }
    }
}

fn instant(micros: i64) -> Option<Cell> {
    match micros {
        i64::MAX => Some(Cell::Day(FOR_EVER)),
        i64::MIN => Some(Cell::Null),
        micros => {
            let epoch = Timestamp::from_second(EPOCH_SECOND).ok()?;
            epoch.checked_add(SignedDuration::from_micros(micros)).ok().map(Cell::At)
        }
    }
}

fn uuid(raw: &[u8]) -> Option<String> {
    let value = u128::from_be_bytes(raw.try_into().ok()?);
    let hex = format!("{value:032x}");
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| hex.get(range));
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    Some(parts.join("-"))
}

/// A decimal number: how many groups of four digits, where the first of them stands, the sign, how
/// many digits after the point, and the groups.
fn numeric(raw: &[u8]) -> Option<String> {
    let mut words = raw.chunks_exact(2).map(|pair| match pair {
        [high, low] => i16::from_be_bytes([*high, *low]),
        _ => 0,
    });
    let (_, weight, sign, scale) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let groups: Vec<i16> = words.collect();
    let group = |place: i16| {
        let index = usize::try_from(i32::from(weight) - i32::from(place)).ok();
        index.and_then(|index| groups.get(index)).copied().unwrap_or_default()
    };
    let mut text = match sign {
        0 => String::new(),
        0x4000 => "-".to_owned(),
        _ => return None,
    };
    let written = |places: &mut dyn Iterator<Item = i16>| {
        places.map(|place| format!("{:04}", group(place))).collect::<Vec<_>>().concat()
    };
    let whole = written(&mut (0..=weight.max(0)).rev());
    let whole = whole.trim_start_matches('0');
    text.push_str(if whole.is_empty() { "0" } else { whole });
    let scale = usize::try_from(scale).ok()?;
    if scale > 0 {
        let places = i16::try_from(scale.div_ceil(4)).ok()?;
        text.push('.');
        text.push_str(written(&mut (1..=places).map(|place| -place)).get(..scale)?);
    }
    Some(text)
}

/// A text in the binary form of the type in which the statement wants it: the person's id may be a
/// number there, and a marker goes back as the time that it was read from.
#[derive(Debug)]
pub(super) struct Parameter(Vec<u8>);

impl Parameter {
    /// `None` where the text cannot be a value of the type: then it names nobody there.
    pub(super) fn new(of: &Type, text: &str) -> Option<Self> {
        let number = text.trim().parse::<i64>();
        let bytes = match of.name() {
            "int2" => i16::try_from(number.ok()?).ok()?.to_be_bytes().to_vec(),
            "int4" => i32::try_from(number.ok()?).ok()?.to_be_bytes().to_vec(),
            "int8" => number.ok()?.to_be_bytes().to_vec(),
            "numeric" => whole_numeric(number.ok()?)?,
            "uuid" => {
                let hex: String = text.trim().chars().filter(|c| *c != '-').collect();
                u128::from_str_radix(&hex, 16).ok()?.to_be_bytes().to_vec()
            }
            "timestamptz" => {
                let at: Timestamp = text.trim().parse().ok()?;
                let micros = at.as_microsecond().checked_sub(EPOCH_SECOND * 1_000_000)?;
                micros.to_be_bytes().to_vec()
            }
            "timestamp" => {
                let wall: DateTime = text.trim().parse().ok()?;
                let since = wall.duration_since(DateTime::from_parts(EPOCH, Time::midnight()));
                i64::try_from(since.as_micros()).ok()?.to_be_bytes().to_vec()
            }
            "date" => {
                let day: Date = text.trim().parse().ok()?;
                i32::try_from(day.duration_since(EPOCH).as_hours() / 24)
                    .ok()?
                    .to_be_bytes()
                    .to_vec()
            }
            "text" | "varchar" | "bpchar" | "name" | "unknown" | "citext" => text.into(),
            _ => return None,
        };
        Some(Self(bytes))
    }
}

impl ToSql for Parameter {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Wrong> {
        out.extend_from_slice(&self.0);
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

/// A whole number as [`numeric`] reads it.
fn whole_numeric(number: i64) -> Option<Vec<u8>> {
    let mut groups = Vec::new();
    let mut rest = number.unsigned_abs();
    while rest > 0 {
        groups.push(u16::try_from(rest % 10_000).ok()?);
        rest /= 10_000;
    }
    let count = u16::try_from(groups.len()).ok()?;
    let sign = if number < 0 { 0x4000 } else { 0 };
    let head = [count, count.saturating_sub(1), sign, 0];
    let words = head.into_iter().chain(groups.into_iter().rev());
    Some(words.flat_map(u16::to_be_bytes).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_read_as_it_was_written() {
        for number in [0, 7, 9_999, 10_000, 40_021, -12_345_678, 1_000_000_000_000, i64::MAX] {
            let written = whole_numeric(number).unwrap();
            assert_eq!(numeric(&written), Some(number.to_string()));
        }
    }

    #[test]
    fn a_decimal_number_keeps_its_places() {
        let raw =
            |words: &[u16]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<_>>();
        assert_eq!(numeric(&raw(&[2, 0, 0, 2, 10, 5000])).as_deref(), Some("10.50"));
        assert_eq!(numeric(&raw(&[1, 0xffff, 0, 4, 25])).as_deref(), Some("0.0025"));
        assert_eq!(numeric(&raw(&[1, 0, 0x4000, 0, 3])).as_deref(), Some("-3"));
        assert_eq!(numeric(&raw(&[0, 0, 0xc000, 0])), None, "not a number");
    }

    #[test]
    fn bytes_that_are_too_few_are_unreadable_and_no_panic() {
        let names = [Type::BOOL, Type::INT2, Type::INT8, Type::FLOAT8, Type::NUMERIC, Type::DATE];
        for of in names.iter().chain(&[Type::TIMESTAMP, Type::TIMESTAMPTZ, Type::TIME, Type::UUID])
        {
            assert!(decode(of, &[]).is_none(), "{of}");
            assert!(decode(of, &[1, 2, 3]).is_none() || *of == Type::BOOL, "{of}");
        }
    }

    #[test]
    fn an_id_that_cannot_be_of_the_type_names_nobody() {
        assert!(Parameter::new(&Type::INT4, "40021").is_some());
        assert!(Parameter::new(&Type::INT4, "P40021").is_none());
        assert!(Parameter::new(&Type::INT2, "40021").is_none());
        assert!(Parameter::new(&Type::BOOL, "1").is_none());
    }
}
