//! Who is this patient, as the message says it? PID, PD1 and the marks that shield.

use care::filing::{IdentityNews, Shield};
use care::people::{Born, Death, Gender, PartialDate};
use care::stays::{Moment, Said};
use jiff::Timestamp;

use super::group::Group;
use super::number::{self, Numbers};
use super::reader::{Reader, said};
use super::{address, codes, name};
use crate::message::Presence;
use crate::time::Written;

/// Reads who the patient is.
pub(super) fn read(
    group: &Group<'_>,
    numbers: &Numbers,
    reader: &Reader<'_>,
    at: Moment,
) -> IdentityNews {
    let reliability = number::reliability(group, reader);
    let is_marked = |code: &str| reliability.iter().any(|each| each == code);
    let names = name::read(group, is_marked("AL"), reader);
    IdentityNews {
        patient: numbers.patient.clone(),
        at,
        nhs: numbers.nhs,
        unproved: numbers.unproved.clone(),
        number_in_conflict: numbers.in_conflict,
        known: name::known(group, &names, reader),
        names,
        born: if is_marked("UD") { Said::Cleared } else { born(group, is_marked("ED"), reader) },
        gender: if is_marked("US") {
            Said::Value(Gender::NotKnown)
        } else {
            codes::gender(group.field("PID", 8), reader)
        },
        address: if is_marked("UA") { Said::Cleared } else { address::read(group, reader) },
        phones: address::phones(group, reader),
        practice: practice(group, reader),
        died: died(group, reader),
        shielded: shield(group, reader),
    }
}

/// PID-7. The placeholder 1 January 1900 is never an exact date.
fn born(group: &Group<'_>, estimated: bool, reader: &Reader<'_>) -> Said<Born> {
    said(group.field("PID", 7), |value| {
        let on = match reader.written(value)? {
            Written::Year(year) => PartialDate::Year(year),
            Written::Month(year, month) => PartialDate::Month(year, month),
            Written::Day(day) => PartialDate::Day(day),
            Written::Time(time, _) => PartialDate::Day(time.date()),
        };
        let placeholder = on == PartialDate::Day(jiff::civil::date(1900, 1, 1));
        Some(Born { on, estimated: estimated || placeholder })
    })
}

/// PD1-3: the code of the practice in XON.3, or in XON.10 or XON.1 of other versions. The codes
/// for "no practice", "not applicable" and "not known" are no practice.
fn practice(group: &Group<'_>, reader: &Reader<'_>) -> Said<String> {
    let practice = said(group.field("PD1", 3), |value| {
        let code = |number: usize| reader.text(value.component(number)).to_uppercase();
        [3, 10, 1].map(code).into_iter().find(|code| is_practice(code))
    });
    match practice {
        Said::Value(code) if matches!(code.as_str(), "V81997" | "V81998" | "V81999") => {
            Said::Cleared
        }
        other => other,
    }
}

/// A letter and five digits (ODS, GP practices).
fn is_practice(code: &str) -> bool {
    let letter_first = code.starts_with(|first: char| first.is_ascii_uppercase());
    letter_first && code.len() == 6 && code.bytes().skip(1).all(|byte| byte.is_ascii_digit())
}

/// PID-30 and PID-29. `N` takes a death back that was recorded in error.
fn died(group: &Group<'_>, reader: &Reader<'_>) -> Said<Death> {
    let (indicator, date) = (group.field("PID", 30), group.field("PID", 29));
    if reader.code(indicator) == "N" || indicator.presence() == Presence::Null {
        return Said::Cleared;
    }
    let written = reader.written(date.first());
    let day = written.and_then(|written| {
        let at = written.moment(&reader.profile().zone, Timestamp::MAX);
        at.map(|moment| moment.at.to_zoned(reader.profile().zone.clone()).date()).or(written.day())
    });
    match (day, date.presence()) {
        (Some(day), _) => Said::Value(Death::DiedOn(day)),
        (None, _) if reader.code(indicator) == "Y" || written.is_some() => Said::Value(Death::Died),
        (None, Presence::Null) => Said::Cleared,
        (None, _) => Said::Nothing,
    }
}

/// What must be held back: ZU8-2, ZU8-4 and PV1-16, the strictest of what is said.
fn shield(group: &Group<'_>, reader: &Reader<'_>) -> Said<Shield> {
    let vip = reader.code(group.field("PV1", 16));
    let hiding = reader.code(group.field("ZU8", 4));
    let objects = reader.code(group.field("ZU8", 2)) == "2";
    let hidden = matches!(hiding.as_str(), "1" | "2") || matches!(vip.as_str(), "S" | "Y");
    if objects && hidden {
        reader.doubt("the patient objects to sharing and is hidden too: all is held back");
    }
    match (vip == "I" || (objects && hidden), objects, hidden) {
        (true, ..) => Said::Value(Shield::Held),
        (_, true, _) => Said::Value(Shield::Objection),
        (.., true) => Said::Value(Shield::Location),
        _ if uncovers(group, reader) => Said::Value(Shield::None),
        _ => Said::Nothing,
    }
}

/// Whether a message that hides nothing takes an earlier shield away.
///
/// Both marks must be there to say so: a message without ZU8, or an A31 without PV1, knows only
/// half and must not uncover what another message hid.
fn uncovers(group: &Group<'_>, reader: &Reader<'_>) -> bool {
    if reader.profile().vip_alone_shields {
        return matches!(group.field("PV1", 16).presence(), Presence::Given | Presence::Null);
    }
    let hiding = group.field("ZU8", 4);
    let nothing_hidden = reader.code(hiding) == "0" || hiding.presence() == Presence::Null;
    nothing_hidden && group.first("PV1").is_some()
}
