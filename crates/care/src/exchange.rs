//! What passes between hospital and council, and how far has it come?

pub mod notice;

pub use notice::{Notice, NoticeKind};
