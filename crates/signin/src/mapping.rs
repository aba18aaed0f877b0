//! Which seats may somebody take by what their provider says of them?
//!
//! The settings name, for each provider, which claim gives which seat. What they do not name gives
//! nothing: a provider can make nobody anything that its mapping does not hold.

use care::access::Seat;
use serde_json::Value;

use crate::jwt::Claims;

/// All seats that a provider may give.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// The rules, the best seat first.
    pub rules: Vec<Rule>,
}

/// One seat, and what must be so to have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// All of these.
    pub when: Vec<When>,
    /// The seat.
    pub seat: Seat,
}

/// One thing that must be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// A claim is, or has among its values, exactly this text.
    Claim {
        /// The claim, and then the member in it, and so on; lists on the way are looked through.
        path: Path,
        /// The text.
        is: String,
    },
    /// The user has this national role at this organisation.
    NationalRole(NationalRole),
}

/// The names that lead to a claim, the outermost first, such as `address`, `postal_code`.
pub type Path = Vec<String>;

/// A role of national role-based access control, as NHS CIS2 gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NationalRole {
    /// The job role, such as `R8001`: the third part of `S8000:G8000:R8001`, which alone says what
    /// somebody does.
    pub job: String,
    /// The ODS code of the organisation for which they do it.
    pub organisation: String,
}

impl Mapping {
    /// The seats of somebody, in the order of the rules, each once.
    pub fn seats(&self, claims: &Claims, roles: &[NationalRole]) -> Vec<Seat> {
        let mut seats: Vec<Seat> = Vec::new();
        for rule in &self.rules {
            if rule.applies(claims, roles) && !seats.contains(&rule.seat) {
                seats.push(rule.seat.clone());
            }
        }
        seats
    }

    /// Whether any rule looks at this claim.
    pub fn reads(&self, claim: &str) -> bool {
        self.rules.iter().flat_map(|rule| &rule.when).any(|when| match when {
            When::Claim { path, .. } => path.first().is_some_and(|first| first == claim),
            When::NationalRole(_) => false,
        })
    }
}

impl Rule {
    /// Whether all of it is so. What is asked of the members of one thing must hold of one of its
    /// kind: whoever is a porter here and a nurse elsewhere is no nurse here.
    fn applies(&self, claims: &Claims, roles: &[NationalRole]) -> bool {
        let mut asked: Vec<Asked<'_>> = Vec::new();
        for when in &self.when {
            match when {
                When::Claim { path, is } => asked.push((path, is)),
                When::NationalRole(role) if roles.contains(role) => {}
                When::NationalRole(_) => return false,
            }
        }
        !self.when.is_empty() && are_members_so(&|name| claims.value(name), &asked)
    }
}

/// The names that lead on from here, and the text that must stand there.
type Asked<'a> = (&'a [String], &'a String);

/// Whether all that is asked of the members of one thing is so. A path that ends before leads to no
/// member.
fn are_members_so<'v>(member: &dyn Fn(&str) -> Option<&'v Value>, asked: &[Asked<'_>]) -> bool {
    asked.iter().all(|(path, _)| {
        let Some((name, _)) = path.split_first() else { return false };
        let below = asked.iter().filter_map(|(path, is)| {
            let (first, rest) = path.split_first()?;
            (first == name).then_some((rest, *is))
        });
        let below: Vec<Asked<'_>> = below.collect();
        member(name).is_some_and(|value| is_all_so(value, &below))
    })
}

/// Whether a value is, or has among its elements, each text that is asked of it itself, and has one
/// element of which all is so that is asked of its members.
fn is_all_so(value: &Value, asked: &[Asked<'_>]) -> bool {
    let (itself, members): (Vec<Asked<'_>>, Vec<Asked<'_>>) =
        asked.iter().partition(|(path, _)| path.is_empty());
    let elements = each(value);
    itself.iter().all(|(_, is)| elements.iter().any(|element| is_text(element, is)))
        && (members.is_empty()
            || elements.iter().any(|element| are_members_so(&|name| element.get(name), &members)))
}

/// The first text to which a path leads.
pub(crate) fn text<'c>(claims: &'c Claims, path: &[String]) -> Option<&'c str> {
    values(claims, path).into_iter().find_map(Value::as_str).filter(|text| !text.is_empty())
}

/// All values to which a path leads, lists looked through.
fn values<'c>(claims: &'c Claims, path: &[String]) -> Vec<&'c Value> {
    let Some((first, rest)) = path.split_first() else { return Vec::new() };
    let mut found: Vec<&Value> = claims.value(first).into_iter().flat_map(each).collect();
    for name in rest {
        found = found.into_iter().filter_map(|value| value.get(name)).flat_map(each).collect();
    }
    found
}

fn each(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(all) => all.iter().collect(),
        one => vec![one],
    }
}

fn is_text(value: &Value, text: &str) -> bool {
    match value {
        Value::String(value) => value == text,
        Value::Number(number) => number.to_string() == text,
        Value::Bool(yes) => yes.to_string() == text,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use care::access::{Organisation, Role};
    use serde_json::json;

    use super::*;

    #[test]
    fn a_claim_gives_a_seat_wherever_it_stands_and_in_whatever_list() {
        for claims in [
            json!({ "roles": "ward" }),
            json!({ "roles": ["x", "ward"] }),
            json!({ "roles": [["ward"], "ward"] }),
        ] {
            assert_eq!(seats(&claims, &[when(&["roles"], "ward")]), 1, "{claims}");
        }
        let deep = json!({ "orgs": [{ "code": "X" }, { "code": "RZZ" }] });
        assert_eq!(seats(&deep, &[when(&["orgs", "code"], "RZZ")]), 1);
        assert_eq!(seats(&json!({ "level": 3 }), &[when(&["level"], "3")]), 1);
    }

    #[test]
    fn what_is_only_like_the_rule_gives_nothing() {
        let rule = [when(&["roles"], "ward")];
        for claims in [
            json!({}),
            json!({ "roles": null }),
            json!({ "roles": "Ward" }),
            json!({ "roles": "ward manager" }),
            json!({ "roles": "ward " }),
            json!({ "roles": { "ward": true } }),
            json!({ "groups": "ward" }),
        ] {
            assert_eq!(seats(&claims, &rule), 0, "{claims}");
        }
    }

    #[test]
    fn all_that_a_rule_asks_must_be_so_and_a_rule_that_asks_nothing_gives_nothing() {
        let both = [when(&["roles"], "ward"), when(&["site"], "RZZ01")];
        assert_eq!(seats(&json!({ "roles": "ward", "site": "RZZ01" }), &both), 1);
        assert_eq!(seats(&json!({ "roles": "ward", "site": "RZZ02" }), &both), 0);
        assert_eq!(seats(&json!({ "roles": "ward" }), &[]), 0);
    }

    #[test]
    fn what_a_rule_asks_of_one_thing_is_not_put_together_from_two() {
        let nurse_here = [when(&["orgs", "code"], "RZZ"), when(&["orgs", "role"], "nurse")];
        let orgs = |here: &str, there: &str| json!({ "orgs": [{ "code": "RZZ", "role": here }, { "code": "RYY", "role": there }] });
        assert_eq!(seats(&orgs("nurse", "porter"), &nurse_here), 1);
        assert_eq!(seats(&orgs("porter", "nurse"), &nurse_here), 0);
        let deep = [when(&["a", "b", "code"], "RZZ"), when(&["a", "b", "role"], "nurse")];
        let within = |said: Value| json!({ "a": { "b": said["orgs"] } });
        assert_eq!(seats(&within(orgs("nurse", "porter")), &deep), 1);
        assert_eq!(seats(&within(orgs("porter", "nurse")), &deep), 0);
        let both = [when(&["roles"], "a"), when(&["roles"], "b")];
        assert_eq!(seats(&json!({ "roles": ["b", "a"] }), &both), 1, "a list of words has both");
        assert_eq!(seats(&json!({ "roles": ["b"] }), &both), 0);
    }

    #[test]
    fn the_same_seat_is_given_once_and_the_first_rule_comes_first() {
        let rule = |is: &str, role| Rule { when: vec![when(&["roles"], is)], seat: seat(role) };
        let mapping = Mapping {
            rules: vec![
                rule("a", Role::DischargeCoordinator),
                rule("b", Role::Ward),
                rule("c", Role::DischargeCoordinator),
            ],
        };
        let all = mapping.seats(&claims(&json!({ "roles": ["c", "b", "a"] })), &[]);
        let roles: Vec<Role> = all.iter().map(|seat| seat.role).collect();
        assert_eq!(roles, [Role::DischargeCoordinator, Role::Ward]);
        assert!(mapping.reads("roles") && !mapping.reads("groups"));
    }

    fn seats(said: &Value, rule: &[When]) -> usize {
        let mapping = Mapping { rules: vec![Rule { when: rule.to_vec(), seat: seat(Role::Ward) }] };
        mapping.seats(&claims(said), &[]).len()
    }

    fn claims(said: &Value) -> Claims {
        Claims::of_json(said.to_string().as_bytes()).unwrap()
    }

    fn when(path: &[&str], is: &str) -> When {
        let path = path.iter().map(|name| (*name).to_owned()).collect();
        When::Claim { path, is: is.to_owned() }
    }

    fn seat(role: Role) -> Seat {
        let (trust, site) = ("RZZ".parse().unwrap(), "RZZ01".parse().unwrap());
        Seat { role, organisation: Organisation::Hospital { trust, site } }
    }
}
