//! What do the council's codes mean?

use std::collections::BTreeMap;

use care::record::PartName;
use toml::Spanned;

use super::refusal::{BadConfiguration, Text};
use super::settings::{Codes, Settings};
use crate::columns::{Kind, Statement};
use crate::lists::{List, Values, folded, lists};

/// Reads `[values]` and `[words]`.
pub(super) fn read(text: Text<'_>, settings: &Settings) -> Result<Values, BadConfiguration> {
    let mut values = Values::default();
    let known = lists();
    for (name, codes) in &settings.values {
        let list = list_named(text, name, &known)?;
        for word in codes.values() {
            if !list.words.contains(&word.get_ref().as_str()) {
                return Err(text.refuse_name(Some(word.span()), word.get_ref(), &list.words));
            }
        }
        values.lists.insert(list.name.to_owned(), compared(text, codes)?);
    }
    for (stem, columns) in &settings.words {
        let part = part_named(text, stem)?;
        for (column, codes) in columns {
            has_words(text, part, column)?;
            let key = (stem.get_ref().clone(), column.get_ref().clone());
            values.words.insert(key, compared(text, codes)?);
        }
    }
    Ok(values)
}

/// The codes as they are compared. Two that are then the same must mean the same.
fn compared(text: Text<'_>, codes: &Codes) -> Result<BTreeMap<String, String>, BadConfiguration> {
    let mut read: BTreeMap<String, String> = BTreeMap::new();
    for (code, word) in codes {
        let before = read.insert(folded(code.get_ref()), word.get_ref().clone());
        if before.is_some_and(|before| before != *word.get_ref()) {
            let what = format!("`{}` is the code of another word as well", code.get_ref());
            let expected = "one word for each code, capitals and spaces aside";
            return Err(text.refuse(Some(code.span()), what, expected));
        }
    }
    Ok(read)
}

fn list_named<'a>(
    text: Text<'_>,
    name: &Spanned<String>,
    lists: &'a [List],
) -> Result<&'a List, BadConfiguration> {
    lists.iter().find(|list| list.name == name.get_ref()).ok_or_else(|| {
        let names: Vec<&str> = lists.iter().map(|list| list.name).collect();
        text.refuse_name(Some(name.span()), name.get_ref(), &names)
    })
}

fn part_named(text: Text<'_>, stem: &Spanned<String>) -> Result<PartName, BadConfiguration> {
    let found = PartName::ALL.into_iter().find(|part| part.file_stem() == stem.get_ref());
    found.ok_or_else(|| {
        let names = PartName::ALL.map(PartName::file_stem);
        text.refuse_name(Some(stem.span()), stem.get_ref(), &names)
    })
}

fn has_words(
    text: Text<'_>,
    part: PartName,
    column: &Spanned<String>,
) -> Result<(), BadConfiguration> {
    let columns = Statement::Part(part).columns();
    let worded = columns.filter(|each| matches!(each.kind, Kind::Text | Kind::List));
    let names: Vec<&str> = worded.map(|each| each.name).collect();
    if names.contains(&column.get_ref().as_str()) {
        return Ok(());
    }
    Err(text.refuse_name(Some(column.span()), column.get_ref(), &names))
}
