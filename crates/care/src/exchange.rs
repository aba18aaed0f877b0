//! What passes between hospital and council, and how far has it come?

pub mod hours;
pub mod notice;

pub use hours::{OpeningHours, bank_holidays};
pub use notice::{Notice, NoticeKind};
