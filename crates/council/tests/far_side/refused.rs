//! A folder with something wrong in it is refused, with the file, the line and what is right.

use std::fs;

use council::{Councils, Surroundings};

use super::ground::{SETTINGS, sqlite, westshire};

/// The settings with one line changed are refused so: file and line, what, and the nearest name.
#[track_caller]
fn check(from: &str, to: &str, expected: (usize, &str, Option<&str>)) {
    assert!(SETTINGS.contains(from), "{from}");
    let refused = refusal(&SETTINGS.replace(from, to));
    let (line, what, nearest) = expected;
    assert_eq!(refused.line, Some(line), "{refused}");
    assert!(refused.to_string().contains(what), "{refused}");
    assert_eq!(refused.nearest.as_deref(), nearest, "{refused}");
    assert!(refused.file.ends_with("westshire/council.toml"));
}

#[track_caller]
fn refusal(settings: &str) -> council::BadConfiguration {
    let ground = sqlite();
    ground.write("council.toml", settings);
    let around = Surroundings { environment: &|_| None, sources: &[] };
    Councils::open(&ground.councils(), &around).err().unwrap()
}

#[test]
fn a_wrong_key_is_refused_with_the_nearest_right_one() {
    check("ods =", "odds =", (3, "`odds` is not known here", Some("ods")));
    check("duty =", "duti =", (7, "`duti` is not known here", Some("duty")));
    check("monday =", "munday =", (13, "`munday` is not known here", Some("monday")));
}

#[test]
fn a_missing_key_is_named() {
    let refused = refusal(&SETTINGS.replace("ods = \"VZZ\"", ""));
    assert!(refused.to_string().contains("ods"), "{refused}");
}

#[test]
fn a_wrong_value_is_refused_with_what_is_right() {
    check("\"VZZ\"", "\"vzz\"", (3, "capital letters and digits", None));
    check("\"VZZ\"", "7", (3, "expected a string", None));
    check("\"01632 960100\"", "\"none\"", (7, "`none` is not a telephone number", None));
    check("08:45-17:00", "8.45 to 17", (13, "opening hours such as `08:45-17:00`", None));
    check("\"sqlite:care.db\"", "\"care.db\"", (4, "`sqlite:FILE` or `postgres://", None));
    check("\"Westshire Council\"", "\"\"", (2, "the council's name in full", None));
}

#[test]
fn a_wrong_limit_is_refused_with_its_range() {
    let refused = refusal(&format!("{SETTINGS}[limits]\npart_ms = 9000\n"));
    assert_eq!(refused.line, Some(16));
    assert!(refused.to_string().contains("expected 50 to 1800"), "{refused}");
    let refused = refusal(&format!("{SETTINGS}[limits]\nconnections = 1\n"));
    assert!(refused.to_string().contains("expected 2 to 64"), "{refused}");
}

#[test]
fn h24_a_list_or_a_word_that_we_do_not_have_is_refused() {
    let refused = refusal(&format!("{SETTINGS}[values.package_states]\nA = \"running\"\n"));
    assert_eq!((refused.line, refused.nearest.as_deref()), (Some(15), Some("package_state")));
    let refused = refusal(&format!("{SETTINGS}[values.package_state]\nA = \"runing\"\n"));
    assert_eq!((refused.line, refused.nearest.as_deref()), (Some(16), Some("running")));
    let refused = refusal(&format!("{SETTINGS}[words.contact.relationship]\nA = \"Aunt\"\n"));
    assert_eq!(refused.nearest.as_deref(), Some("contacts"));
    let refused = refusal(&format!("{SETTINGS}[words.contacts.relation]\nA = \"Aunt\"\n"));
    assert_eq!((refused.line, refused.nearest.is_some()), (Some(15), false));
    let refused = refusal(&format!("{SETTINGS}[words.contacts.relationships]\nA = \"Aunt\"\n"));
    assert_eq!(refused.nearest.as_deref(), Some("relationship"));
}

#[test]
fn a_code_that_would_mean_two_things_is_refused() {
    let twice = "[values.package_state]\nAct = \"running\"\n\"ACT \" = \"ended\"\n";
    let refused = refusal(&format!("{SETTINGS}{twice}"));
    assert!(refused.to_string().contains("one word for each code"), "{refused}");
    let same = twice.replace("ended", "running");
    let ground = sqlite();
    ground.set(&same);
    assert!(ground.try_open().is_ok());
}

#[test]
fn a_file_of_sql_that_is_never_asked_is_refused() {
    let ground = sqlite();
    ground.write("package.sql", "SELECT 1");
    let refused = ground.try_open().err().unwrap();
    assert_eq!(refused.nearest.as_deref(), Some("packages.sql"));
    assert!(refused.file.ends_with("package.sql"));
}

#[test]
fn a_password_never_stands_in_the_settings_and_is_never_repeated() {
    let url = "\"postgres://reader:hush-hush@db.example/care\"";
    let refused = refusal(&SETTINGS.replace("\"sqlite:care.db\"", url));
    let said = format!("{refused} {refused:?}");
    assert!(said.contains("password_file") && !said.contains("hush"), "{said}");
}

#[test]
fn a_password_comes_from_a_file_or_from_the_environment() {
    let ground = sqlite();
    let url = "\"postgres://reader@db.example/care?sslmode=disable\"";
    let settings = SETTINGS.replace("\"sqlite:care.db\"", url);
    let open = |more: &str| {
        ground.write("council.toml", &settings.replace("[phones]", &format!("{more}\n[phones]")));
        let environment = |name: &str| (name == "CARE_PASSWORD").then(|| "hush".to_owned());
        let around = Surroundings { environment: &environment, sources: &[] };
        Councils::open(&ground.councils(), &around).map(drop)
    };
    assert_eq!(open("password_env = \"CARE_PASSWORD\""), Ok(()));
    let refused = open("password_env = \"OTHER\"").err().unwrap();
    assert!(refused.to_string().contains("`OTHER` is not set"), "{refused}");
    let refused = open("password_file = \"secret\"").err().unwrap();
    assert_eq!(refused.line, Some(6));
    ground.write("secret", "hush\n");
    assert_eq!(open("password_file = \"secret\""), Ok(()));
    let both = "password_file = \"secret\"\npassword_env = \"CARE_PASSWORD\"";
    assert!(open(both).err().unwrap().to_string().contains("one of the two"));
}

#[test]
fn a_folder_whose_name_is_no_short_name_is_refused() {
    let ground = sqlite();
    fs::create_dir(ground.councils().join("East Shire")).unwrap();
    fs::write(ground.councils().join("East Shire").join("council.toml"), SETTINGS).unwrap();
    let refused = ground.try_open().err().unwrap();
    assert!(refused.to_string().contains("small letters, digits and hyphens"), "{refused}");
}

#[test]
fn what_the_folder_says_of_the_council_is_there_to_be_shown() {
    let ground = sqlite();
    let councils = ground.open();
    assert_eq!(councils.names().collect::<Vec<_>>(), [&westshire()]);
    let profile = councils.profile(&westshire()).unwrap();
    assert_eq!(profile.display_name, "Westshire Council");
    assert_eq!(profile.phones.safeguarding.number.shown(), "01632 960155");
    assert_eq!(profile.phones.childrens.hours, "24 hours");
    assert_eq!(profile.hours.weekly[0].len(), 1);
    assert!(profile.hours.weekly[1].is_empty());
    assert_eq!(profile.answer_within_hours, 4);
}
