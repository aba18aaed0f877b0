//! Any stream, cut anywhere, gives the same frames within the limits.
//!
//! The first byte is the size of the chunks.
#![no_main]

use hl7::mllp::{Deframer, Event, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((size, stream)) = bytes.split_first() else {
        return;
    };
    for bare_end in [false, true] {
        let limits = Limits { frame: 64, junk: 32, bare_end };
        let whole = events(limits, stream, stream.len());
        assert_eq!(whole, events(limits, stream, usize::from(*size)));
        for event in whole {
            match event {
                Event::Frame(payload) | Event::TooLong(payload) => assert!(payload.len() <= 64),
                Event::Skipped(bytes) => assert!(bytes <= 32),
                Event::Restarted(bytes) => assert!(bytes <= 64),
                Event::NotMllp => {}
            }
        }
    }
});

fn events(limits: Limits, stream: &[u8], size: usize) -> Vec<Event> {
    let (mut deframer, mut events) = (Deframer::new(limits), Vec::new());
    for chunk in stream.chunks(size.max(1)) {
        deframer.push(chunk, &mut events);
        assert!(deframer.unfinished() <= limits.frame + 1);
    }
    events
}
