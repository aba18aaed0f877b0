//! Does `homeward check` tell whoever installs it what they should decide?
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

use std::fs;
use std::process::Command;

/// What is said of a provider with these settings beside the others. It does not answer: what our own
/// settings say of it is told in any case.
fn told(name: &str, more: &str) -> String {
    let folder = std::env::temp_dir().join(format!("homeward_{name}_{}", std::process::id()));
    fs::create_dir_all(folder.join("councils")).unwrap();
    fs::write(folder.join("secret"), "a secret that is long enough for everybody").unwrap();
    let settings = format!(
        "database = \"sqlite:homeward.db\"\n[web]\naddress = \"http://localhost:8080\"\n\
         [[provider]]\nname = \"westshire\"\nwords = \"Westshire sign-in\"\nkind = \"oidc\"\n\
         issuer = \"http://127.0.0.1:1\"\nclient_id = \"homeward\"\n\
         secret = {{ file = \"secret\" }}\n{more}"
    );
    fs::write(folder.join("homeward.toml"), settings).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_homeward"))
        .args(["check", "--json", "--config"])
        .arg(folder.join("homeward.toml"))
        .output()
        .unwrap();
    fs::remove_dir_all(folder).unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter(|line| line.contains("provider westshire")).collect()
}

#[test]
fn a_provider_with_whom_one_factor_is_enough_is_noted() {
    let weak = told("weak", "");
    assert!(weak.contains("\"note\"") && weak.contains("one factor is enough"), "{weak}");
    let strong = told("strong", "least_assurance = 2\nlevels = { mfa = 2 }\n");
    assert!(strong.contains("\"wrong\"") && !strong.contains("one factor"), "{strong}");
}
