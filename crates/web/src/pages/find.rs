//! Which patient of this hospital do you mean?

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use care::people::{NhsNumber, NotAnNhsNumber};
use jiff::civil::Date;
use serde::Deserialize;
use store::{Finding, PatientNow};

use crate::app::App;
use crate::components::cells;
use crate::components::chrome::Chrome;
use crate::components::markup::Markup;
use crate::components::table::{Column, Spacing, Table};
use crate::forms::Sent;
use crate::pages::{chrome, ward_row};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};
use crate::vetting;

/// So many patients at most answer to one search; where there are as many, there may be more.
const MOST: usize = 20;

/// The longest text that a field of this form takes.
pub(crate) const LONGEST: usize = 100;

/// The form, and what was found with it.
#[derive(Template)]
#[template(path = "pages/find.html")]
struct FindPage {
    chrome: Chrome,
    token: FormToken,
    typed: Typed,
    outcome: Outcome,
}

/// What the user typed. Nothing of it ever stands in an address line.
#[derive(Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    number: String,
    #[serde(default)]
    family: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    month: String,
    #[serde(default)]
    year: String,
}

enum Outcome {
    NotAsked,
    Unclear(&'static str),
    Found(Table, More),
}

enum More {
    No,
    Yes,
}

/// Shows the empty form.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, Refused> {
    super::wards::hospital(&signed_in)?;
    show(&app, &signed_in, Typed::default(), Outcome::NotAsked)
}

/// Looks among the patients of the user's own trust.
pub(crate) async fn post(
    State(app): State<App>,
    sent: Sent<Typed>,
) -> Result<Html<String>, Refused> {
    let Sent { signed_in, form: typed } = sent;
    let trust = super::wards::hospital(&signed_in)?;
    let outcome = match typed.finding() {
        Err(unclear) => Outcome::Unclear(unclear),
        Ok(finding) => {
            let found = app.store().find_patients(&trust, &finding).await?;
            vetting::search(&app, &signed_in.staff, (&finding, found.len())).await?;
            let more = if found.len() >= MOST { More::Yes } else { More::No };
            Outcome::Found(list(&found)?, more)
        }
    };
    show(&app, &signed_in, typed, outcome)
}

fn show(
    app: &App,
    signed_in: &SignedIn,
    typed: Typed,
    outcome: Outcome,
) -> Result<Html<String>, Refused> {
    let chrome = chrome(app, "Find a patient", signed_in);
    let page = FindPage { chrome, token: signed_in.form.clone(), typed, outcome };
    Ok(Html(page.render()?))
}

impl Typed {
    /// What is looked for, or what is unclear about it.
    fn finding(&self) -> Result<Finding, &'static str> {
        let fields = [&self.number, &self.family, &self.day, &self.month, &self.year];
        if fields.iter().any(|field| field.len() > LONGEST) {
            return Err("Enter at most 100 characters");
        }
        let number = self.number.trim();
        if !number.is_empty() {
            return by_number(number);
        }
        let family = care::people::name::fold(&self.family);
        if family.is_empty() {
            return Err("Enter a number, or a family name and a date of birth");
        }
        let born = self.born().ok_or("Enter a date of birth, such as 14 7 1945")?;
        Ok(Finding::NameAndBirth { family, born })
    }

    fn born(&self) -> Option<Date> {
        let year = self.year.trim().parse().ok()?;
        let month = self.month.trim().parse().ok()?;
        Date::new(year, month, self.day.trim().parse().ok()?).ok()
    }
}

/// A number of ten digits is meant as an NHS number; all else as the hospital's own.
pub(crate) fn by_number(text: &str) -> Result<Finding, &'static str> {
    match text.parse::<NhsNumber>() {
        Ok(number) => Ok(Finding::NhsNumber(number)),
        Err(NotAnNhsNumber::NotTenDigits) => Ok(Finding::HospitalNumber(text.to_owned())),
        Err(NotAnNhsNumber::WrongCheckDigit) => {
            Err("Check the NHS number: one of its digits must be wrong")
        }
        Err(NotAnNhsNumber::Placeholder) => Err("Ten equal digits are nobody's NHS number"),
    }
}

fn list(found: &[PatientNow]) -> Result<Table, askama::Error> {
    let columns = vec![
        Column::words("Patient"),
        Column::digits(cells::nhs_number()?),
        Column::digits("Born"),
        Column::words("Where"),
    ];
    let rows = found.iter().map(row).collect::<Result<_, _>>()?;
    Ok(Table { spacing: Spacing::Full, ..Table::list("Patients found", columns, rows) })
}

fn row(found: &PatientNow) -> Result<Vec<Markup>, askama::Error> {
    let identity = found.patient.identity();
    let live = found.stays.iter().find(|(_, stay)| stay.state.is_live());
    let whereabouts = live.map_or_else(
        || "Not in hospital now".to_owned(),
        |(_, stay)| super::place_words(&stay.place),
    );
    Ok(vec![
        cells::link(&format!("/patients/{}", found.id), &ward_row::name(&identity))?,
        Markup::from(ward_row::nhs_number(&identity)),
        Markup::from(ward_row::born(&identity)),
        Markup::from(whereabouts),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(number: &str) -> Typed {
        Typed { number: number.to_owned(), ..Typed::default() }
    }

    #[test]
    fn an_nhs_number_may_be_typed_as_it_is_printed() {
        for text in ["9991234519", "999 123 4519", " 999-123-4519 "] {
            assert!(matches!(typed(text).finding(), Ok(Finding::NhsNumber(_))), "{text}");
        }
    }

    #[test]
    fn a_wrong_digit_is_told_and_not_looked_for() {
        assert!(typed("999 123 4518").finding().is_err());
    }

    #[test]
    fn other_numbers_are_the_hospitals() {
        assert!(matches!(typed("H4471902").finding(), Ok(Finding::HospitalNumber(_))));
    }

    #[test]
    fn a_name_alone_is_too_little() {
        let only_name = Typed { family: "Okoro".into(), ..Typed::default() };
        assert!(only_name.finding().is_err());
        let both = Typed {
            family: "Okoro".into(),
            day: "14".into(),
            month: "7".into(),
            year: "1945".into(),
            ..Typed::default()
        };
        assert!(matches!(both.finding(), Ok(Finding::NameAndBirth { .. })));
    }
}
