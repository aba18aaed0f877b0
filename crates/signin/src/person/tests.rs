//! Each kind of provider speaks of people in its own way.

use care::access::{Organisation, Role, Seat};
use serde_json::{Value, json};

use super::{Cis2, Kind, Names, Person};
use crate::Trouble;
use crate::jwt::Claims;
use crate::mapping::{Mapping, NationalRole, Rule, When};

/// A nurse as NHS CIS2 speaks of her, who has chosen the first of two roles.
fn nurse() -> Value {
    json!({
        "sub": "656005750104",
        "nhsid_useruid": "656005750104",
        "name": "Mensah Ama (Miss)",
        "authentication_assurance_level": "3",
        "id_assurance_level": "3",
        "selected_roleid": "r1",
        "nhsid_nrbac_roles": [
            role("r1", "RZZ", "S8000:G8000:R8001"),
            role("r2", "RYY", "S8000:G8000:R8003"),
        ],
    })
}

fn role(id: &str, organisation: &str, code: &str) -> Value {
    json!({
        "person_orgid": "o1",
        "person_roleid": id,
        "org_code": organisation,
        "role_code": code,
        "role_name": "\"Clinical\":\"Clinical Provision\":\"Nurse Access Role\"",
    })
}

#[test]
fn the_chosen_role_at_its_organisation_decides() {
    let person = cis2(&nurse()).unwrap();
    assert_eq!(person.subject, "656005750104");
    assert_eq!(person.name, "Mensah Ama (Miss)");
    assert_eq!(person.assurance, 3);
    assert_eq!(roles(&person), [Role::Ward]);
}

#[test]
fn who_has_not_chosen_is_offered_each_role_that_gives_a_seat() {
    for selected in [json!(""), Value::Null] {
        let person = cis2(&changed("selected_roleid", &selected)).unwrap();
        assert_eq!(roles(&person), [Role::Ward, Role::Therapist], "{selected}");
    }
}

#[test]
fn of_twelve_roles_only_those_count_that_the_settings_name() {
    let mut many: Vec<Value> =
        (1..=10).map(|n| role(&format!("x{n}"), &format!("RX{n}"), "S8000:G8000:R8001")).collect();
    many.push(role("r1", "RZZ", "S8000:G8000:R8001"));
    many.push(role("r2", "RZZ", "S8000:G8000:R8003"));
    let mut claims = nurse();
    claims["nhsid_nrbac_roles"] = json!(many);
    claims["selected_roleid"] = json!("");
    assert_eq!(roles(&cis2(&claims).unwrap()), [Role::Ward]);
    claims["selected_roleid"] = json!("x3");
    assert!(cis2(&claims).unwrap().seats.is_empty(), "a nurse elsewhere is none here");
}

#[test]
fn a_role_that_is_not_there_or_not_whole_gives_nothing() {
    for roles in [
        Value::Null,
        json!([]),
        json!([role("r1", "RZZ", "")]),
        json!([role("r1", "RZZ", "S8000:G8000")]),
        json!([role("r1", "", "S8000:G8000:R8001")]),
        json!([role("r1", "rzz", "S8000:G8000:R8001")]),
        json!([role("r9", "RZZ", "S8000:G8000:R8001")]),
        json!([{ "person_roleid": "r1" }]),
    ] {
        let person = cis2(&changed("nhsid_nrbac_roles", &roles)).unwrap();
        assert!(person.seats.is_empty(), "{roles}");
    }
    let garbled = cis2(&changed("nhsid_nrbac_roles", &json!("R8001"))).err();
    assert_eq!(garbled.map(Trouble::code), Some("token_claim"));
}

#[test]
fn who_was_not_looked_at_well_enough_is_not_taken() {
    for level in [json!("1"), json!(1), json!("high"), json!("30"), json!(-3), Value::Null] {
        let refused = cis2(&changed("id_assurance_level", &level)).err();
        assert_eq!(refused, Some(Trouble::NotTaken("identity")), "{level}");
    }
    assert!(cis2(&changed("id_assurance_level", &json!(2))).is_ok());
    let mut older = changed("id_assurance_level", &Value::Null);
    older["idassurancelevel"] = json!("3");
    assert!(cis2(&older).is_ok(), "under its other name");
}

#[test]
fn a_level_of_sign_in_that_nobody_gave_is_none() {
    for (level, expected) in [(json!("2"), 2), (json!(1), 1), (json!("AAL3"), 0), (Value::Null, 0)]
    {
        let person = cis2(&changed("authentication_assurance_level", &level)).unwrap();
        assert_eq!(person.assurance, expected, "{level}");
    }
}

#[test]
fn nobody_is_without_a_name_nor_has_one_that_breaks_a_line() {
    for (claims, expected) in [
        (json!({ "sub": "s", "name": "Ama Mensah" }), "Ama Mensah"),
        (json!({ "sub": "s", "name": "" }), "s"),
        (json!({ "sub": "s", "given_name": "Ama", "family_name": "Mensah" }), "Ama Mensah"),
        (json!({ "sub": "s", "name": ["Ama"] }), "Ama"),
        (json!({ "sub": "s" }), "s"),
        (json!({ "sub": "s", "name": "Ama\r\n\u{1b}[31mMensah\u{0}" }), "Ama [31mMensah"),
    ] {
        assert_eq!(other(&Names::default(), &claims).name, expected, "{claims}");
    }
    let long = json!({ "sub": "s", "name": "a".repeat(1000) });
    assert_eq!(other(&Names::default(), &long).name.len(), 100);
}

#[test]
fn what_a_provider_says_of_somebody_at_home_is_read_where_it_is_in_a_form_we_know() {
    let said = json!({
        "sub": "s", "family_name": "Mensah", "birthdate": "1990-02-03",
        "address": { "postal_code": "XX1 1XX" },
    });
    let own = other(&Names::default(), &said).own;
    assert_eq!((own.family.as_str(), own.born), ("Mensah", Some("1990-02-03".parse().unwrap())));
    assert!(own.postcode.is_some());
    let garbled = json!({
        "sub": "s", "family_name": 1, "birthdate": "0000-02-03", "address": "XX1 1XX",
    });
    let own = other(&Names::default(), &garbled).own;
    assert_eq!((own.family.as_str(), own.born, own.postcode), ("", None, None));
}

#[test]
fn a_provider_may_have_names_of_its_own() {
    let path = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let names = Names {
        name: path(&["profile", "shown"]),
        levels: [("gold".to_owned(), 3)].into(),
        ..Names::default()
    };
    let said = json!({ "sub": "s", "acr": "gold", "profile": { "shown": "Ama Mensah" } });
    let person = other(&names, &said);
    assert_eq!((person.name.as_str(), person.assurance), ("Ama Mensah", 3));
}

fn changed(name: &str, value: &Value) -> Value {
    let mut claims = nurse();
    if value.is_null() {
        claims.as_object_mut().unwrap().remove(name);
    } else {
        claims[name] = value.clone();
    }
    claims
}

fn cis2(said: &Value) -> Result<Person, Trouble> {
    Kind::Cis2(Cis2 { least_identity: 2 }).person(&claims(said), &mapping())
}

fn other(names: &Names, said: &Value) -> Person {
    Kind::Other(names.clone()).person(&claims(said), &mapping()).unwrap()
}

fn claims(said: &Value) -> Claims {
    Claims::of_json(said.to_string().as_bytes()).unwrap()
}

fn roles(person: &Person) -> Vec<Role> {
    person.seats.iter().map(|seat| seat.role).collect()
}

/// A nurse of RZZ sits on the ward, a therapist of RYY is one.
fn mapping() -> Mapping {
    let rule = |job: &str, trust: &str, role| Rule {
        when: vec![When::NationalRole(NationalRole {
            job: job.to_owned(),
            organisation: trust.to_owned(),
        })],
        seat: Seat {
            role,
            organisation: Organisation::Hospital {
                trust: trust.parse().unwrap(),
                site: format!("{trust}01").parse().unwrap(),
            },
        },
    };
    Mapping { rules: vec![rule("R8001", "RZZ", Role::Ward), rule("R8003", "RYY", Role::Therapist)] }
}
