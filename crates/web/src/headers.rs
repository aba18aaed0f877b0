//! Which headers does every answer carry?

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::Settings;

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// What every answer carries, written out once.
pub(crate) struct Headers(HeaderMap);

impl Headers {
    pub(crate) fn of(settings: &Settings) -> Arc<Self> {
        let mut headers = HeaderMap::new();
        for (name, value) in ALWAYS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        // What cannot stand in a header names no origin; then nobody frames us and nothing runs.
        let policy = HeaderValue::from_str(&policy(settings))
            .unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        if settings.gate.framed_by.is_empty() {
            headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        }
        if settings.behind_tls {
            let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
            headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
        }
        Arc::new(Self(headers))
    }
}

/// Everything comes from us, nothing runs that we did not send, and nobody frames us but who is
/// listed (Content Security Policy Level 3). A form of ours leads to ourselves, and by no redirect to
/// anybody else: providers and patient systems are reached by links.
fn policy(settings: &Settings) -> String {
    let gate = &settings.gate;
    let framed_by = match gate.framed_by.as_slice() {
        [] => "'none'".to_owned(),
        origins => origins.join(" "),
    };
    let upgrade = if settings.behind_tls { "; upgrade-insecure-requests" } else { "" };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
         font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors {framed_by}; object-src 'none'{upgrade}"
    )
}

/// Adds the headers that every answer carries. What may be cached says so itself; all else is
/// never stored, so that no other user meets it in a cache or behind the back button.
pub(crate) async fn add(State(all): State<Arc<Headers>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in &all.0 {
        headers.insert(name, value.clone());
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
