//! How does this work, and whom does one ring?

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use super::phones::{self, CouncilPhones};
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::refusal::Refused;

/// Help, and the phone list.
#[derive(Template)]
#[template(path = "pages/help.html")]
struct HelpPage {
    chrome: Chrome,
    phones: Vec<CouncilPhones>,
}

/// Shows the help.
#[expect(clippy::unused_async, reason = "axum takes asynchronous handlers only")]
pub(crate) async fn get(State(app): State<App>) -> Result<Html<String>, Refused> {
    let page = HelpPage { chrome: super::open_chrome(&app, "Help"), phones: phones::all(&app) };
    Ok(Html(page.render()?))
}
