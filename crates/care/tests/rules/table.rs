//! The access table of the code, cell by cell, against the one that was agreed.

use care::access::{DataGroup, Leave, Role, leave};

use crate::agreed::{AS_AGREED, cells, read};

#[test]
fn each_role_may_see_and_do_what_was_agreed_and_nothing_else() {
    let rows: Vec<&str> = AS_AGREED.trim().lines().skip(1).collect();
    assert_eq!(rows.len(), DataGroup::ALL.len());
    let mut seen = 0;
    for (row, group) in rows.into_iter().zip(DataGroup::ALL) {
        let cells = cells(row);
        assert_eq!(cells.len(), Role::ALL.len(), "{row}");
        for (cell, role) in cells.into_iter().zip(Role::ALL) {
            assert_eq!(leave(role, group), read(cell), "{role:?}, {row}");
            seen += 1;
        }
    }
    assert_eq!(seen, 23 * 12);
}

#[test]
fn nobody_sees_the_detail_of_safeguarding() {
    for role in Role::ALL {
        assert_eq!(leave(role, DataGroup::SafeguardingDetail), Leave::None);
    }
}
