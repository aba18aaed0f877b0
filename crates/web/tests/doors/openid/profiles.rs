//! What is configured of the providers of the tests?

use care::access::{Organisation, Role, Seat};
use signin::client::{Client, Credential};
use signin::jwt::Algorithm;
use signin::mapping::{Mapping, Rule, When};
use signin::person::{Kind, Names};
use signin::provider::Profile;
use web::Providers;

pub(crate) const SECRET: &str = "a secret that is long enough for everybody";

/// A provider that keeps to the standard: `roles` says what somebody does.
pub(crate) fn plain(address: &str, name: &str, issuer: &str) -> Profile {
    Profile {
        name: name.to_owned(),
        words: "Westshire sign-in".to_owned(),
        kind: Kind::Other(Names::default()),
        issuer: issuer.to_owned(),
        client: Client {
            id: "homeward".to_owned(),
            credential: Credential::Posted(SECRET.to_owned()),
        },
        redirect: Providers::redirect(address, name),
        scopes: vec!["profile".to_owned()],
        acr_values: Vec::new(),
        algorithms: Algorithm::ALL.to_vec(),
        asks_userinfo: false,
        least_assurance: 0,
        always_asks: false,
        mapping: mapping(),
    }
}

fn mapping() -> Mapping {
    let rule = |is: &str, role, organisation| Rule {
        when: vec![When::Claim { path: vec!["roles".to_owned()], is: is.to_owned() }],
        seat: Seat { role, organisation },
    };
    let hospital =
        Organisation::Hospital { trust: "RZZ".parse().unwrap(), site: "RZZ01".parse().unwrap() };
    let council = Organisation::Council("westshire".parse().unwrap());
    Mapping {
        rules: vec![
            rule("ward", Role::Ward, hospital.clone()),
            rule("discharge", Role::DischargeCoordinator, hospital),
            rule("social-worker", Role::SocialWorker, council),
        ],
    }
}
