//! An invented town: its people, its hospital's feed and its council's books.
//!
//! For the demo and for tests; nothing in the service uses it. It knows the shape in which
//! hospitals and councils deliver, and nothing of how the service reads it: it writes its own HL7
//! text and its own SQL, so that reading them is put to the proof.
//!
//! **Invariant:** nobody here is real. NHS numbers lie in the 999 range, telephone numbers in the
//! ranges that Ofcom keeps for drama, postcodes in the area XX.
//!
//! **Invariant:** the same seed, size and day give the same bytes, on every machine.

mod case;
mod chance;
mod council;
mod days;
mod hospital;
mod names;
mod national;
mod numbers;
mod outage;
mod person;
mod scenes;
mod staff;
mod streets;
mod town;

pub use council::WriteError;
pub use hospital::{Hospital, Planned};
pub use national::{Answer, National};
pub use outage::{Outage, StillThere};
pub use person::Townsperson;
pub use scenes::{Scene, desk_scenes, further_scenes, seven, traced_scenes};
pub use staff::{Colleague, staff};
pub use town::Town;
