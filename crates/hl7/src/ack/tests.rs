//! Answers, byte for byte.

use proptest::prelude::{any, proptest};

use super::*;

const ADT: &str = "MSH|^~\\&|PAS|RZZ|ROUTE|ROUTE|20260329144610+0100||ADT^A01^ADT_A01|RZZ2603290001\
    |P|2.4|||||GBR|UNICODE|EN||iTKv1.0\rPID|1\r";

fn ourselves() -> Ourselves {
    Ourselves {
        application: "HOMEWARD".into(),
        facility: String::new(),
        zone: TimeZone::get("Europe/London").unwrap(),
        mode: Mode::AsAsked,
    }
}

fn answered(message: &str, outcome: Result<(), Unreadable>) -> Option<String> {
    let at = "2026-03-29T13:46:11Z".parse().unwrap();
    let stamp = Stamp { control_id: "A17", at };
    let bytes = answer(message.as_bytes(), outcome, &ourselves(), stamp)?;
    Some(String::from_utf8(bytes).unwrap())
}

#[track_caller]
fn check(message: &str, outcome: Result<(), Unreadable>, expected: &str) {
    assert_eq!(answered(message, outcome).unwrap().replace('\r', "\n"), expected);
}

#[test]
fn a_kept_message_is_accepted_byte_for_byte() {
    check(
        ADT,
        Ok(()),
        "MSH|^~\\&|HOMEWARD|RZZ|PAS|RZZ|20260329144611+0100||ACK^A01^ACK|A17|P|2.4|||||GBR\
         |UNICODE|EN||iTKv1.0\nMSA|AA|RZZ2603290001\n",
    );
}

#[test]
fn an_unusable_message_is_told_where_it_fails() {
    check(
        ADT,
        Err(Unreadable::NoIdentifier),
        "MSH|^~\\&|HOMEWARD|RZZ|PAS|RZZ|20260329144611+0100||ACK^A01^ACK|A17|P|2.4|||||GBR\
         |UNICODE|EN||iTKv1.0\n\
         MSA|AE|RZZ2603290001|PID-3 has no identifier|||101^Required field missing^HL70357\n\
         ERR|PID^1^3^101&Required field missing&HL70357\n",
    );
}

#[test]
fn a_missing_segment_is_located_by_its_name() {
    let text = answered(ADT, Err(Unreadable::NoVisit)).unwrap();
    assert!(text.ends_with("\rERR|PV1^1^^100&Segment sequence error&HL70357\r"), "{text}");
}

#[test]
fn from_2_5_on_the_error_segment_has_its_newer_shape() {
    let text = answered(&ADT.replace("|2.4|", "|2.5.1|"), Err(Unreadable::NoIdentifier)).unwrap();
    let error = "\rERR||PID^1^3|101^Required field missing^HL70357|E\r";
    assert!(text.ends_with(error), "{text}");
}

#[test]
fn a_named_receiver_answers_under_its_name() {
    let text = answered("MSH|^~\\&|EPR|RZZ|TIE|RZY|2026||ADT^A08|Q44|P|2.3||||||8859/1\r", Ok(()));
    let expected = "MSH|^~\\&|TIE|RZY|EPR|RZZ|20260329144611+0100||ACK|A17|P|2.3||||||8859/1\r\
        MSA|AA|Q44\r";
    assert_eq!(text.unwrap(), expected);
}

#[test]
fn the_separators_are_the_senders() {
    let custom = "MSH#*@!%#PAS#RZZ#####ADT*A01#7#P#2.4\r";
    check(
        custom,
        Err(Unreadable::NoIdentifier),
        "MSH#*@!%#HOMEWARD#RZZ#PAS#RZZ#20260329144611+0100##ACK*A01*ACK#A17#P#2.4\n\
         MSA#AE#7#PID-3 has no identifier###101*Required field missing*HL70357\n\
         ERR#PID*1*3*101%Required field missing%HL70357\n",
    );
    let dashed = answered("MSH|^~\\-|PAS\r", Err(Unreadable::NoIdentifier)).unwrap();
    assert!(dashed.contains("|PID\\T\\3 has no identifier|"), "{dashed}");
    let bare = answered("MSH-^-PAS\r", Err(Unreadable::NoIdentifier)).unwrap();
    assert!(bare.contains("-PID 3 has no identifier-"), "{bare}");
}

#[test]
fn a_control_id_comes_back_as_it_was_whatever_it_was() {
    for id in ["", " 7 ", &"9".repeat(50), "a^b~c", "\\F\\", "É"] {
        let text = answered(&ADT.replace("RZZ2603290001", id), Ok(())).unwrap();
        assert!(text.ends_with(&format!("\rMSA|AA|{id}\r")), "{text}");
    }
}

#[test]
fn nothing_echoed_can_end_our_own_frame() {
    let text = answered(&ADT.replace("RZZ2603290001", "A\u{1c}\u{b}"), Ok(())).unwrap();
    assert!(text.ends_with("\rMSA|AA|A\r"), "{text}");
}

#[test]
fn a_message_too_broken_to_read_is_still_answered() {
    for broken in ["", "garbage", "MSH", "MSH|", "FHS|^~\\&|PAS\r"] {
        check(
            broken,
            Err(Unreadable::NotAMessage(NotAMessage::NoHeader)),
            "MSH|^~\\&|HOMEWARD||||20260329144611+0100||ACK|A17|P|2.4\n\
             MSA|AE||the message does not begin with an MSH segment|||\
             100^Segment sequence error^HL70357\n\
             ERR|MSH^1^^100&Segment sequence error&HL70357\n",
        );
    }
}

#[test]
fn two_glued_messages_are_answered_under_the_name_of_the_first() {
    let glued = format!("{ADT}{}", ADT.replace("0001", "0002"));
    let text = answered(&glued, Err(Unreadable::NotAMessage(NotAMessage::SecondHeader))).unwrap();
    assert!(text.contains("\rMSA|AE|RZZ2603290001|"), "{text}");
}

#[test]
fn an_acknowledgement_is_never_acknowledged() {
    assert_eq!(answered(&ADT.replace("ADT^A01^ADT_A01", "ACK^A01^ACK"), Ok(())), None);
}

#[test]
fn msh_15_and_16_choose_the_kind_of_answer() {
    let refused = Err(Unreadable::WrongProcessing);
    let unusable = Err(Unreadable::NoPatient);
    for (asked, outcome, expected) in [
        ("|", Ok(()), Some("AA")),
        ("|", unusable, Some("AE")),
        ("|", refused, Some("AR")),
        ("AL|NE", Ok(()), Some("CA")),
        ("AL|AL", unusable, Some("CE")),
        ("SU|NE", Ok(()), Some("CA")),
        ("SU|NE", refused, None),
        ("ER|NE", Ok(()), None),
        ("ER|NE", refused, Some("CR")),
        ("NE|NE", unusable, None),
        ("NE|AL", Ok(()), Some("AA")),
        ("|AL", refused, Some("AR")),
        ("|ER", Ok(()), None),
        ("\"\"|\"\"", Ok(()), Some("AA")),
    ] {
        let message = ADT.replace("|2.4|||||", &format!("|2.4|||{asked}|"));
        let code = answered(&message, outcome)
            .map(|text| text.split_once("\rMSA|").unwrap().1.get(..2).unwrap().to_owned());
        assert_eq!(code.as_deref(), expected, "{asked} {outcome:?}");
    }
}

#[test]
fn a_feed_set_to_original_mode_is_answered_whatever_it_asks() {
    let message = ADT.replace("|2.4|||||", "|2.4|||NE|NE|");
    let ourselves = Ourselves { mode: Mode::Original, ..ourselves() };
    let stamp = Stamp { control_id: "A17", at: Timestamp::UNIX_EPOCH };
    let bytes = answer(message.as_bytes(), Ok(()), &ourselves, stamp).unwrap();
    assert!(String::from_utf8(bytes).unwrap().contains("\rMSA|AA|"));
}

#[test]
fn every_reason_has_its_code() {
    use Unreadable as U;
    for (reason, expected) in [
        (U::NotAMessage(NotAMessage::NoSeparators), "AE 101"),
        (U::NotAMessage(NotAMessage::SecondHeader), "AE 100"),
        (U::NotAMessage(NotAMessage::TooLong), "AR 207"),
        (U::UnknownCharset(crate::charset::UnknownCharset), "AE 103"),
        (U::NoControlId, "AE 101"),
        (U::NullIdentifier("MSH-10"), "AE 102"),
        (U::NullIdentifier("PID-3"), "AE 102"),
        (U::NotAdt, "AR 200"),
        (U::NotVersion2, "AR 203"),
        (U::WrongProcessing, "AR 202"),
        (U::NoPatient, "AE 100"),
        (U::NotTwoPatients, "AE 100"),
        (U::NoIdentifier, "AE 101"),
        (U::NoVisit, "AE 100"),
        (U::NoPriorIdentifier, "AE 100"),
    ] {
        let text = answered(ADT, Err(reason)).unwrap();
        let msa: Vec<_> = text.split('\r').nth(1).unwrap().split('|').collect();
        let found = format!("{} {}", msa[1], &msa[6][..3]);
        assert_eq!((found.as_str(), msa[3]), (expected, reason.to_string().as_str()));
    }
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer_that_is_a_message(message in any::<Vec<u8>>(), header: bool) {
        let start: &[u8] = if header { b"MSH|^~\\&|" } else { b"" };
        let message = [start, &message].concat();
        let stamp = Stamp { control_id: "A17", at: Timestamp::UNIX_EPOCH };
        if let Some(text) = answer(&message, Err(Unreadable::NoPatient), &ourselves(), stamp) {
            let read = Message::read(&text).unwrap();
            assert_eq!(read.segments().count(), 3);
            assert!(!text.iter().any(|byte| matches!(byte, 0x0B | 0x1C)));
        }
    }
}
