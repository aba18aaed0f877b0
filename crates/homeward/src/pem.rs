//! How does a key stand in a text file? (PEM, RFC 7468)

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// The characters in a line.
const LINE: usize = 64;

/// Bytes in DER under a label such as `PRIVATE KEY`.
pub(crate) fn write(label: &str, der: &[u8]) -> String {
    let text = BASE64_STANDARD.encode(der);
    let lines: Vec<&str> = (0..text.len())
        .step_by(LINE)
        .filter_map(|at| text.get(at..text.len().min(at + LINE)))
        .collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}
