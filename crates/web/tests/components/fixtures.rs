//! The library's own cases.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// One set of options and the HTML expected for it.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) context: Value,
    /// The paths of all options in `context`, such as `items.hint.text`.
    pub(crate) options: BTreeSet<String>,
    pub(crate) html: String,
}

/// All cases of one component of the installed library.
pub(crate) fn of(component: &str) -> Vec<Case> {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/nhsuk-frontend");
    let path = library.join(format!("dist/nhsuk/components/{component}/fixtures.json"));
    let text = fs::read_to_string(&path).unwrap();
    let whole: Value = serde_json::from_str(&text).unwrap();
    let cases = whole.get("fixtures").and_then(Value::as_array).unwrap();
    cases.iter().map(case).collect()
}

fn case(fixture: &Value) -> Case {
    let text = |key: &str| fixture.get(key).and_then(Value::as_str).unwrap().to_owned();
    let mut context = fixture.get("context").cloned().unwrap_or_default();
    let mut options = BTreeSet::new();
    collect(&context, "", &mut options);
    if let Some(called) = fixture.get("callBlock").filter(|called| !called.is_null()) {
        options.insert("callBlock".to_owned());
        if let Some(options) = context.as_object_mut() {
            options.insert("callBlock".to_owned(), called.clone());
        }
    }
    Case { name: text("name"), context, options, html: text("html") }
}

fn collect(value: &Value, path: &str, options: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                collect(value, &path, options);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, path, options)),
        Value::Null => {}
        _ => {
            options.insert(path.to_owned());
        }
    }
}
