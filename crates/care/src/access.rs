//! Who may see what of whom, and on what ground?

pub mod accounts;
pub mod audit;
pub mod chain;
pub mod cut;
pub mod desk;
pub mod group;
pub mod origin;
pub mod permit;
pub mod privacy;
pub mod role;
pub mod session;
pub mod table;

pub use audit::{Act, Actor, AuditLine};
pub use chain::{Chain, LineId, NotALine};
pub use cut::{View, cut};
pub use desk::{AtDesk, DeskPermit, NotAtDesk, works_at_desk};
pub use group::DataGroup;
pub use origin::{Origin, OwnDetails, Seat, Way};
pub use permit::{
    Ground, Look, Marks, Permission, PermissionMode, Permit, Refusal, Relation, WhyNotAsked, permit,
};
pub use role::{Organisation, Role, Staff};
pub use session::Visitor;
pub use table::{Leave, leave};
