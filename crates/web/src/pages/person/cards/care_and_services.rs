//! Each package: what, from whom, how often, and how it stands.

use care::record::answer::amount;
use care::record::{Fact, Package, Provider, package_now};
use care::when::local;

use super::super::stand::{self, Stand, amount_words};
use super::{Block, Cards, Item, list};
use crate::components::markup::Markup;
use crate::components::summary_list::Row;

impl Cards<'_> {
    pub(super) fn care_and_services(&self) -> Block {
        let mut block = self.block("care", "Care and services");
        self.add(&mut block, "", &self.record.packages, |package| self.package(package));
        block
    }

    fn package(&self, package: &Package) -> Item {
        let today = local(self.now).date();
        let amount = amount(package, self.record.visits.fact.as_ref());
        let stand = Stand::of(&package_now(package, today));
        let how_much = amount_words(&amount).map_or_else(
            || self.value(&amount.visits_a_day, |count| count.to_string()),
            Markup::from,
        );
        let mut rows = vec![
            Row::new("State", stand.in_full.as_str()),
            Row::new("How much", how_much),
            self.row("Kind", &package.setting, |setting| stand::setting(*setting).to_owned()),
        ];
        rows.extend(self.provider(&package.provider));
        rows.extend([
            self.text_row("Place", &package.place),
            self.when_row("Since", &package.starts),
            self.when_row("Ends", &package.ends),
            self.text_row("Paid by", &package.funding),
            self.text_row("Arranged by", &package.authority),
        ]);
        let heading = package.name.known().cloned();
        Item {
            heading: heading.unwrap_or_else(|| "Package without a name".to_owned()),
            list: list(rows),
        }
    }

    fn provider(&self, provider: &Fact<Provider>) -> Vec<Row> {
        match provider {
            Fact::Known(provider) => vec![
                self.text_row("Provider", &provider.name),
                self.phone_row("Ring by day", &provider.day_phone),
                self.phone_row("Ring at night", &provider.night_phone),
                self.text_row("Hours", &provider.hours),
            ],
            state => vec![self.row("Provider", state, |_| String::new())],
        }
    }
}
