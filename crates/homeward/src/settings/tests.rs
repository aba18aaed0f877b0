//! Is every key read, shown, and refused with its place where it is wrong?

mod launches;
mod providers;

use std::collections::BTreeSet;

use super::*;

const EXAMPLE: &str = include_str!("../../../../homeward.example.toml");

#[test]
fn the_example_is_read() {
    let settings = Settings::parse("homeward.example.toml", EXAMPLE).unwrap();
    assert_eq!(settings.trusts.len(), 1);
    assert_eq!(settings.feeds.len(), 1);
}

#[test]
fn what_the_example_shows_behind_a_mark_is_the_default() {
    assert_eq!(meaning(EXAMPLE), meaning(&unmarked(EXAMPLE)));
}

/// Every table is asked which keys it has, by a key that no table has.
#[test]
fn every_key_stands_in_the_example() {
    let mut headers = vec![String::new()];
    let text = everything(EXAMPLE);
    headers.extend(text.lines().filter(|line| line.starts_with('[')).map(str::to_owned));
    let mut asked = BTreeSet::new();
    for header in headers {
        let probe = with_a_wrong_key(&text, &header);
        let mistake = Settings::parse("probe", &probe).unwrap_err().to_string();
        let (_, keys) = mistake.split_once("expected").unwrap_or_else(|| panic!("{mistake}"));
        for key in keys.split('`').skip(1).step_by(2) {
            assert!(shows(&text, &header, key), "`{key}` of {header:?} is not in the example");
            asked.insert(format!("{header} {key}"));
        }
    }
    assert!(asked.len() > 30, "only {} keys were asked for", asked.len());
}

#[test]
fn a_wrong_key_is_refused_with_its_line_and_the_nearest_right_one() {
    check("database = \"sqlite:h.db\"\n[web]\nlisen = 1", 3, "unknown field `lisen`");
    let mistake = Settings::parse("x", "database = \"sqlite:h.db\"\n[web]\nlisen = 1");
    let Mistake::Wrong { mend, .. } = mistake.unwrap_err() else { panic!("it has a place") };
    assert_eq!(mend.as_deref(), Some("did you mean `listen`?"));
}

#[test]
fn a_wrong_value_is_refused_with_what_was_expected() {
    check("database = \"homeward.db\"", 1, "a database is `sqlite:FILE` or");
    check("database = \"sqlite:h.db\"\n[log]\nlevel = \"loud\"", 3, "unknown variant `loud`");
    check("database = \"sqlite:h.db\"\n\n[web]\nlisten = 80", 4, "expected");
    check("database = \"sqlite:h.db\"\n[copies]\nhours = 25", 3, "expected at most 24");
    let sessions = |line: &str| format!("database = \"sqlite:h.db\"\n[sessions]\n{line}");
    check(&sessions("idle_minutes = 1"), 3, "expected 2 to 30 minutes");
    check(&sessions("idle_minutes = 31"), 3, "expected 2 to 30 minutes");
    check(&sessions("hours = 13"), 3, "expected 1 to 12 hours");
    let matching = |line: &str| format!("database = \"sqlite:h.db\"\n[matching]\n{line}");
    check(&matching("match_at = 0.9"), 3, "expected a probability from 0.99 to below 1");
    check(&matching("match_at = nan"), 3, "expected a probability from 0.99 to below 1");
    check(&matching("review_at = 0.6"), 3, "of at most 0.5");
    check(&matching("apart_bits = 0.0"), 3, "expected at least 1 bit");
    check(&feed("idle_hours = 1"), 12, "expected at least 24");
    check(&feed("pipeline = 0"), 12, "expected 1 to 256");
}

#[test]
fn a_feed_of_an_unknown_trust_and_a_name_used_twice_are_refused() {
    let other = feed("").replace("trust = \"RZZ\"", "trust = \"RZX\"");
    check(&other, 8, "expected the code of a [[trust]]");
    let twice = format!("{}\n[[trust]]\ncode = \"RZZ\"\nname = \"W\"", feed(""));
    check(&twice, 14, "this trust stands here a second time");
}

#[test]
fn a_password_in_the_address_is_refused() {
    check("database = \"postgres://u:hush@h/n\"", 1, "a password stands in the address");
    check("database = \"postgres://u@h/n?password=hush\"", 1, "a password stands in the address");
    let fine = Settings::parse("x", "database = \"postgres://u@[::1]:5432/n?sslmode=require\"");
    assert!(fine.is_ok());
}

#[test]
fn an_address_that_would_be_asked_in_the_clear_is_refused() {
    let pds = |base: &str, more: &str| {
        format!(
            "database = \"sqlite:h.db\"\n[pds]\nbase = \"{base}\"\n\
             token = \"https://national.invalid/token\"\napplication = \"a\"\nkey_id = \"k\"\n\
             key = \"pds.pem\"\norganisation = \"RZZ\"\n{more}"
        )
    };
    for base in [
        "http://national.invalid/R4",
        "https://user:hush@national.invalid/R4",
        "https://national.invalid/R4?family=x",
        "ftp://127.0.0.1/",
        "/R4",
    ] {
        check(&pds(base, ""), 3, "expected an address that begins with https://");
    }
    let base = "https://national.invalid/R4";
    check(&pds(base, "requests_per_second = 0"), 9, "expected 1 to 100");
    check(&pds(base, "timeout_seconds = 61"), 9, "expected 1 to 60");
    check(&pds(base, "again_days = 0"), 9, "expected 1 to 365");
    for base in [base, "http://127.0.0.1:8/R4", "http://[::1]/R4", "http://localhost/R4"] {
        let settings = Settings::parse("x", &pds(base, "")).unwrap();
        let key = settings.in_folder(Path::new("/etc/homeward")).pds.unwrap().key;
        assert_eq!(key, Path::new("/etc/homeward/pds.pem"));
    }
}

#[test]
fn accounts_are_kept_at_an_address_that_passkeys_know_and_the_pages_answer_at() {
    let text = |origin: &str, web: &str| {
        format!("database = \"sqlite:h.db\"\n[accounts]\norigin = \"{origin}\"\n[web]\n{web}")
    };
    let tls = "behind_tls = true";
    for origin in ["http://homeward.example", "https://192.0.2.7", "https://a.example/x", "a"] {
        check(&text(origin, tls), 3, "expected the address that browsers show");
    }
    let origin = "https://homeward.example";
    check(&text(origin, ""), 3, "expected `behind_tls = true` in [web]");
    let elsewhere = format!("{tls}\nhosts = [\"other.example\"]");
    check(&text(origin, &elsewhere), 3, "expected an address at one of the `hosts`");
    let named = format!("{tls}\nhosts = [\"homeward.example\"]");
    for (origin, web) in [(origin, tls), (origin, &named), ("http://localhost:8080", "")] {
        let settings = Settings::parse("x", &text(origin, web)).unwrap();
        assert_eq!(settings.accounts.unwrap().passkeys().origin(), origin);
    }
}

#[test]
fn paths_are_meant_from_where_the_file_stands() {
    let settings = Settings::parse("x", "database = \"sqlite:h.db\"").unwrap();
    let settings = settings.in_folder(Path::new("/etc/homeward"));
    assert_eq!(settings.database.to_string(), "SQLite file /etc/homeward/h.db");
    assert_eq!(settings.councils, Path::new("/etc/homeward/councils"));
}

fn feed(limits: &str) -> String {
    format!(
        "database = \"sqlite:h.db\"\n[[trust]]\ncode = \"RZZ\"\nname = \"Westshire\"\n\n[[feed]]\n\
         name = \"adt\"\ntrust = \"RZZ\"\nlisten = \"127.0.0.1:2575\"\n\n[feed.limits]\n{limits}"
    )
}

#[track_caller]
fn check(text: &str, expected_line: usize, expected: &str) {
    match Settings::parse("homeward.toml", text).unwrap_err() {
        Mistake::Wrong { line, what, .. } => {
            assert!(what.contains(expected), "{what}");
            assert_eq!(line, expected_line);
        }
        other @ Mistake::Unread { .. } => panic!("{other}"),
    }
}

/// What a file says, whatever the places where it says so and however it spells a default.
fn meaning(text: &str) -> String {
    let mut settings = without_places(text);
    let readings: Vec<_> = settings.feeds.iter().map(Feed::reading).collect();
    for feed in &mut settings.feeds {
        feed.profile = Differences::default();
    }
    format!("{settings:?} {readings:?}")
}

fn without_places(text: &str) -> Settings {
    let mut settings = Settings::parse("x", text).unwrap();
    let anywhere = 0..0;
    for feed in &mut settings.feeds {
        let (name, trust) = (feed.name.get_ref().clone(), feed.trust.get_ref().clone());
        feed.name = Spanned::new(anywhere.clone(), name);
        feed.trust = Spanned::new(anywhere.clone(), trust);
        let (idle, pipeline) = (*feed.limits.idle_hours.get_ref(), *feed.limits.pipeline.get_ref());
        feed.limits.idle_hours = Spanned::new(anywhere.clone(), idle);
        feed.limits.pipeline = Spanned::new(anywhere.clone(), pipeline);
    }
    settings.copies.hours = Spanned::new(anywhere.clone(), *settings.copies.hours.get_ref());
    let minutes = *settings.audit.every_minutes.get_ref();
    settings.audit.every_minutes = Spanned::new(anywhere.clone(), minutes);
    settings.web.address =
        settings.web.address.map(|address| Spanned::new(anywhere.clone(), address.into_inner()));
    settings.said.clear();
    for trust in &mut settings.trusts {
        trust.code = Spanned::new(anywhere.clone(), trust.code.get_ref().clone());
        let days = *trust.refusal_days.get_ref();
        trust.refusal_days = Spanned::new(anywhere.clone(), days);
    }
    settings
}

/// `#key = value` shows a default; `# text` explains.
fn unmarked(text: &str) -> String {
    let key = |rest: &str| rest.starts_with(|letter: char| letter.is_ascii_lowercase());
    each_line(text, |line| line.strip_prefix('#').filter(|rest| key(rest)))
}

/// `#? key = value` shows what has no default.
fn everything(text: &str) -> String {
    each_line(&unmarked(text), |line| line.strip_prefix("#? "))
}

fn each_line(text: &str, change: impl Fn(&str) -> Option<&str>) -> String {
    text.lines().map(|line| change(line).unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

fn with_a_wrong_key(text: &str, header: &str) -> String {
    let wrong = "no_such_key = 1";
    if header.is_empty() {
        return format!("{wrong}\n{text}");
    }
    text.replacen(&format!("\n{header}\n"), &format!("\n{header}\n{wrong}\n"), 1)
}

/// Whether the table with this header has the key, as a line or as a table of its own.
fn shows(text: &str, header: &str, key: &str) -> bool {
    let name = header.trim_matches(['[', ']']);
    let path = if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
    let below = text.split_once(&format!("{header}\n")).map_or(text, |(_, below)| below);
    let named =
        |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    below.lines().take_while(|line| !line.starts_with('[')).any(named)
        || text.lines().any(|line| line.starts_with('[') && line.trim_matches(['[', ']']) == path)
}
