//! A council's database, real and the test's own: it can be changed, shut part by part, and taken
//! away.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use care::people::{CouncilName, PersonKey};
use care::record::PartName;
use council::{Councils, Surroundings};
use invented::{Scene, Town};
use jiff::civil::date;
use matching::{Index, Policy};
use rusqlite::Connection;
use store::{IndexedPerson, Store};

use crate::hospital::digest;

/// The council's folder and its database, gone when dropped.
pub(crate) struct Source {
    folder: PathBuf,
}

pub(crate) fn council() -> CouncilName {
    "westshire".parse().unwrap()
}

impl Source {
    /// The invented town's council, with everybody of the walk-through. Each part's statement
    /// looks into a table of its own first, by which the part can be shut.
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("homeward_doors_{}_{number}", std::process::id());
        let source = Self { folder: std::env::temp_dir().join(name) };
        fs::create_dir_all(source.folder.join("councils/westshire")).unwrap();
        fs::write(source.file(), books(&source.folder)).unwrap();
        for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../councils/westshire")) {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            let text = fs::read_to_string(&path).unwrap();
            let gate = format!("PERSON_ID = $1 AND NOT EXISTS (SELECT 1 FROM gate_{stem})");
            let text = text.replace("PERSON_ID = $1", &gate);
            let to = source.folder.join("councils/westshire").join(path.file_name().unwrap());
            fs::write(to, text).unwrap();
        }
        for part in PartName::ALL {
            source.open(part);
        }
        source
    }

    /// The far side, as the service reads it.
    pub(crate) fn councils(&self) -> Councils {
        let url = format!("sqlite:{}", self.file().display());
        let sources = [(council(), url)];
        let around = Surroundings { environment: &|_| None, sources: &sources };
        Councils::open(&self.folder.join("councils"), &around).unwrap()
    }

    /// Changes the books.
    pub(crate) fn change(&self, sql: &str) {
        let database = Connection::open(self.file()).unwrap();
        database.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Changes the books on one of the people of the walk-through, who is `:person` there.
    pub(crate) fn change_of(&self, scene: &Scene, sql: &str) {
        let id = format!("'{}'", self.id_of(scene));
        self.change(&sql.replace(":person", &id));
    }

    /// The council's own number of somebody.
    pub(crate) fn id_of(&self, scene: &Scene) -> String {
        let database = Connection::open(self.file()).unwrap();
        let sql = "SELECT PERSON_ID FROM DM_PERSONS WHERE NHS_ID = $1 ORDER BY PERSON_ID";
        // The books hold numbers as people type them.
        let spaced = scene.nhs_number.parse::<care::people::NhsNumber>().unwrap().to_string();
        [scene.nhs_number, &spaced]
            .into_iter()
            .find_map(|number| database.query_row(sql, [number], |row| row.get(0)).ok())
            .unwrap_or_else(|| panic!("{scene:?} is not in the books"))
    }

    /// Lets a part answer.
    pub(crate) fn open(&self, part: PartName) {
        self.change(&format!("CREATE TABLE IF NOT EXISTS gate_{} (shut INT)", part.file_stem()));
    }

    /// Lets a part fail.
    pub(crate) fn shut(&self, part: PartName) {
        self.change(&format!("DROP TABLE gate_{}", part.file_stem()));
    }

    /// Takes the whole database away.
    pub(crate) fn take_away(&self) {
        fs::rename(self.file(), self.folder.join("away.db")).unwrap();
    }

    /// Puts it back.
    pub(crate) fn put_back(&self) {
        fs::rename(self.folder.join("away.db"), self.file()).unwrap();
    }

    fn file(&self) -> PathBuf {
        self.folder.join("westshire.db")
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// Reads the council's people into the store and an index, as the service does.
pub(crate) async fn read_people(councils: &Councils, store: &Store) -> Index {
    let (council, mut index, mut rows) = (council(), Index::new(), Vec::new());
    // As the service asks of a match, unless its settings say otherwise.
    let policy = Policy { doubled_match: false, near_birth_dates: false, ..Policy::default() };
    index.set_policy(policy);
    let mut people = councils.people(&council, None).unwrap();
    while let Some(batch) = people.next().await {
        for person in batch.unwrap() {
            let key = PersonKey { council: council.clone(), id: person.id };
            index.put(&key, &person.identity);
            rows.push(IndexedPerson {
                digest: digest(&serde_json::to_vec(&(&person.identity, person.sharing)).unwrap()),
                key,
                identity: person.identity,
                sharing: person.sharing,
                marker: person.marker,
            });
        }
    }
    store.put_people(&council, &rows).await.unwrap();
    index
}

/// The council's books, written once for all tests.
fn books(folder: &Path) -> &'static [u8] {
    static BOOKS: OnceLock<Vec<u8>> = OnceLock::new();
    BOOKS.get_or_init(|| {
        let file = folder.join("once.db");
        Town::new(7, 40, date(2026, 8, 12)).write_council(&file).unwrap();
        fs::read(file).unwrap()
    })
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.is_file()).collect()
}
