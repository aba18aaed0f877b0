//! Which place in the record does each part have?

use care::record::{Checked, Fact, Part, PartName, Record};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Something that is done to a part, whatever is in it.
pub(crate) trait Visitor {
    /// Does it.
    fn visit<T: Serialize + DeserializeOwned>(&mut self, name: PartName, part: &mut Part<T>);
}

/// Does something to one part.
pub(crate) fn visit(record: &mut Record, name: PartName, visitor: &mut impl Visitor) {
    match name {
        PartName::Person => visitor.visit(name, &mut record.person),
        PartName::Alerts => visitor.visit(name, &mut record.alerts),
        PartName::Capacity => visitor.visit(name, &mut record.capacity),
        PartName::Attorneys => visitor.visit(name, &mut record.attorneys),
        PartName::Deprivations => visitor.visit(name, &mut record.deprivations),
        PartName::MentalHealth => visitor.visit(name, &mut record.mental_health),
        PartName::Safeguarding => visitor.visit(name, &mut record.safeguarding),
        PartName::Professionals => visitor.visit(name, &mut record.professionals),
        PartName::Contacts => visitor.visit(name, &mut record.contacts),
        PartName::Referrals => visitor.visit(name, &mut record.referrals),
        PartName::Packages => visitor.visit(name, &mut record.packages),
        PartName::Visits => visitor.visit(name, &mut record.visits),
        PartName::SupportReasons => visitor.visit(name, &mut record.support_reasons),
        PartName::Assessments => visitor.visit(name, &mut record.assessments),
        PartName::Equipment => visitor.visit(name, &mut record.equipment),
    }
}

/// Does something to every part.
pub(crate) fn visit_all(record: &mut Record, visitor: &mut impl Visitor) {
    for name in PartName::ALL {
        visit(record, name, visitor);
    }
}

/// A record of which no part could be checked.
pub(crate) fn record(at: Timestamp) -> Record {
    Record {
        person: nothing(at),
        alerts: nothing(at),
        capacity: nothing(at),
        attorneys: nothing(at),
        deprivations: nothing(at),
        mental_health: nothing(at),
        safeguarding: nothing(at),
        professionals: nothing(at),
        contacts: nothing(at),
        referrals: nothing(at),
        packages: nothing(at),
        visits: nothing(at),
        support_reasons: nothing(at),
        assessments: nothing(at),
        equipment: nothing(at),
    }
}

fn nothing<T>(at: Timestamp) -> Part<T> {
    Part { fact: Fact::CouldNotCheck, checked: Checked::live(at) }
}
