//! Does the page answer the question, in the order and with all that it promises?

use care::record::PartName;
use jiff::SignedDuration;

use crate::browser::Answer;
use crate::house::{ED_NURSE, House, NURSE, OTHER_NURSE, SOCIAL_WORKER, houses, scene};
use crate::html;

const LABELS: [&str; 7] = [
    "Known to social care",
    "Care now",
    "Will it happen if they go home?",
    "Ring",
    "Safety",
    "Who decides, who helps",
    "Waiting now",
];

/// The cards, in their order.
const CARDS: [&str; 9] = [
    "care",
    "people",
    "home",
    "communication",
    "decisions",
    "risks",
    "assessments",
    "messages",
    "limits",
];

#[track_caller]
fn has_all_seven_lines(page: &Answer) -> Vec<String> {
    let lines = html::answer_lines(&page.body);
    let labels: Vec<&str> = lines.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(labels, LABELS);
    let says: Vec<String> = lines.into_iter().map(|(_, says)| says).collect();
    assert!(says.iter().all(|says| !says.is_empty()), "{says:?}");
    says
}

#[track_caller]
fn comes_in_order(html: &str, marks: &[String]) {
    let mut from = 0;
    for mark in marks {
        let found = html.get(from..).and_then(|rest| rest.find(mark.as_str()));
        from += found.unwrap_or_else(|| panic!("{mark} does not come where it should"));
    }
}

#[tokio::test]
async fn everything_comes_in_its_fixed_order() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let page = house.page(ED_NURSE, &patient).await;
        let mut marks = vec![
            "Skip to care at home".to_owned(),
            "aria-label=\"Patient\"".to_owned(),
            "hw-completeness--all".to_owned(),
            "<h1".to_owned(),
        ];
        marks.extend(LABELS.map(|label| format!(">{label}</dt>")));
        marks.push("hw-actions".to_owned());
        marks.extend(CARDS.map(|card| format!(" id=\"{card}\"")));
        marks.push("Where this comes from".to_owned());
        marks.push("Did this page answer your question?".to_owned());
        marks.push("Report a wrong match".to_owned());
        comes_in_order(&page.body, &marks);
        assert_eq!(page.heading(), "Care at home");
        assert_eq!(page.body.matches("<h1").count(), 1);
        assert!(!page.body.contains("<details"), "nothing is folded away");
        page.says("All 15 parts checked at 14:05.");
    }
}

#[tokio::test]
async fn seven_lines_tell_mrs_okoros_nurse_what_she_needs_at_night() {
    for house in houses().await {
        house.wait(SignedDuration::from_mins(12 * 60 + 5));
        let patient = house.admit(scene(1)).await;
        let page = house.page(ED_NURSE, &patient).await;
        let lines = has_all_seven_lines(&page);
        let expected: [&[&str]; 7] = [
            &["Yes: Westshire Council since 08-Aug-2023.", "Case open.", "checked 02:10"],
            &["4 visits a day, 2 carers, 15.75 hours a week.", "from Meadow Homecare"],
            &["Running", "Not yet confirmed. Do not rely on care until it is"],
            &["01632 960124 (nights and weekends)", "Out of hours 01632 960101"],
            &["No safeguarding enquiry open.", "Risk to visiting staff: none recorded."],
            &[
                "Attorney for health and welfare, registered.",
                "Daughter is main carer: can go on caring.",
            ],
            &["Westshire Council told: in hospital, Today 02:10."],
        ];
        for (line, words) in lines.iter().zip(expected) {
            assert!(words.iter().all(|words| line.contains(words)), "{line}");
        }
        page.says("The council is closed now and next reads today at 08:45.");
        page.says("Hearing aids both ears");
        page.says("Face the patient, speak clearly");
        page.never_says("Emeka");
        assert!(html::card(&page.body, "home").contains("Key safe Yes"));
    }
}

#[tokio::test]
async fn h20_whatever_fails_the_lines_are_seven_and_say_so() {
    for house in houses().await {
        let patient = house.admit(scene(7)).await;
        let mut nurse = house.sign_in(NURSE).await;
        let person = format!("/patients/{patient}");
        for part in PartName::ALL {
            house.source.shut(part);
            forget_copies(&house).await;
            let page = nurse.get(&person).await;
            house.source.open(part);
            page.says("1 of 15 parts could not be checked. See the red labels.");
            page.says("The rest of this page was checked at 14:05.");
            says_what_failed(&page, &[part]);
        }
        for pair in PartName::ALL.windows(2) {
            for part in pair {
                house.source.shut(*part);
            }
            forget_copies(&house).await;
            let page = nurse.get(&person).await;
            for part in pair {
                house.source.open(*part);
            }
            page.says("2 of 15 parts could not be checked. See the red labels.");
            says_what_failed(&page, pair);
        }
        forget_copies(&house).await;
        nurse.get(&person).await.says("All 15 parts checked at 14:05.");
    }
}

async fn forget_copies(house: &House) {
    let soon = house.now() + SignedDuration::from_secs(1);
    house.store.drop_copies_before(soon).await.unwrap();
}

#[track_caller]
fn says_what_failed(page: &Answer, parts: &[PartName]) {
    has_all_seven_lines(page);
    let text = page.text().to_lowercase();
    for part in parts {
        let words = format!("{}: could not check at 14:05", part.words().to_lowercase());
        assert!(text.contains(&words), "{words}:\n{text}");
    }
    assert!(page.body.contains("Could not check"), "a red label");
    for value in html::all_inside(&page.body, "<dd class=\"nhsuk-summary-list__value", "</dd>") {
        assert!(!html::text(&value).is_empty(), "a value is blank: {}", page.text());
    }
    for card in CARDS {
        assert!(html::card(&page.body, card).len() > 20, "card {card} says nothing");
    }
}

#[tokio::test]
async fn h24_a_code_that_nobody_knows_is_said_to_be_one() {
    const UNKNOWN: &str = "Council sent a value we do not recognise. Ask the council.";
    for house in houses().await {
        let changes = [
            "UPDATE DM_SERVICES SET STATUS_CODE = 'QQQ' WHERE PERSON_ID = :person",
            "UPDATE DM_SERVICES SET SERVICE_CODE = 'QQ' WHERE PERSON_ID = :person",
            "UPDATE DM_PERSONS SET KEYSAFE = 'Q' WHERE PERSON_ID = :person",
        ];
        house.source.change_of(scene(1), changes[0]);
        let patient = house.admit(scene(1)).await;
        let page = house.page(NURSE, &patient).await;
        let lines = has_all_seven_lines(&page);
        assert!(lines[2].contains("How this package stands is not known. Ring the provider."));
        assert!(lines[2].contains(UNKNOWN), "{}", lines[2]);
        assert!(!lines[2].contains("Running"), "{}", lines[2]);
        house.source.change_of(scene(1), changes[1]);
        house.source.change_of(scene(1), changes[2]);
        let page = house.page(NURSE, &patient).await;
        assert!(html::card(&page.body, "care").contains(&format!("Kind {UNKNOWN}")));
        assert!(html::card(&page.body, "home").contains(&format!("Key safe {UNKNOWN}")));
    }
}

#[tokio::test]
async fn each_state_of_a_fact_has_its_own_words() {
    for house in houses().await {
        let nothing = "UPDATE DM_PERSONS SET PETS_NOTE = NULL, COMM_NEEDS = 'None known' WHERE \
                       PERSON_ID = :person";
        house.source.change_of(scene(1), nothing);
        let patient = house.admit(scene(1)).await;
        let page = house.page(NURSE, &patient).await;
        assert!(html::card(&page.body, "home").contains("Pets Not recorded by the council"));
        assert!(html::card(&page.body, "communication").contains("Needs None recorded"));
        assert!(html::card(&page.body, "risks").contains("None recorded on 12-Aug-2026"));
        page.says("This council does not send this");
        let broker = house.page("brokerage-pugh", &patient).await;
        let lines = has_all_seven_lines(&broker);
        assert!(lines[4].contains("Safeguarding: Not shared with your role."), "{}", lines[4]);
        assert!(html::card(&broker.body, "limits").contains("not shared with your role"));
    }
}

#[tokio::test]
async fn h25_no_name_of_a_person_or_package_is_ever_cut() {
    let long = |word: &str, times: usize| vec![word; times].join("-");
    for house in houses().await {
        let (package, provider) = (long("Livein", 60), long("Homecare", 50));
        let warning = long("dangerous", 40);
        house.source.change_of(
            scene(7),
            &format!(
                "UPDATE DM_SERVICES SET LOCAL_NAME = '{package}' WHERE PERSON_ID = :person;
                 UPDATE DM_PROVIDERS SET PROVIDER_NAME = '{provider}';
                 UPDATE DM_WARNINGS SET WARNING_TEXT = '{warning}' WHERE PERSON_ID = :person
                     AND WARNING_CODE = 'VIOL';"
            ),
        );
        let patient = house.admit(scene(7)).await;
        let page = house.page(SOCIAL_WORKER, &patient).await;
        for words in [&package, &provider, &warning] {
            page.says(words);
        }
        let lines = has_all_seven_lines(&page);
        assert!(lines[1].contains(&package) && lines[3].contains(&provider), "{lines:?}");
        let name = care::people::PersonName::usual(&long("Featherstonehaugh", 12), "Ann");
        let stranger = crate::hospital::Coming::stranger(name);
        let patient = house.tell(&stranger).await;
        let page = house.page(NURSE, &patient).await;
        page.says(&long("FEATHERSTONEHAUGH", 12));
    }
}

#[tokio::test]
async fn h01_both_identities_are_compared_once_by_each_user_in_each_stay() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let person = format!("/patients/{patient}");
        let mut nurse = house.sign_in(NURSE).await;
        let page = nurse.get(&person).await;
        page.says("Is this the same person?");
        for side in ["Hospital", "Council"] {
            page.says(&format!("{side} OKORO, Ngozi (Mrs) 09-Mar-1941 999 700 2024"));
        }
        page.says("Not the same person");
        nurse.get(&person).await.says("Is this the same person?");
        let page = nurse.send_and_follow(&format!("{person}/same"), &[]).await;
        assert!(!page.text().contains("Is this the same person?"));
        page.says("Report a wrong match");
        let other = house.page(OTHER_NURSE, &patient).await;
        other.says("Is this the same person?");
    }
}
