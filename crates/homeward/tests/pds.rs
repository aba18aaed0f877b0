//! The national service is asked for NHS numbers, over real HTTP, and nothing waits for it.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]
#![expect(clippy::indexing_slicing, reason = "a test that looks for what is not there fails")]

#[path = "pds/asked.rs"]
mod asked;
#[path = "pds/hospital.rs"]
mod hospital;
#[path = "pds/let_in.rs"]
mod let_in;
#[path = "pds/national.rs"]
mod national;
#[path = "harness/process.rs"]
mod process;
#[path = "harness/sender.rs"]
mod sender;
#[path = "pds/served.rs"]
mod served;
#[path = "pds/traced.rs"]
mod traced;
#[path = "pds/troubles.rs"]
mod troubles;
