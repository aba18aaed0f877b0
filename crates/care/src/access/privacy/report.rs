//! Who looked at somebody's record, in words for the person themselves; and who may ask?

use crate::access::{
    Act, AuditLine, DataGroup, Extent, Ground, Leave, Looked, Organisation, Permission, Shown,
    Staff, WhyNotAsked, leave,
};
use crate::people::{PersonKey, TrustCode};

/// Whose log somebody asks for.
#[derive(Debug, Clone, Copy)]
pub struct OfWhom<'a> {
    /// Whose patient.
    pub trust: &'a TrustCode,
    /// Who of the councils' people they certainly are, where that is known.
    pub person: Option<&'a PersonKey>,
}

/// Why somebody may not read who looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoReport {
    /// The role reads no access log.
    #[error("this role reads no access log")]
    RoleMayNot,
    /// The patient is another trust's, and not this council's person.
    #[error("the patient and the person are others'")]
    NotYours,
    /// A reason must be stated first.
    #[error("a reason is needed")]
    ReasonNeeded,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Who looked: a reason where the table asks for one.
    Log,
    /// All that is held of the person, to be given to them: privacy officers only, and always with
    /// a reason.
    Everything,
}

/// Why somebody looks at whoever lies in their hospital.
const IN_HOSPITAL: &str = "The patient was in this hospital";

/// At most so many characters of the reason are kept.
const LONGEST_REASON: usize = 200;

/// Decides whether somebody may read who looked at a person, or write out what is held of them.
/// Answers with the reason for the line of the audit, empty where none is needed and none given.
pub fn may_report(
    staff: &Staff,
    whom: OfWhom<'_>,
    (wanted, stated): (Wanted, &str),
) -> Result<String, NoReport> {
    let needs_reason = match (leave(staff.role, DataGroup::AccessLog), wanted) {
        (Leave::Full, Wanted::Log) => false,
        (Leave::Full, Wanted::Everything) | (Leave::WithReason, Wanted::Log) => true,
        _ => return Err(NoReport::RoleMayNot),
    };
    let is_own = match &staff.organisation {
        Organisation::Hospital { trust, .. } => trust == whom.trust,
        Organisation::Council(name) => whom.person.is_some_and(|person| person.council == *name),
    };
    if !is_own {
        return Err(NoReport::NotYours);
    }
    let reason: String = stated.trim().chars().take(LONGEST_REASON).collect();
    if needs_reason && reason.is_empty() { Err(NoReport::ReasonNeeded) } else { Ok(reason) }
}

/// Whether a line belongs in the report for a person: what people did, and whom the council was
/// told of. How the service filed messages and compared numbers is no look at anybody.
pub fn is_reported(line: &AuditLine) -> bool {
    !matches!(
        line.act,
        Act::Matched { .. } | Act::Traced { .. } | Act::Withdrew { .. } | Act::Released
    )
}

/// Why it was done, in words that end a line of the report. Words written freely are repeated as
/// they were written.
pub fn why(line: &AuditLine) -> String {
    match &line.act {
        Act::Opened { looked: Looked { overridden: Some(why), .. }, .. }
        | Act::Overrode { why, .. } => {
            format!("{}. {}", why.why.words(), quoted(why.words.words()))
        }
        Act::GaveReason { why, .. } => quoted(why.words()),
        Act::Opened { ground, .. } | Act::Printed { ground, .. } => ground_words(ground),
        Act::SawIdentity if line.stay.is_some() => IN_HOSPITAL.to_owned(),
        Act::SawWithdrawn { stated: Some(ground) } => ground_words(ground),
        Act::SawAccessLog { stated }
        | Act::ExportedPerson { stated }
        | Act::ReleasedHold { stated }
            if !stated.is_empty() =>
        {
            quoted(stated)
        }
        Act::WasRefused { why } => format!("Nothing was shown: {why}"),
        _ => "No reason is asked for this".to_owned(),
    }
}

fn ground_words(ground: &Ground) -> String {
    match ground {
        Ground::Stay(_) => IN_HOSPITAL.to_owned(),
        Ground::OwnPerson => "The council supports this person".to_owned(),
        Ground::Stated(words) => quoted(words),
    }
}

fn quoted(words: &str) -> String {
    format!("Their reason: “{words}”")
}

/// Which parts of the record were seen.
pub fn parts(line: &AuditLine) -> String {
    match &line.act {
        Act::Opened { looked, .. } | Act::Printed { looked, .. } => parts_words(&looked.shown),
        Act::SawIdentity => "Who the person is. Nothing of the record".to_owned(),
        _ => "Nothing of the record".to_owned(),
    }
}

fn parts_words(shown: &Shown) -> String {
    let each = shown.parts().map(|(group, extent)| match extent {
        Extent::Minimum => format!("{} (in short)", group.words()),
        Extent::Full | Extent::WithReason | Extent::Nothing => group.words().to_owned(),
    });
    let each = each.collect::<Vec<String>>().join(", ");
    let mut letters = each.chars();
    letters.next().map_or_else(
        || "Not written down at the time".to_owned(),
        |first| first.to_uppercase().chain(letters).collect(),
    )
}

/// What the person had answered when asked whether this member of staff may look.
pub fn answer(line: &AuditLine) -> String {
    let answer = match &line.act {
        Act::Opened { looked: Looked { overridden: Some(_), .. }, .. } => {
            return "Did not agree".to_owned();
        }
        Act::Opened { permission: Some(answer), .. }
        | Act::Printed { permission: Some(answer), .. }
        | Act::Permission { answer } => answer,
        Act::Opened { permission: None, .. } => return "Not asked".to_owned(),
        _ => return "Not asked for this".to_owned(),
    };
    answer_words(answer)
}

fn answer_words(answer: &Permission) -> String {
    match answer {
        Permission::Given => "Agreed".to_owned(),
        Permission::Refused => "Did not agree".to_owned(),
        Permission::CouldNotAsk(why) => format!("Could not be asked: {}", why_words(why)),
        Permission::Told => "Was told".to_owned(),
        Permission::CouldNotTell(why) => format!("Could not be told: {}", why_words(why)),
    }
}

fn why_words(why: &WhyNotAsked) -> String {
    match why {
        WhyNotAsked::Unconscious => "unconscious".to_owned(),
        WhyNotAsked::LacksCapacity => "confused, or lacked capacity for this decision".to_owned(),
        WhyNotAsked::Emergency => "an emergency".to_owned(),
        WhyNotAsked::Other(words) => format!("“{words}”"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::access::{Actor, Role, Seat};

    #[test]
    fn a_privacy_officer_reads_at_once_and_a_safeguarding_lead_with_a_reason() {
        let officer = at_hospital(Role::PrivacyOfficer);
        assert_eq!(ask(&officer, Wanted::Log, ""), Ok(String::new()));
        let lead = at_hospital(Role::SafeguardingLead);
        assert_eq!(ask(&lead, Wanted::Log, " \n"), Err(NoReport::ReasonNeeded));
        assert_eq!(ask(&lead, Wanted::Log, " A complaint "), Ok("A complaint".to_owned()));
    }

    #[test]
    fn all_that_is_held_is_written_out_by_privacy_officers_only_and_with_a_reason() {
        let officer = at_hospital(Role::PrivacyOfficer);
        assert_eq!(ask(&officer, Wanted::Everything, ""), Err(NoReport::ReasonNeeded));
        assert!(ask(&officer, Wanted::Everything, "She asked us").is_ok());
        for role in Role::ALL.into_iter().filter(|role| *role != Role::PrivacyOfficer) {
            let refused = ask(&at_hospital(role), Wanted::Everything, "She asked us");
            assert_eq!(refused, Err(NoReport::RoleMayNot), "{role:?}");
        }
    }

    #[test]
    fn nobody_reads_of_anothers_patient_or_person() {
        let council =
            |name: &str| of(Role::PrivacyOfficer, Organisation::Council(name.parse().unwrap()));
        assert!(ask(&council("westshire"), Wanted::Log, "").is_ok());
        assert_eq!(ask(&council("eastshire"), Wanted::Log, ""), Err(NoReport::NotYours));
        let (trust, site) = ("RYY".parse().unwrap(), "RYY01".parse().unwrap());
        let elsewhere = of(Role::PrivacyOfficer, Organisation::Hospital { trust, site });
        assert_eq!(ask(&elsewhere, Wanted::Log, ""), Err(NoReport::NotYours));
        let whom = OfWhom { trust: &"RZZ".parse().unwrap(), person: None };
        let doubtful = may_report(&council("westshire"), whom, (Wanted::Log, ""));
        assert_eq!(doubtful, Err(NoReport::NotYours), "who is not certain is nobody's person");
    }

    #[test]
    fn the_report_says_why_in_plain_words() {
        let line = |act| AuditLine::new(Timestamp::UNIX_EPOCH, Actor::Service, act);
        let refused = line(Act::WasRefused { why: "the match is doubtful".to_owned() });
        assert_eq!(why(&refused), "Nothing was shown: the match is doubtful");
        let seen = line(Act::SawIdentity);
        assert!(is_reported(&seen));
        assert_eq!(parts(&seen), "Who the person is. Nothing of the record");
        assert_eq!(why(&seen), "No reason is asked for this");
        let here = AuditLine { stay: Some("stay-1".parse().unwrap()), ..seen };
        assert_eq!(why(&here), "The patient was in this hospital");
        let other = WhyNotAsked::Other("asleep".to_owned());
        let asked = line(Act::Permission { answer: Permission::CouldNotAsk(other) });
        assert_eq!(answer(&asked), "Could not be asked: “asleep”");
        assert!(is_reported(&asked));
        assert!(!is_reported(&line(Act::Released)));
    }

    #[test]
    fn the_parts_seen_begin_with_a_capital_and_are_named_where_they_were_written_down() {
        let shown = Shown::by_table(Role::Ward, false);
        let parts = parts_words(&shown);
        assert!(parts.starts_with("Who the person is, "), "{parts}");
        assert_eq!(parts_words(&Shown::default()), "Not written down at the time");
    }

    fn ask(staff: &Staff, wanted: Wanted, stated: &str) -> Result<String, NoReport> {
        let trust = "RZZ".parse().unwrap();
        let person =
            PersonKey { council: "westshire".parse().unwrap(), id: "4711".parse().unwrap() };
        may_report(staff, OfWhom { trust: &trust, person: Some(&person) }, (wanted, stated))
    }

    fn at_hospital(role: Role) -> Staff {
        let (trust, site) = ("RZZ".parse().unwrap(), "RZZ01".parse().unwrap());
        of(role, Organisation::Hospital { trust, site })
    }

    fn of(role: Role, organisation: Organisation) -> Staff {
        Staff::new("staff-1".parse().unwrap(), "Jo Invented", Seat { role, organisation })
    }
}
