//! Who is on a ward, in which order, and how does an open list hear of changes?

use care::people::PersonName;
use care::stays::Event;
use care::when::When;
use jiff::SignedDuration;
use jiff::civil::date;

use crate::hospital::Coming;
use crate::house::{House, NURSE, OTHER_TRUST, houses, scene};
use crate::html;

/// Mrs Pritchard, whom the council knows, and Mrs Threlfall, whom it holds twice, with two others.
async fn fill(house: &House) {
    house.admit(scene(11)).await;
    let expected = Some(When::On(date(2026, 8, 14)));
    let ago = SignedDuration::from_hours(6 * 24);
    house.tell(&Coming { expected, ago, ..Coming::scene(scene(3)) }).await;
    let ida = Coming {
        number: "H9900002".to_owned(),
        bed: "B1-1".to_owned(),
        ago: SignedDuration::from_hours(15),
        ..Coming::stranger(PersonName::usual("Vane", "Ida"))
    };
    house.tell(&ida).await;
    let nameless = Coming { bed: String::new(), ..Coming::stranger(PersonName::default()) };
    house.tell(&nameless).await;
}

#[tokio::test]
async fn a_ward_lists_each_patient_by_bed_with_what_the_council_knows() {
    for house in houses().await {
        fill(&house).await;
        let page = house.sign_in(NURSE).await.get("/wards/7B").await;
        assert_eq!(
            rows(&page.body),
            [
                "No bed yet|Name not known|Not known|02-Jan-1950|0|Not set|Nothing to show",
                "B1-1|VANE, Ida|Not known|02-Jan-1950|1|Not set|Nothing to show",
                "B2-2|PRITCHARD, Dorothy (Mrs)|999 700 4043|17-May-1944|6|14-Aug-2026|Known to council",
                "B4-3|THRELFALL, Jean (Mrs)|999 701 2127|07-Jul-1937|0|Not set|Possible match",
            ]
        );
        page.says("Updated 14:05. Refresh");
        page.says("Showing all 4 patients, in order of beds.");
        assert!(!page.body.contains("aria-label=\"Patient\""), "no banner over several people");
    }
}

#[tokio::test]
async fn a_list_that_is_narrowed_says_so() {
    for house in houses().await {
        fill(&house).await;
        let page = house.sign_in(NURSE).await.get("/wards/7B?show=known").await;
        page.says(
            "Showing 2 of 4 patients: those whom the council knows or may know. In order of beds.",
        );
        page.says("Show all patients");
        let beds: Vec<String> =
            rows(&page.body).iter().map(|row| row.split('|').next().unwrap().to_owned()).collect();
        assert_eq!(beds, ["B2-2", "B4-3"]);
        let page = house.sign_in(NURSE).await.get("/wards/1Z?show=known").await;
        page.says("The council knows nobody on this ward now.");
    }
}

#[tokio::test]
async fn wards_are_counted_and_belong_to_one_trust() {
    for house in houses().await {
        fill(&house).await;
        house.admit(scene(1)).await;
        let page = house.sign_in(NURSE).await.get("/wards").await;
        page.says("Ward 7B 4 patients");
        page.says("Ward ED 1 patient ");
        let elsewhere = house.sign_in(OTHER_TRUST).await.get("/wards").await;
        elsewhere.says("No patient has been admitted yet.");
        let elsewhere = house.sign_in(OTHER_TRUST).await.get("/wards/7B").await;
        elsewhere.says("Nobody is on this ward now.");
    }
}

/// The cells of each row.
fn rows(html: &str) -> Vec<String> {
    let body = html::inside(html, "<tbody", "</tbody>").unwrap_or_default();
    let rows = body.split("</tr>").filter(|row| row.contains("<t"));
    let cells = |row: &str| {
        let cells = row.split("</t").map(|cell| cell.rsplit("<span>").next().unwrap_or_default());
        cells
            .map(html::text)
            .filter(|cell| !cell.is_empty() && cell != "d>" && cell != "h>")
            .map(|cell| cell.trim_start_matches("d> ").to_owned())
            .collect::<Vec<_>>()
            .join("|")
    };
    rows.map(cells).filter(|row| !row.is_empty()).collect()
}

#[tokio::test]
async fn an_open_list_hears_how_often_its_ward_changed_and_of_nobody() {
    for house in houses().await {
        fill(&house).await;
        let mut nurse = house.sign_in(NURSE).await;
        let page = nurse.get("/wards/7B").await;
        let address = html::attributes(&page.body, "data-hw-live").remove(0);
        let mut events = nurse.listen(&address).await;
        let mrs_okoro = Coming { ward: "7B".to_owned(), ..Coming::scene(scene(1)) };
        house.tell(&mrs_okoro).await;
        let heard = events.until("Refresh").await;
        assert!(heard.starts_with("HTTP/1.1 200"), "{heard}");
        assert!(heard.contains("content-type: text/event-stream"), "{heard}");
        assert!(heard.contains("data: 1 change."), "{heard}");
        let leaves = Coming { event: Event::Discharged, ago: SignedDuration::ZERO, ..mrs_okoro };
        house.tell(&leaves).await;
        let heard = events.until("2 changes").await;
        assert!(heard.contains("data: 2 changes."), "{heard}");
        for word in ["OKORO", "Okoro", "9997002024", "MAJ-4", leaves.id().as_str()] {
            assert!(!heard.contains(word), "{word}: {heard}");
        }
    }
}

#[tokio::test]
async fn another_ward_is_not_heard_of() {
    for house in houses().await {
        fill(&house).await;
        let mut nurse = house.sign_in(NURSE).await;
        let page = nurse.get("/wards/7B").await;
        let address = html::attributes(&page.body, "data-hw-live").remove(0);
        let mut events = nurse.listen(&address).await;
        house.admit(scene(1)).await;
        house.admit(scene(13)).await;
        let onto = Coming { ward: "7B".to_owned(), ..Coming::scene(scene(5)) };
        house.tell(&onto).await;
        let heard = events.until("Refresh").await;
        assert!(heard.contains("data: 1 change."), "{heard}");
    }
}

#[tokio::test]
async fn h22_an_open_list_falls_silent_when_its_user_is_signed_out() {
    for house in houses().await {
        fill(&house).await;
        let mut nurse = house.sign_in(NURSE).await;
        let page = nurse.get("/wards/7B").await;
        let address = html::attributes(&page.body, "data-hw-live").remove(0);
        let mut events = nurse.listen(&address).await;
        nurse.send("/sign-out", &[]).await;
        house.tell(&Coming { ward: "7B".to_owned(), ..Coming::scene(scene(1)) }).await;
        let heard = events.until("change").await;
        assert!(!heard.contains("change"), "{heard}");
    }
}

#[tokio::test]
async fn a_patient_is_found_by_number_or_name_and_nothing_typed_stands_in_an_address() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut nurse = house.sign_in(NURSE).await;
        let okoro = [("family", "okoro"), ("day", "9"), ("month", "3"), ("year", "1941")];
        let finds: [&[(&str, &str)]; 4] = [
            &[("number", "999 700 2024")],
            &[("number", "9997002024")],
            &[("number", "h4300001")],
            &okoro,
        ];
        for form in finds {
            let page = nurse.send("/find", form).await;
            assert_eq!(page.status, 200);
            page.says("OKORO, Ngozi (Mrs) NHS No. 999 700 2024 Born 09-Mar-1941 Where ED, MAJ-4");
            let links = html::attributes(&page.body, "href");
            assert!(links.contains(&format!("/patients/{patient}")), "{links:?}");
        }
        let nobody = nurse.send("/find", &[("number", "999 700 3039")]).await;
        nobody.says("Nobody found");
        let slip = nurse.send("/find", &[("number", "999 700 2025")]).await;
        slip.says("Check the NHS number: one of its digits must be wrong");
        let mut elsewhere = house.sign_in(OTHER_TRUST).await;
        elsewhere.send("/find", &okoro).await.says("Nobody found");
    }
}

#[tokio::test]
async fn a_clerk_learns_from_no_list_whom_a_council_knows() {
    for house in houses().await {
        fill(&house).await;
        let mut clerk = house.sign_in("clerk-barton").await;
        for path in ["/wards/7B", "/wards/7B?show=known"] {
            let page = clerk.get(path).await;
            let rows = rows(&page.body);
            assert_eq!(rows.len(), 4, "{path}: the filter would tell as much");
            assert!(rows.iter().all(|row| row.ends_with("|Not shared with your role")), "{rows:?}");
            page.never_says("Show only those the council knows");
        }
    }
}
