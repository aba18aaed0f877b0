//! How does one line of the audit read?

use std::collections::{BTreeMap, BTreeSet};

use care::access::{Actor, AuditLine, Organisation, Way, privacy};
use care::people::{PatientId, TrustCode};
use care::when::words;
use jiff::Timestamp;

use crate::app::App;
use crate::components::markup::Markup;
use crate::pages::{organisation_words, ward_row};
use crate::refusal::Refused;

/// Who acted, as a report names them.
pub(super) struct Who {
    /// The name, or that it is not given.
    pub(super) name: String,
    /// The role in words.
    pub(super) role: String,
    /// The organisation by its name.
    pub(super) organisation: String,
}

impl Who {
    /// Who acted in a line; without the name where staff are not named.
    pub(super) fn of(app: &App, actor: &Actor, is_named: bool) -> Self {
        match actor {
            Actor::Staff { name, role, organisation, .. } => Self {
                name: if is_named { name.clone() } else { "A member of staff".to_owned() },
                role: role.words().to_owned(),
                organisation: organisation_words(app, organisation),
            },
            Actor::Operator { .. } => Self {
                name: "Somebody who runs the service".to_owned(),
                role: "Technical support".to_owned(),
                organisation: "Homeward".to_owned(),
            },
            _ => Self {
                name: "The service itself".to_owned(),
                role: "Nobody looked".to_owned(),
                organisation: "Homeward".to_owned(),
            },
        }
    }

    /// In one cell.
    pub(super) fn cell(&self) -> Markup {
        Markup::lines([
            Markup::from(self.name.as_str()),
            Markup::from(format!("{}, {}", self.role, self.organisation)),
        ])
    }
}

/// From where somebody looked: the computer, and by which way they had come in.
pub(super) fn origin(actor: &Actor) -> String {
    let Actor::Staff { origin, organisation, .. } = actor else { return "Not known".to_owned() };
    let place = match organisation {
        Organisation::Hospital { site, .. } => format!("Site {site}"),
        Organisation::Council(_) => "Council".to_owned(),
    };
    let computer = origin.address.map_or_else(
        || "address not known".to_owned(),
        |address| format!("computer {}", address.to_canonical()),
    );
    format!("{place}, {computer}, {}", way(origin.way))
}

fn way(way: Way) -> &'static str {
    match way {
        Way::Demo => "picked from the demonstration's list",
        Way::OpenId => "signed in with their organisation",
        Way::Launch => "opened from the patient system",
        Way::Link => "by a link of the patient system",
        Way::Passkey => "signed in with a passkey",
    }
}

/// The patients in some lines, each asked for once.
pub(super) struct Names(BTreeMap<PatientId, (String, TrustCode)>);

impl Names {
    /// Asks for them.
    pub(super) async fn of(app: &App, patients: BTreeSet<PatientId>) -> Result<Self, Refused> {
        let mut names = BTreeMap::new();
        for id in patients {
            if let Some(patient) = app.store().patient(&id).await? {
                let name = ward_row::name(&patient.patient.identity());
                names.insert(id, (name, patient.trust));
            }
        }
        Ok(Self(names))
    }

    /// The name of a patient, or that a line concerns none.
    pub(super) fn name(&self, patient: Option<&PatientId>) -> String {
        match patient.map(|id| self.0.get(id)) {
            None => "No patient".to_owned(),
            Some(None) => "Not known".to_owned(),
            Some(Some((name, _))) => name.clone(),
        }
    }

    /// Whether a line concerns this organisation's own patient or person.
    pub(super) fn is_own(&self, organisation: &Organisation, line: &AuditLine) -> bool {
        match organisation {
            Organisation::Hospital { trust, .. } => {
                let of = line.patient.as_ref().and_then(|id| self.0.get(id));
                of.is_some_and(|(_, theirs)| theirs == trust)
            }
            Organisation::Council(name) => {
                line.person.as_ref().is_some_and(|person| person.council == *name)
            }
        }
    }
}

/// What an officer reads of one look: when, what, why, the person's answer, from where.
pub(super) fn look(line: &AuditLine, now: Timestamp) -> Vec<Markup> {
    [
        words::moment(line.at, now),
        line.act.words().into_owned(),
        privacy::why(line),
        privacy::answer(line),
        privacy::parts(line),
        origin(&line.actor),
    ]
    .map(Markup::from)
    .into()
}

/// The headings of [`look`].
pub(super) const LOOK: [&str; 6] =
    ["When", "What", "Why", "The person's answer", "Parts seen", "From where"];
