//! What does the trust's monitoring hear of one line?
//!
//! Our handles, the act, the role, the organisation and the address: enough to see that something
//! is wrong, and to find the line. No name, no NHS number, no words that anybody wrote.

use care::access::{Act, Actor, AuditLine, Organisation};
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
    actor(&mut text, line);
    if let Some(origin) = line.origin() {
        field(&mut text, "session", &origin.session);
        field(&mut text, "from", &origin.address.map(|from| from.to_string()).unwrap_or_default());
    }
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

fn actor(text: &mut String, line: &AuditLine) {
    match &line.actor {
        Actor::Staff { id, role, organisation, .. } => {
            field(text, "staff", id.as_str());
            field(text, "role", role.words());
            match organisation {
                Organisation::Hospital { trust, site } => {
                    field(text, "trust", trust.as_str());
                    field(text, "site", site.as_str());
                }
                Organisation::Council(council) => field(text, "for_council", council.as_str()),
            }
        }
        Actor::Visitor { id, .. } => field(text, "staff", id.as_str()),
        Actor::Operator { .. } => field(text, "actor", "operator"),
        // The service writes the line; who stood at the door nobody knows.
        Actor::Service if matches!(line.act, Act::NotSignedIn { .. }) => {
            field(text, "actor", "unknown");
        }
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
    use care::access::{Origin, Role, Seat, Staff, Way};
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

    #[test]
    fn a_failed_sign_in_says_from_where_and_nothing_of_why() {
        let address = Some([192, 0, 2, 8].into());
        let origin = Origin { way: Way::OpenId, address, ..Origin::default() };
        let at = "2026-08-12T14:05:06.789Z".parse().unwrap();
        let act = Act::NotSignedIn { origin, why: "nonce".to_owned() };
        let line = AuditLine::new(at, Actor::Service, act);
        let (id, act) = ("service/7".parse().unwrap(), "not_signed_in".to_owned());
        assert_eq!(
            message(&Chained { id, row: 7, act, line }),
            "<108>1 2026-08-12T14:05:06.789000Z - homeward - not_signed_in [homeward@32473 \
             line=\"service/7\" outcome=\"4\" actor=\"unknown\" from=\"192.0.2.8\"] Was not let in"
        );
    }
}
