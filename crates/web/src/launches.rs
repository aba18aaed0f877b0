//! Which patient systems may bring staff together with a patient?

use signin::link::LinkIssuer;
use signin::smart::Launcher;

/// The patient systems of the settings. By default there are none.
#[derive(Debug, Default)]
pub struct Launches {
    /// Where browsers find us, such as `https://homeward.rzz.example`: without a slash at the end.
    pub address: String,
    /// Those that launch us by SMART App Launch; `None` where none does.
    pub smart: Option<Launcher>,
    /// Those that sign context links.
    pub links: Vec<LinkIssuer>,
}

impl Launches {
    /// Where a system sends browsers back to: an address of its own, so that the answer of one is
    /// never taken for that of another.
    pub fn back_to(&self, system: &str) -> String {
        format!("{}/launch/back/{system}", self.address)
    }
}
