//! What can I do here?

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use care::access::{DataGroup, Organisation, Staff};

use crate::app::{App, Demo, Door};
use crate::components::chrome::Chrome;
use crate::looking;
use crate::pages::chrome;
use crate::refusal::Refused;
use crate::session::SignedIn;

/// The first page: where somebody who is signed in goes on, and where others come in.
#[derive(Template)]
#[template(path = "pages/start.html")]
struct StartPage {
    chrome: Chrome,
    way_in: WayIn,
    home: Home,
    scenes: Vec<SceneCard>,
    groups: Vec<StaffGroup>,
}

enum WayIn {
    Closed,
    Demo,
}

/// Where somebody who is signed in goes on.
enum Home {
    Nowhere,
    At(&'static str),
}

struct SceneCard {
    title: String,
    story: String,
    as_whom: String,
    staff: String,
    patient: String,
}

struct StaffGroup {
    organisation: String,
    staff: Vec<StaffCard>,
}

struct StaffCard {
    id: String,
    name: String,
    role: &'static str,
}

/// Shows the ways in.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: Result<SignedIn, Refused>,
) -> Result<Html<String>, Refused> {
    let (chrome, home) = match signed_in {
        Ok(signed_in) => (chrome(&app, "Homeward", &signed_in), home(&signed_in.staff)),
        Err(_) => (super::open_chrome(&app, "Sign in"), Home::Nowhere),
    };
    let page = match &app.settings().door {
        Door::Closed => StartPage {
            chrome,
            home,
            way_in: WayIn::Closed,
            scenes: Vec::new(),
            groups: Vec::new(),
        },
        Door::Demo(demo) => StartPage {
            chrome,
            home,
            way_in: WayIn::Demo,
            scenes: scenes(demo),
            groups: groups(&app, &demo.staff),
        },
    };
    Ok(Html(page.render()?))
}

fn scenes(demo: &Demo) -> Vec<SceneCard> {
    let who = |id: &care::people::StaffId| demo.staff.iter().find(|staff| staff.id == *id);
    let cards = demo.scenes.iter().map(|scene| SceneCard {
        title: scene.title.clone(),
        story: scene.story.clone(),
        as_whom: who(&scene.staff).map_or_else(String::new, |staff| staff.name.clone()),
        staff: scene.staff.to_string(),
        patient: scene.patient.to_string(),
    });
    cards.collect()
}

fn groups(app: &App, staff: &[Staff]) -> Vec<StaffGroup> {
    let mut groups: Vec<StaffGroup> = Vec::new();
    for one in staff {
        let organisation = super::organisation_words(app, &one.organisation);
        let card =
            StaffCard { id: one.id.to_string(), name: one.name.clone(), role: one.role.words() };
        match groups.iter_mut().find(|group| group.organisation == organisation) {
            Some(group) => group.staff.push(card),
            None => groups.push(StaffGroup { organisation, staff: vec![card] }),
        }
    }
    groups
}

/// The list that is theirs, where their role has one.
fn home(staff: &Staff) -> Home {
    let sees = |group| looking::may(staff, group).is_ok();
    match staff.organisation {
        _ if sees(DataGroup::Status) => Home::At("/status/messages"),
        _ if !sees(DataGroup::HospitalStay) => Home::Nowhere,
        Organisation::Hospital { .. } => Home::At("/wards"),
        Organisation::Council(_) => Home::At("/council"),
    }
}
