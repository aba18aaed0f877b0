//! Is a patient named in a row of the match desk's lists?

use care::access::{Organisation, Staff};
use care::people::{Identity, PatientId};
use store::PatientNow;

use crate::app::App;
use crate::components::cells;
use crate::components::markup::Markup;
use crate::pages::ward_row;
use crate::refusal::Refused;

/// A patient in a row.
pub(super) enum Who {
    /// Named, with number and date of birth.
    Named(Box<Identity>),
    /// Named no longer, and opened nowhere: what stands in the place of the name.
    Nobody(&'static str),
    /// Not, or no longer, known to be this council's person. What was said of them can be taken back.
    NotTheirs,
}

impl Who {
    /// Somebody whom the national service does not hold back is named.
    pub(super) async fn of(app: &App, patient: &PatientNow) -> Result<Self, Refused> {
        if app.store().is_held_back(&patient.id).await? {
            return Ok(Self::Nobody("Held back"));
        }
        Ok(Self::Named(Box::new(patient.patient.identity())))
    }

    /// Somebody of whom the desk has said something: a council learns the name of those only who
    /// are, or may still be, its people.
    pub(super) async fn of_judged(
        app: &App,
        staff: &Staff,
        patient: &PatientNow,
    ) -> Result<Self, Refused> {
        let who = Self::of(app, patient).await?;
        let is_theirs = match &staff.organisation {
            Organisation::Hospital { .. } => true,
            Organisation::Council(own) => {
                let is_matched = patient.matched().is_some_and(|person| person.council == *own);
                let item = app.store().desk_item(&patient.id).await?;
                is_matched || item.is_some_and(|item| item.concerns(&staff.organisation))
            }
        };
        Ok(if who.is_named() && !is_theirs { Self::NotTheirs } else { who })
    }

    pub(super) fn is_named(&self) -> bool {
        matches!(self, Self::Named(_))
    }

    pub(super) fn name(&self) -> String {
        match self {
            Self::Named(identity) => ward_row::name(identity),
            Self::Nobody(words) => (*words).to_owned(),
            Self::NotTheirs => "Not known to be your person".to_owned(),
        }
    }

    pub(super) fn nhs_number(&self) -> String {
        self.fact(ward_row::nhs_number)
    }

    pub(super) fn born(&self) -> String {
        self.fact(ward_row::born)
    }

    fn fact(&self, words: impl Fn(&Identity) -> String) -> String {
        match self {
            Self::Named(identity) => words(identity),
            Self::Nobody(_) | Self::NotTheirs => "Not shown".to_owned(),
        }
    }

    /// The name, which leads to the pair where that may be opened.
    pub(super) fn cell(&self, patient: &PatientId) -> Result<Markup, askama::Error> {
        match self {
            Self::Named(_) | Self::NotTheirs => {
                cells::link(&format!("/match-desk/{patient}"), &self.name())
            }
            Self::Nobody(words) => Ok(Markup::from(*words)),
        }
    }
}
