//! One model is in use at a time, and who put it there is known.

use care::access::{Act, Actor};
use store::testing::stores;
use store::{AuditFilter, ModelState, Store, StoreError};

use crate::hospital::at;

#[tokio::test]
async fn one_model_is_in_use_at_a_time() {
    for store in stores().await {
        assert_eq!(store.model_in_use().await, Ok(None), "{store:?}");
        for (minute, version) in [(1, "one"), (2, "two")] {
            store.propose_model(version, ("weights", "fits well"), at(minute)).await.unwrap();
        }
        let again = store.propose_model("two", ("others", ""), at(3)).await;
        assert!(matches!(again, Err(StoreError::Duplicate(_))), "{store:?}: {again:?}");
        for (minute, version) in [(4, "one"), (5, "two"), (6, "one")] {
            store.switch_model(version, &Actor::Service, at(minute)).await.unwrap();
            assert_eq!(in_use(&store).await, Some(version.to_owned()), "{store:?}");
        }
        for missing in ["three", "one"] {
            let answer = store.switch_model(missing, &Actor::Service, at(7)).await;
            assert_eq!(answer, Err(StoreError::Conflict), "{store:?}: {missing}");
        }
        let states: Vec<_> = store.models().await.unwrap();
        let states: Vec<_> = states.iter().map(|one| (one.version.as_str(), one.state)).collect();
        let expected = [("two", ModelState::Retired), ("one", ModelState::InUse)];
        assert_eq!(states, expected, "{store:?}");
        let line = store.audit_lines(&AuditFilter::All, 1).await.unwrap().remove(0);
        assert_eq!(line.act, Act::SwitchedModel { version: "one".into() }, "{store:?}");
    }
}

async fn in_use(store: &Store) -> Option<String> {
    store.model_in_use().await.unwrap().map(|model| model.version)
}
