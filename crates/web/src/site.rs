//! Is it a page of another site that makes a browser ask this?
//!
//! Browsers say so themselves (Fetch Metadata, W3C): in `Sec-Fetch-Site` where the page stands that
//! asks, in `Sec-Fetch-Mode` and `Sec-Fetch-Dest` what for. What is no browser of today says
//! nothing, or what it likes: this shields users from pages that they have open, and nobody else.

use axum::http::HeaderMap;

/// Whether another site's page asks. A sister of ours under the same domain is another site, too.
pub(crate) fn is_foreign(headers: &HeaderMap) -> bool {
    matches!(said(headers, "sec-fetch-site"), "cross-site" | "same-site")
}

/// Whether another site's page asks for something to put into itself, such as an image, or a frame
/// where none may hold us. Whoever follows a link or sends a form from there goes to us instead, and
/// leaves that page.
pub(crate) fn is_embedded(headers: &HeaderMap, may_be_framed: bool) -> bool {
    let goes_to_us = match (said(headers, "sec-fetch-mode"), said(headers, "sec-fetch-dest")) {
        ("" | "navigate", "" | "document") => true,
        ("" | "navigate", "iframe" | "frame") => may_be_framed,
        _ => false,
    };
    is_foreign(headers) && !goes_to_us
}

fn said<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_elsewhere_leads_to_us_and_embeds_nothing_of_ours() {
        check(["cross-site", "navigate", "document"], (true, false));
        check(["cross-site", "no-cors", "image"], (true, true));
        check(["same-site", "no-cors", "image"], (true, true));
        check(["cross-site", "cors", "empty"], (true, true));
        check(["cross-site", "navigate", "object"], (true, true));
        check(["cross-site", "navigate", "iframe"], (true, true));
    }

    #[test]
    fn our_own_pages_and_whoever_says_nothing_ask_as_they_like() {
        check(["same-origin", "cors", "empty"], (false, false));
        check(["same-origin", "no-cors", "style"], (false, false));
        check(["none", "navigate", "document"], (false, false));
        check(["", "", ""], (false, false));
    }

    #[test]
    fn a_frame_is_let_in_where_the_settings_name_who_may_hold_us() {
        let headers = headers(["cross-site", "navigate", "iframe"]);
        assert!(!is_embedded(&headers, true) && is_embedded(&headers, false));
    }

    #[track_caller]
    fn check(said: [&str; 3], expected: (bool, bool)) {
        let headers = headers(said);
        assert_eq!((is_foreign(&headers), is_embedded(&headers, false)), expected, "{said:?}");
    }

    fn headers(said: [&str; 3]) -> HeaderMap {
        let names = ["sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"];
        let pairs = names.into_iter().zip(said).filter(|(_, value)| !value.is_empty());
        pairs.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }
}
