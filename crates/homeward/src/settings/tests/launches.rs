//! Is a patient system refused that could not launch us safely, or that would give what it should
//! not?

use std::path::Path;

use super::check;
use crate::settings::Settings;

const BASE: &str = r#"database = "sqlite:h.db"
[[trust]]
code = "RZZ"
name = "Westshire"
[[trust.site]]
code = "RZZ01"
name = "Westshire General"
[[trust]]
code = "RYY"
name = "Eastshire"
[[trust.site]]
code = "RYY01"
name = "Eastshire General"
"#;

/// From line 14 on.
const LAUNCH: &str = r#"[[launch]]
name = "rzz-epr"
base = "https://epr.rzz.example/fhir"
trust = "RZZ"
client_id = "homeward"
secret = { file = "secrets/rzz-epr" }
"#;

const LINK: &str = r#"[[link]]
name = "rzz-links"
issuer = "https://epr.rzz.example"
audience = "https://homeward.example/RZZ"
trust = "RZZ"
keys = [{ id = "1", file = "secrets/links.pem" }]
"#;

const PROVIDER: &str = r#"[[provider]]
name = "rzz-epr"
words = "Westshire sign-in"
kind = "oidc"
issuer = "https://sign-in.rzz.example"
client_id = "homeward"
secret = { file = "secrets/westshire" }
"#;

fn seat(section: &str, trust: &str) -> String {
    format!(
        "[[{section}.seat]]\nwhen = {{ claim = \"role\", is = \"nurse\" }}\nrole = \"ward\"\n\
         trust = \"{trust}\"\nsite = \"{trust}01\"\n"
    )
}

#[test]
fn patient_systems_are_read_and_their_files_are_meant_from_where_the_settings_stand() {
    let (one, other) = (seat("launch", "RZZ"), seat("link", "RZZ"));
    let text = format!("{BASE}{LAUNCH}{one}{LINK}{other}");
    let settings = Settings::parse("x", &text).unwrap().in_folder(Path::new("/etc/homeward"));
    let launch = &settings.launches[0];
    assert_eq!(launch.seats.len(), 1);
    let secret = &launch.secret.as_ref().unwrap().file;
    assert_eq!(secret, Path::new("/etc/homeward/secrets/rzz-epr"));
    let key = &settings.links[0].keys.get_ref()[0].file;
    assert_eq!(key, Path::new("/etc/homeward/secrets/links.pem"));
}

#[test]
fn a_patient_system_gives_seats_in_its_own_trust_only() {
    let own = "expected a seat in the trust of the patient system";
    check(&format!("{BASE}{LAUNCH}{}", seat("launch", "RYY")), 22, own);
    check(&format!("{BASE}{LINK}{}", seat("link", "RYY")), 22, own);
    let unknown = LAUNCH.replace("trust = \"RZZ\"", "trust = \"RZX\"");
    check(&format!("{BASE}{unknown}"), 17, "expected the code of a [[trust]]");
}

#[test]
fn a_patient_system_that_could_not_launch_us_safely_is_refused() {
    let in_the_clear = LAUNCH.replace("https://epr", "http://epr");
    check(&format!("{BASE}{in_the_clear}"), 16, "expected an address that begins with https://");
    let nothing = LAUNCH.replace("secret = { file = \"secrets/rzz-epr\" }\n", "");
    check(&format!("{BASE}{nothing}"), 15, "expected beside it `key` or `secret`");
    let twice = LINK.replace("rzz-links", "rzz-epr");
    check(&format!("{BASE}{LAUNCH}{twice}"), 21, "a second time");
    check(&format!("{BASE}{LAUNCH}{PROVIDER}"), 15, "a second time");
    let path = LAUNCH.replace("\"rzz-epr\"\nbase", "\"../rzz\"\nbase");
    check(&format!("{BASE}{path}"), 15, "expected a name of at most 40 small letters");
    let keyless = LINK.replace("{ id = \"1\", file = \"secrets/links.pem\" }", "");
    check(&format!("{BASE}{keyless}"), 19, "expected at least one { id, file }");
    for taken in ["accounts", "keys", "passkey"] {
        let ours = LAUNCH.replace("\"rzz-epr\"\nbase", &format!("\"{taken}\"\nbase"));
        check(&format!("{BASE}{ours}"), 15, "which mean something else");
    }
    let elsewhere = "[web]\nlisten = \"0.0.0.0:80\"\n";
    check(&format!("{BASE}{LAUNCH}{elsewhere}"), 15, "expected `address` in [web]");
}

#[test]
fn a_patient_system_cannot_name_the_people_of_another() {
    let signs_as = |issuer: &str| {
        let link = LINK.replace("https://epr.rzz.example", issuer);
        format!("{BASE}{}", link.replace("\"rzz-links\"", "\"others\""))
    };
    let same_base = LAUNCH.replace("rzz-epr\"\nb", "ryy-epr\"\nb").replace("r\"\nt", "r/\"\nt");
    check(&format!("{BASE}{LAUNCH}{same_base}"), 22, "patient system stands here a second time");
    let second = LINK.replace("rzz-links", "others");
    check(&format!("{BASE}{LINK}{second}"), 22, "issuer of links stands here a second time");
    for issuer in ["", " ", "accounts"] {
        check(&signs_as(issuer), 16, "the people of another");
    }
    let providers = signs_as("https://sign-in.rzz.example");
    let web = "[web]\naddress = \"https://homeward.example\"\nbehind_tls = true\n";
    check(&format!("{providers}{PROVIDER}{web}"), 16, "the people of another");
}
