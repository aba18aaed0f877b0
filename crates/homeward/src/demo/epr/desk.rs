//! What do the staff of the invented hospital see in their own patient system?

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use invented::{Colleague, Scene};
use serde::Deserialize;
use serde_json::json;
use signin::chance;

use super::{AUDIENCE, Epr, Screen, colleagues, keep, patients};
use crate::clock;

/// Who sits at the screen, and whom they choose.
#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    staff: String,
    #[serde(default)]
    patient: String,
}

/// An address that opens a page of ours.
#[derive(Deserialize)]
struct Opens {
    url: String,
}

/// The ward list.
pub(super) async fn list(Query(chosen): Query<Chosen>) -> Html<String> {
    let staff = colleagues();
    let mut sits = staff.iter().filter(|(each, _)| each.staff.id.as_str() == chosen.staff);
    let Some((who, _)) = sits.next().or_else(|| staff.get(2)).or_else(|| staff.first()) else {
        return Html("<p>Nobody works here.</p>".to_owned());
    };
    let others: Vec<String> = staff.iter().map(|(each, _)| option(each, who)).collect();
    let rows: Vec<String> = patients().map(|scene| row(scene, who.staff.id.as_str())).collect();
    let (others, rows) = (others.concat(), rows.concat());
    Html(format!(
        "<!DOCTYPE html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>Patient system (invented)</title>\
         </head><body><h1>Hospital patient system (invented)</h1><p>Everybody here is invented. \
         This page is not Homeward: it is the system from which a hospital opens it.</p>\
         <form action=\"/\"><label for=\"staff\">Signed in as</label> <select id=\"staff\" \
         name=\"staff\">{others}</select> <button>Change</button></form><table><thead><tr>\
         <th>Ward and bed</th><th>Patient</th><th>Born</th><th>SMART launch</th>\
         <th>Signed link</th></tr></thead><tbody>{rows}</tbody></table></body></html>"
    ))
}

/// One of those who may sit at the screen.
fn option(each: &Colleague, who: &Colleague) -> String {
    let chosen = if each.staff.id == who.staff.id { " selected" } else { "" };
    let (id, name) = (&each.staff.id, shown(&each.staff.name));
    format!("<option value=\"{id}\"{chosen}>{name}, {}</option>", each.staff.role.words())
}

/// One patient, with both ways to open their social care.
fn row(scene: &Scene, staff: &str) -> String {
    let name = shown(&format!("{}, {}", scene.family, scene.given));
    let (ward, bed, born, number) = (scene.ward, scene.bed, scene.born, scene.hospital_number);
    let button = |way: &str, words: &str| {
        format!(
            "<form action=\"/{way}\" target=\"_blank\"><input type=\"hidden\" name=\"staff\" \
             value=\"{staff}\"><input type=\"hidden\" name=\"patient\" value=\"{number}\"><button \
             aria-label=\"{words}: {name}\">{words}</button></form>"
        )
    };
    let (by_launch, by_link) = (button("open", "Social care"), button("link", "By signed link"));
    format!(
        "<tr><td>{ward} {bed}</td><td>{name}</td><td>{born}</td><td>{by_launch}</td>\
         <td>{by_link}</td></tr>"
    )
}

/// Opens the chosen patient's social care by SMART App Launch.
pub(super) async fn open(
    State(epr): State<Arc<Epr>>,
    Query(chosen): Query<Chosen>,
) -> Result<Redirect, StatusCode> {
    let screen = chosen.screen()?;
    let launch = keep(&mut epr.memory().launches, screen);
    let launch = launch.ok_or(StatusCode::INTERNAL_SERVER_ERROR)?;
    let (homeward, base) = (epr.homeward, epr.base());
    Ok(Redirect::to(&format!("http://{homeward}/launch?iss={base}&launch={launch}")))
}

/// The same by a signed link: this server hands the token in, and the browser gets an address that
/// says nothing.
pub(super) async fn link(
    State(epr): State<Arc<Epr>>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, StatusCode> {
    let failed = |_| StatusCode::BAD_GATEWAY;
    let token = epr.token(&chosen.screen()?).ok_or(StatusCode::INTERNAL_SERVER_ERROR)?;
    let http = reqwest::Client::builder().no_proxy().build().map_err(failed)?;
    let answer = http
        .post(format!("http://{}/launch/links", epr.homeward))
        .header(header::CONTENT_TYPE, "application/jwt")
        .body(token)
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .map_err(failed)?;
    let opens: Opens = serde_json::from_slice(&answer.bytes().await.map_err(failed)?)
        .map_err(|_| StatusCode::BAD_GATEWAY)?;
    Ok(Redirect::to(&opens.url).into_response())
}

impl Epr {
    /// Who comes, and to whom, signed: good for a minute, once.
    fn token(&self, screen: &Screen) -> Option<String> {
        let (now, scene, staff) = (clock::now().as_second(), screen.scene, &screen.colleague.staff);
        let claims = json!({
            "iss": self.issuer(),
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + 60,
            "jti": chance::word().ok()?,
            "sub": staff.id.as_str(),
            "name": staff.name,
            "role": staff.role,
            "organisation": "RZZ",
            "nhs_number": scene.nhs_number,
            "birth_date": scene.born.to_string(),
            "family_name": scene.family,
            "stay": scene.visit_number,
        });
        self.keys.links.sign("JWT", &claims).ok()
    }
}

impl Chosen {
    fn screen(&self) -> Result<Screen, StatusCode> {
        let mut staff = colleagues().into_iter().map(|(colleague, _)| colleague);
        let colleague = staff.find(|each| each.staff.id.as_str() == self.staff);
        let scene = patients().find(|scene| scene.hospital_number == self.patient);
        match (colleague, scene) {
            (Some(colleague), Some(scene)) => Ok(Screen { colleague, scene }),
            _ => Err(StatusCode::NOT_FOUND),
        }
    }
}

/// A text as it may stand on a page.
fn shown(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
