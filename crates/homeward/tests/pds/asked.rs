//! What each question is answered.

use care::people::trace::{Answer, Ask, Question};
use care::people::{Gender, NhsNumber, PersonName};
use fhir::request::Request;
use homeward::pds::Fault;
use jiff::civil::date;
use serde_json::json;

use crate::national::{National, Trouble, person, restricted};

pub(crate) const NUMBER: &str = "9994810103";
pub(crate) const OTHER: &str = "9994810111";

pub(crate) fn number(text: &str) -> NhsNumber {
    text.parse().unwrap()
}

pub(crate) fn tresillian() -> Question {
    Question {
        number: None,
        name: PersonName::usual("Tresillian", "Morwenna"),
        born: date(1939, 1, 9),
        gender: Gender::Female,
        postcode: "XX1 4AB".parse().ok(),
    }
}

pub(crate) fn request(question: &Question, ask: Ask) -> Request {
    Request::of(question, ask)
}

async fn ask(national: &National, ask: Ask) -> Result<Answer, Fault> {
    national.asker().client.ask(&request(&tresillian(), ask)).await
}

fn found(answer: Result<Answer, Fault>) -> (NhsNumber, bool) {
    match answer.unwrap() {
        Answer::Person(record) => (record.number, record.is_restricted),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn one_is_found_or_none_or_too_many() {
    let national = National::listen().await;
    assert!(matches!(ask(&national, Ask::Anywhere).await, Ok(Answer::Nobody)));
    national.know(person(NUMBER, ("Tresillian", "Morwenna"), "1939-01-09"));
    assert_eq!(found(ask(&national, Ask::Anywhere).await), (number(NUMBER), false));
    national.know(person(OTHER, ("Tresillian", "Morgan"), "1939-01-09"));
    assert!(matches!(ask(&national, Ask::Anywhere).await, Ok(Answer::Several)));
    let expected =
        "?family=Tresillian&given=Mor*&birthdate=eq1939-01-09&_history=true&_max-results=1";
    assert_eq!(national.asked(), [expected; 3]);
}

#[tokio::test]
async fn h16_a_restricted_person_is_found_without_a_postcode_only() {
    let national = National::listen().await;
    let born = "1939-01-09";
    national.know(restricted(person(NUMBER, ("Tresillian", "Morwenna"), born)));
    assert_eq!(found(ask(&national, Ask::Anywhere).await), (number(NUMBER), true));
    assert!(matches!(ask(&national, Ask::Nearby).await, Ok(Answer::Nobody)));
}

#[tokio::test]
async fn a_number_is_known_replaced_unknown_or_taken_out_of_use() {
    let national = National::listen().await;
    national.know(person(NUMBER, ("Tresillian", "Morwenna"), "1939-01-09"));
    assert_eq!(found(ask(&national, Ask::Number(number(NUMBER))).await).0, number(NUMBER));
    let old = Ask::Number(number(OTHER));
    assert!(matches!(ask(&national, old).await, Ok(Answer::Nobody)));
    national.state().superseded.insert(OTHER.to_owned(), NUMBER.to_owned());
    assert_eq!(found(ask(&national, old).await).0, number(NUMBER));
    national.state().invalidated.insert(OTHER.to_owned());
    assert!(matches!(ask(&national, old).await, Ok(Answer::Invalidated)));
}

#[tokio::test]
async fn names_of_every_kind_arrive_as_they_are() {
    let national = National::listen().await;
    for (family, given) in
        [("O'Neill & Sons", "Zoë"), ("Núñez-Łukasz", "Siân"), ("de la Tour", "Ann")]
    {
        let plain = family.replace("& ", " ");
        national.know(person(NUMBER, (&plain, given), "1939-01-09"));
        let question = Question { name: PersonName::usual(family, given), ..tresillian() };
        let answer = national.asker().client.ask(&request(&question, Ask::Anywhere)).await;
        assert_eq!(found(answer).0, number(NUMBER), "{family}");
        national.state().people.clear();
    }
}

#[tokio::test]
async fn a_question_that_is_refused_is_not_put_again() {
    let national = National::listen().await;
    let wrong = [
        (400, "INVALID_SEARCH_DATA"),
        (400, "MISSING_VALUE"),
        (400, "ADDITIONAL_PROPERTIES"),
        (404, "RESOURCE_NOT_FOUND"),
        (422, "UNSUPPORTED_SERVICE"),
    ];
    for (status, code) in wrong {
        national.fail([Trouble::Status(status, code, None)]);
        let fault = ask(&national, Ask::Anywhere).await.unwrap_err();
        assert_eq!(fault, Fault::Refused(code.to_owned()));
        assert!(!fault.is_of_the_service());
    }
    national.fail([Trouble::Status(403, "INVALID_VALUE", None)]);
    let fault = ask(&national, Ask::Anywhere).await.unwrap_err();
    assert_eq!(fault, Fault::ShutOut("INVALID_VALUE".to_owned()));
    assert_eq!(national.asked().len(), 6);
}

#[tokio::test]
async fn an_answer_of_the_wrong_shape_is_no_answer() {
    let national = National::listen().await;
    national
        .know(json!({ "resourceType": "Patient", "id": "1234567890", "birthDate": "1939-01-09",
        "name": [{ "family": "Tresillian", "given": ["Morwenna"] }] }));
    let fault = ask(&national, Ask::Anywhere).await.unwrap_err();
    assert_eq!(fault, Fault::Unreadable(fhir::Unreadable::Number));
    assert!(!fault.to_string().contains("1234567890"));
    for trouble in [Trouble::Garbled, Trouble::Endless] {
        national.fail([trouble]);
        let fault = ask(&national, Ask::Anywhere).await.unwrap_err();
        assert!(matches!(fault, Fault::Unreadable(_) | Fault::TooLong), "{fault}");
    }
}
