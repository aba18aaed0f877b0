//! Whom does a patient system show, as far as it tells people apart?

use care::people::{Announced, NhsNumber, NumberStatus};
use jiff::civil::Date;

use super::{Identifier, NHS_NUMBER, Patient, VERIFICATION, born, code_of};
use crate::{LONGEST_LIST, Unreadable};

impl Patient {
    /// In our words, as things are on `today`, where it is the record `id` and still in use.
    pub(crate) fn announced(&self, id: &str, today: Date) -> Result<Announced, Unreadable> {
        if self.resource_type != "Patient" || self.id != id {
            return Err(Unreadable::Kind);
        }
        if self.active == Some(false) || self.link.iter().any(|link| link.kind == "replaced-by") {
            return Err(Unreadable::Replaced);
        }
        Ok(Announced {
            number: self.only_number(today),
            born: self.birth_date.as_deref().and_then(born),
            names: self.name.iter().take(LONGEST_LIST).map(|name| name.read(today)).collect(),
            visits: Vec::new(),
        })
    }

    /// The NHS number that is in use; none where two differ, or one is no NHS number at all.
    fn only_number(&self, today: Date) -> Option<(NhsNumber, Option<NumberStatus>)> {
        let in_use = |each: &&Identifier| {
            each.system == NHS_NUMBER && each.usage != "old" && !each.period.is_over(today)
        };
        let mut written = self.identifier.iter().filter(in_use);
        let first = written.next()?;
        let number: NhsNumber = first.value.parse().ok()?;
        let status = code_of(&first.extension, VERIFICATION).map(status);
        written.all(|other| other.value.parse() == Ok(number)).then_some((number, status))
    }
}

/// UK Core `NHSNumberVerificationStatus`, in its codes of two digits and in its later words. A code
/// that is not known says at least that nobody verified the number.
fn status(code: &str) -> NumberStatus {
    match code {
        "01" | "number-present-and-verified" => NumberStatus::Verified,
        "02" | "number-present-but-not-traced" => NumberStatus::NotTraced,
        "04" | "trace-attempted-no-match-or-multiple-match-found" => NumberStatus::TraceFailed,
        "05" | "trace-needs-to-be-resolved" => NumberStatus::InConflict,
        "06" | "trace-in-progress" => NumberStatus::TraceUnderWay,
        "07" | "number-not-present-and-trace-not-required" => NumberStatus::NotRequired,
        "08" | "trace-postponed" => NumberStatus::Postponed,
        _ => NumberStatus::TraceRequired,
    }
}
