//! Every statement of the store must mean the same to both engines.

use std::fs;
use std::path::{Path, PathBuf};

use tokio_postgres::types::Type;

use super::*;
use crate::engine::sqlite::functions;
use crate::engine::sqlite::statement::in_our_words;
use crate::testing;

/// What both engines must agree on: how many values a statement takes, and what its columns are
/// called.
#[derive(Debug, PartialEq, Eq)]
struct Shape {
    values: usize,
    columns: Vec<String>,
}

#[tokio::test]
async fn every_statement_is_understood_alike_by_both_engines() {
    let (file, server) = (testing::sqlite(), testing::postgres().await);
    let (_file, _server) = (file.open().await, server.open().await);
    let sqlite = rusqlite::Connection::open(file.url().strip_prefix("sqlite:").unwrap()).unwrap();
    functions::add(&sqlite).unwrap();
    let Database::Postgres(address) = server.url().parse().unwrap() else { panic!("no server") };
    let postgres = postgres::pool(&address).unwrap().get().await.unwrap();
    let statements = statements();
    assert!(statements.len() > 5, "the statements were not found");
    for (place, sql) in statements {
        let here = sqlite
            .prepare(&in_our_words(&sql))
            .unwrap_or_else(|error| panic!("{place}: SQLite: {error}\n{sql}"));
        let there = postgres
            .prepare(&sql)
            .await
            .unwrap_or_else(|error| panic!("{place}: PostgreSQL: {error:?}\n{sql}"));
        let here = Shape {
            values: here.parameter_count(),
            columns: here.column_names().map(str::to_owned).collect(),
        };
        let columns = there.columns();
        let kinds = columns.iter().map(tokio_postgres::Column::type_).chain(there.params());
        for kind in kinds {
            let known = [Type::INT8, Type::INT4, Type::TEXT, Type::BYTEA].contains(kind);
            assert!(known, "{place}: {kind} is none of our kinds\n{sql}");
        }
        assert!(!there.params().contains(&Type::INT4), "{place}: a value of four bytes\n{sql}");
        let there = Shape {
            values: there.params().len(),
            columns: columns.iter().map(|column| column.name().to_owned()).collect(),
        };
        assert_eq!(here, there, "{place}\n{sql}");
    }
}

/// Every text in the files of the tables that begins like a statement, and where it stands.
/// Nothing has to be listed, so nothing can be forgotten.
fn statements() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (line, literal) in literals(code) {
            let verb = literal.split_whitespace().next().unwrap_or_default();
            if ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&verb) {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                found.push((format!("{name}:{line}"), literal.to_owned()));
            }
        }
    }
    found
}

/// The files of the tables: all of the store but the engines and the tests, which speak to one
/// engine at a time.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if ["engine", "migrations", "testing"].contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Texts in double quotes, with the line on which each begins. A statement holds no such quote.
fn literals(code: &str) -> Vec<(usize, &str)> {
    let mut line = 1;
    let mut found = Vec::new();
    for (index, part) in code.split('"').enumerate() {
        if index % 2 == 1 {
            found.push((line, part));
        }
        line += part.matches('\n').count();
    }
    found
}
