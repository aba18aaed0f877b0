//! Does each event hold what its profile requires, and nothing that names a patient?

use care::access::{
    Ground, Looked, NameList, Origin, Override, Permission, Role, Seat, Staff, WhyNotAsked,
    WhyOverride,
};
use care::people::PersonKey;

use super::*;

fn nurse() -> Staff {
    let organisation =
        Organisation::Hospital { trust: "RZZ".parse().unwrap(), site: "RZZ01".parse().unwrap() };
    let seat = Seat { role: Role::Ward, organisation };
    let mut nurse = Staff::new("nurse-1".parse().unwrap(), "Nora Nurse", seat);
    nurse.origin.address = Some([192, 0, 2, 7].into());
    nurse
}

fn event(act: Act, word: &str) -> Value {
    let line = AuditLine {
        patient: Some("patient-1".parse().unwrap()),
        person: Some(PersonKey {
            council: "westshire".parse().unwrap(),
            id: "P-4711".parse().unwrap(),
        }),
        ..AuditLine::new("2026-08-12T14:05:06Z".parse().unwrap(), Actor::from(&nurse()), act)
    };
    let named = Named { id: "trust:RZZ/42", act: word, line: &line };
    audit_event(named, "homeward.example")
}

fn opened() -> Act {
    let ground = Ground::Stay("stay-1".parse().unwrap());
    Act::Opened { ground, permission: None, looked: care::access::Looked::default() }
}

/// `StructureDefinition` IHE.BasicAudit.PatientRead: what is 1..1 there.
#[test]
fn an_opening_is_a_patient_read() {
    let event = event(opened(), "opened");
    check(&event, "/meta/profile/0", &format!("{PROFILES}IHE.BasicAudit.PatientRead"));
    check(&event, "/type/code", "rest");
    check(&event, "/subtype/0/code", "read");
    check(&event, "/action", "R");
    check(&event, "/recorded", "2026-08-12T14:05:06Z");
    check(&event, "/outcome", "0");
    check(&event, "/agent/0/type/coding/0/code", "110152");
    check(&event, "/agent/0/network/address", "192.0.2.7");
    check(&event, "/agent/1/type/coding/0/code", "110153");
    check(&event, "/agent/1/network/address", "homeward.example");
    check(&event, "/agent/2/type/coding/0/code", "IRCP");
    check(&event, "/agent/2/who/identifier/value", "nurse-1");
    assert_eq!(event.pointer("/agent/2/requestor"), Some(&json!(true)));
    assert_eq!(event.pointer("/agent/2/network"), None, "the person has no network");
    check(&event, "/entity/0/type/code", "1");
    check(&event, "/entity/0/what/identifier/value", "patient-1");
    check(&event, "/entity/1/type/code", "2");
    check(&event, "/id", "trust.RZZ.42");
}

#[test]
fn a_search_swaps_who_sends_and_says_by_what_was_looked() {
    let event = event(Act::Searched { by: "name".to_owned(), found: 3 }, "searched");
    check(&event, "/meta/profile/0", &format!("{PROFILES}IHE.BasicAudit.Query"));
    check(&event, "/subtype/0/code", "search");
    check(&event, "/action", "E");
    check(&event, "/agent/0/type/coding/0/code", "110153");
    check(&event, "/agent/1/type/coding/0/code", "110152");
    check(&event, "/entity/2/role/code", "24");
    check(&event, "/entity/2/query", "UE9TVCAvZmluZCBieT1uYW1l");
}

#[test]
fn a_refusal_is_a_security_alert_and_says_nothing_of_why() {
    let act = Act::WasRefused { why: "Dora Example said no".to_owned() };
    let event = event(act, "was_refused");
    check(&event, "/type/code", "110113");
    check(&event, "/outcome", "4");
    assert!(!event.to_string().contains("Dora"), "{event}");
}

#[test]
fn signing_in_and_out_are_known_by_their_dicom_codes() {
    check(&event(Act::SignedIn, "signed_in"), "/subtype/0/code", "110122");
    check(&event(Act::SignedOut, "signed_out"), "/subtype/0/code", "110123");
}

#[test]
fn what_it_was_done_for_is_told() {
    let purpose = "/agent/2/purposeOfUse/0/coding/0/code";
    let emergency = Permission::CouldNotAsk(WhyNotAsked::Emergency);
    let Act::Opened { ground, looked, .. } = opened() else { return };
    let (permission, stated) = (Some(emergency), "asked".to_owned());
    let urgent = Act::Opened { ground: ground.clone(), permission, looked: looked.clone() };
    let looked = Looked {
        overridden: Override::new(WhyOverride::Safety, "She is at risk at home."),
        ..looked
    };
    let against_a_no = Act::Opened { ground, permission: None, looked };
    for (act, expected) in [
        (opened(), "TREAT"),
        (urgent, "ETREAT"),
        (against_a_no, "BTG"),
        (Act::ExportedPerson { stated }, "PATRQT"),
        (Act::SawPrivacyList, "HOPERAT"),
        (Act::SawList { list: NameList::Council, named: 3 }, "HOPERAT"),
    ] {
        check(&event(act, "act"), purpose, expected);
    }
}

#[test]
fn a_failed_sign_in_says_from_where_and_names_nobody() {
    let origin = Origin { address: Some([192, 0, 2, 8].into()), ..Origin::default() };
    let act = Act::NotSignedIn { origin, why: "nonce".to_owned() };
    let line = AuditLine::new("2026-08-12T14:05:06Z".parse().unwrap(), Actor::Service, act);
    let named = Named { id: "service/7", act: "not_signed_in", line: &line };
    let event = audit_event(named, "homeward.example");
    check(&event, "/type/code", "110114");
    check(&event, "/outcome", "4");
    check(&event, "/agent/0/network/address", "192.0.2.8");
    check(&event, "/agent/2/who/display", "unknown");
    assert_eq!(event.pointer("/meta"), None, "no profile of BALP fits");
}

#[test]
fn no_event_holds_the_council_s_number_of_a_person() {
    for (act, word) in [(opened(), "opened"), (Act::ComparedSame, "compared_same")] {
        assert!(!event(act, word).to_string().contains("4711"));
    }
}

#[test]
fn h16_no_event_holds_what_somebody_wrote_freely() {
    let stated = || "Zqwords of Orchard Row".to_owned();
    for (act, word) in [
        (Act::WasRefused { why: stated() }, "was_refused"),
        (Act::SawAccessLog { stated: stated() }, "saw_access_log"),
        (Act::ReleasedHold { stated: stated() }, "released_hold"),
        (
            Act::Opened {
                ground: Ground::Stated(stated()),
                permission: Some(Permission::CouldNotAsk(WhyNotAsked::Other(stated()))),
                looked: care::access::Looked::default(),
            },
            "opened",
        ),
    ] {
        let text = event(act, word).to_string();
        assert!(!text.contains("Zqwords"), "{word}: {text}");
    }
}

#[track_caller]
fn check(event: &Value, at: &str, expected: &str) {
    assert_eq!(event.pointer(at).and_then(Value::as_str), Some(expected), "{at} of {event}");
}
