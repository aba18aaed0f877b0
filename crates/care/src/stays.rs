//! Where does this patient lie, since when, and until when?
//!
//! A stay is what its movements say, read in the order in which they happened, whatever the order
//! in which they were told. So messages may arrive late, twice or shuffled, and the stay is the
//! same.

pub mod movement;
pub mod said;
pub mod stay;
pub mod walk;

pub use movement::{Details, Event, Moment, Movement};
pub use said::Said;
pub use stay::{Class, Departure, Origin, Place, Stay, StayState};
pub use walk::stay_of;
