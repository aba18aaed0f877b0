//! Homeward joins a hospital's admissions feed with a council's social care records.

use std::process::ExitCode;

fn main() -> ExitCode {
    homeward::command::run()
}
