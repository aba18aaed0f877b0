//! Is a provider refused that nobody could sign in with, or that would give what it should not?

use signin::mapping::When;
use signin::person::Kind;

use crate::settings::{Mistake, Settings, mapping};

const BASE: &str = r#"database = "sqlite:h.db"
# The pages.
web = { address = "https://homeward.example", behind_tls = true }
[[trust]]
code = "RZZ"
name = "Westshire"
[[trust.site]]
code = "RZZ01"
name = "Westshire General"
"#;

/// From line 10 on.
const PROVIDER: &str = r#"[[provider]]
name = "cis2"
words = "NHS CIS2"
kind = "cis2"
issuer = "https://sign-in.example:443/realms/x"
client_id = "homeward"
secret = { file = "secrets/cis2", by = "basic" }
"#;

const SEAT: &str = r#"[[provider.seat]]
when = { national_role = "R8001", organisation = "RZZ" }
role = "ward"
trust = "RZZ"
site = "RZZ01"
"#;

#[test]
fn a_provider_is_read_and_its_seats_with_it() {
    let settings = Settings::parse("x", &format!("{BASE}{PROVIDER}{SEAT}")).unwrap();
    let rules = mapping(&settings.providers[0].seats).rules;
    assert!(matches!(rules[0].when[..], [When::NationalRole(_)]));
    let written = "[{ claim = [\"a\", \"b\"], is = \"x\" }, { claim = \"c\", is = \"y\" }]";
    let several = SEAT.replace("{ national_role = \"R8001\", organisation = \"RZZ\" }", written);
    let settings = Settings::parse("x", &format!("{BASE}{PROVIDER}{several}")).unwrap();
    let rules = mapping(&settings.providers[0].seats).rules;
    let When::Claim { path, .. } = &rules[0].when[0] else { panic!("it is a claim") };
    assert_eq!(path, &["a", "b"]);
}

#[test]
fn each_kind_asks_for_what_it_needs_unless_told_otherwise() {
    let folder = std::env::temp_dir().join(format!("homeward_providers_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("secret"), "a secret\n").unwrap();
    let path = folder.join("homeward.toml");
    let profile = |kind: &str, more: &str| {
        let text = PROVIDER.replace("\"cis2\"\ni", &format!("\"{kind}\"\n{more}i"));
        let text = text.replace("secrets/cis2", "secret");
        std::fs::write(&path, format!("{BASE}{text}")).unwrap();
        let settings = Settings::read(&path).unwrap();
        settings.providers[0].profile(&settings.web.address()).unwrap()
    };
    let cis2 = profile("cis2", "");
    assert!(cis2.asks_userinfo && cis2.scopes.iter().any(|scope| scope == "nationalrbacaccess"));
    assert_eq!((cis2.least_assurance, cis2.acr_values[0].as_str()), (2, "AAL2_OR_AAL3_ANY"));
    assert_eq!(cis2.redirect, "https://homeward.example/sign-in/cis2/back");
    assert_eq!(cis2.issuer, "https://sign-in.example:443/realms/x", "to the letter");
    let entra = profile("entra", "tenants = [\"t\"]\n");
    assert!(matches!(entra.kind, Kind::Entra(_)) && entra.least_assurance == 2);
    let other = profile("oidc", "least_assurance = 1\nlevels = { gold = 2 }\n");
    assert_eq!((other.least_assurance, other.asks_userinfo), (1, false));
    std::fs::write(folder.join("secret"), "\n").unwrap();
    let settings = Settings::read(&path).unwrap();
    assert!(settings.providers[0].profile("https://homeward.example").is_err(), "no secret");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_nobody_could_sign_in_with_is_refused_with_its_line() {
    let provider = |from: &str, to: &str| format!("{BASE}{}", PROVIDER.replace(from, to));
    check(&provider("name = \"cis2\"", "name = \"CIS 2\""), 11, "small letters, digits");
    check(&provider("name = \"cis2\"", "name = \"keys\""), 11, "which mean something else");
    check(&provider("https://sign", "http://sign"), 14, "as its provider writes it");
    check(&provider("secret = { file = \"secrets/cis2\", by = \"basic\" }", ""), 11, "`secret`");
    check(&provider("\"basic\"", "\"jwt\""), 16, "unknown variant `jwt`");
    check(&provider("\"cis2\"\ni", "\"cis3\"\ni"), 13, "unknown variant `cis3`");
    check(&provider("\"cis2\"\ni", "\"entra\"\ni"), 11, "expected `tenants`");
    let levels = provider("secret =", "least_identity = 4\nsecret =");
    check(&levels, 16, "a level from 0 to 3");
    let key = "key = { file = \"x\", id = \"1\", algorithm = \"HS256\" }";
    check(&format!("{BASE}{PROVIDER}{key}"), 17, "expected one of RS256");
    check(&format!("{BASE}{PROVIDER}{PROVIDER}"), 18, "a second time");
    let plain = BASE.replace(", behind_tls = true", "");
    check(&format!("{plain}{PROVIDER}"), 3, "expected `behind_tls = true` beside it");
    let unheard = BASE.replace("true }", "true, hosts = [\"other.example\"] }");
    check(&format!("{unheard}{PROVIDER}"), 3, "expected an address at one of the `hosts`");
    let homeless = BASE.replace("address = \"https://homeward.example\",", "");
    check(&format!("{homeless}{PROVIDER}"), 11, "expected `address` in [web]");
}

#[test]
fn a_seat_that_is_none_is_refused_with_its_line() {
    let seat = |from: &str, to: &str| format!("{BASE}{PROVIDER}{}", SEAT.replace(from, to));
    check(&seat("\"R8001\"", "\"S8000:G8000:R8001\""), 18, "a role such as \"R8001\"");
    check(&seat(", organisation = \"RZZ\"", ""), 18, "expected { claim, is }");
    check(&seat("{ national_role = \"R8001\", organisation = \"RZZ\" }", "[]"), 18, "expected { c");
    check(&seat("national_role", "national"), 18, "unknown field `national`");
    check(&seat("\"ward\"", "\"nurse\""), 19, "unknown variant `nurse`");
    check(&seat("trust = \"RZZ\"\n", ""), 19, "`trust` and `site`, or `council`");
    check(&seat("\nrole", "\ncouncil = \"w\"\nrole"), 20, "`trust` and `site`, or `council`");
    check(&seat("trust = \"RZZ\"", "trust = \"RZY\""), 20, "the code of a [[trust]]");
    check(&seat("RZZ01", "RZZ02"), 21, "[[trust.site]] of this trust");
    check(&seat("\"ward\"", "\"social_worker\""), 19, "one of the other side");
    let other = PROVIDER.replace("\"cis2\"\ni", "\"oidc\"\ni");
    check(&format!("{BASE}{other}{SEAT}"), 18, "from kind = \"cis2\" only");
}

#[test]
fn of_several_tenants_each_names_only_its_own_people() {
    let entra = PROVIDER.replace("\"cis2\"\ni", "\"entra\"\ntenants = [\"t1\", \"t2\"]\ni");
    let seat = |when: &str| {
        let national = "{ national_role = \"R8001\", organisation = \"RZZ\" }";
        format!("{BASE}{entra}{}", SEAT.replace(national, when))
    };
    let ward = "{ claim = \"roles\", is = \"Homeward.Ward\" }";
    check(&seat(ward), 19, "expected { claim, is, tenant }");
    let of = |tenant: &str| ward.replace(" }", &format!(", tenant = \"{tenant}\" }}"));
    check(&seat(&of("t3")), 19, "one of the `tenants`");
    let settings = Settings::parse("x", &seat(&of("t2"))).unwrap();
    let tenant = When::Claim { path: vec!["tid".to_owned()], is: "t2".to_owned() };
    assert_eq!(mapping(&settings.providers[0].seats).rules[0].when[1], tenant);
    let one = seat(ward).replace("\"t1\", ", "");
    assert!(Settings::parse("x", &one).is_ok(), "of one tenant all are its own");
    let elsewhere =
        seat(&of("t2")).replace("entra", "oidc").replace("tenants = [\"t1\", \"t2\"]\n", "");
    check(&elsewhere, 18, "from kind = \"entra\" only");
}

#[track_caller]
fn check(text: &str, expected: usize, part: &str) {
    match Settings::parse("x", text) {
        Err(Mistake::Wrong { line, what, .. }) => {
            assert!(what.contains(part), "{what}");
            assert_eq!(line, expected, "{what}");
        }
        other => panic!("{part}: {other:?}"),
    }
}
