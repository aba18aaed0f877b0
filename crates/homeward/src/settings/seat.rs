//! Who gets which seat, by the word of somebody else?

use care::access::accounts::roles_of;
use care::access::{Organisation, Role, Seat};
use care::people::{CouncilName, SiteCode, TrustCode};
use serde::Deserialize;
use signin::mapping::{Mapping, NationalRole, Rule, When};
use toml::Spanned;

use super::Trust;
use super::mistake::Fault;
use super::one_or_more::OneOrMore;

/// One seat, and what must be so to have it: a `[[provider.seat]]`, or that of a patient system.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeatRule {
    /// What must be so: all of it.
    pub when: Spanned<OneOrMore<Condition>>,
    /// The role.
    pub role: Spanned<Role>,
    /// The trust, for a seat in a hospital.
    pub trust: Option<Spanned<TrustCode>>,
    /// The site, for a seat in a hospital.
    pub site: Option<Spanned<SiteCode>>,
    /// The council, for a seat there.
    pub council: Option<Spanned<CouncilName>>,
}

/// One thing that must be so.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The name of a claim, or the names that lead to it.
    pub claim: Option<OneOrMore<String>>,
    /// What it must be, or have among its values.
    pub is: Option<String>,
    /// Entra: the id of the tenant that says so.
    pub tenant: Option<String>,
    /// The job role of national role-based access control, such as `R8001`.
    pub national_role: Option<String>,
    /// The ODS code of the organisation for which the user has that role.
    pub organisation: Option<String>,
}

/// What whoever vouches can say beside claims.
#[derive(Debug, Clone, Copy)]
pub(super) enum Says<'a> {
    /// Nothing.
    Claims,
    /// National roles.
    NationalRoles,
    /// Which of these tenants somebody is of.
    Tenants(&'a [String]),
}

/// The mapping that rules make. They have been judged.
pub fn mapping(rules: &[SeatRule]) -> Mapping {
    let rule = |rule: &SeatRule| {
        let conditions = rule.when.get_ref().0.iter();
        let when = conditions.filter_map(Condition::read).flatten().collect();
        Some(Rule { when, seat: rule.seat()? })
    };
    Mapping { rules: rules.iter().filter_map(rule).collect() }
}

impl SeatRule {
    /// The seat; `None` where it is none, which [`Self::judge`] refuses.
    fn seat(&self) -> Option<Seat> {
        let organisation = match (&self.trust, &self.site, &self.council) {
            (Some(trust), Some(site), None) => Organisation::Hospital {
                trust: trust.get_ref().clone(),
                site: site.get_ref().clone(),
            },
            (None, None, Some(council)) => Organisation::Council(council.get_ref().clone()),
            _ => return None,
        };
        Some(Seat { role: *self.role.get_ref(), organisation })
    }

    /// The council for which it is, where it is for one.
    pub fn council(&self) -> Option<&CouncilName> {
        self.council.as_ref().map(Spanned::get_ref)
    }

    pub(super) fn judge(&self, trusts: &[Trust], says: Says<'_>) -> Result<(), Fault> {
        self.judge_conditions(says)?;
        let Some(seat) = self.seat() else {
            let expected = "expected beside it `trust` and `site`, or `council`";
            return Err(Fault::value(expected, self.role.span()));
        };
        if let (Some(trust), Some(site)) = (&self.trust, &self.site) {
            judge_site(trusts, trust, site)?;
        }
        if roles_of(&seat.organisation).contains(&seat.role) {
            Ok(())
        } else {
            let expected = "this role is one of the other side: of hospitals, or of councils";
            Err(Fault::value(expected, self.role.span()))
        }
    }
}

impl SeatRule {
    fn judge_conditions(&self, says: Says<'_>) -> Result<(), Fault> {
        let conditions = &self.when.get_ref().0;
        let refused = |expected| Err(Fault::value(expected, self.when.span()));
        if conditions.is_empty() || conditions.iter().any(|each| each.read().is_none()) {
            return refused(
                "expected { claim, is }, or { national_role, organisation } with a role such as \
                 \"R8001\", or a list of them",
            );
        }
        let knows_national = matches!(says, Says::NationalRoles);
        if !knows_national && conditions.iter().any(|each| each.national_role.is_some()) {
            return refused(
                "expected { claim, is }: national roles come from kind = \"cis2\" only",
            );
        }
        let named: Vec<&String> =
            conditions.iter().filter_map(|each| each.tenant.as_ref()).collect();
        match says {
            Says::Tenants(all) if named.iter().any(|tenant| !all.contains(tenant)) => {
                refused("expected as `tenant` one of the `tenants` of this provider")
            }
            Says::Tenants(all) if all.len() > 1 && named.is_empty() => refused(
                "expected { claim, is, tenant }: each of several `tenants` names its own people's \
                 roles, and only its own",
            ),
            Says::Claims | Says::NationalRoles if !named.is_empty() => {
                refused("expected { claim, is }: tenants come from kind = \"entra\" only")
            }
            _ => Ok(()),
        }
    }
}

fn judge_site(
    trusts: &[Trust],
    trust: &Spanned<TrustCode>,
    site: &Spanned<SiteCode>,
) -> Result<(), Fault> {
    let Some(known) = trusts.iter().find(|each| each.code.get_ref() == trust.get_ref()) else {
        let known: Vec<String> =
            trusts.iter().map(|each| each.code.get_ref().to_string()).collect();
        return Err(Fault::unknown_trust(trust.get_ref(), &known, trust.span()));
    };
    if known.sites.iter().any(|each| each.code == *site.get_ref()) {
        return Ok(());
    }
    Err(Fault::value("expected the code of a [[trust.site]] of this trust", site.span()))
}

impl Condition {
    fn read(&self) -> Option<Vec<When>> {
        match (&self.claim, &self.is, &self.national_role, &self.organisation) {
            (Some(claim), Some(is), None, None) if !claim.0.is_empty() => {
                let claim = When::Claim { path: claim.0.clone(), is: is.clone() };
                let tenant =
                    |id: &String| When::Claim { path: vec!["tid".to_owned()], is: id.clone() };
                Some([claim].into_iter().chain(self.tenant.as_ref().map(tenant)).collect())
            }
            (None, None, Some(job), Some(organisation)) if is_job(job) && self.tenant.is_none() => {
                let (job, organisation) = (job.clone(), organisation.clone());
                Some(vec![When::NationalRole(NationalRole { job, organisation })])
            }
            _ => None,
        }
    }
}

/// The last part of a national role code: `R` and four digits.
fn is_job(text: &str) -> bool {
    let digits = text.strip_prefix('R').unwrap_or_default();
    digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}
