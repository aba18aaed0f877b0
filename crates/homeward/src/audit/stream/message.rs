//! What does the trust's monitoring hear of one line?
//!
//! Our handles, the act, the role, the organisation and the address: enough to see that something
//! is wrong, and to find the line. No name, no NHS number, no words that anybody wrote.

use care::access::{Actor, Organisation};
use store::Chained;

/// Facility 13 (log audit) and severity 5 (notice) or 4 (warning) of RFC 5424, section 6.2.1.
const NOTICE: u8 = 13 * 8 + 5;
const WARNING: u8 = 13 * 8 + 4;

/// The number under which our own fields stand: the one that RFC 5612 keeps for whoever has no
/// number of their own.
const NUMBER: &str = "homeward@32473";

/// The longest value of a field, in bytes of UTF-8 at most four times as many.
const LONGEST: usize = 128;

/// One line as a syslog message (RFC 5424), without what frames it.
pub fn message(chained: &Chained) -> String {
    let line = &chained.line;
    let priority = if line.act.was_refused() { WARNING } else { NOTICE };
    let at = line.at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ");
    let act = &chained.act;
    let mut text = format!("<{priority}>1 {at} - homeward - {act} [{NUMBER}");
    field(&mut text, "line", &chained.id.to_string());
    field(&mut text, "outcome", if line.act.was_refused() { "4" } else { "0" });
    actor(&mut text, &line.actor);
    if let Some(patient) = &line.patient {
        field(&mut text, "patient", patient.as_str());
    }
    if let Some(stay) = &line.stay {
        field(&mut text, "stay", stay.as_str());
    }
    if let Some(person) = &line.person {
        // The council's own number of the person stays here.
        field(&mut text, "council", person.council.as_str());
    }
    text.push_str("] ");
    text.push_str(&line.act.words());
    text
}

fn actor(text: &mut String, actor: &Actor) {
    match actor {
        Actor::Staff { id, role, organisation, origin, .. } => {
            field(text, "staff", id.as_str());
            field(text, "role", role.words());
            match organisation {
                Organisation::Hospital { trust, site } => {
                    field(text, "trust", trust.as_str());
                    field(text, "site", site.as_str());
                }
                Organisation::Council(council) => field(text, "for_council", council.as_str()),
            }
            field(text, "session", &origin.session);
            if let Some(address) = origin.address {
                field(text, "from", &address.to_string());
            }
        }
        Actor::Visitor { id, origin, .. } => {
            field(text, "staff", id.as_str());
            field(text, "session", &origin.session);
            if let Some(address) = origin.address {
                field(text, "from", &address.to_string());
            }
        }
        Actor::Operator { .. } => field(text, "actor", "operator"),
        Actor::Service => field(text, "actor", "service"),
    }
}

/// A field with its value, of which nothing can be taken for the end of the field, of the message or
/// for an order to a terminal (RFC 5424, section 6.3.3).
fn field(text: &mut String, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    text.extend([" ", name, "=\""]);
    for letter in value.chars().take(LONGEST) {
        match letter {
            '"' | '\\' | ']' => text.extend(['\\', letter]),
            letter if letter.is_control() => text.push(' '),
            letter => text.push(letter),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use care::access::{Act, AuditLine, Role, Seat, Staff};
    use care::people::PersonKey;

    use super::*;

    #[test]
    fn a_message_names_handles_and_nobody() {
        let organisation = Organisation::Hospital {
            trust: "RZZ".parse().unwrap(),
            site: "RZZ01".parse().unwrap(),
        };
        let seat = Seat { role: Role::Ward, organisation };
        let mut nurse = Staff::new("nurse-1".parse().unwrap(), "Nora Nurse", seat);
        nurse.origin.session = "a\"b]\\c\r\n<13>1 forged \u{1b}[31m".to_owned();
        nurse.origin.address = Some([192, 0, 2, 7].into());
        let at = "2026-08-12T14:05:06.789Z".parse().unwrap();
        let act = Act::WasRefused { why: "the words of Dora Example".to_owned() };
        let line = AuditLine {
            patient: Some("patient-1".parse().unwrap()),
            person: Some(PersonKey {
                council: "westshire".parse().unwrap(),
                id: "P-4711".parse().unwrap(),
            }),
            ..AuditLine::new(at, Actor::from(&nurse), act)
        };
        let (id, act) = ("trust:RZZ/42".parse().unwrap(), "was_refused".to_owned());
        let chained = Chained { id, row: 7, act, line };
        assert_eq!(
            message(&chained),
            "<108>1 2026-08-12T14:05:06.789000Z - homeward - was_refused [homeward@32473 \
             line=\"trust:RZZ/42\" outcome=\"4\" staff=\"nurse-1\" role=\"Ward nurse or doctor\" \
             trust=\"RZZ\" site=\"RZZ01\" session=\"a\\\"b\\]\\\\c  <13>1 forged  [31m\" \
             from=\"192.0.2.7\" patient=\"patient-1\" council=\"westshire\"] Was refused the record"
        );
    }
}
