//! Each package: what, from whom, how often, and how it stands.

use care::record::answer::amount;
use care::record::{Fact, Package, PackageNow, Provider, package_now};
use care::when::local;

use super::super::stand::{self, Stand, amount_words};
use super::{Block, Cards, Item};
use crate::components::markup::Markup;
use crate::components::summary_list::Row;

impl Cards<'_> {
    pub(super) fn care_and_services(&self) -> Block {
        let mut block = Self::block("care", "Care and services");
        self.add(&mut block, "", &self.record.packages, |package| self.package(package));
        block
    }

    fn package(&self, package: &Package) -> Item {
        let today = local(self.now).date();
        let amount = amount(package, self.record.visits.fact.as_ref());
        let now = package_now(package, today);
        let stand = Stand::of(&now);
        let how_much = amount_words(&amount)
            .as_deref()
            .map(in_a_row)
            .map_or_else(|| Self::value(&amount.visits_a_day, ToString::to_string), Markup::from);
        let state = Row::new("State", in_a_row(&stand.in_full()));
        let heading = heading(package);
        match now {
            Fact::Known(PackageNow::Ended { .. }) => {
                Item { over: true, ..Item::now(heading, self.over(package, state)) }
            }
            _ => Item::now(heading, self.current(package, state, how_much)),
        }
    }

    /// A package that is over: nobody is to be rung about it, so it names no number.
    fn over(&self, package: &Package, state: Row) -> Vec<Row> {
        let provider = package.provider.as_ref().and_then(|provider| provider.name.clone());
        vec![
            state,
            Self::row("Kind", &package.setting, |setting| stand::setting(*setting).to_owned()),
            Self::text_row("Provider", &provider),
            self.when_row("Since", package.starts),
        ]
    }

    fn current(&self, package: &Package, state: Row, how_much: Markup) -> Vec<Row> {
        let mut rows = vec![
            state,
            Row::new("How much", how_much),
            Self::row("Kind", &package.setting, |setting| stand::setting(*setting).to_owned()),
        ];
        rows.extend(Self::provider(&package.provider));
        rows.extend([
            Self::text_row("Place", &package.place),
            self.when_row("Since", package.starts),
            self.when_row("Ends", package.ends),
            Self::text_row("Paid by", &package.funding),
            Self::text_row("Arranged by", &package.authority),
        ]);
        rows
    }

    fn provider(provider: &Fact<Provider>) -> Vec<Row> {
        match provider {
            Fact::Known(provider) => vec![
                Self::text_row("Provider", &provider.name),
                Self::phone_row("Ring by day", &provider.day_phone),
                Self::phone_row("Ring at night", &provider.night_phone),
                Self::text_row("Hours", &provider.hours),
            ],
            state => vec![Self::row("Provider", state, |_| String::new())],
        }
    }
}

/// What a package is called; where its name is not known or not shown, what kind of care it is.
fn heading(package: &Package) -> String {
    let kind = || package.setting.known().map(|setting| stand::setting(*setting).to_owned());
    package.name.known().cloned().or_else(kind).unwrap_or_else(|| "Package".to_owned())
}

/// Words as they stand in a row of facts: one sentence alone has no full stop.
fn in_a_row(words: &str) -> &str {
    match words.strip_suffix('.') {
        Some(sentence) if !sentence.contains(". ") => sentence,
        _ => words,
    }
}
