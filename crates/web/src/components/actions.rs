//! What can be done about this person?

use super::button::Button;

/// One row of actions: only what the role may do, the main one first.
pub struct Actions {
    /// The buttons, in order.
    pub buttons: Vec<Button>,
}
