//! What does a council's folder of configuration say?
//!
//! One folder is one council: `council.toml`, and one `.sql` file for each part of the record
//! that it can give. A folder with anything wrong in it is refused whole, with the file and the
//! line; nothing is guessed.

mod codes;
mod hours;
mod refusal;
mod settings;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use care::people::{CouncilName, Phone};
use toml::Spanned;

use crate::columns::Statement;
use crate::councils::Surroundings;
use crate::lists::Values;
use crate::profile::{Line, Phones, Profile};
use crate::source::{Address, NotASource};
use refusal::Text;
pub(crate) use refusal::nearest;
pub use refusal::{BadConfiguration, distance};
use settings::{LimitSettings, LineSettings, PhoneSettings, Settings};

/// Everything that one folder says.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    pub(crate) profile: Profile,
    pub(crate) source: Address,
    pub(crate) limits: Limits,
    pub(crate) values: Values,
    /// The text of each statement that the folder holds.
    pub(crate) statements: BTreeMap<Statement, String>,
}

/// How long a ward waits for a council, and how much is asked at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) part: Duration,
    pub(crate) whole: Duration,
    pub(crate) rest: Duration,
    pub(crate) connections: usize,
}

/// The most that a page may wait for a council, in milliseconds: the page itself has 2 seconds.
const LONGEST_MS: u64 = 1_800;
/// The longest that a part which answers again may go on being called unchecked, in milliseconds.
const LONGEST_REST_MS: u64 = 60_000;

impl Folder {
    /// Reads the folder of one council.
    pub(crate) fn read(
        path: &Path,
        surroundings: &Surroundings<'_>,
    ) -> Result<Self, BadConfiguration> {
        let file = path.join("council.toml");
        let text = read_text(&file)?;
        let text = Text { file: &file, text: &text };
        let name = name_of(path, text)?;
        let settings: Settings =
            toml::from_str(text.text).map_err(|error| text.refuse_toml(&error))?;
        let given = surroundings.sources.iter().find(|(council, _)| *council == name);
        Ok(Self {
            source: source(path, text, &settings, given.map(|(_, url)| url), surroundings)?,
            limits: limits(text, &settings.limits)?,
            values: codes::read(text, &settings)?,
            statements: statements(path)?,
            profile: profile(name, text, settings)?,
            path: path.to_owned(),
        })
    }
}

fn read_text(file: &Path) -> Result<String, BadConfiguration> {
    let unread = |error: std::io::Error| {
        let text = Text { file, text: "" };
        text.refuse(None, format!("it cannot be read ({})", error.kind()), "a file of text")
    };
    fs::read_to_string(file).map_err(unread)
}

fn name_of(path: &Path, text: Text<'_>) -> Result<CouncilName, BadConfiguration> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.parse().map_err(|_| {
        let what = "the name of the folder is no short name of a council";
        text.refuse(None, what, "small letters, digits and hyphens, such as `westshire`")
    })
}

fn profile(
    name: CouncilName,
    text: Text<'_>,
    settings: Settings,
) -> Result<Profile, BadConfiguration> {
    Ok(Profile {
        name,
        hours: hours::read(text, &settings.hours)?,
        ods: ods(text, &settings.ods)?,
        display_name: filled(text, &settings.display_name, "the council's name in full")?,
        phones: phones(text, &settings.phones)?,
        answer_within_hours: settings.answer_within_hours.map_or(4, Spanned::into_inner),
    })
}

fn filled(
    text: Text<'_>,
    value: &Spanned<String>,
    expected: &str,
) -> Result<String, BadConfiguration> {
    match value.get_ref().trim() {
        "" => Err(text.refuse(Some(value.span()), "nothing is written here", expected)),
        words => Ok(words.to_owned()),
    }
}

fn ods(text: Text<'_>, value: &Spanned<String>) -> Result<String, BadConfiguration> {
    let code = filled(text, value, "an ODS code")?;
    let fits = code.len() <= 12 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits && code == code.to_uppercase() {
        return Ok(code);
    }
    let what = format!("`{code}` is not an ODS code");
    Err(text.refuse(Some(value.span()), what, "capital letters and digits"))
}

fn phones(text: Text<'_>, phones: &PhoneSettings) -> Result<Phones, BadConfiguration> {
    Ok(Phones {
        duty: line(text, &phones.duty)?,
        out_of_hours: line(text, &phones.out_of_hours)?,
        safeguarding: line(text, &phones.safeguarding)?,
        childrens: line(text, &phones.childrens)?,
    })
}

fn line(text: Text<'_>, line: &LineSettings) -> Result<Line, BadConfiguration> {
    let number = Phone::new(line.number.get_ref()).ok_or_else(|| {
        let what = format!("`{}` is not a telephone number", line.number.get_ref());
        text.refuse(Some(line.number.span()), what, "a number such as `01632 960 100`")
    })?;
    Ok(Line { number, hours: line.hours.trim().to_owned() })
}

fn limits(text: Text<'_>, limits: &LimitSettings) -> Result<Limits, BadConfiguration> {
    let milliseconds = |value: &Option<Spanned<u64>>, default: u64, most: u64| match value {
        None => Ok(Duration::from_millis(default)),
        Some(value) if (50..=most).contains(value.get_ref()) => {
            Ok(Duration::from_millis(*value.get_ref()))
        }
        Some(value) => {
            let what = format!("{} milliseconds is out of range", value.get_ref());
            Err(text.refuse(Some(value.span()), what, format!("50 to {most}")))
        }
    };
    let connections = match &limits.connections {
        None => 8,
        Some(value) if (2..=64).contains(value.get_ref()) => *value.get_ref(),
        Some(value) => {
            let what = format!("{} connections is out of range", value.get_ref());
            return Err(text.refuse(Some(value.span()), what, "2 to 64"));
        }
    };
    Ok(Limits {
        part: milliseconds(&limits.part_ms, 1_500, LONGEST_MS)?,
        whole: milliseconds(&limits.whole_ms, LONGEST_MS, LONGEST_MS)?,
        rest: milliseconds(&limits.rest_ms, 5_000, LONGEST_REST_MS)?,
        connections,
    })
}

/// Where the data are. A source handed in from outside stands in for the one in the file.
fn source(
    path: &Path,
    text: Text<'_>,
    settings: &Settings,
    given: Option<&String>,
    surroundings: &Surroundings<'_>,
) -> Result<Address, BadConfiguration> {
    let written = given.unwrap_or(settings.source.get_ref());
    let address = Address::read(written, path);
    let mut address = address.map_err(|error: NotASource| {
        text.refuse(Some(settings.source.span()), error.to_string(), error.expected())
    })?;
    if let Some(password) = password(path, text, settings, surroundings)? {
        address.set_password(&password);
    }
    if let Some(file) = &settings.ca_file {
        let file = path.join(file.get_ref());
        address.set_authorities(&file);
    }
    Ok(address)
}

fn password(
    path: &Path,
    text: Text<'_>,
    settings: &Settings,
    surroundings: &Surroundings<'_>,
) -> Result<Option<String>, BadConfiguration> {
    match (&settings.password_file, &settings.password_env) {
        (None, None) => Ok(None),
        (Some(file), None) => {
            let secret = fs::read_to_string(path.join(file.get_ref())).map_err(|error| {
                let what = format!("the file of the password cannot be read ({})", error.kind());
                text.refuse(Some(file.span()), what, "a file with the password in its first line")
            })?;
            Ok(secret.lines().next().map(str::to_owned))
        }
        (None, Some(name)) => {
            let secret = (surroundings.environment)(name.get_ref());
            secret.map(Some).ok_or_else(|| {
                let what = format!("the environment variable `{}` is not set", name.get_ref());
                text.refuse(Some(name.span()), what, "a variable that holds the password")
            })
        }
        (Some(_), Some(name)) => {
            let what = "`password_file` and `password_env` are both written";
            Err(text.refuse(Some(name.span()), what, "one of the two"))
        }
    }
}

/// The statements of the folder. A file of SQL that no statement is named after is refused: it
/// would never be asked, and somebody believes that it is.
fn statements(path: &Path) -> Result<BTreeMap<Statement, String>, BadConfiguration> {
    let files: Vec<(Statement, String)> =
        Statement::all().map(|statement| (statement, statement.file())).collect();
    let names: Vec<&str> = files.iter().map(|(_, file)| file.as_str()).collect();
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let mut statements = BTreeMap::new();
    for name in entries.filter_map(|entry| entry.file_name().into_string().ok()) {
        let is_sql = Path::new(&name).extension().is_some_and(|extension| extension == "sql");
        let file = path.join(&name);
        match files.iter().find(|(_, each)| *each == name) {
            Some((statement, _)) => drop(statements.insert(*statement, read_text(&file)?)),
            None if is_sql => {
                return Err(Text { file: &file, text: "" }.refuse_name(None, &name, &names));
            }
            None => {}
        }
    }
    Ok(statements)
}
