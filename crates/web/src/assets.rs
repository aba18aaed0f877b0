//! Which files do the pages need, and where are they?
//!
//! Style sheet, script and pictures are part of the binary. Their names carry a hash of their
//! content, so a browser may keep them for ever and an update is seen at once.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One file that pages refer to.
pub struct Asset {
    /// What the code calls it, such as `app.css`.
    pub name: &'static str,
    /// Where the browser finds it, such as `/assets/app-0123456789ab.css`.
    pub path: &'static str,
    /// For the `Content-Type` header.
    pub content_type: &'static str,
    /// The file itself.
    pub bytes: &'static [u8],
    /// The same, compressed with Brotli.
    pub brotli: &'static [u8],
}

/// Every file, sorted by path.
pub static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets_table.rs"));

/// The route of [`get`].
pub const ROUTE: &str = "/assets/{file}";

/// Where the browser finds the file called `name`.
///
/// An unknown name gives a path that answers "not found"; a test looks at every name in use.
pub fn asset_path(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("/assets/missing", |asset| asset.path)
}

/// The file at `path`, hash and all.
pub fn find(path: &str) -> Option<&'static Asset> {
    let place = ASSETS.binary_search_by(|asset| asset.path.cmp(path)).ok()?;
    ASSETS.get(place)
}

/// Serves one file, compressed for whoever takes that, to be kept for a year.
pub async fn get(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = find(&format!("/assets/{file}")) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kept = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "Accept-Encoding"),
    ];
    if takes_brotli(&headers) {
        (kept, [(header::CONTENT_ENCODING, "br")], asset.brotli).into_response()
    } else {
        (kept, asset.bytes).into_response()
    }
}

/// Whether a browser says that it can read Brotli (RFC 9110 §12.5.3).
fn takes_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|offer| match offer.trim().split_once(';') {
            None => offer.trim() == "br",
            Some((coding, quality)) => coding.trim() == "br" && quality.trim() != "q=0",
        })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_names_that_pages_use_lead_to_files() {
        for name in ["app.css", "app.js", "favicon.svg"] {
            let asset = find(asset_path(name)).unwrap();
            assert_eq!(asset.name, name);
            assert!(!asset.bytes.is_empty());
        }
    }

    #[test]
    fn every_file_is_found_under_its_own_path() {
        for asset in ASSETS {
            assert_eq!(find(asset.path).unwrap().name, asset.name);
        }
    }

    #[test]
    fn a_first_view_weighs_less_than_sixty_kilobytes() {
        let all: usize = ASSETS.iter().map(|asset| asset.brotli.len()).sum();
        assert!(all < 60_000, "style sheet, script and pictures are {all} bytes compressed");
    }

    #[test]
    fn only_a_browser_that_asks_for_brotli_gets_it() {
        let takes = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(text).unwrap());
            takes_brotli(&headers)
        };
        assert!(takes("gzip, deflate, br"));
        assert!(takes("br;q=0.5"));
        assert!(!takes("br;q=0"));
        assert!(!takes("gzip"));
        assert!(!takes_brotli(&HeaderMap::new()));
    }

    #[tokio::test]
    async fn a_hashed_file_may_be_kept_for_ever() {
        let file = asset_path("app.css").trim_start_matches("/assets/").to_owned();
        let answer = get(Path(file), HeaderMap::new()).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert!(!answer.headers().contains_key(header::CONTENT_ENCODING));
    }

    #[tokio::test]
    async fn an_outdated_name_is_not_found() {
        let answer = get(Path("app-000000000000.css".to_owned()), HeaderMap::new()).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    }
}
