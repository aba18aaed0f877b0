//! Does the program end well that is told to end while it starts?

use std::fs;
use std::net::TcpListener;
use std::process::{Command, Stdio};

/// A database that takes the connection and never says a word, so that the start does not end by
/// itself while we look.
#[test]
fn told_to_end_while_it_starts_it_ends_without_a_complaint() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = std::env::temp_dir().join(format!("homeward_starting_{}", std::process::id()));
    fs::create_dir_all(folder.join("councils")).unwrap();
    let database = format!("postgres://nobody@{}/nothing", silent.local_addr().unwrap());
    fs::write(folder.join("homeward.toml"), format!("database = \"{database}\"\n")).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_homeward"))
        .args(["serve", "--config"])
        .arg(folder.join("homeward.toml"))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let connection = silent.accept().unwrap();
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    let ended = child.wait().unwrap();
    drop(connection);
    fs::remove_dir_all(folder).unwrap();
    assert!(ended.success(), "{ended}");
}
