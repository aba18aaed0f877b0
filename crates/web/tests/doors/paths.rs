//! Where are all the doors?

use care::people::PatientId;
use web::routes::{OPEN, OpenKind};

/// The paths as they stand in the source, so that none can be forgotten.
const ROUTES: &str = include_str!("../../src/routes.rs");

/// A handle that nobody and nothing has.
const NOBODY: &str = "0123456789abcdef0123456789abcdef";

/// One path, with whom and what it is about put in.
pub(crate) struct Path {
    /// As it stands in the source.
    pub(crate) route: String,
    /// With everything put in.
    pub(crate) to: String,
    pub(crate) get: bool,
    pub(crate) post: bool,
}

impl Path {
    pub(crate) fn open(&self) -> Option<OpenKind> {
        OPEN.iter().find(|open| open.path == self.route).map(|open| open.kind)
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open().is_some()
    }

    pub(crate) fn is_about_a_patient(&self) -> bool {
        self.route.starts_with("/patients/")
    }
}

/// Every path, about this patient.
pub(crate) fn paths(patient: &PatientId) -> Vec<Path> {
    let (_, routes) = ROUTES.split_once("pub fn routes(").unwrap();
    let found: Vec<Path> = routes
        .split(".route(")
        .skip(1)
        .map(|route| {
            let named = route.trim_start().split('"').nth(1);
            let is_asset = route.trim_start().starts_with("assets::ROUTE");
            let name = if is_asset { web::assets::ROUTE } else { named.unwrap() };
            Path {
                to: name
                    .replace("/assets/{file}", web::assets::asset_path("app.css"))
                    .replace("{patient}", patient.as_str())
                    .replace("{ward}", "ED")
                    .replace("{withdrawal}", "1")
                    .replace("{item}", "1")
                    .replace("{provider}", "nobody")
                    .replace("{staff}", NOBODY)
                    .replace("{handle}", NOBODY),
                route: name.to_owned(),
                get: route.contains("get("),
                post: route.contains("post("),
            }
        })
        .collect();
    assert!(found.len() > 20 && found.iter().all(|path| path.get || path.post));
    assert!(found.iter().all(|path| !path.to.contains('{')), "a path that nobody fills in");
    found
}
