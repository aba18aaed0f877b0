//! Can everybody use this service, and what do we know that hinders them?

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use crate::app::App;
use crate::components::chrome::Chrome;
use crate::refusal::Refused;

/// The accessibility statement.
#[derive(Template)]
#[template(path = "pages/accessibility.html")]
struct AccessibilityPage {
    chrome: Chrome,
}

/// Shows the statement.
pub(crate) async fn get(State(app): State<App>) -> Result<Html<String>, Refused> {
    let page = AccessibilityPage { chrome: super::open_chrome(&app, "Accessibility") };
    Ok(Html(page.render()?))
}
