//! What can I do here?

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use care::access::{DataGroup, Organisation, Staff, works_at_desk};
use signin::provider::Provider;

use crate::app::{Accounts, App, Demo, Door, Page, Scene};
use crate::components::chrome::{Account, Chrome, Watch};
use crate::components::link::Link;
use crate::looking;
use crate::pages::chrome;
use crate::refusal::Refused;
use crate::session::SignedIn;

/// The first page: where somebody who is signed in goes on, and where others come in.
#[derive(Template)]
#[template(path = "pages/start.html")]
struct StartPage {
    chrome: Chrome,
    passkeys: PasskeyWay,
    way_in: WayIn,
    /// The providers with whom somebody signs in.
    providers: Vec<Link>,
    home: Home,
    stories: Vec<Stories>,
    groups: Vec<StaffGroup>,
}

enum WayIn {
    Closed,
    /// With the address of the invented patient system that launches us; empty where there is none.
    Demo {
        patient_system: String,
    },
}

/// Whether somebody may come in with a passkey here.
enum PasskeyWay {
    Offered,
    /// They have come in, or there are no accounts.
    No,
}

/// Where somebody who is signed in goes on.
enum Home {
    Nowhere,
    At(&'static str),
}

/// Stories of one kind.
struct Stories {
    id: &'static str,
    heading: &'static str,
    scenes: Vec<SceneCard>,
}

struct SceneCard {
    title: String,
    story: String,
    as_whom: String,
    staff: String,
    /// The name of the field in which the patient is sent: it says which page to open.
    field: &'static str,
    patient: String,
}

struct StaffGroup {
    organisation: String,
    staff: Vec<StaffCard>,
}

struct StaffCard {
    id: String,
    name: String,
    role: String,
}

/// Shows the ways in.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: Result<SignedIn, Refused>,
) -> Result<Html<String>, Refused> {
    let (chrome, home) = match signed_in {
        Ok(signed_in) => (chrome(&app, "Homeward", &signed_in), home(&signed_in.staff)),
        // Whoever has come in and has several roles says first in which.
        Err(refused @ Refused::SeatNeeded) => return Err(refused),
        Err(_) => {
            let chrome = super::open_chrome(&app, "Sign in");
            (Chrome { watch: Watch::Gone, ..chrome }, Home::Nowhere)
        }
    };
    let passkeys = match (&app.settings().accounts, &chrome.account) {
        (Accounts::On(_), Account::SignedOut) => PasskeyWay::Offered,
        _ => PasskeyWay::No,
    };
    let providers = match &chrome.account {
        Account::SignedOut => providers(&app),
        Account::SignedIn { .. } => Vec::new(),
    };
    let page = match &app.settings().door {
        Door::Closed => StartPage {
            chrome,
            home,
            passkeys,
            providers,
            way_in: WayIn::Closed,
            stories: Vec::new(),
            groups: Vec::new(),
        },
        Door::Demo(demo) => StartPage {
            chrome,
            home,
            passkeys,
            providers,
            way_in: WayIn::Demo { patient_system: demo.patient_system.clone() },
            stories: stories(demo),
            groups: groups(&app, &demo.staff),
        },
    };
    Ok(Html(page.render()?))
}

fn providers(app: &App) -> Vec<Link> {
    let link = |provider: &Arc<Provider>| Link {
        text: format!("Sign in with {}", provider.words()),
        href: format!("/sign-in/{}", provider.name()),
        hidden: String::new(),
    };
    app.settings().providers.all.iter().map(link).collect()
}

fn stories(demo: &Demo) -> Vec<Stories> {
    let kinds = [
        ("stories", "People in hospital now", Page::Person, "patient"),
        ("pairs", "Pairs at the match desk", Page::Desk, "pair"),
    ];
    let groups = kinds.into_iter().map(|(id, heading, page, field)| {
        let scenes = demo.scenes.iter().filter(|scene| scene.on == page);
        Stories { id, heading, scenes: scenes.map(|scene| card(demo, scene, field)).collect() }
    });
    groups.filter(|group| !group.scenes.is_empty()).collect()
}

fn card(demo: &Demo, scene: &Scene, field: &'static str) -> SceneCard {
    let who = demo.staff.iter().find(|staff| staff.id == scene.staff);
    SceneCard {
        title: scene.title.clone(),
        story: scene.story.clone(),
        as_whom: who.map_or_else(String::new, |staff| staff.name.clone()),
        staff: scene.staff.to_string(),
        field,
        patient: scene.patient.to_string(),
    }
}

fn groups(app: &App, staff: &[Staff]) -> Vec<StaffGroup> {
    let mut groups: Vec<StaffGroup> = Vec::new();
    for one in staff {
        let organisation = super::organisation_words(app, &one.organisation);
        let role = one.role.words().to_owned();
        let card = StaffCard { id: one.id.to_string(), name: one.name.clone(), role };
        match groups.iter_mut().find(|group| group.organisation == organisation) {
            Some(group) => group.add(card),
            None => groups.push(StaffGroup { organisation, staff: vec![card] }),
        }
    }
    groups
}

impl StaffGroup {
    /// Adds somebody, or to somebody a further role.
    fn add(&mut self, card: StaffCard) {
        match self.staff.iter_mut().find(|each| each.id == card.id) {
            Some(known) => known.role = format!("{}, or {}", known.role, card.role.to_lowercase()),
            None => self.staff.push(card),
        }
    }
}

/// The list that is theirs, where their role has one.
fn home(staff: &Staff) -> Home {
    let sees = |group| looking::may(staff, group).is_ok();
    match staff.organisation {
        _ if sees(DataGroup::Status) => Home::At("/status/messages"),
        _ if works_at_desk(staff) && !sees(DataGroup::HospitalStay) => Home::At("/match-desk"),
        _ if !sees(DataGroup::HospitalStay) => Home::Nowhere,
        Organisation::Hospital { .. } => Home::At("/wards"),
        Organisation::Council(_) => Home::At("/council"),
    }
}
