//! Any bytes that the national service may answer are read: no panic, nothing without bounds.
#![no_main]

use fhir::answer;
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let today = date(2026, 8, 12);
    for read in [answer::of_search(bytes, today), answer::of_number(bytes, today)] {
        if let Ok(care::people::trace::Answer::Person(record)) = read {
            assert!(record.identity.names.len() <= fhir::LONGEST_LIST);
            let texts = record.identity.names.iter().map(|name| &name.family);
            assert!(texts.into_iter().all(|text| text.chars().count() <= fhir::LONGEST_TEXT));
        }
    }
    if let Some(code) = answer::error_code(bytes) {
        assert!(code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'));
    }
});
