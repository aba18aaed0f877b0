//! The access table: what each role may see and do.

use super::{DataGroup, Role};

/// How far a role may see a group of facts, or do what the group stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Leave {
    /// Nothing. Whatever the table does not grant is this.
    None,
    /// All of it.
    Full,
    /// Only yes or no, or the minimum.
    Minimum,
    /// All of it, once the question of permission is answered.
    AfterPermission,
    /// Only yes or no, once the question of permission is answered.
    MinimumAfterPermission,
    /// With a reason stated, and a line on the privacy list.
    WithReason,
    /// May report what is wrong, not decide.
    Report,
}

/// How far `role` may see `group`. This table is the only place where that is decided.
pub fn leave(role: Role, group: DataGroup) -> Leave {
    let column = Role::ALL.iter().position(|each| *each == role);
    let row = TABLE.iter().find(|(each, _)| *each == group);
    match (column, row) {
        (Some(column), Some((_, cells))) => {
            cells.chars().filter(|cell| *cell != ' ').nth(column).map_or(Leave::None, read_cell)
        }
        _ => Leave::None,
    }
}

fn read_cell(cell: char) -> Leave {
    match cell {
        '#' => Leave::Full,
        'o' => Leave::Minimum,
        'A' => Leave::AfterPermission,
        'a' => Leave::MinimumAfterPermission,
        'R' => Leave::WithReason,
        'r' => Leave::Report,
        _ => Leave::None,
    }
}

/// `#` full, `o` minimum, `A` after permission, `a` minimum after permission, `R` with reason,
/// `r` report, `.` nothing. Columns in the order of [`Role::ALL`]: emergency department, ward,
/// therapist, discharge coordinator, ward clerk | social worker, out-of-hours team, brokerage,
/// safeguarding lead | privacy officer, service owner, support.
#[rustfmt::skip]
const TABLE: [(DataGroup, &str); 23] = [
    //                               hospital council other
    (DataGroup::Identity,           "##### #### #.."),
    (DataGroup::KnownAndTeam,       "AAAA. #### ..."),
    (DataGroup::Packages,           "AAAA. #### ..."),
    (DataGroup::CarerAndContacts,   "AAAA. #### ..."),
    (DataGroup::Home,               "AAAA. #### ..."),
    (DataGroup::Communication,      "AAAAo #### ..."),
    (DataGroup::Decisions,          "AAAA. ##o# ..."),
    (DataGroup::Assessment,         "AAAA. ##o# ..."),
    (DataGroup::SafeguardingFlag,   "aaaa. ##.# ..."),
    (DataGroup::SafeguardingDetail, "..... .... ..."),
    (DataGroup::StaffRisk,          "aaaa. #### ..."),
    (DataGroup::ProtectedLocation,  "..... RRRR ..."),
    (DataGroup::HospitalStay,       "##### #### ..."),
    (DataGroup::AskAndAnswer,       "####. #### ..."),
    (DataGroup::TellCouncil,        "##### .... ..."),
    (DataGroup::RequestRestart,     "##.#. ###. ..."),
    (DataGroup::ConfirmRestart,     "..... ###. ..."),
    (DataGroup::DischargePlan,      "o###o #o#. ..."),
    (DataGroup::AccessLog,          "..... ...R #.."),
    (DataGroup::Dashboards,         "...o. o.o. o#o"),
    (DataGroup::Status,             "..... .... ..#"),
    (DataGroup::MatchDesk,          "rrrrr #rr# #.."),
    (DataGroup::Accounts,           "..... .... ..#"),
];
