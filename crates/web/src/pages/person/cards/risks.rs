//! Risks to staff who visit, and other warnings.

use care::record::{Alert, AlertAudience};

use super::{Block, Cards, Item};

impl Cards<'_> {
    pub(super) fn risks_to_staff(&self) -> Block {
        let mut block = Self::block("risks", "Risks and warnings");
        self.add(&mut block, "", &self.record.alerts, |alert| self.alert(alert));
        block
    }

    fn alert(&self, alert: &Alert) -> Item {
        let rows = vec![
            Self::text_row("Warning", &alert.text),
            self.when_row("Since", alert.starts),
            self.when_row("Review or end", alert.ends),
        ];
        let heading = match alert.audience.known() {
            Some(AlertAudience::VisitingStaff) => "Risk to visiting staff",
            Some(AlertAudience::Person) => "Risk to the person",
            Some(AlertAudience::Everyone) => "Warning",
            None => "Warning of a kind we do not know. Ask the council.",
        };
        Item::now(heading.to_owned(), rows)
    }
}
