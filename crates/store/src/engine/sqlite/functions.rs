//! Which functions of ours do statements call?
//!
//! PostgreSQL keeps its own, made by the migration that first needs them.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use crate::audit::link;

/// Makes our functions known to a connection.
pub(crate) fn add(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("homeward_link", 3, flags, |given| {
        let text = |index| given.get_raw(index).as_str().map_err(rusqlite::Error::from);
        Ok(link::link(text(0)?, given.get(1)?, text(2)?))
    })
}
