//! What do pages consist of?
//!
//! Each component is a plain struct of finished words here and a macro of the same name in
//! `templates/components`. Where the NHS.UK frontend has the component, the macro gives the same
//! HTML as the library's own, and a test compares the two; the rest is ours.
//!
//! **Invariant:** a component never decides what is true. It shows words that a page has decided.
//!
//! **Invariant:** none of these types shows its content in `Debug`: most of it is about a person.

pub mod actions;
pub mod answer;
pub mod button;
pub mod card;
pub mod cells;
pub mod choices;
pub mod chrome;
pub mod error_summary;
pub mod feedback;
pub mod field;
pub mod input;
pub mod link;
pub mod markup;
pub mod patient;
pub mod phone;
pub mod state;
pub mod summary_list;
pub mod table;
pub mod tag;
pub mod timeline;
pub mod waterfall;
pub mod week;
pub mod when;
