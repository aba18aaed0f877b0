//! Who decides where the person cannot, and who helps?

use jiff::civil::Date;

use crate::record::judge::{LibertyNow, Standing, liberty_now, standing};
use crate::record::{AttorneyKind, Fact, PersonalContact, Record};
use crate::when::When;

/// Who decides and who helps. Whatever stands here, capacity is judged for each decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deciders {
    /// Attorneys, deputies and advocates; `NoneRecorded`: none.
    pub attorneys: Fact<Vec<Decider>>,
    /// Leave to deprive the person of their liberty today; `NoneRecorded`: none.
    pub liberty: Fact<LibertyNow>,
    /// Main unpaid carers; `NoneRecorded`: none.
    pub carers: Fact<Vec<MainCarer>>,
}

/// An attorney, deputy or advocate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decider {
    /// Of what kind.
    pub kind: Fact<AttorneyKind>,
    /// What they may do. An instrument that is not registered has no force.
    pub standing: Fact<Standing>,
    /// When it was recorded.
    pub recorded: Fact<When>,
}

/// A main unpaid carer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MainCarer {
    /// Daughter, neighbour.
    pub relationship: Fact<String>,
    /// Whether they can go on caring, in the council's words.
    pub can_continue: Fact<String>,
}

pub(super) fn deciders(record: &Record, today: Date) -> Deciders {
    Deciders {
        attorneys: attorneys(record),
        liberty: liberty_now(&record.deprivations.fact, today),
        carers: record.contacts.fact.as_ref().and_then(|contacts| carers(contacts)),
    }
}

fn attorneys(record: &Record) -> Fact<Vec<Decider>> {
    record.attorneys.fact.as_ref().and_then(|attorneys| {
        let each: Vec<Decider> = attorneys
            .iter()
            .map(|attorney| Decider {
                kind: attorney.kind,
                standing: standing(attorney),
                recorded: attorney.recorded,
            })
            .collect();
        if each.is_empty() { Fact::NoneRecorded } else { Fact::Known(each) }
    })
}

/// Where nobody is marked as main carer, and of somebody it is not known, neither is the answer.
fn carers(contacts: &[PersonalContact]) -> Fact<Vec<MainCarer>> {
    let main: Vec<MainCarer> = contacts
        .iter()
        .filter(|contact| contact.main_carer == Fact::Known(true))
        .map(|contact| MainCarer {
            relationship: contact.relationship.clone(),
            can_continue: contact.can_continue.clone(),
        })
        .collect();
    if !main.is_empty() {
        return Fact::Known(main);
    }
    let unknown = contacts
        .iter()
        .map(|contact| contact.main_carer)
        .find(|marked| !matches!(marked, Fact::Known(_) | Fact::NoneRecorded | Fact::NotRecorded));
    unknown.map_or(Fact::NoneRecorded, |state| state.and_then(|_| Fact::NoneRecorded))
}
