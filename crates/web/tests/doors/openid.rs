//! Staff come in by the word of their provider, and by nothing that only looks like it.

mod hostile;
mod profiles;
mod real;

mod attacks;
mod bad_tokens;
mod coming_in;
mod ended;
mod trouble;

use care::access::{Act, AuditLine};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::AuditFilter;

use crate::house::{House, Plan, Vouching};

/// Where the houses' clocks begin.
fn opens() -> Timestamp {
    "2026-08-12T13:05:00Z".parse().unwrap()
}

/// A house without a list of invented staff, where providers vouch.
fn plan(providers: Vouching) -> Plan {
    Plan { is_demo: false, providers, ..Plan::default() }
}

/// A nurse, as a provider speaks of her.
fn nurse() -> Value {
    json!({ "name": "Ama Mensah", "roles": ["ward"] })
}

fn at(house: &House, path: &str) -> String {
    format!("http://{}{path}", house.at)
}

async fn lines(house: &House) -> Vec<AuditLine> {
    house.store.audit_lines(&AuditFilter::All, 50).await.unwrap()
}

/// Why the last attempt to come in failed, as the audit has it; empty where the last line is
/// another.
async fn last_refusal(house: &House) -> String {
    match lines(house).await.into_iter().next().map(|line| line.act) {
        Some(Act::NotSignedIn { why, .. }) => why,
        _ => String::new(),
    }
}
