//! Whom does one ring at a council, and will they answer now?

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use care::when::words;
use council::Profile;
use jiff::Timestamp;

use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::phone::Phone;
use crate::refusal::Refused;

/// A council's telephones, in finished words.
pub(crate) struct CouncilPhones {
    /// The council's name.
    pub(crate) council: String,
    /// When it reads what is sent, and whether it is open now.
    pub(crate) hours: String,
    /// Its numbers, the one to try first at this hour first.
    pub(crate) phones: Vec<Phone>,
}

/// The phone list.
#[derive(Template)]
#[template(path = "pages/phones.html")]
struct PhonesPage {
    chrome: Chrome,
    phones: Vec<CouncilPhones>,
}

/// Shows the phone list.
pub(crate) async fn get(State(app): State<App>) -> Result<Html<String>, Refused> {
    let page = PhonesPage { chrome: super::open_chrome(&app, "Phone numbers"), phones: all(&app) };
    Ok(Html(page.render()?))
}

/// The telephones of every council, for the status and help pages.
pub(crate) fn all(app: &App) -> Vec<CouncilPhones> {
    let profiles = app.councils().names().filter_map(|name| app.councils().profile(name));
    profiles.map(|profile| of(profile, app.now())).collect()
}

/// The telephones of one council.
pub(crate) fn of(profile: &Profile, now: Timestamp) -> CouncilPhones {
    let phones = &profile.phones;
    let duty = phone("Duty desk", &phones.duty);
    let out_of_hours = phone("Out-of-hours team", &phones.out_of_hours);
    let mut list = if profile.hours.is_open(now) {
        vec![duty, out_of_hours]
    } else {
        vec![out_of_hours, duty]
    };
    list.push(phone("Safeguarding team", &phones.safeguarding));
    CouncilPhones {
        council: profile.display_name.clone(),
        hours: hours(profile, now),
        phones: list,
    }
}

/// One line of a profile as a number to ring.
pub(crate) fn phone(who: &str, line: &council::Line) -> Phone {
    Phone { who: who.to_owned(), number: line.number.shown(), hours: line.hours.clone() }
}

/// When the council reads what is sent, and whether it does so now.
fn hours(profile: &Profile, now: Timestamp) -> String {
    let read = format!("{} reads messages {}.", profile.display_name, profile.hours.in_words());
    format!("{read} {}", open_now(profile, now))
}

/// Whether the council is open now, and until or from when.
pub(crate) fn open_now(profile: &Profile, now: Timestamp) -> String {
    if profile.hours.is_open(now) {
        let until = profile.hours.closes_at(now);
        return until.map_or_else(
            || "The council is open now.".to_owned(),
            |at| format!("The council is open now, until {}.", words::time(at)),
        );
    }
    profile.hours.next_opening(now).map_or_else(
        || "The council is closed now.".to_owned(),
        |at| format!("The council is closed now and next reads {}.", day_and_time(at, now)),
    )
}

/// "today at 08:45", "Monday at 08:45".
fn day_and_time(at: Timestamp, now: Timestamp) -> String {
    let (day, today) = (care::when::local(at).date(), care::when::local(now).date());
    let time = words::time(at);
    match today.until(day).map_or(0, |span| span.get_days()) {
        0 => format!("today at {time}"),
        1 => format!("tomorrow, {}, at {time}", words::weekday(day.weekday())),
        2..=6 => format!("{} at {time}", words::weekday(day.weekday())),
        _ => format!("{} at {time}", words::day_of_week(day)),
    }
}
