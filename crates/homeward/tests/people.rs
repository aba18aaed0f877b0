//! The index of people follows the council's own database.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

use std::path::{Path, PathBuf};

use care::people::CouncilName;
use council::{Councils, Surroundings};
use homeward::clock;
use homeward::people::{Extent, People, Reader, SyncFault, Synced};
use invented::Town;
use jiff::civil::date;
use rusqlite::Connection;
use store::Store;

#[tokio::test]
async fn a_whole_reading_takes_everybody_and_the_next_changes_nobody() {
    for fresh in store::testing::stores().await {
        let westshire = Westshire::new(&format!("whole_{fresh:?}"));
        let first = westshire.sync(&fresh, Extent::Whole).await.unwrap();
        assert!(first.read > 300, "{first}");
        assert_eq!(first, Synced { changed: first.read, ..first });
        let again = westshire.sync(&fresh, Extent::Whole).await.unwrap();
        assert_eq!(again, Synced { read: first.read, changed: 0, removed: 0 });
        let people = People::default();
        people.catch_up(&fresh).await.unwrap();
        assert_eq!(u64::try_from(people.len()).unwrap(), first.read);
    }
}

#[tokio::test]
async fn a_reading_of_changes_finds_who_changed_and_reads_few() {
    let ground = store::testing::sqlite();
    let fresh = ground.open().await;
    let westshire = Westshire::new("changes");
    let all = westshire.sync(&fresh, Extent::Whole).await.unwrap();
    westshire.order(
        "UPDATE DM_PERSONS SET LAST_NAME = 'Renamed', LAST_UPDATED = '9999-01-01 00:00:00'
        WHERE PERSON_ID = (SELECT MIN(PERSON_ID) FROM DM_PERSONS WHERE CONTEXT_FLAG = 'A')",
    );
    let changes = westshire.sync(&fresh, Extent::Changes).await.unwrap();
    assert_eq!(changes.changed, 1, "{changes}");
    assert!(changes.read < all.read / 4, "{changes}");
}

#[tokio::test]
async fn who_is_gone_from_the_source_is_removed_from_the_index() {
    let ground = store::testing::sqlite();
    let fresh = ground.open().await;
    let westshire = Westshire::new("gone");
    let all = westshire.sync(&fresh, Extent::Whole).await.unwrap();
    let people = People::default();
    people.catch_up(&fresh).await.unwrap();
    westshire.hide("SELECT MIN(PERSON_ID) FROM DM_PERSONS WHERE CONTEXT_FLAG = 'A'");
    let synced = westshire.sync(&fresh, Extent::Whole).await.unwrap();
    assert_eq!(synced, Synced { read: all.read - 1, changed: 0, removed: 1 });
    people.catch_up(&fresh).await.unwrap();
    assert_eq!(u64::try_from(people.len()).unwrap(), all.read - 1);
}

#[tokio::test]
async fn a_source_that_is_being_filled_removes_nobody() {
    let ground = store::testing::sqlite();
    let fresh = ground.open().await;
    let westshire = Westshire::new("filled");
    westshire.sync(&fresh, Extent::Whole).await.unwrap();
    westshire.hide("SELECT PERSON_ID FROM DM_PERSONS WHERE PERSON_ID % 2 = 0");
    let fault = westshire.sync(&fresh, Extent::Whole).await.unwrap_err();
    assert!(matches!(fault, SyncFault::Unbelievable { .. }), "{fault}");
    let state = fresh.sync_state(&name()).await.unwrap().unwrap();
    assert!(state.outcome.contains("none was removed"), "{}", state.outcome);
    westshire.order("UPDATE DM_PERSONS SET CONTEXT_FLAG = 'A' WHERE CONTEXT_FLAG = 'hidden'");
    let synced = westshire.sync(&fresh, Extent::Whole).await.unwrap();
    assert_eq!((synced.changed, synced.removed), (0, 0));
}

/// The invented council: its folder of configuration and a database of its own.
struct Westshire {
    folder: PathBuf,
    database: PathBuf,
    councils: Councils,
}

impl Westshire {
    fn new(test: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("homeward_people_{test}_{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let database = folder.join("westshire.db");
        Town::new(7, 400, date(2026, 8, 12)).write_council(&database).unwrap();
        let around = Surroundings {
            environment: &|_| None,
            sources: &[(name(), format!("sqlite:{}", database.display()))],
        };
        let configured = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../councils");
        let councils = Councils::open(&configured, &around).unwrap();
        Self { folder, database, councils }
    }

    async fn sync(&self, store: &Store, extent: Extent) -> Result<Synced, SyncFault> {
        let reader = Reader { store, councils: &self.councils, council: &name() };
        reader.run(extent, clock::now(), &|_| ()).await
    }

    /// The people with these ids are no longer among the clients.
    fn hide(&self, ids: &str) {
        self.order(&format!(
            "UPDATE DM_PERSONS SET CONTEXT_FLAG = 'hidden'
            WHERE CONTEXT_FLAG = 'A' AND PERSON_ID IN ({ids})"
        ));
    }

    fn order(&self, sql: &str) {
        Connection::open(&self.database).unwrap().execute_batch(sql).unwrap();
    }
}

impl Drop for Westshire {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn name() -> CouncilName {
    "westshire".parse().unwrap()
}
