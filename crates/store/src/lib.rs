//! The memory of Homeward: every table, every statement, on two engines.
//!
//! A file owns the table it is named after and alone writes to it. Reads answer with our own
//! words; writes are values that become true together or not at all.
//!
//! **Invariant:** what was answered is on the disk and survives a power cut.
//!
//! **Invariant:** one text per statement serves both engines; what must differ is in `engine`
//! and `migrations`.
//!
//! **Invariant:** no error, log line or debug text of this crate holds a stored value.

mod accounts;
mod audit;
mod comparisons;
mod context_links;
mod contexts;
mod copies;
mod database;
mod desk_items;
mod drafts;
mod engine;
mod error;
mod feedback;
mod filings;
mod invitations;
mod judgements;
mod keys;
mod known;
mod lists;
mod merges;
mod messages;
mod migrations;
mod models;
mod notices;
mod omissions;
mod open_pages;
mod pairs;
mod passkeys;
mod patients;
mod pending_sign_ins;
mod people;
mod permissions;
mod privacy_items;
mod protection;
mod provider_logins;
mod recents;
mod records;
mod refusals;
mod retention;
mod secrets;
mod sessions;
mod staff;
mod stated_reasons;
mod stays;
mod syncs;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod traces;
mod used_tokens;
mod watched;
mod withdrawals;
mod work_items;

pub use accounts::{ACCOUNTS, Account, AccountChange, NewAccount};
pub use audit::heads::{Head, HeadRow, PublishedHead};
pub use audit::inspection::{
    ChainReport, Defect, Inspection, Keeping, Misfit, Standing, ToCheck, Wrong,
};
pub use audit::rows::{AuditRow, Flaw};
pub use audit::sending::Unsent;
pub use audit::settings::SettingsDigests;
pub use audit::{AuditFilter, AuditSpan, Chained};
pub use context_links::ContextLink;
pub use contexts::Context;
pub use copies::KeptPart;
pub use database::{Database, NotADatabase, Server};
pub use desk_items::{DeskItem, DeskOwner};
pub use drafts::{Draft, DraftKind};
pub use error::{EngineFault, OpenError, StoreError};
pub use feedback::{Answer, Feedback, FeedbackLine};
pub use filings::Filed;
pub use invitations::{Fate, InvitationKind, InvitationRow, NewInvitation};
pub use judgements::{JudgementId, JudgementRow, Labelled, NewJudgement, Weighed};
pub use known::Basis;
pub use messages::{Arrived, FeedNow, Kept, MessageId, StoredMessage, UnreadableMessage};
pub use models::{ModelState, StoredModel};
pub use notices::{NoticeId, NoticeRow};
pub use passkeys::{NewPasskey, PasskeyRow};
pub use patients::{Finding, FollowedPatient, PatientNow};
pub use pending_sign_ins::Expected;
pub use people::{IndexedPerson, PersonRow};
pub use permissions::Said;
pub use privacy_items::{PrivacyFilter, PrivacyItem, PrivacyItemId, PrivacyStep, Which};
pub use retention::{Gone, Hold, Retention};
pub use sessions::{ByProvider, EndOrder, NewSession, Session, SessionHandle, TokenHash};
pub use staff::{Arrival, Disabled, StaffRow};
pub use stays::{OnWard, WardNow};
pub use syncs::SyncState;
pub use traces::{ToTrace, TraceEnd, TraceRow};
pub use used_tokens::OnceOnly;
pub use watched::{WatchedId, WatchedPerson};
pub use withdrawals::{Knowledge, SawOrTold, WithdrawalId, WithdrawalRow};
pub use work_items::WorkItem;

use engine::Engine;
use engine::value::Row;
use engine::work::Work;

/// The memory. Cheap to clone; every clone is the same memory.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
}

impl Store {
    /// Opens the database and brings its tables up to date.
    pub async fn open(database: &Database) -> Result<Self, OpenError> {
        Ok(Self { engine: Engine::open(database).await? })
    }

    /// Commits a work whose last statement answers with one row.
    async fn commit_for_row(&self, work: Work) -> Result<Row, StoreError> {
        let done = self.engine.commit(work).await?;
        let row = done.into_iter().next_back().and_then(|done| done.rows.into_iter().next());
        row.ok_or(StoreError::Conflict)
    }
}
