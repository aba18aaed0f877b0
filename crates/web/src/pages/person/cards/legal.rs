//! Who decides, if the person cannot.

use care::record::{
    Attorney, AttorneyKind, CapacityAssessment, Deprivation, DeprivationStatus, MentalHealthStatus,
};

use super::{Block, Cards, Item, Note, NoteMark};

impl Cards<'_> {
    pub(super) fn decisions(&self) -> Block {
        let mut block = Self::block("decisions", "Decisions and legal");
        self.add(&mut block, "Attorneys and deputies", &self.record.attorneys, |one| {
            self.attorney(one)
        });
        self.add(&mut block, "Deprivation of liberty", &self.record.deprivations, |one| {
            self.deprivation(one)
        });
        self.add(&mut block, "Mental capacity assessments", &self.record.capacity, |one| {
            self.capacity(one)
        });
        self.add(&mut block, "Mental Health Act", &self.record.mental_health, |one| {
            self.mental_health(one)
        });
        block.notes.push(Note {
            about: String::new(),
            mark: NoteMark::None,
            words: "Whether a person has capacity is decided for each decision, each time."
                .to_owned(),
        });
        block
    }

    fn attorney(&self, one: &Attorney) -> Item {
        let rows = vec![
            Self::text_row("Name", &one.name),
            Self::yes_row("Registered", one.registered),
            Self::phone_row("Phone", &one.phone),
            self.when_row("Recorded", one.recorded),
            Self::text_row("Where the paper is", &one.document),
        ];
        let heading = one
            .kind
            .known()
            .map_or("Attorney or deputy, kind not known", |kind| attorney_kind(*kind));
        Item::now(heading.to_owned(), rows)
    }

    fn deprivation(&self, one: &Deprivation) -> Item {
        let rows = vec![
            Self::row("State", &one.status, |status| match status {
                DeprivationStatus::Requested => "Asked for".to_owned(),
                DeprivationStatus::Authorised => "Authorised".to_owned(),
            }),
            self.when_row("Asked for", one.applied),
            self.when_row("From", one.starts),
            self.when_row("Until", one.ends),
            Self::text_row("Record", &one.description),
        ];
        Item::now("Deprivation of liberty".to_owned(), rows)
    }

    fn capacity(&self, one: &CapacityAssessment) -> Item {
        let rows = vec![
            self.when_row("Assessed", one.assessed),
            Self::text_row("Decision and outcome", &one.outcome),
            Self::text_row("Where", &one.location),
            Self::text_row("Where the paper is", &one.document),
        ];
        Item::now("Mental capacity assessment".to_owned(), rows)
    }

    fn mental_health(&self, one: &MentalHealthStatus) -> Item {
        let rows = vec![
            Self::text_row("Status", &one.status),
            self.when_row("From", one.starts),
            self.when_row("Until", one.ends),
            Self::text_row("Also", &one.supporting),
        ];
        Item::now("Mental Health Act".to_owned(), rows)
    }
}

fn attorney_kind(kind: AttorneyKind) -> &'static str {
    match kind {
        AttorneyKind::HealthAndWelfare => "Attorney for health and welfare",
        AttorneyKind::PropertyAndFinance => "Attorney for property and money",
        AttorneyKind::WelfareDeputy => "Court deputy for health and welfare",
        AttorneyKind::PropertyDeputy => "Court deputy for property and money",
        AttorneyKind::Advocate => "Advocate",
    }
}
