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
    /// Seconds from 1970 to 2000.
    const EPOCH_SECOND: i64 = 946_684_800;
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

/// A text in whatever type the statement wants it: the person's id may be a number there.
#[derive(Debug)]
pub(super) struct Parameter(pub(super) String);

/// The council's id of this person cannot be a value of the column that it is compared with.
#[derive(Debug, thiserror::Error)]
#[error("the id does not have the type of the column")]
struct WrongType;

impl ToSql for Parameter {
    fn to_sql(&self, of: &Type, out: &mut BytesMut) -> Result<IsNull, Wrong> {
        let text = self.0.trim();
        match of.name() {
            "int2" => text.parse::<i16>().map_err(|_| WrongType)?.to_sql(of, out),
            "int4" => text.parse::<i32>().map_err(|_| WrongType)?.to_sql(of, out),
            "int8" => text.parse::<i64>().map_err(|_| WrongType)?.to_sql(of, out),
            "uuid" => {
                let hex: String = text.chars().filter(|c| *c != '-').collect();
                let value = u128::from_str_radix(&hex, 16).map_err(|_| WrongType)?;
                out.extend_from_slice(&value.to_be_bytes());
                Ok(IsNull::No)
            }
            "timestamptz" => moment(text, out),
            "text" | "varchar" | "bpchar" | "name" | "unknown" | "citext" => self.0.to_sql(of, out),
            _ => Err(WrongType.into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

/// A change marker that was read from a `timestamptz` goes back as one.
fn moment(text: &str, out: &mut BytesMut) -> Result<IsNull, Wrong> {
    let at: Timestamp = text.parse().map_err(|_| WrongType)?;
    let epoch = Timestamp::from_second(946_684_800).map_err(|_| WrongType)?;
    let micros = at.as_microsecond() - epoch.as_microsecond();
    out.extend_from_slice(&micros.to_be_bytes());
    Ok(IsNull::No)
}
