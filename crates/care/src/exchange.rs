//! What passes between hospital and council, and how far has it come?

pub mod holidays;
pub mod hours;
pub mod notice;

pub use holidays::bank_holidays;
pub use hours::OpeningHours;
pub use notice::{Notice, NoticeKind};
