//! The code lists, and each way in which a feed's profile may differ.
#![expect(clippy::unwrap_used, reason = "helpers outside #[test] may fail a test by unwrapping")]

use std::collections::BTreeMap;

use care::filing::{IdentityNews, News, Shield, Told};
use care::people::{Gender, NumberStatus};
use care::stays::{Class, Details, Movement, Said};
use hl7::adt;
use hl7::profile::{PlaceLayout, Profile, VisitKey};
use hl7::unreadable::Unreadable;

/// A message with one PID, one PV1 and whatever follows.
struct Sent {
    profile: Profile,
    header: String,
    pid: Fields,
    pv1: Fields,
    more: String,
}

type Fields = BTreeMap<usize, String>;

fn sent() -> Sent {
    Sent {
        profile: Profile::itk("RZZ".parse().unwrap()),
        header: "20260501100000||ADT^A01|1|P|2.4".to_owned(),
        pid: Fields::new(),
        pv1: Fields::new(),
        more: String::new(),
    }
    .pid(3, "9991234519^^^NHS~H4471902^^^RZZ")
    .pid(5, "HALLIDAY^DORA")
    .pv1(2, "I")
    .pv1(19, "IP2600412^^^RZZ_VISIT")
}

fn written(fields: &Fields) -> String {
    let field = |number: usize| format!("|{}", fields.get(&number).map_or("", String::as_str));
    (1..=50).map(field).collect()
}

impl Sent {
    fn pid(mut self, field: usize, value: &str) -> Self {
        self.pid.insert(field, value.to_owned());
        self
    }

    fn pv1(mut self, field: usize, value: &str) -> Self {
        self.pv1.insert(field, value.to_owned());
        self
    }

    fn and(mut self, segment: &str) -> Self {
        self.more.push_str(segment);
        self.more.push('\r');
        self
    }

    fn to(mut self, differ: impl FnOnce(&mut Profile)) -> Self {
        differ(&mut self.profile);
        self
    }

    fn read(&self) -> Result<Told, Unreadable> {
        let text = format!(
            "MSH|^~\\&|PAS|RZZ|||{}\rPID{}\rPV1{}\r{}",
            self.header,
            written(&self.pid),
            written(&self.pv1),
            self.more
        );
        adt::read(text.as_bytes(), &self.profile, "2026-12-31T00:00:00Z".parse().unwrap())
    }

    fn told(&self) -> Told {
        self.read().unwrap()
    }

    fn identity(&self) -> IdentityNews {
        let news = self.told().news;
        let found = news.into_iter().find_map(|news| match news {
            News::Identity(identity) => Some(*identity),
            _ => None,
        });
        found.unwrap()
    }

    fn movement(&self) -> Movement {
        let news = self.told().news;
        let found = news.into_iter().find_map(|news| match news {
            News::Movement(movement) => Some(*movement),
            _ => None,
        });
        found.unwrap()
    }

    fn details(&self) -> Details {
        self.movement().details
    }
}

fn value(text: &str) -> Said<String> {
    Said::Value(text.to_owned())
}

#[test]
fn every_admission_method_is_known() {
    for code in "11 12 13 21 22 23 24 25 2A 2B 2C 2D 28 31 32 81 82 83 98 99".split(' ') {
        assert_eq!(sent().pv1(4, code).details().admission_method, value(code));
    }
    for (letter, code) in
        [("A", "21"), ("E", "21"), ("C", "13"), ("R", "12"), ("U", "28"), ("L", "31"), ("N", "82")]
    {
        assert_eq!(sent().pv1(4, letter).details().admission_method, value(code));
    }
    assert_eq!(sent().pv1(4, "2a").details().admission_method, value("2A"));
    assert_eq!(sent().pv1(4, "ZZ").details().admission_method, Said::Nothing);
    assert_eq!(sent().pv1(4, "\"\"").details().admission_method, Said::Cleared);
}

#[test]
fn both_generations_of_admission_sources_are_known() {
    let codes = "19 29 37 39 40 42 49 51 52 53 54 55 56 65 66 79 85 87 88 98 99";
    for code in codes.split(' ') {
        assert_eq!(sent().pv1(14, code).details().admission_source, value(code));
    }
    assert_eq!(sent().pv1(14, "7").details().admission_source, Said::Nothing);
}

#[test]
fn both_generations_of_discharge_destinations_are_known() {
    let codes = "19 29 30 37 38 40 42 48 49 50 51 52 53 54 55 56 65 66 79 84 85 87 88 89 98 99";
    for code in codes.split(' ') {
        assert_eq!(sent().pv1(37, code).details().discharge_destination, value(code));
    }
}

#[test]
fn a_discharge_method_is_kept_as_sent_and_never_read_as_a_death() {
    let sent = sent().pv1(36, "4");
    assert_eq!(sent.details().discharge_method, value("4"));
    assert_eq!(sent.identity().died, Said::Nothing);
}

#[test]
fn every_patient_class_has_its_word() {
    for (code, class) in [
        ("I", Class::Inpatient),
        ("E", Class::Emergency),
        ("O", Class::Outpatient),
        ("P", Class::PreAdmission),
        ("W", Class::PreAdmission),
        ("B", Class::Obstetric),
        ("R", Class::Recurring),
        ("N", Class::Other),
        ("C", Class::Other),
        ("U", Class::Other),
    ] {
        assert_eq!(sent().pv1(2, code).details().class, Said::Value(class), "{code}");
    }
    assert_eq!(sent().pv1(2, "Q").details().class, Said::Nothing);
}

#[test]
fn gender_comes_in_digits_and_in_letters() {
    for (codes, gender) in [
        ("1 M m", Gender::Male),
        ("2 F f", Gender::Female),
        ("9 A", Gender::Indeterminate),
        ("0 X U O N ?", Gender::NotKnown),
    ] {
        for code in codes.split(' ') {
            assert_eq!(sent().pid(8, code).identity().gender, Said::Value(gender), "{code}");
        }
    }
}

#[test]
fn every_status_of_the_nhs_number_is_found_wherever_it_stands() {
    use NumberStatus as S;
    for (code, status) in [
        ("01", S::Verified),
        ("02", S::NotTraced),
        ("03", S::TraceRequired),
        ("04", S::TraceFailed),
        ("05", S::InConflict),
        ("06", S::TraceUnderWay),
        ("07", S::NotRequired),
        ("08", S::Postponed),
    ] {
        let beside = format!("9991234519^^^NHS^NH{code}~H1^^^RZZ");
        let places = [
            sent().pid(32, &format!("NSTS{code}")),
            sent().pid(32, &format!("~ED~~~~nsts{code}")),
            sent().pid(3, &beside),
            sent().and(&format!("ZU1{}{code}", "|".repeat(27))),
        ];
        for sent in places {
            let identity = sent.identity();
            assert_eq!(identity.nhs.value().unwrap().status, status);
            assert_eq!(identity.number_in_conflict, status == S::InConflict);
        }
    }
}

#[test]
fn of_two_statuses_the_less_trusted_counts() {
    for (sent_codes, expected) in [
        ("NSTS01~NSTS02", NumberStatus::NotTraced),
        ("NSTS05~NSTS01", NumberStatus::InConflict),
        ("NSTS04~NSTS03", NumberStatus::TraceFailed),
    ] {
        let identity = sent().pid(32, sent_codes).identity();
        assert_eq!(identity.nhs.value().unwrap().status, expected, "{sent_codes}");
    }
}

#[test]
fn a_local_code_is_translated_by_the_feeds_own_map() {
    let map = |local: &str, ours: &str| [(local.to_owned(), ours.to_owned())].into();
    let sent = sent()
        .to(|profile| {
            profile.admission_methods = map("EMERG", "21");
            profile.admission_sources = map("Home", "19");
            profile.discharge_destinations = map("RIP", "79");
            profile.classes = [("DC".to_owned(), Class::Recurring)].into();
        })
        .pv1(2, "dc")
        .pv1(4, "emerg")
        .pv1(14, "HOME")
        .pv1(37, "RIP");
    let details = sent.details();
    assert_eq!(details.class, Said::Value(Class::Recurring));
    assert_eq!(details.admission_method, value("21"));
    assert_eq!(details.admission_source, value("19"));
    assert_eq!(details.discharge_destination, value("79"));
}

#[test]
fn a_test_feed_refuses_live_messages_and_a_live_feed_tests() {
    let test = |profile: &mut Profile| profile.processing_ids = vec!["T".into(), "D".into()];
    let with = |id: &str| Sent { header: format!("20260501100000||ADT^A01|1|{id}|2.4"), ..sent() };
    assert!(with("P").read().is_ok());
    assert!(with("p^T").read().is_ok());
    assert!(with("").read().unwrap().doubts.iter().any(|doubt| doubt.contains("MSH-11")));
    assert_eq!(with("T").read(), Err(Unreadable::WrongProcessing));
    assert_eq!(with("D").read(), Err(Unreadable::WrongProcessing));
    assert_eq!(with("P").to(test).read(), Err(Unreadable::WrongProcessing));
    assert!(with("D").to(test).read().is_ok());
}

#[test]
fn any_version_2_is_read() {
    for version in ["2.1", "2.2", "2.3", "2.3.1", "2.4^GBR", "2.5.1", "2.8", "", "2"] {
        let header = format!("20260501100000||ADT^A01|1|P|{version}");
        assert!(Sent { header, ..sent() }.read().is_ok(), "{version}");
    }
}

#[test]
fn a_list_that_may_be_partial_takes_nothing_away() {
    let partial = |profile: &mut Profile| profile.whole_lists = false;
    let sent = || sent().pid(3, "H1^^^RZZ").pid(11, "1 THE GREEN^^^^XX1 9ZZ^^TMP");
    assert_eq!(sent().identity().nhs, Said::Cleared);
    assert_eq!(sent().identity().address, Said::Cleared);
    assert_eq!(sent().to(partial).identity().nhs, Said::Nothing);
    assert_eq!(sent().to(partial).identity().address, Said::Nothing);
}

#[test]
fn the_number_to_file_under_is_that_of_the_feeds_authority() {
    let two = || sent().pid(3, "A1^^^RZY~H1^^^rzz_pas");
    assert_eq!(two().identity().patient.value, "A1");
    let ours = |profile: &mut Profile| profile.patient_authority = "RZZ_PAS".to_owned();
    assert_eq!(two().to(ours).identity().patient.value, "H1");
    assert_eq!(sent().to(ours).identity().patient.value, "H4471902");
}

#[test]
fn an_authority_that_is_left_out_is_the_trust() {
    let identity = sent().pid(3, "H1").identity();
    assert_eq!(identity.patient.authority, "RZZ");
    assert_eq!(sent().pv1(19, "V1").movement().visit.authority, "RZZ");
}

#[test]
fn a_visit_may_be_keyed_without_its_authority() {
    let bare = |profile: &mut Profile| profile.visit_authority_counts = false;
    let with = sent().pv1(19, "V1^^^RZZ_VISIT").to(bare).movement().visit;
    let without = sent().pv1(19, "V1").to(bare).movement().visit;
    assert_eq!(with, without);
}

#[test]
fn a_visit_may_be_keyed_by_account() {
    let account = |profile: &mut Profile| profile.visit_key = VisitKey::Account;
    let visit = sent().pid(18, "AC7^^^RZZ").to(account).movement().visit;
    assert_eq!(visit.value, "AC7");
}

#[test]
fn an_admission_may_be_its_own_key_to_the_minute() {
    let keyless = |profile: &mut Profile| profile.visit_key = VisitKey::AdmissionTime;
    let visit = |at: &str| sent().to(keyless).pv1(44, at).movement().visit;
    assert_eq!(visit("202604291442"), visit("20260429144259"));
    assert_ne!(visit("202604291442"), visit("202604291443"));
    assert_ne!(visit("202604291442").authority, "RZZ_VISIT");
}

#[test]
fn a_location_is_cut_by_the_feeds_layout() {
    let plain = |profile: &mut Profile| profile.place = PlaceLayout::PLAIN;
    let place = |sent: Sent| sent.details().place.value().unwrap().clone();
    let national = place(sent().pv1(3, "RZZ^EAU^B2-4^RZZ01"));
    assert_eq!((national.ward.as_str(), national.bed.as_str()), ("EAU", "B2-4"));
    assert_eq!(national.site.unwrap().as_str(), "RZZ01");
    let other = place(sent().to(plain).pv1(3, "7B^BAY3^11^rzz 01^^^^^Ward 7B"));
    assert_eq!((other.ward.as_str(), other.bay.as_str()), ("7B", "BAY3"));
    assert_eq!((other.bed.as_str(), other.described.as_str()), ("11", "Ward 7B"));
    assert_eq!(other.site, None);
    let only_point_of_care = place(sent().pv1(3, "LOUNGE"));
    assert_eq!(only_point_of_care.ward, "LOUNGE");
    assert_eq!(sent().pv1(3, "\"\"").details().place, Said::Cleared);
    assert_eq!(sent().pv1(3, "^^^").details().place, Said::Nothing);
}

#[test]
fn a_shield_is_taken_away_only_by_those_who_can_know() {
    let alone = |profile: &mut Profile| profile.vip_alone_shields = true;
    let shield = |sent: Sent| sent.identity().shielded;
    assert_eq!(shield(sent().pv1(16, "S")), Said::Value(Shield::Location));
    assert_eq!(shield(sent().pv1(16, "N")), Said::Nothing);
    assert_eq!(shield(sent().pv1(16, "N").to(alone)), Said::Value(Shield::None));
    assert_eq!(shield(sent().pv1(16, "\"\"").to(alone)), Said::Value(Shield::None));
    assert_eq!(shield(sent().to(alone)), Said::Nothing);
    assert_eq!(shield(sent().and("ZU8||||1")), Said::Value(Shield::Location));
    assert_eq!(shield(sent().and("ZU8||||0")), Said::Value(Shield::None));
    assert_eq!(shield(sent().and("ZU8||||\"\"")), Said::Value(Shield::None));
    assert_eq!(shield(sent().and("ZU8||1||")), Said::Nothing);
    assert_eq!(shield(sent().pv1(16, "Y").and("ZU8||||0")), Said::Value(Shield::Location));
}

#[test]
fn a_feed_marks_its_test_patients_as_it_likes() {
    use care::people::Known;
    let ours = |profile: &mut Profile| profile.test_name_prefixes = vec!["Dummy-".to_owned()];
    let known = |name: &str| sent().to(ours).pid(5, name).identity().known;
    assert_eq!(known("DUMMY 7^DORA"), Said::Value(Known::NotAPerson));
    assert_eq!(known("ZZZTEST^DORA"), Said::Value(Known::Yes));
    let none = |profile: &mut Profile| profile.test_name_prefixes = vec!["-".to_owned()];
    assert_eq!(sent().to(none).identity().known, Said::Value(Known::Yes));
}
