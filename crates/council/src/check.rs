//! What is wrong with a council's statements, and what do they not give?

use std::fmt;

use care::people::CouncilName;

use crate::columns::Statement;
use crate::council::Council;
use crate::folder::nearest;
use crate::people::NEEDED;
use crate::source::{Fault, Question, Shape};

/// One thing that the check found. It names no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which council.
    pub council: CouncilName,
    /// Which file of its folder.
    pub file: String,
    /// How bad it is.
    pub weight: Weight,
    /// What it is, and how to mend it.
    pub words: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// For information: the council does not send this.
    Note,
    /// To be mended before the council is joined.
    Wrong,
}

/// "westshire/packages.sql: the column `visit_a_day` is not known; did you mean `visits_a_day`?"
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}: {}", self.council, self.file, self.words)
    }
}

/// Tries every statement of one council, without asking for a person.
pub(crate) async fn check(council: &Council) -> Vec<Finding> {
    let mut findings = Vec::new();
    for statement in Statement::all() {
        let said = match council.question(statement) {
            Some(question) => tried(council, question).await,
            None => vec![absent(statement)],
        };
        findings.extend(said.into_iter().map(|(weight, words)| Finding {
            council: council.profile.name.clone(),
            file: statement.file(),
            weight,
            words,
        }));
    }
    findings
}

type Said = (Weight, String);

fn absent(statement: Statement) -> Said {
    match statement {
        Statement::Part(_) => (Weight::Note, "there is no such file: not supplied".to_owned()),
        Statement::People => {
            (Weight::Wrong, "there is no such file: nobody of this council is found".to_owned())
        }
        Statement::PeopleSince => {
            (Weight::Note, "there is no such file: all people are read each time".to_owned())
        }
    }
}

async fn tried(council: &Council, question: &Question) -> Vec<Said> {
    let shape = tokio::time::timeout(council.limits.whole, council.source.shape(question)).await;
    match shape.unwrap_or(Err(Fault::TooSlow)) {
        Ok(shape) => compared(question.statement, &shape),
        Err(fault) => vec![(Weight::Wrong, fault.to_string())],
    }
}

fn compared(statement: Statement, shape: &Shape) -> Vec<Said> {
    let given: Vec<String> = shape.columns.iter().map(|name| name.to_lowercase()).collect();
    let known: Vec<&str> = statement.columns().map(|column| column.name).collect();
    let mut said = Vec::new();
    if shape.parameters != statement.parameters() {
        let words = format!(
            "it takes {} parameters; expected {}",
            shape.parameters,
            statement.parameters()
        );
        said.push((Weight::Wrong, words));
    }
    for (place, name) in given.iter().enumerate() {
        if !known.contains(&name.as_str()) {
            said.push((Weight::Wrong, unknown(name, &known)));
        } else if given.iter().take(place).any(|before| before == name) {
            said.push((Weight::Wrong, format!("the column `{name}` comes twice")));
        }
    }
    let is_needed = |name: &&str| !matches!(statement, Statement::Part(_)) && NEEDED.contains(name);
    let missing: Vec<&str> =
        known.into_iter().filter(|name| !given.iter().any(|each| each == name)).collect();
    for name in missing.iter().filter(|name| is_needed(name)) {
        said.push((Weight::Wrong, format!("the column `{name}` is missing and is needed")));
    }
    let rest: Vec<&str> = missing.into_iter().filter(|name| !is_needed(name)).collect();
    if !rest.is_empty() {
        said.push((Weight::Note, format!("not supplied: {}", rest.join(", "))));
    }
    said
}

fn unknown(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("the column `{name}` is not known; did you mean `{near}`?"),
        None => format!("the column `{name}` is not known and is left out"),
    }
}
