//! What does each key of the settings say, so that a change can be noticed?

use std::collections::BTreeMap;

use toml::{Table, Value};

/// Each key with its whole path and what it says. What is listed has its place in the path,
/// counted from 1: `trust.1.site.2.name`.
pub(super) fn said(text: &str) -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    if let Ok(table) = text.parse::<Table>() {
        of_table("", &table, &mut said);
    }
    said
}

fn of_table(path: &str, table: &Table, said: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        of_value(&path, value, said);
    }
}

fn of_value(path: &str, value: &Value, said: &mut BTreeMap<String, String>) {
    match value {
        Value::Table(table) => of_table(path, table, said),
        Value::Array(list) if list.iter().any(Value::is_table) => {
            for (number, value) in (1..).zip(list) {
                of_value(&format!("{path}.{number}"), value, said);
            }
        }
        value => drop(said.insert(path.to_owned(), value.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_known_by_its_whole_path() {
        let text = "a = 1\n[b]\nc = [\"x\"]\n[[d]]\ne = 2\n[[d]]\ne = 3";
        let said = said(text);
        let keys: Vec<_> = said.keys().map(String::as_str).collect();
        assert_eq!(keys, ["a", "b.c", "d.1.e", "d.2.e"]);
        assert_eq!(said["d.2.e"], "3");
    }
}
