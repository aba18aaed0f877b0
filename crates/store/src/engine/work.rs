//! What shall be written, all of it or nothing?

use crate::engine::value::{Row, Value};
use crate::error::{EngineFault, StoreError};

/// A list of statements that become true together.
///
/// A work is a value and not a conversation: the caller has loaded and decided before, and
/// says with [`Expect`] on what that decision rests. Were the rows changed meanwhile, the
/// whole work is undone and answers [`StoreError::Conflict`].
///
/// Lines of the audit come last, whenever they were added. The head of their chain is a row for
/// which every other writer of the chain waits: so it is held no longer than the commit takes, and
/// nobody who holds it waits for anything else.
#[derive(Debug, Clone, Default)]
pub(crate) struct Work {
    pub(crate) statements: Vec<Statement>,
    audit: Vec<Line>,
}

/// A line of the audit: the head of its chain moves, and the line is put there.
#[derive(Debug, Clone)]
struct Line {
    chain: String,
    statements: [Statement; 2],
}

/// One statement of a work: fixed text, and its values apart.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) sql: &'static str,
    pub(crate) values: Vec<Value>,
    pub(crate) expect: Expect,
}

/// How many rows a statement must touch for the work to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    Any,
    Rows(u64),
}

/// What one statement did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Done {
    /// Rows inserted, changed, deleted or returned.
    pub(crate) touched: u64,
    /// What `RETURNING` gave back, else empty.
    pub(crate) rows: Vec<Row>,
}

impl Work {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A statement that may touch any number of rows.
    pub(crate) fn then(self, sql: &'static str, values: Vec<Value>) -> Self {
        self.with(sql, values, Expect::Any)
    }

    /// A statement that must touch exactly one row.
    pub(crate) fn then_one(self, sql: &'static str, values: Vec<Value>) -> Self {
        self.with(sql, values, Expect::Rows(1))
    }

    /// Adds a line to a chain of the audit: how its head moves, and the line itself.
    pub(crate) fn audited(
        mut self,
        chain: &str,
        head: (&'static str, Vec<Value>),
        line: (&'static str, Vec<Value>),
    ) -> Self {
        let one = |(sql, values)| Statement { sql, values, expect: Expect::Rows(1) };
        self.audit.push(Line { chain: chain.to_owned(), statements: [one(head), one(line)] });
        self
    }

    /// Puts the lines of the audit at the end, chain by chain in the order of their names, so that
    /// two works cannot each hold the head for which the other waits.
    pub(crate) fn sealed(mut self) -> Self {
        let mut audit = std::mem::take(&mut self.audit);
        audit.sort_by(|one, other| one.chain.cmp(&other.chain));
        self.statements.extend(audit.into_iter().flat_map(|line| line.statements));
        self
    }

    pub(crate) fn with(mut self, sql: &'static str, values: Vec<Value>, expect: Expect) -> Self {
        self.statements.push(Statement { sql, values, expect });
        self
    }
}

impl Expect {
    pub(crate) fn check(self, done: &Done) -> Result<(), StoreError> {
        match self {
            Self::Rows(expected) if expected != done.touched => Err(StoreError::Conflict),
            Self::Rows(_) | Self::Any => Ok(()),
        }
    }
}

/// Refuses NUL in text: SQLite would keep it and PostgreSQL would not.
pub(crate) fn refuse_nul(values: &[Value]) -> Result<(), StoreError> {
    let nul = |value: &Value| matches!(value, Value::Text(text) if text.contains('\0'));
    if values.iter().any(nul) {
        return Err(StoreError::Refused(EngineFault::new("NUL in text")));
    }
    Ok(())
}
