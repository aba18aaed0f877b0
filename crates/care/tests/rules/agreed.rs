//! The access table as people agreed it, written as they read it: the second copy, beside the
//! code's. The rules of `care` and the real door are both held to it.

use care::access::{DataGroup, Leave, Role};

/// ● full · ○ yes/no or minimum only · A after the question of permission · R with a reason ·
/// report: may say that something is wrong · blank: nothing.
pub(crate) const AS_AGREED: &str = "
| | ed | ward | ther | disc | clerk | sw | edt | brok | sgl | priv | own | ops |
| Identity, responsible council | ● | ● | ● | ● | ● | ● | ● | ● | ● | ● | | |
| Known yes/no, worker, team, numbers | A | A | A | A | | ● | ● | ● | ● | | | |
| Packages, provider, state, restart | A | A | A | A | | ● | ● | ● | ● | | | |
| Carer, household, contacts marked shareable | A | A | A | A | | ● | ● | ● | ● | | | |
| Home access (key safe yes/no, equipment) | A | A | A | A | | ● | ● | ● | ● | | | |
| Communication, adjustments | A | A | A | A | ○ | ● | ● | ● | ● | | | |
| Attorney, deputy, advocate, DoLS | A | A | A | A | | ● | ● | ○ | ● | | | |
| Last assessment: date, kind, outcome | A | A | A | A | | ● | ● | ○ | ● | | | |
| Safeguarding enquiry open + phone | A○ | A○ | A○ | A○ | | ● | ● | | ● | | | |
| Safeguarding detail | | | | | | | | | own system | | | |
| Risk to visiting staff | A○ | A○ | A○ | A○ | | ● | ● | ● | ● | | | |
| Protected address or location | | | | | | R | R | R | R | | | |
| Hospital stay: ward, dates, readiness | ● | ● | ● | ● | ● | ● | ● | ● | ● | | | |
| Ask, answer | ● | ● | ● | ● | | ● | ● | ● | ● | | | |
| Tell the council | ● | ● | ● | ● | ● | | | | | | | |
| Hold or restart: request | ● | ● | | ● | | ● | ● | ● | | | | |
| Hold or restart: confirm | | | | | | ● | ● | ● | | | | |
| Discharge plan | ○ | ● | ● | ● | ○ | ● | ○ | ● | | | | |
| Access log of a person | | | | | | | | | R | ● | | |
| Dashboards (counts) | | | | ○ | | ○ | | ○ | | ○ | ● | ○ |
| Queues, status, config | | | | | | | | | | | | ● no person data |
| Match desk, wrong-match release | report | report | report | report | report | ● | report | report | ● | ● | | |
| Accounts of the own organisation | | | | | | | | | | | | ● no person data |
";

/// What a cell means.
pub(crate) fn read(cell: &str) -> Leave {
    match cell {
        "●" | "● no person data" => Leave::Full,
        "○" => Leave::Minimum,
        "A" => Leave::AfterPermission,
        "A○" => Leave::MinimumAfterPermission,
        "R" => Leave::WithReason,
        "report" => Leave::Report,
        "" | "own system" => Leave::None,
        other => panic!("{other} is no cell"),
    }
}

/// The cells of one row, without its name.
pub(crate) fn cells(row: &str) -> Vec<&str> {
    let row = row.strip_prefix('|').unwrap().strip_suffix('|').unwrap();
    row.split('|').skip(1).map(str::trim).collect()
}

/// What was agreed for one role and one group.
pub(crate) fn agreed(role: Role, group: DataGroup) -> Leave {
    let place = DataGroup::ALL.iter().position(|each| *each == group).unwrap();
    let column = Role::ALL.iter().position(|each| *each == role).unwrap();
    let row = AS_AGREED.trim().lines().nth(place + 1).unwrap();
    read(cells(row).get(column).unwrap())
}
