//! How often was something offered that must never be taken in?

use care::people::CouncilName;

use crate::engine::value::values;
use crate::engine::work::Work;
use crate::{Store, StoreError};

impl Store {
    /// Counts what a council's source offered and nobody took in.
    pub async fn drop_count(
        &self,
        council: &CouncilName,
        what: &str,
        times: u64,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO omissions (council, what, times) VALUES ($1, $2, $3)
            ON CONFLICT (council, what) DO UPDATE SET times = omissions.times + excluded.times";
        let times = i64::try_from(times).unwrap_or(i64::MAX);
        let work = Work::new().then_one(SQL, values![council.as_str(), what, times]);
        self.engine.commit(work).await?;
        Ok(())
    }

    /// What a council's source offered and nobody took in: what it was, and how often.
    pub async fn drop_counts(
        &self,
        council: &CouncilName,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        const SQL: &str = "SELECT what, times
            FROM omissions
            WHERE council = $1
            ORDER BY what
            LIMIT 1000";
        let rows = self.engine.rows(SQL, values![council.as_str()]).await?;
        rows.iter().map(|row| Ok((row.text("what")?.to_owned(), row.int("times")?))).collect()
    }
}
