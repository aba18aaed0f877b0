//! One council: its folder, its source, and what was last heard of it.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use care::record::PartName;
use jiff::Timestamp;
use tokio::time::Instant;

use crate::columns::Statement;
use crate::folder::{BadConfiguration, Folder, Limits};
use crate::health::{Heard, SourceHealth};
use crate::lane::Lane;
use crate::lists::Values;
use crate::people::People;
use crate::profile::Profile;
use crate::source::{Fault, Question, Source};

/// One council.
pub(crate) struct Council {
    pub(crate) profile: Profile,
    pub(crate) values: Values,
    pub(crate) limits: Limits,
    pub(crate) source: Arc<Source>,
    /// Every statement of the folder, in the order of [`Statement::all`].
    pub(crate) questions: Vec<Question>,
    pub(crate) lanes: BTreeMap<PartName, Arc<Lane>>,
    pub(crate) heard: Arc<Heard>,
}

impl Council {
    pub(crate) fn open(folder: Folder) -> Result<Self, BadConfiguration> {
        let (path, limits) = (folder.path, folder.limits);
        let source = Source::open(folder.source, limits).map_err(|fault| BadConfiguration {
            file: path.join("council.toml"),
            line: None,
            span: None,
            what: fault.to_string().into(),
            expected: "certificates of authorities that may vouch for the server".into(),
            nearest: None,
        })?;
        let question =
            |(statement, sql): (Statement, String)| Question { statement, sql: sql.into() };
        let questions: Vec<Question> = folder.statements.into_iter().map(question).collect();
        let lane = |question: &Question| match question.statement {
            Statement::Part(part) => {
                Some((part, Arc::new(Lane::new(question.clone(), limits.connections))))
            }
            Statement::People | Statement::PeopleSince => None,
        };
        Ok(Self {
            lanes: questions.iter().filter_map(lane).collect(),
            profile: folder.profile,
            values: folder.values,
            limits,
            source: Arc::new(source),
            questions,
            heard: Arc::default(),
        })
    }

    pub(crate) fn question(&self, statement: Statement) -> Option<&Question> {
        self.questions.iter().find(|question| question.statement == statement)
    }

    pub(crate) fn has_changes(&self) -> bool {
        self.question(Statement::PeopleSince).is_some()
    }

    pub(crate) fn people(&self, since: Option<&str>) -> Result<People<'_>, Fault> {
        let statement = if since.is_some() { Statement::PeopleSince } else { Statement::People };
        let question = self.question(statement).ok_or(Fault::NoStatement)?.clone();
        let stream = self.source.stream(question, since.map(str::to_owned));
        Ok(People::new(stream, statement, &self.values))
    }

    pub(crate) fn health(&self) -> SourceHealth {
        let resting = self.lanes.iter().filter(|(_, lane)| lane.is_resting());
        let supplied = |part: &PartName| self.lanes.contains_key(part);
        SourceHealth {
            resting: resting.map(|(part, _)| *part).collect(),
            not_supplied: PartName::ALL.into_iter().filter(|part| !supplied(part)).collect(),
            ..self.heard.now()
        }
    }

    /// Asks again and again in the background, until the part answers or the council is closed.
    pub(crate) fn watch(&self, lane: &Arc<Lane>, now: Timestamp) {
        let watched = Watched {
            lane: Arc::downgrade(lane),
            source: Arc::downgrade(&self.source),
            heard: Arc::downgrade(&self.heard),
            limits: self.limits,
        };
        tokio::spawn(watched.until_it_answers(now, Instant::now()));
    }
}

/// A part that rests, as its watcher holds it: the watcher keeps no council alive.
struct Watched {
    lane: Weak<Lane>,
    source: Weak<Source>,
    heard: Weak<Heard>,
    limits: Limits,
}

impl Watched {
    async fn until_it_answers(self, now: Timestamp, began: Instant) {
        loop {
            tokio::time::sleep(self.limits.rest).await;
            let held = (self.lane.upgrade(), self.source.upgrade(), self.heard.upgrade());
            let (Some(lane), Some(source), Some(heard)) = held else { return };
            if lane.try_again(&source, self.limits.part).await {
                heard.good(now.checked_add(began.elapsed()).unwrap_or(now));
                return;
            }
        }
    }
}
