//! Does the national service answer when it is asked for NHS numbers?

use jiff::Timestamp;
use serde::Serialize;

use super::ago;
use crate::app::{App, National};
use crate::components::cells;
use crate::components::markup::Markup;
use crate::components::state::{State as Shown, Tone};
use crate::components::table::{Column, Table};

/// One line, or none where nobody is asked.
pub(super) fn table(app: &App, now: Timestamp) -> Result<Table, askama::Error> {
    let columns = vec![
        Column::words("Service"),
        Column::words("State"),
        Column::words("Last answer"),
        Column::words("Last failure"),
        Column::numbers("Patients to ask about"),
    ];
    let rows = app.national().into_iter().map(|national| row(&national, now));
    Ok(Table::list("National service", columns, rows.collect::<Result<_, _>>()?))
}

fn row(national: &National, now: Timestamp) -> Result<Vec<Markup>, askama::Error> {
    let answer = national.last_answer.map_or_else(|| "None yet".to_owned(), |at| ago(at, now));
    let failure = national.last_failure.as_ref();
    let failure = failure
        .map_or_else(|| "None".to_owned(), |(at, words)| format!("{}: {words}", ago(*at, now)));
    Ok(vec![
        Markup::from("NHS number tracing"),
        cells::state(&state(national))?,
        Markup::from(answer),
        Markup::from(failure),
        Markup::from(national.waiting.to_string()),
    ])
}

fn state(national: &National) -> Shown {
    let failed_at = national.last_failure.as_ref().map(|(at, _)| *at);
    match (national.last_answer, failed_at) {
        _ if national.rests => Shown::new(Tone::Alarm, "Left alone after failures"),
        (None, None) => Shown::new(Tone::Waiting, "Not asked yet"),
        (answered, failed) if answered >= failed => Shown::new(Tone::Good, "Answering"),
        _ => Shown::new(Tone::Careful, "Not answering"),
    }
}

/// The same for a machine.
#[derive(Serialize)]
pub(super) struct NationalJson {
    last_answer_at: Option<Timestamp>,
    last_failure_at: Option<Timestamp>,
    waiting: usize,
    rests: bool,
}

pub(super) fn json(app: &App) -> Option<NationalJson> {
    app.national().map(|national| NationalJson {
        last_answer_at: national.last_answer,
        last_failure_at: national.last_failure.map(|(at, _)| at),
        waiting: national.waiting,
        rests: national.rests,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(national: &National, expected: &str) {
        assert_eq!(state(national).words, expected);
    }

    #[test]
    fn what_came_last_decides_whether_it_answers() {
        let at = |second: i64| Timestamp::from_second(1_786_000_000 + second).ok();
        let failed = |second| at(second).map(|at| (at, "the answer is too long".to_owned()));
        let quiet = National::default();
        check(&quiet, "Not asked yet");
        let answering = National { last_answer: at(2), last_failure: failed(1), ..quiet.clone() };
        check(&answering, "Answering");
        check(&National { last_failure: failed(3), ..answering.clone() }, "Not answering");
        check(&National { last_failure: failed(3), ..quiet }, "Not answering");
        check(&National { rests: true, ..answering }, "Left alone after failures");
    }
}
