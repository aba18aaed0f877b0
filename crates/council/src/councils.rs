//! All councils that are joined, each behind its own folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use care::people::{CouncilName, PersonKey};
use jiff::Timestamp;

use crate::check::{self, Finding};
use crate::council::Council;
use crate::fetch::{Fetched, unknown_council};
use crate::folder::{BadConfiguration, Folder};
use crate::health::SourceHealth;
use crate::people::People;
use crate::profile::Profile;
use crate::source::Fault;
use crate::tried::{self, Tried};

/// What the folders may take from the program around them.
pub struct Surroundings<'a> {
    /// Looks up a variable of the environment, for `password_env`.
    pub environment: &'a dyn Fn(&str) -> Option<String>,
    /// Sources that stand in for those in the folders: the demo's own council.
    pub sources: &'a [(CouncilName, String)],
}

/// All councils. Cheap to share behind an `Arc`; connections are made when they are needed.
pub struct Councils {
    councils: BTreeMap<CouncilName, Council>,
}

impl Councils {
    /// Reads the folder of each council in `folder`. Nothing is asked of a source yet.
    pub fn open(folder: &Path, around: &Surroundings<'_>) -> Result<Self, BadConfiguration> {
        let mut councils = BTreeMap::new();
        for path in folders(folder)? {
            let council = Council::open(Folder::read(&path, around)?)?;
            councils.insert(council.profile.name.clone(), council);
        }
        Ok(Self { councils })
    }

    /// The short names of all councils.
    pub fn names(&self) -> impl Iterator<Item = &CouncilName> {
        self.councils.keys()
    }

    /// What a council's folder says of it; `None` where there is no such council.
    pub fn profile(&self, council: &CouncilName) -> Option<&Profile> {
        self.councils.get(council).map(|council| &council.profile)
    }

    /// Asks a council for all that it knows of one of its people, all parts side by side. It
    /// always answers, within the council's whole limit: what could not be checked says so.
    pub async fn fetch(&self, person: &PersonKey, now: Timestamp) -> Fetched {
        match self.councils.get(&person.council) {
            Some(council) => council.fetch(person, now).await,
            None => unknown_council(person, now),
        }
    }

    /// The people of a council: all of them, or those changed since a marker of an earlier
    /// reading, where the council's folder has a statement for that.
    pub fn people(&self, council: &CouncilName, since: Option<&str>) -> Result<People<'_>, Fault> {
        self.councils.get(council).ok_or(Fault::NoStatement)?.people(since)
    }

    /// Whether a council can say who changed since a marker.
    pub fn has_changes(&self, council: &CouncilName) -> bool {
        self.councils.get(council).is_some_and(Council::has_changes)
    }

    /// How a council's source is doing; `None` where there is no such council.
    pub fn health(&self, council: &CouncilName) -> Option<SourceHealth> {
        self.councils.get(council).map(Council::health)
    }

    /// Tries every statement of every council, and says what is wrong and what is missing.
    pub async fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for council in self.councils.values() {
            findings.extend(check::check(council).await);
        }
        findings
    }

    /// Asks for one person part by part, and says what came: for whoever writes the folder.
    pub async fn attempt(&self, person: &PersonKey, now: Timestamp) -> Vec<Tried> {
        match self.councils.get(&person.council) {
            Some(council) => tried::attempt(council, person, now).await,
            None => Vec::new(),
        }
    }
}

/// The folders in the folder, by name.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, BadConfiguration> {
    let unread = |error: std::io::Error| BadConfiguration {
        file: folder.to_owned(),
        line: None,
        span: None,
        what: format!("it cannot be read ({})", error.kind()).into(),
        expected: "a folder with one folder for each council".into(),
        nearest: None,
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        let is_hidden =
            path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
        if path.is_dir() && !is_hidden {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
