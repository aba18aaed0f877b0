//! Under which numbers does the hospital know this patient? PID-2, PID-3, PID-32 and ZU1-27.

use care::people::{HospitalNumber, NhsNumber, NumberStatus, TracedNumber, UnprovedNumber};
use care::stays::Said;

use super::group::Group;
use super::reader::Reader;
use crate::message::{Component, Field, Presence, Repetition};
use crate::unreadable::Unreadable;

/// The numbers of one patient.
pub(super) struct Numbers {
    /// The one to file under.
    pub(super) patient: HospitalNumber,
    /// The NHS number and its status.
    pub(super) nhs: Said<TracedNumber>,
    /// What was sent as an NHS number and is none.
    pub(super) unproved: Said<UnprovedNumber>,
    /// Whether the sender holds two numbers, or says that a trace found a conflict.
    pub(super) in_conflict: bool,
}

/// A list of identifiers (HL7 v2.4 CX), sorted into ours and the NHS's.
#[derive(Default)]
pub(super) struct Listed {
    /// Hospital numbers, in their order.
    pub(super) local: Vec<HospitalNumber>,
    /// Valid NHS numbers, each once, in their order.
    pub(super) nhs: Vec<NhsNumber>,
    /// The first text that was sent as an NHS number and is none.
    unproved: Option<UnprovedNumber>,
    /// Statuses that stand in CX.5 as `NH01` (PKB).
    statuses: Vec<NumberStatus>,
}

/// Reads the numbers of the patient of a group.
pub(super) fn read(group: &Group<'_>, reader: &Reader<'_>) -> Result<Numbers, Unreadable> {
    let mut listed = patients(group, reader)?;
    if listed.nhs.is_empty() {
        listed.nhs.extend(bare_number(group, reader));
    }
    let patient = filed_under(&listed, reader).ok_or(Unreadable::NoIdentifier)?;
    let told = status(group, &listed, reader);
    let in_conflict = listed.nhs.len() > 1 || told == Some(NumberStatus::InConflict);
    if listed.nhs.len() > 1 {
        reader.doubt("two different NHS numbers were sent");
    }
    let traced = listed.nhs.first().map(|number| TracedNumber {
        number: *number,
        status: told.unwrap_or(NumberStatus::NotTraced),
    });
    let nhs = match traced {
        Some(traced) => Said::Value(traced),
        None if reader.profile().whole_lists => Said::Cleared,
        None => Said::Nothing,
    };
    let unproved = match (traced, listed.unproved) {
        (Some(_), _) => Said::Cleared,
        (None, Some(text)) => Said::Value(text),
        (None, None) => Said::Nothing,
    };
    Ok(Numbers { patient, nhs, unproved, in_conflict })
}

/// PID-3 of a group.
pub(super) fn patients(group: &Group<'_>, reader: &Reader<'_>) -> Result<Listed, Unreadable> {
    let field = group.field("PID", 3);
    if field.presence() == Presence::Null {
        return Err(Unreadable::NullIdentifier("PID-3"));
    }
    Ok(list(field, reader))
}

/// Sorts a list of identifiers.
pub(super) fn list(field: Field<'_>, reader: &Reader<'_>) -> Listed {
    let mut listed = Listed::default();
    for value in reader.repetitions(field) {
        let id = reader.text(value.component(1));
        let kind = reader.text(value.component(5)).to_uppercase();
        if id.is_empty() || !reader.is_readable(value) {
            continue;
        }
        let authority = authority(value, reader);
        if is_nhs(&authority, &kind, reader) {
            listed.add_nhs(&id, &kind, reader);
        } else if !matches!(kind.as_str(), "AN" | "VN" | "SS" | "DL" | "PPN" | "NI") {
            let authority = named_or_own(authority, reader);
            listed.local.push(HospitalNumber { authority, value: id });
        }
    }
    listed
}

impl Listed {
    fn add_nhs(&mut self, id: &str, kind: &str, reader: &Reader<'_>) {
        match id.parse::<NhsNumber>() {
            Ok(number) if !self.nhs.contains(&number) => self.nhs.push(number),
            Ok(_) => {}
            Err(_) => {
                self.unproved = self.unproved.take().or_else(|| id.parse().ok());
                return reader.doubt("a number sent as an NHS number is none");
            }
        }
        self.statuses.extend(kind.strip_prefix("NH").and_then(numbered));
    }
}

/// The assigning authority, CX.4: its name, else its object identifier; often empty.
pub(super) fn authority(value: Repetition<'_>, reader: &Reader<'_>) -> String {
    let assigner = value.component(4);
    let name = reader.text(assigner.subcomponent(1));
    if name.is_empty() { reader.text(assigner.subcomponent(2)) } else { name }
}

/// An authority, or the trust's own code where none was named.
pub(super) fn named_or_own(authority: String, reader: &Reader<'_>) -> String {
    if authority.is_empty() { reader.profile().trust.as_str().to_owned() } else { authority }
}

/// Whether an identifier is an NHS number: by its authority, or by its type where there is none.
fn is_nhs(authority: &str, kind: &str, reader: &Reader<'_>) -> bool {
    let names = &reader.profile().nhs_authorities;
    let typed = matches!(kind, "NH" | "NHS") || kind.strip_prefix("NH").is_some_and(is_status);
    typed || names.iter().any(|name| name.eq_ignore_ascii_case(authority))
}

/// Where old feeds put the NHS number: PID-2 (external id) and PID-19 (national number), bare.
fn bare_number(group: &Group<'_>, reader: &Reader<'_>) -> Option<NhsNumber> {
    let number = |field: Component<'_>| reader.text(field).parse().ok();
    let fields = [2, 19].map(|number| group.field("PID", number));
    fields.into_iter().flat_map(|field| reader.repetitions(field)).find_map(|value| {
        let authority = authority(value, reader);
        let may_be = authority.is_empty() || is_nhs(&authority, "", reader);
        if may_be { number(value.component(1)) } else { None }
    })
}

/// The number to file under: of the feed's authority, else the first, else the NHS number itself.
pub(super) fn filed_under(listed: &Listed, reader: &Reader<'_>) -> Option<HospitalNumber> {
    let wanted = &reader.profile().patient_authority;
    let of_ours = |number: &&HospitalNumber| number.authority.eq_ignore_ascii_case(wanted);
    let local = listed.local.iter().find(of_ours).or_else(|| listed.local.first());
    local.cloned().or_else(|| {
        let number = listed.nhs.first()?;
        reader.doubt("the patient has no hospital number; the NHS number stands in for it");
        Some(of_the_nhs(*number))
    })
}

/// An NHS number where a hospital number is expected; filing knows it by this authority.
pub(super) fn of_the_nhs(number: NhsNumber) -> HospitalNumber {
    HospitalNumber { authority: "NHS".to_owned(), value: number.digits() }
}

/// The status of the NHS number, if any was told.
///
/// The two parts of the ITK profile contradict each other on where in PID-32 it stands, so it is
/// found by value. More than one is a fault of the sender: the least trusted counts.
fn status(group: &Group<'_>, listed: &Listed, reader: &Reader<'_>) -> Option<NumberStatus> {
    let reliability = reliability(group, reader);
    let mut told: Vec<NumberStatus> =
        reliability.iter().filter_map(|code| numbered(code.strip_prefix("NSTS")?)).collect();
    told.extend(&listed.statuses);
    if told.is_empty() {
        told.extend(numbered(&reader.text(group.field("ZU1", 27).component(1))));
    }
    let least = told.iter().copied().min_by_key(|status| trust(*status));
    if told.iter().any(|status| Some(*status) != least) {
        reader.doubt("more than one status of the NHS number was sent");
    }
    least
}

/// All repetitions of PID-32, in capitals.
pub(super) fn reliability(group: &Group<'_>, reader: &Reader<'_>) -> Vec<String> {
    let codes = reader.repetitions(group.field("PID", 32));
    codes.map(|code| reader.text(code.component(1)).to_uppercase()).collect()
}

/// NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE.
fn numbered(code: &str) -> Option<NumberStatus> {
    Some(match code {
        "01" => NumberStatus::Verified,
        "02" => NumberStatus::NotTraced,
        "03" => NumberStatus::TraceRequired,
        "04" => NumberStatus::TraceFailed,
        "05" => NumberStatus::InConflict,
        "06" => NumberStatus::TraceUnderWay,
        "07" => NumberStatus::NotRequired,
        "08" => NumberStatus::Postponed,
        _ => return None,
    })
}

fn is_status(code: &str) -> bool {
    numbered(code).is_some()
}

/// How far a status is trusted, from least to most.
fn trust(status: NumberStatus) -> u8 {
    match status {
        NumberStatus::InConflict => 0,
        NumberStatus::TraceFailed => 1,
        NumberStatus::TraceRequired => 2,
        NumberStatus::TraceUnderWay => 3,
        NumberStatus::NotRequired => 4,
        NumberStatus::Postponed => 5,
        NumberStatus::NotTraced => 6,
        NumberStatus::Verified => 7,
    }
}
