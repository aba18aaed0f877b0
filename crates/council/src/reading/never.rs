//! What must never come in, whatever a source sends?
//!
//! Key-safe codes, case notes, the text of allegations, finances and charging, children's
//! records, professional opinions, immigration and criminal data. They are dropped here, at the
//! edge, and counted by kind, so that the council can be told.

/// Something that must never come in, in the words in which it is counted.
pub(crate) type Never = &'static str;

pub(crate) const KEY_SAFE: Never = "key-safe code";
pub(crate) const FINANCE: Never = "finances and charging";
pub(crate) const ALERT: Never = "alert that is not for a hospital";
pub(crate) const CONTACT: Never = "contact whom the hospital may not ring";
pub(crate) const UNKNOWN_COLUMN: Never = "column that we do not know";

/// Parts of the names of columns that must never come in. Such a column is none of ours and is
/// never looked at; its name only says under what it is counted.
const COLUMNS: [(&str, Never); 27] = [
    ("keysafe", KEY_SAFE),
    ("keycode", KEY_SAFE),
    ("doorcode", KEY_SAFE),
    ("entrycode", KEY_SAFE),
    ("casenote", "case notes"),
    ("notes", "case notes"),
    ("narrative", "case notes"),
    ("allegation", "text of an allegation"),
    ("perpetrator", "text of an allegation"),
    ("abuse", "text of an allegation"),
    ("charge", FINANCE),
    ("cost", FINANCE),
    ("amount", FINANCE),
    ("income", FINANCE),
    ("savings", FINANCE),
    ("benefit", FINANCE),
    ("rate", FINANCE),
    ("child", "children's records"),
    ("opinion", "professional opinions"),
    ("judgement", "professional opinions"),
    ("immigration", "immigration or criminal data"),
    ("asylum", "immigration or criminal data"),
    ("visa", "immigration or criminal data"),
    ("criminal", "immigration or criminal data"),
    ("offence", "immigration or criminal data"),
    ("mappa", ALERT),
    ("marac", ALERT),
];

/// Under what a column is counted that is none of ours.
pub(crate) fn column(name: &str) -> Never {
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let name = name.to_lowercase();
    let found = COLUMNS.iter().find(|(part, _)| name.contains(part));
    found.map_or(UNKNOWN_COLUMN, |(_, kind)| *kind)
}

/// Kinds of alert that must not leave the council: multi-agency arrangements about offenders and
/// about domestic abuse, and who is said to have done harm.
const ALERTS: [&str; 9] = [
    "mappa",
    "marac",
    "alperp",
    "perpetrator",
    "offender",
    "multi-agency public protection",
    "multi agency public protection",
    "multi-agency risk assessment conference",
    "multi agency risk assessment conference",
];

/// Whether an alert must not leave the council, by its kind or by its words.
pub(crate) fn is_alert(words: &str) -> bool {
    let words = words.to_lowercase();
    ALERTS.iter().any(|kind| words.contains(kind))
}

/// Words after which a code to somebody's door is written.
const DOORS: [&str; 12] = [
    "key safe",
    "keysafe",
    "key-safe",
    "key code",
    "keycode",
    "keypad",
    "key pad",
    "door code",
    "entry code",
    "access code",
    "safe code",
    "gate code",
];

/// How far after those words the code is looked for, in bytes.
const REACH: usize = 40;

/// What stands where something was taken out.
const CODE_GONE: &str = "[code removed]";
const AMOUNT_GONE: &str = "[amount removed]";

/// The text without codes of key safes and without amounts of money, and what was taken out.
pub(crate) fn clean(text: String) -> (String, Vec<Never>) {
    let mut out = text;
    let mut taken = Vec::new();
    while let Some(range) = amount(&out) {
        out.replace_range(range, AMOUNT_GONE);
        taken.push(FINANCE);
    }
    let lower = out.to_ascii_lowercase();
    if DOORS.iter().any(|door| lower.contains(door)) {
        while let Some(range) = door_code(&out) {
            out.replace_range(range, CODE_GONE);
            taken.push(KEY_SAFE);
        }
    }
    (out, taken)
}

type Range = std::ops::Range<usize>;

/// The first word within reach of a door's words that looks like its code: up to ten letters and
/// digits, at least three of them digits.
fn door_code(text: &str) -> Option<Range> {
    let lower = text.to_ascii_lowercase();
    let ends = DOORS
        .iter()
        .flat_map(|door| lower.match_indices(door).map(|(start, door)| start + door.len()));
    ends.filter_map(|end| words(text, end).find(|range| is_code(text, range)))
        .min_by_key(|r| r.start)
}

fn is_code(text: &str, range: &Range) -> bool {
    let word = text.get(range.clone()).unwrap_or_default();
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    digits >= 3 && word.len() <= 10
}

/// Runs of letters and digits that begin within [`REACH`] after `from`. Digits with single spaces,
/// dots or hyphens between them, as in `1 2 3 4` and `12-34`, are one run.
fn words(text: &str, from: usize) -> impl Iterator<Item = Range> {
    let bytes = text.as_bytes();
    let at = |place: usize| bytes.get(place).copied().unwrap_or(b'\n');
    let mut runs = Vec::new();
    let mut place = from;
    while place < bytes.len() && place < from + REACH {
        if !at(place).is_ascii_alphanumeric() {
            place += 1;
            continue;
        }
        let start = place;
        while at(place).is_ascii_alphanumeric()
            || (matches!(at(place), b' ' | b'.' | b'-')
                && at(place.saturating_sub(1)).is_ascii_digit()
                && at(place + 1).is_ascii_digit())
        {
            place += 1;
        }
        runs.push(start..place);
    }
    runs.into_iter()
}

/// The first amount of money: a pound sign and the digits after it.
fn amount(text: &str) -> Option<Range> {
    text.match_indices('£').find_map(|(start, sign)| {
        let rest = text.get(start + sign.len()..)?;
        let spaces = rest.len() - rest.trim_start().len();
        let digits: usize = rest
            .trim_start()
            .bytes()
            .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
            .count();
        (digits > 0).then_some(start..start + sign.len() + spaces + digits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(clean(text.to_owned()).0, expected);
    }

    #[test]
    fn h16_a_key_safe_code_in_free_text_is_taken_out() {
        check("Key safe 1234 by the door", "Key safe [code removed] by the door");
        check("keysafe code: C1234X", "keysafe code: [code removed]");
        check("KEY-SAFE (left of porch) C9853Y?", "KEY-SAFE (left of porch) [code removed]?");
        check("Door code is 1 2 3 4 then push", "Door code is [code removed] then push");
        check("Key safe 12-34", "Key safe [code removed]");
        check("Entry code 4821#, keypad 9917", "Entry code [code removed]#, keypad [code removed]");
    }

    #[test]
    fn words_without_a_code_are_left_alone() {
        for text in [
            "Has a key safe",
            "No key safe, neighbour at 12 has a key",
            "Born 1938, lives at 1234 High Street",
            "Ring 01632 960121",
            "",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn amounts_of_money_are_taken_out() {
        check("Pays £1,250.50 a week", "Pays [amount removed] a week");
        check("Full cost, £ 90", "Full cost, [amount removed]");
        check("£ sign alone", "£ sign alone");
    }

    #[test]
    fn what_is_taken_out_is_counted() {
        let (_, taken) = clean("Key safe 1234, pays £9, door code 5678".to_owned());
        assert_eq!(taken, [FINANCE, KEY_SAFE, KEY_SAFE]);
    }

    #[test]
    fn a_column_that_must_not_come_is_known_by_its_name() {
        assert_eq!(column("KEY_SAFE_CODE"), KEY_SAFE);
        assert_eq!(column("CaseNoteText"), "case notes");
        assert_eq!(column("weekly_charge"), FINANCE);
        assert_eq!(column("shoe_size"), UNKNOWN_COLUMN);
    }

    #[test]
    fn h17_an_alert_about_offenders_is_known_by_its_words() {
        assert!(is_alert("MAPPA level 2"));
        assert!(is_alert("Alleged Perpetrator"));
        assert!(!is_alert("Large dog"));
    }
}
