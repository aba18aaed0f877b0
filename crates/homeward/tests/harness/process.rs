//! The program itself, as whoever runs it would start and kill it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// `homeward serve`, running.
pub(crate) struct Homeward {
    child: Child,
    /// The addresses that it said when it was ready: `feed adt listens on …`, `open …`.
    pub(crate) said: Vec<String>,
    /// Where its only feed listens.
    pub(crate) feed: SocketAddr,
}

/// A folder for the settings and the log of one test, gone when dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("homeward_{name}_{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes settings with one feed of the trust RZZ and no council.
    pub(crate) fn settings(&self, database: &str) -> PathBuf {
        let text = format!(
            "database = \"{database}\"\n[web]\nlisten = \"127.0.0.1:0\"\n\
             [[trust]]\ncode = \"RZZ\"\nname = \"Westshire University Hospital\"\n\
             [[feed]]\nname = \"adt\"\ntrust = \"RZZ\"\nlisten = \"127.0.0.1:0\"\n"
        );
        fs::create_dir_all(self.0.join("councils")).unwrap();
        let path = self.0.join("homeward.toml");
        fs::write(&path, text).unwrap();
        path
    }

    /// All that was logged so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.0.join("log")).unwrap_or_default()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

impl Homeward {
    /// Starts it and waits until it listens.
    pub(crate) fn serve(folder: &Folder, settings: &Path) -> Self {
        let log = File::options().create(true).append(true).open(folder.path().join("log"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_homeward"))
            .args(["serve", "--config"])
            .arg(settings)
            .stdout(Stdio::piped())
            .stderr(log.unwrap())
            .spawn()
            .unwrap();
        let mut said = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
            said.push(line);
            if said.last().is_some_and(|line| line.starts_with("open ")) {
                break;
            }
        }
        let address = |line: &String| line.strip_prefix("feed adt listens on ")?.parse().ok();
        let feed = said.iter().find_map(address);
        let feed = feed.unwrap_or_else(|| panic!("it did not start: {}", folder.log()));
        Self { child, said, feed }
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn stop(mut self) -> bool {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().unwrap();
        self.child.wait().unwrap().success()
    }
}

/// Dropped, it is killed as a power cut would: it hears nothing of it.
impl Drop for Homeward {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
