//! How does this work?

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use crate::app::App;
use crate::components::chrome::Chrome;
use crate::refusal::Refused;

/// What the words mean, and who sees that somebody looked.
#[derive(Template)]
#[template(path = "pages/help.html")]
struct HelpPage {
    chrome: Chrome,
}

/// Shows the help.
pub(crate) async fn get(State(app): State<App>) -> Result<Html<String>, Refused> {
    let page = HelpPage { chrome: super::open_chrome(&app, "Help") };
    Ok(Html(page.render()?))
}
