//! How is a model read and written?

use toml::{Table, Value};

use super::{Model, Prior, Row, named_rows};

/// Why a text is not a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadModel {
    /// It is no TOML; the message names line and column.
    #[error("the model cannot be read: {0}")]
    NotToml(String),
    /// A part is missing, or is no text or list where one is needed.
    #[error("the model says nothing usable of `{0}`")]
    Missing(String),
    /// A number is not above 0, or is above what it can be.
    #[error("`{0}` in the model is out of range")]
    OutOfRange(String),
}

/// The columns of a row, in the order of [`super::EXPLANATIONS`].
const COLUMNS: [&str; 4] = ["same", "twin", "kin", "stranger"];

pub(super) fn read(text: &str) -> Result<Model, BadModel> {
    let table: Table =
        text.parse().map_err(|error: toml::de::Error| BadModel::NotToml(error.to_string()))?;
    let missing = |name: &str| BadModel::Missing(name.to_owned());
    let words = |name: &str| {
        table.get(name).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| missing(name))
    };
    let version = words("version")?;
    let fit = table.get("fit").and_then(Value::as_array).ok_or_else(|| missing("fit"))?;
    let mut model = Model {
        version,
        learnt_from: words("learnt_from")?,
        fit: fit.iter().filter_map(|line| line.as_str().map(str::to_owned)).collect(),
        prior: prior(
            table.get("prior").and_then(Value::as_table).ok_or_else(|| missing("prior"))?,
        )?,
        ..Model::empty()
    };
    for (field, finding, place) in named_rows() {
        let name = format!("{field}.{finding}");
        let read = table.get(field).and_then(|field| field.get(finding)).and_then(Value::as_table);
        let row = row(&name, read.ok_or_else(|| missing(&name))?)?;
        if let Some(slot) = model.rows.get_mut(place) {
            *slot = row;
        }
    }
    Ok(model)
}

fn prior(table: &Table) -> Result<Prior, BadModel> {
    Ok(Prior {
        known: number(table, "known", 0.99)?,
        kin: number(table, "kin", 1_000.0)?,
        twins: number(table, "twins", 1_000.0)?,
        namesakes: number(table, "namesakes", 1_000.0)?,
        namesake_of_parent: number(table, "namesake_of_parent", 1.0)?,
        namesake_of_others: number(table, "namesake_of_others", 1.0)?,
    })
}

fn row(name: &str, table: &Table) -> Result<Row, BadModel> {
    let mut row = Row { rates: [1.0; 4], pairs: [0; 4] };
    for (rate, column) in row.rates.iter_mut().zip(COLUMNS) {
        *rate = number(table, column, 1.0).map_err(|error| match error {
            BadModel::OutOfRange(_) => BadModel::OutOfRange(format!("{name}.{column}")),
            _ => BadModel::Missing(format!("{name}.{column}")),
        })?;
    }
    let pairs = table.get("pairs").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for (count, read) in row.pairs.iter_mut().zip(pairs) {
        *count = read.as_integer().and_then(|read| u64::try_from(read).ok()).unwrap_or(0);
    }
    Ok(row)
}

fn number(table: &Table, name: &str, most: f64) -> Result<f64, BadModel> {
    let value = table.get(name).and_then(Value::as_float);
    let value = value.ok_or_else(|| BadModel::Missing(name.to_owned()))?;
    if value > 0.0 && value <= most {
        Ok(value)
    } else {
        Err(BadModel::OutOfRange(name.to_owned()))
    }
}

pub(super) fn write(model: &Model) -> String {
    let words = |text: &str| Value::String(text.to_owned()).to_string();
    let fit: Vec<String> = model.fit.iter().map(|line| format!("  {},\n", words(line))).collect();
    let fit = if fit.is_empty() { String::new() } else { format!("\n{}", fit.concat()) };
    let prior = model.prior;
    let head = [
        format!("version = {}", words(&model.version)),
        format!("learnt_from = {}", words(&model.learnt_from)),
        format!("fit = [{fit}]"),
        String::new(),
        "[prior]".to_owned(),
        format!("known = {:?}", prior.known),
        format!("kin = {:?}", prior.kin),
        format!("twins = {:?}", prior.twins),
        format!("namesakes = {:?}", prior.namesakes),
        format!("namesake_of_parent = {:?}", prior.namesake_of_parent),
        format!("namesake_of_others = {:?}", prior.namesake_of_others),
    ];
    let mut lines = Vec::from(head);
    let mut last = "";
    for (field, finding, place) in named_rows() {
        if field != last {
            lines.push(format!("\n[{field}]"));
            last = field;
        }
        lines.extend(model.rows.get(place).map(|row| format!("{finding} = {}", inline(row))));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn inline(row: &Row) -> String {
    let rates: Vec<String> = COLUMNS
        .iter()
        .zip(row.rates)
        .map(|(column, rate)| format!("{column} = {rate:?}"))
        .collect();
    let pairs =
        if row.pairs == [0; 4] { String::new() } else { format!(", pairs = {:?}", row.pairs) };
    format!("{{ {}{pairs} }}", rates.join(", "))
}
