//! Who may see what of whom, and on what ground?

pub mod accounts;
pub mod audit;
pub mod chain;
pub mod cut;
pub mod desk;
pub mod group;
pub mod origin;
pub mod permission;
pub mod permit;
pub mod place;
pub mod privacy;
pub mod relation;
pub mod role;
pub mod session;
pub mod shown;
pub mod stated;
pub mod table;

pub use audit::{Act, Actor, AuditLine, NameList};
pub use chain::{Chain, LineId, NotALine, Stretch};
pub use cut::{Sight, cut};
pub use desk::{AtDesk, DeskPermit, NotAtDesk, works_at_desk};
pub use group::DataGroup;
pub use origin::{Origin, OwnDetails, Seat, Way};
pub use permission::{Permission, PermissionMode, SaidNo, WhyNotAsked};
pub use permit::{
    Because, Ground, Look, Looked, Marks, Permit, Refusal, is_shut_for_everybody, permit,
    reason_due, sees_places_with_reason,
};
pub use place::PlaceMarks;
pub use relation::{Relation, RelationKind, Whose, relation};
pub use role::{Organisation, Role, Staff};
pub use session::Visitor;
pub use shown::{Extent, Sheet, Shown};
pub use stated::{ForAWhile, Override, Stated, WhyOverride};
pub use table::{Leave, leave};
