//! What the council has done: assessments, referrals, reasons for support.

use care::record::{Assessment, Referral, SupportReason};

use super::{Block, Cards, Item};

impl Cards<'_> {
    pub(super) fn assessments(&self) -> Block {
        let mut block = Self::block("assessments", "Last assessment and review");
        self.add(&mut block, "Assessments and reviews", &self.record.assessments, |one| {
            self.assessment(one)
        });
        self.add(&mut block, "Reasons for support", &self.record.support_reasons, Self::reason);
        self.add(&mut block, "Referrals", &self.record.referrals, |one| self.referral(one));
        block
    }

    fn assessment(&self, one: &Assessment) -> Item {
        let rows = vec![
            self.when_row("Done", one.done),
            Self::text_row("Outcome", &one.outcome),
            Self::text_row("Where", &one.location),
            Self::row("Scores", &one.scores, |scores| scores.join(", ")),
            Self::day_row("Next review due", one.review_due),
        ];
        let heading = one.kind.known().cloned().unwrap_or_else(|| "Assessment".to_owned());
        Item::now(heading, rows)
    }

    fn reason(one: &SupportReason) -> Item {
        let rows = vec![
            Self::text_row("Reason", &one.reason),
            Self::yes_row("Active", one.active),
            Self::day_row("From", one.starts),
            Self::day_row("Until", one.ends),
        ];
        Item::now("Reason for support".to_owned(), rows)
    }

    fn referral(&self, one: &Referral) -> Item {
        let rows = vec![
            self.when_row("Made", one.made),
            Self::text_row("From", &one.from_service),
            Self::text_row("To", &one.to_service),
            Self::text_row("Reason", &one.reason),
        ];
        let heading = one.kind.known().cloned().unwrap_or_else(|| "Referral".to_owned());
        Item::now(heading, rows)
    }
}
