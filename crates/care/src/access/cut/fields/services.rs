//! What the council does, has done and has found.

use super::super::{DataGroup, Knife};
use super::professional;
use crate::record::{Assessment, Equipment, Package, Referral, SupportReason, Visit};

/// The id joins visits to their package. It tells nothing, and it is never shown.
pub(super) fn package(knife: &Knife<'_>, it: Package) -> Package {
    let group = DataGroup::Packages;
    Package {
        id: it.id,
        name: knife.place(group, it.name),
        setting: knife.all(group, it.setting),
        starts: knife.all(group, it.starts),
        ends: knife.all(group, it.ends),
        state: knife.all(group, it.state),
        authority: knife.place(group, it.authority),
        funding: knife.place(group, it.funding),
        provider: knife.place(group, it.provider),
        pattern: knife.all(group, it.pattern),
        hold: knife.all(group, it.hold),
        place: knife.place(group, it.place),
        recorded: knife.all(group, it.recorded),
    }
}

pub(super) fn visit(knife: &Knife<'_>, it: Visit) -> Visit {
    let group = DataGroup::Packages;
    Visit {
        package: it.package,
        time: knife.all(group, it.time),
        carers: knife.all(group, it.carers),
        purpose: knife.place(group, it.purpose),
    }
}

/// The minimum is that an assessment took place, of what kind, and when the next one is due.
pub(super) fn assessment(knife: &Knife<'_>, it: Assessment) -> Assessment {
    let group = DataGroup::Assessment;
    Assessment {
        done: knife.least(group, it.done),
        location: knife.place(group, it.location),
        kind: knife.least(group, it.kind),
        outcome: knife.place(group, it.outcome),
        scores: knife.all(group, it.scores),
        assessor: professional(knife, group, it.assessor),
        recorded_by: professional(knife, group, it.recorded_by),
        review_due: knife.least(group, it.review_due),
    }
}

pub(super) fn referral(knife: &Knife<'_>, it: Referral) -> Referral {
    let group = DataGroup::Assessment;
    Referral {
        made: knife.all(group, it.made),
        referrer: professional(knife, group, it.referrer),
        from_service: knife.place(group, it.from_service),
        kind: knife.all(group, it.kind),
        reason: knife.place(group, it.reason),
        recipient: professional(knife, group, it.recipient),
        to_service: knife.place(group, it.to_service),
    }
}

pub(super) fn support_reason(knife: &Knife<'_>, it: SupportReason) -> SupportReason {
    let group = DataGroup::Assessment;
    SupportReason {
        reason: knife.all(group, it.reason),
        active: knife.all(group, it.active),
        starts: knife.all(group, it.starts),
        ends: knife.all(group, it.ends),
    }
}

pub(super) fn equipment(knife: &Knife<'_>, it: Equipment) -> Equipment {
    let group = DataGroup::Home;
    Equipment {
        name: knife.all(group, it.name),
        issued: knife.all(group, it.issued),
        comment: knife.place(group, it.comment),
        service_phone: knife.place(group, it.service_phone),
    }
}
