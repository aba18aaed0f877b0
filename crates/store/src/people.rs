//! Whom does a council know?
//!
//! Only who they are, for finding a patient among them. Every change gets a revision of its own;
//! whoever changes people locks the last one until the commit, so revisions become visible in
//! their order and a reader who goes on from the last one it saw misses nobody.

use std::fmt;

use care::people::{CouncilName, Gist, Identity, PersonId, PersonKey};
use care::record::Sharing;
use jiff::Timestamp;

use crate::engine::value::{Row, json, values};
use crate::engine::work::Work;
use crate::{Store, StoreError};

/// A person as read from a council's source.
#[derive(Clone, PartialEq, Eq)]
pub struct IndexedPerson {
    /// Whose person, by which id.
    pub key: PersonKey,
    /// Who the person is.
    pub identity: Identity,
    /// What must be held back.
    pub sharing: Sharing,
    /// The source's own mark of its last change, where it has one.
    pub marker: Option<String>,
    /// SHA-256 of what was read: the same again changes nothing.
    pub digest: [u8; 32],
}

impl fmt::Debug for IndexedPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IndexedPerson({:?})", self.key.council)
    }
}

/// A person as held, or that there is no such person any more.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// The revision of the last change.
    pub revision: i64,
    /// Whose person, by which id.
    pub key: PersonKey,
    /// Who the person is and what must be held back; `None` once the council has removed them.
    pub found: Option<(Identity, Sharing)>,
}

impl fmt::Debug for PersonRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonRow({}, {:?})", self.revision, self.key.council)
    }
}

impl Store {
    /// Stores people as they were read from the source; answers with how many were new or
    /// changed.
    pub async fn put_people(
        &self,
        council: &CouncilName,
        people: &[IndexedPerson],
    ) -> Result<u64, StoreError> {
        const SQL: &str = "INSERT INTO people (council, person_id, revision, identity, sharing,
                marker, digest)
            VALUES ($1, $2, (SELECT latest FROM people_revisions) - $3, $4, $5, $6, $7)
            ON CONFLICT (council, person_id) DO UPDATE
            SET revision = excluded.revision, identity = excluded.identity,
                sharing = excluded.sharing, marker = excluded.marker, digest = excluded.digest,
                removed_at_us = NULL
            WHERE people.digest IS NULL OR people.digest <> excluded.digest";
        let mut work = reserve(people.len());
        for (back, person) in (0_i64..).zip(people.iter().rev()) {
            work = work.then(
                SQL,
                values![
                    council.as_str(),
                    person.key.id.as_str(),
                    back,
                    json(&person.identity)?,
                    json(&person.sharing)?,
                    person.marker.as_deref(),
                    person.digest.as_slice(),
                ],
            );
        }
        self.commit_people(work).await
    }

    /// Forgets people whom the source no longer has: only that they were there is kept. Answers
    /// with how many there were.
    pub async fn remove_people(
        &self,
        council: &CouncilName,
        people: &[PersonId],
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        const SQL: &str = "UPDATE people
            SET revision = (SELECT latest FROM people_revisions) - $3, identity = NULL,
                sharing = NULL, marker = NULL, digest = NULL, removed_at_us = $4
            WHERE council = $1 AND person_id = $2 AND removed_at_us IS NULL";
        let work = (0_i64..).zip(people.iter().rev()).fold(
            reserve(people.len()),
            |work, (back, person)| {
                work.then(SQL, values![council.as_str(), person.as_str(), back, now])
            },
        );
        self.commit_people(work).await
    }

    /// Whom the store holds of a council, with the digest of each: what the source no longer has
    /// is to be removed.
    pub async fn people_digests(
        &self,
        council: &CouncilName,
    ) -> Result<Vec<(PersonId, [u8; 32])>, StoreError> {
        const SQL: &str = "SELECT person_id, digest
            FROM people
            WHERE council = $1 AND removed_at_us IS NULL
            ORDER BY person_id";
        let rows = self.engine.rows(SQL, values![council.as_str()]).await?;
        rows.iter()
            .map(|row| {
                let unreadable = |_| StoreError::Unreadable { column: "digest" };
                let digest = row.bytes("digest")?.try_into().map_err(unreadable)?;
                Ok((row.parse("person_id")?, digest))
            })
            .collect()
    }

    /// Who was changed after a revision, in the order of the changes.
    pub async fn people_after(
        &self,
        revision: i64,
        limit: i64,
    ) -> Result<Vec<PersonRow>, StoreError> {
        const SQL: &str = "SELECT revision, council, person_id, identity, sharing
            FROM people
            WHERE revision > $1
            ORDER BY revision
            LIMIT $2";
        self.engine.rows(SQL, values![revision, limit]).await?.iter().map(person).collect()
    }

    /// What a council says must be held back of a person; `None` where it does not know them.
    pub async fn person_sharing(&self, key: &PersonKey) -> Result<Option<Sharing>, StoreError> {
        Ok(self.person_identity(key).await?.map(|(_, sharing)| sharing))
    }

    /// Who a council says a person is; `None` where it never knew them.
    pub async fn indexed_person(&self, key: &PersonKey) -> Result<Option<PersonRow>, StoreError> {
        const SQL: &str = "SELECT revision, council, person_id, identity, sharing
            FROM people
            WHERE council = $1 AND person_id = $2";
        let values = values![key.council.as_str(), key.id.as_str()];
        self.engine.rows(SQL, values).await?.first().map(person).transpose()
    }

    /// Who a council says a person is, and what must be held back; `None` where it has nobody of
    /// that id now.
    pub async fn person_identity(
        &self,
        key: &PersonKey,
    ) -> Result<Option<(Identity, Sharing)>, StoreError> {
        Ok(self.indexed_person(key).await?.and_then(|row| row.found))
    }

    /// The gist of those of these people whom their councils have.
    pub(crate) async fn book(
        &self,
        people: &[PersonKey],
    ) -> Result<Vec<(PersonKey, Gist)>, StoreError> {
        let mut book = Vec::with_capacity(people.len());
        for person in people {
            let found = self.person_identity(person).await?;
            book.extend(found.map(|(identity, _)| (person.clone(), Gist::of(&identity))));
        }
        Ok(book)
    }

    async fn commit_people(&self, work: Work) -> Result<u64, StoreError> {
        let done = self.engine.commit(work).await?;
        Ok(done.iter().skip(1).map(|done| done.touched).sum())
    }
}

/// Begins a work that changes people: gives out so many revisions, and holds the counter until
/// the commit.
fn reserve(count: usize) -> Work {
    const SQL: &str = "UPDATE people_revisions SET latest = latest + $1";
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    Work::new().then_one(SQL, values![count])
}

fn person(row: &Row) -> Result<PersonRow, StoreError> {
    Ok(PersonRow {
        revision: row.int("revision")?,
        key: PersonKey { council: row.parse("council")?, id: row.parse("person_id")? },
        found: row.maybe_json("identity")?.zip(row.maybe_json("sharing")?),
    })
}
