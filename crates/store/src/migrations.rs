//! How do the tables of an old database become those of this program?
//!
//! A migration is a file `NNNN_table.sql`, part of the program, and never changed once it was
//! released. All that are missing are applied in one transaction under a lock, so of several
//! programs that start together one migrates and the others wait.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use aws_lc_rs::digest;

use crate::error::OpenError;

/// One step: its number is its place in the list.
struct Migration {
    name: &'static str,
    text: &'static str,
}

/// Lists the files of `migrations/` in their order; a test holds the list and the folder together.
macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        const MIGRATIONS: &[Migration] = &[$(Migration {
            name: $name,
            text: include_str!(concat!("../migrations/", $name, ".sql")),
        }),*];
    };
}

migrations![
    "0001_messages",
    "0002_patients",
    "0003_stays",
    "0004_merges",
    "0005_notices",
    "0006_work_items",
    "0007_audit",
    "0008_permissions",
    "0009_feedback",
    "0010_copies",
    "0011_sessions",
    "0012_people",
    "0013_secrets",
    "0014_traces",
    "0015_match_desk",
    "0016_models",
    "0017_audit_chains",
    "0018_launches",
    "0019_pending_sign_ins",
    "0020_audit_heads",
    "0021_privacy",
    "0022_staff",
    "0023_sessions",
    "0024_drafts",
    "0025_accounts",
    "0026_refusals",
    "0027_proofs",
    "0028_provider_logins",
];

const CREATE: &str = "CREATE TABLE homeward_migrations (
    number {bigint} PRIMARY KEY,
    name TEXT NOT NULL,
    checksum {bytes} NOT NULL
){strict}";

const APPLIED: &str = "SELECT number, checksum FROM homeward_migrations ORDER BY number";

const INSERT: &str = "INSERT INTO homeward_migrations (number, name, checksum) VALUES ($1, $2, $3)";

/// The few words in which the two engines name the same thing differently.
pub(crate) struct Dialect {
    /// Eight bytes of integer. `STRICT` tables of SQLite know no `BIGINT`.
    bigint: &'static str,
    /// Bytes of any length.
    bytes: &'static str,
    /// A primary key that the database counts up itself and never uses again.
    id: &'static str,
    /// What makes SQLite keep the types it was told, as PostgreSQL does anyway.
    strict: &'static str,
    /// Microseconds since 1970 by the clock of the database.
    now: &'static str,
    /// Makes the function `homeward_link` where the engine keeps it: see [`crate::audit::link`].
    link: &'static str,
}

impl Dialect {
    pub(crate) fn text(&self, template: &str) -> String {
        template
            .replace("{bigint}", self.bigint)
            .replace("{bytes}", self.bytes)
            .replace("{id}", self.id)
            .replace("{strict}", self.strict)
            .replace("{now}", self.now)
            .replace("{link}", self.link)
    }
}

/// The migrations still to be applied, after those in `applied` (number and checksum).
fn pending(
    known: &'static [Migration],
    applied: &[(i64, Vec<u8>)],
) -> Result<Vec<(i64, &'static Migration)>, OpenError> {
    let mut numbered = (1..).zip(known);
    for (number, checksum) in applied {
        match numbered.next() {
            Some((known, migration)) if known == *number => {
                if migration.checksum() != *checksum {
                    return Err(OpenError::Changed { number: *number });
                }
            }
            _ => {
                let found = applied.last().map_or(*number, |(last, _)| *last);
                let known = i64::try_from(known.len()).unwrap_or(i64::MAX);
                return Err(OpenError::Newer { found, known });
            }
        }
    }
    Ok(numbered.collect())
}

impl Migration {
    fn checksum(&self) -> Vec<u8> {
        digest::digest(&digest::SHA256, self.text.as_bytes()).as_ref().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &[Migration] =
        &[Migration { name: "0001_a", text: "one" }, Migration { name: "0002_b", text: "two" }];

    #[test]
    fn only_what_is_missing_is_applied() {
        check(&[], Ok(&["0001_a", "0002_b"]));
        check(&[(1, TWO[0].checksum())], Ok(&["0002_b"]));
        check(&[(1, TWO[0].checksum()), (2, TWO[1].checksum())], Ok(&[]));
    }

    #[test]
    fn a_migration_that_was_changed_afterwards_stops_the_start() {
        check(&[(1, vec![0; 32])], Err("migration 1 was changed"));
    }

    #[test]
    fn a_database_of_a_newer_program_is_left_alone() {
        let newer = [(1, TWO[0].checksum()), (2, TWO[1].checksum()), (3, vec![0; 32])];
        check(&newer, Err("its schema is 3, this program knows 2"));
    }

    #[test]
    fn the_list_and_the_folder_are_the_same() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let listed: Vec<String> =
            MIGRATIONS.iter().map(|one| format!("{}.sql", one.name)).collect();
        assert_eq!(files, listed);
        for (number, file) in (1..).zip(&files) {
            assert!(file.starts_with(&format!("{number:04}_")), "{file} is not the next number");
        }
    }

    #[track_caller]
    fn check(applied: &[(i64, Vec<u8>)], expected: Result<&[&str], &str>) {
        let names = pending(TWO, applied)
            .map(|steps| steps.iter().map(|(_, step)| step.name).collect::<Vec<_>>())
            .map_err(|error| error.to_string());
        match expected {
            Ok(expected) => assert_eq!(names.unwrap(), expected),
            Err(part) => assert!(names.unwrap_err().contains(part)),
        }
    }
}
