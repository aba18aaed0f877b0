//! The guide for whoever writes a council's statements says what the code does.

use std::fmt::Write;
use std::path::Path;

use council::{Column, Kind, Statement, lists};

const HEAD: &str = "# Columns and lists of a council's folder

A council's folder holds one file of SQL for each part of the record that the council can give.
Each is one `SELECT` with named columns; the council's id of the person is `$1`. The names below
are the only ones. A column that is left out is shown as \"This council does not send this\", an
empty value as \"Not recorded by the council\", a statement without rows as \"None recorded\", and a
value that cannot be read as \"Council sent a value we do not recognise\".

`homeward check` compares a folder with these tables.
";

const LISTS: &str = "
## Lists

A council writes its codes against our words under `[values.<list>]` in `council.toml`, and words
to show for codes in any column of words under `[words.<part>.<column>]`. Our own words need no
entry. `none` says that the council positively says that there is none.
";

fn guide() -> String {
    let mut text = HEAD.to_owned();
    for statement in Statement::all().filter(|statement| *statement != Statement::PeopleSince) {
        writeln!(text, "\n## {}\n", statement.file()).unwrap();
        if statement == Statement::People {
            let same = "No parameter. `people_since.sql` has the same columns and gives only those \
                        whose `changed` is at or after `$1`.\n";
            writeln!(text, "{same}").unwrap();
        }
        writeln!(text, "| column | holds | meaning |\n|---|---|---|").unwrap();
        for Column { name, kind, meaning } in statement.columns() {
            writeln!(text, "| `{name}` | {} | {meaning} |", words(*kind)).unwrap();
        }
    }
    text.push_str(LISTS);
    writeln!(text, "\n| list | words |\n|---|---|").unwrap();
    for list in lists() {
        writeln!(text, "| `{}` | {} |", list.name, list.words.join(", ")).unwrap();
    }
    text
}

fn words(kind: Kind) -> String {
    match kind {
        Kind::Text => "words".to_owned(),
        Kind::Code(list) => format!("a code of `{list}`"),
        Kind::Day => "a day".to_owned(),
        Kind::When => "a day, or a day and a time".to_owned(),
        Kind::Time => "a time of the day".to_owned(),
        Kind::Weekdays => "days of the week".to_owned(),
        Kind::Number => "a whole number".to_owned(),
        Kind::Phone => "a telephone number".to_owned(),
        Kind::List => "texts with semicolons between them".to_owned(),
        Kind::Id => "an id, never shown".to_owned(),
        Kind::Birth => "a day, a month or a year".to_owned(),
        Kind::NhsNumber => "an NHS number".to_owned(),
    }
}

/// Run with `HOMEWARD_WRITE_GUIDES=1` to write the guide anew.
#[test]
fn the_guide_lists_the_columns_that_are_read() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("COLUMNS.md");
    if std::env::var_os("HOMEWARD_WRITE_GUIDES").is_some() {
        std::fs::write(&file, guide()).unwrap();
    }
    assert!(std::fs::read_to_string(file).unwrap() == guide(), "COLUMNS.md is of another day");
}
