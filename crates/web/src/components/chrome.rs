//! What surrounds every page?

use super::link::Link;
use crate::assets::asset_path;

/// What `layout.html` shows around a page. A page's template context holds it as `chrome`.
pub struct Chrome {
    /// What the page is for, such as "Care at home". Shown by the browser and kept in its
    /// history, so never anything about a person.
    pub title: &'static str,
    /// Who is signed in.
    pub account: Account,
    /// News for the whole service.
    pub news: News,
    /// Whether the people shown are invented.
    pub mark: Mark,
    /// Where the page hears of changes while it is open.
    pub live: Live,
    /// How long the screen stays open.
    pub watch: Watch,
    /// How the page stands to the patient whom the patient system shows.
    pub context: Context,
}

/// Who uses the page; shown at the top of each.
pub enum Account {
    /// Nobody yet: no "Sign out" is shown.
    SignedOut,
    /// A member of staff, in one role for one organisation.
    SignedIn {
        /// As their organisation writes it.
        name: String,
        /// The role in words, such as "Ward nurse".
        role: String,
        /// The trust or council for whom they act.
        organisation: String,
        /// Where their role works besides its own list, such as the match desk.
        ways: Vec<Link>,
        /// The path of this page, to which they come back after "Lock".
        place: String,
        /// Sent with "Sign out" and "Lock" as `token`, so that no other site can sign them out; empty where
        /// the session needs none.
        token: String,
    },
}

/// News for everybody, such as a council's system being away.
pub enum News {
    /// Nothing is shown.
    None,
    /// Shown at the top of each page, in one sentence or two.
    Some(String),
}

/// What kind of people the whole service shows.
pub enum Mark {
    /// Real people: nothing is said.
    Live,
    /// Invented people: every page says so.
    Demonstration,
}

/// How an open page hears that something has changed.
pub enum Live {
    /// It does not.
    Off,
    /// From an event stream at this address, each event's data being the words to show, such as
    /// "3 changes".
    From(String),
}

/// How long the screen stays open if nothing is done.
pub enum Watch {
    /// The page shows nothing that must be covered.
    Off,
    /// Nobody is signed in here, or the screen is locked: pages in other tabs are covered too.
    Gone,
    /// A script warns, and covers the page when the time is up.
    LocksIn {
        /// In seconds, when the page was made.
        seconds: i64,
        /// So many seconds before that the script warns.
        warning: i64,
    },
}

/// How a page stands to the patient whom the patient system shows, in a session that it launched.
pub enum Context {
    /// It is about no patient, or nobody launched the session.
    None,
    /// It is about the patient whom the patient system shows. It says when it is opened and left.
    Shown {
        /// Our handle of the patient.
        patient: String,
    },
    /// The patient system has gone on to somebody else: the page is read, and nothing is sent from
    /// it.
    Left {
        /// Where that other patient's page is.
        onward: Link,
    },
}

impl Chrome {
    /// Whether nothing may be sent from the page (hazard H02).
    pub fn is_read_only(&self) -> bool {
        matches!(self.context, Context::Left { .. })
    }

    /// A page for somebody who is not signed in, without news.
    pub fn signed_out(title: &'static str) -> Chrome {
        Chrome {
            title,
            account: Account::SignedOut,
            news: News::None,
            mark: Mark::Live,
            live: Live::Off,
            watch: Watch::Off,
            context: Context::None,
        }
    }

    /// Where help is found: in the same order at the foot of every page (WCAG 2.2, 3.2.6).
    pub fn support(&self) -> [Link; 4] {
        [
            ("Phone numbers", "/phone-numbers"),
            ("Help", "/help"),
            ("Status of the service", "/status"),
            ("Accessibility statement", "/accessibility"),
        ]
        .map(|(text, href)| Link {
            text: text.to_owned(),
            href: href.to_owned(),
            hidden: String::new(),
        })
    }

    /// Where the browser finds the style sheet.
    pub fn style_sheet(&self) -> &'static str {
        asset_path("app.css")
    }

    /// Where the browser finds the script.
    pub fn script(&self) -> &'static str {
        asset_path("app.js")
    }

    /// Where the browser finds the small picture for its tab.
    pub fn icon(&self) -> &'static str {
        asset_path("favicon.svg")
    }
}
