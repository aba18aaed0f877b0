//! Builds the style sheet, the script and the pictures, and writes the table that holds them.
//!
//! With `HOMEWARD_UI_DIST` set to a folder of files built elsewhere by `ui/build.mjs`, neither
//! Node nor npm is needed.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, io};

/// What the built files depend on; nothing else makes them stale.
const SOURCES: [&str; 4] = ["ui/src", "ui/build.mjs", "ui/package.json", "ui/package-lock.json"];

fn main() -> ExitCode {
    println!("cargo::rerun-if-env-changed=HOMEWARD_UI_DIST");
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("cargo::error={message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|_| "cargo did not set OUT_DIR")?);
    let dist = match env::var_os("HOMEWARD_UI_DIST") {
        Some(given) => {
            println!("cargo::rerun-if-changed={}", given.display());
            fs::canonicalize(&given)
                .map_err(|error| format!("HOMEWARD_UI_DIST is {}: {error}", given.display()))?
        }
        None => built(&out.join("ui"))?,
    };
    let table = table(&dist)?;
    let path = out.join("assets_table.rs");
    fs::write(&path, table).map_err(|error| format!("could not write {}: {error}", path.display()))
}

/// Builds the files with Node, fetching the packages first where the lock file asks for others.
fn built(dist: &Path) -> Result<PathBuf, String> {
    if packages_are_stale() {
        call(Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    }
    call(Command::new("node").arg("build.mjs").arg(dist))?;
    Ok(dist.to_owned())
}

fn packages_are_stale() -> bool {
    let age = |path: &str| fs::metadata(path).and_then(|data| data.modified());
    match (age("ui/node_modules/.package-lock.json"), age("ui/package-lock.json")) {
        (Ok(installed), Ok(locked)) => installed < locked,
        _ => true,
    }
}

fn call(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.current_dir("ui").output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => format!(
            "{name} was not found. Install Node 20 or newer (it brings npm), or set \
             HOMEWARD_UI_DIST to a folder built elsewhere with `node crates/web/ui/build.mjs`"
        ),
        _ => format!("{name} could not be started: {error}"),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim().replace('\n', " | ");
    Err(format!("{name} failed in crates/web/ui: {said}"))
}

/// The Rust text of a slice of `Asset`, sorted by file name.
fn table(dist: &Path) -> Result<String, String> {
    let unreadable = |error| format!("could not read {}: {error}", dist.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(dist).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension != "br") {
            files.push(path);
        }
    }
    files.sort();
    let mut text = String::from("&[\n");
    for file in &files {
        text.push_str(&row(file)?);
    }
    text.push_str("]\n");
    Ok(text)
}

fn row(file: &Path) -> Result<String, String> {
    let unnamed = || format!("{} is not named like app-0123456789ab.css", file.display());
    let hashed = file.file_name().and_then(|name| name.to_str()).ok_or_else(unnamed)?;
    let (stem, rest) = hashed.rsplit_once('-').ok_or_else(unnamed)?;
    let (_, extension) = rest.rsplit_once('.').ok_or_else(unnamed)?;
    let content_type = match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => return Err(format!("{} is of a kind that is never served", file.display())),
    };
    let plain = file.display().to_string();
    Ok(format!(
        "Asset {{ name: \"{stem}.{extension}\", path: \"/assets/{hashed}\", \
         content_type: {content_type:?}, bytes: include_bytes!({plain:?}), \
         brotli: include_bytes!({:?}) }},\n",
        format!("{plain}.br"),
    ))
}
