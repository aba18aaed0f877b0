//! Every cell of the table through the real door: each role, however near, whatever was answered,
//! whatever is marked on the person. The page and the sheet show exactly what was agreed.

mod agreed;
mod people;
#[path = "../../../care/tests/rules/agreed.rs"]
mod table;

use care::access::{Act, Actor, DataGroup, Extent, Ground, Leave, PermissionMode};
use store::AuditFilter;

use self::agreed::{Answer, CANARIES, Meets, NEVER, SEATS, Seat, Side, Where, meets};
use self::people::{Mark, Met, Near, SHUT, meet};
use self::table::agreed;
use crate::browser::{Answer as Page, Browser};
use crate::house::{House, Plan, houses_where};

/// Somebody at their browser.
struct Viewer {
    seat: Seat,
    browser: Browser,
    token: String,
}

impl Viewer {
    async fn send(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        let token = [("token", self.token.as_str())];
        let form: Vec<_> = form.iter().copied().chain(token).collect();
        self.browser.post(path, &form).await
    }

    /// Tries one cell: the page, and paper where `prints`.
    async fn try_cell(&mut self, met: &Met, cell: Cell, prints: bool) {
        let said = format!("{:?} {:?} {:?} {cell:?}", self.seat.staff, met.near, met.mark);
        let person = format!("/patients/{}", met.id);
        let page = self.browser.get(&person).await;
        let meets = meets(self.seat, met, cell.answer, cell.gave_reason);
        self.check(&page, (met, cell, meets), Where::Screen, &said);
        if !prints {
            return;
        }
        let print = format!("{person}/print");
        for (sheet, form) in
            [(Where::Sheet, &[][..]), (Where::SensitiveSheet, &[("sensitive", "yes")][..])]
        {
            let page = self.send(&print, form).await;
            let meets = match meets {
                Meets::Record { paper: false } => Meets::NotForTheRole,
                other => other,
            };
            self.check(&page, (met, cell, meets), sheet, &format!("{said} {sheet:?}"));
        }
    }

    #[track_caller]
    fn check(&self, page: &Page, (met, cell, meets): (&Met, Cell, Meets), on: Where, said: &str) {
        let opened = matches!(meets, Meets::Record { .. });
        match meets {
            Meets::Record { .. } => assert_eq!(page.status, 200, "{said}: {}", page.text()),
            Meets::Page(heading) => assert_eq!(page.heading(), heading, "{said}"),
            Meets::Question(which) => {
                let to = format!("/patients/{}/{which}", met.id);
                assert_eq!(page.header("location"), to, "{said}: {}", page.text());
            }
            Meets::NotForTheRole => assert_eq!(page.status, 403, "{said}: {}", page.text()),
            Meets::Nothing => assert_eq!(page.status, 404, "{said}: {}", page.text()),
        }
        let text = page.text();
        for canary in &CANARIES {
            let expected = opened && canary.is_on(self.seat, met, cell.gave_reason, on);
            assert_eq!(text.contains(canary.word), expected, "{said}: {}: {text}", canary.word);
        }
        for never in NEVER {
            assert!(!page.body.contains(never), "{said}: {never}");
        }
        if let (Meets::Record { paper }, Where::Screen) = (meets, on) {
            let offered = page.body.contains(&format!("/patients/{}/print", met.id));
            assert_eq!(offered, paper, "{said}: printing is offered where it works");
        }
    }

    /// Whether the step asks something of this viewer, so that it goes on from here.
    fn is_of_hospital(&self) -> bool {
        self.seat.side == Side::Hospital
    }
}

/// One place in the walk.
#[derive(Clone, Copy, Debug)]
struct Cell {
    answer: Answer,
    gave_reason: bool,
}

async fn viewers(house: &House) -> Vec<Viewer> {
    let mut viewers = Vec::new();
    for seat in SEATS {
        let mut browser = house.sign_in(seat.staff).await;
        let token = browser.token().await;
        viewers.push(Viewer { seat, browser, token });
    }
    viewers
}

/// The steps of one patient, each tried by everybody.
async fn walk(viewers: &mut [Viewer], met: &Met) {
    let at = |answer, gave_reason| Cell { answer, gave_reason };
    let person = format!("/patients/{}", met.id);
    let (ask, why) = (format!("{person}/permission"), format!("{person}/reason"));
    for viewer in viewers.iter_mut() {
        viewer.try_cell(met, at(Answer::Unasked, false), true).await;
        viewer.send(&why, &[("reason", "Rang us about the discharge")]).await;
        viewer.try_cell(met, at(Answer::Unasked, true), false).await;
        viewer.send(&ask, &[("agreed", "not_asked"), ("why", "emergency")]).await;
        viewer.try_cell(met, at(Answer::CouldNotAsk, true), true).await;
    }
    if SHUT.contains(&met.mark) || met.near == Near::Elsewhere {
        return;
    }
    viewers[0].send(&ask, &[("agreed", "no")]).await;
    for viewer in viewers.iter_mut() {
        viewer.try_cell(met, at(Answer::No, true), false).await;
    }
    let form = [("why", "law"), ("words", "the coroner asks for it")];
    for viewer in viewers.iter_mut() {
        viewer.send(&format!("{person}/override"), &form).await;
        viewer.try_cell(met, at(Answer::NoOverridden, true), true).await;
    }
    for viewer in viewers.iter_mut().filter(|viewer| viewer.is_of_hospital()) {
        viewer.browser.agree(&ask).await;
    }
    for viewer in viewers.iter_mut() {
        viewer.try_cell(met, at(Answer::YesAfterAll, true), false).await;
    }
}

async fn walk_all(house: &House) {
    let met = meet(house).await;
    let mut viewers = viewers(house).await;
    for one in &met {
        walk(&mut viewers, one).await;
    }
    for one in met.iter().filter(|one| one.near == Near::Here && one.mark == Mark::None) {
        lines_name_the_parts(house, one).await;
    }
}

/// Each line of the audit names the parts that its viewer was shown, and no other.
async fn lines_name_the_parts(house: &House, met: &Met) {
    let filter = AuditFilter::Patient(met.id.clone());
    let lines = house.store.audit_lines(&filter, 500).await.unwrap();
    let mut opened = 0;
    for line in lines {
        let Actor::Staff { id, role, .. } = line.actor else { continue };
        let Act::Opened { ground, looked, .. } = line.act else { continue };
        let said_why = matches!(ground, Ground::Stated(_));
        opened += 1;
        for group in DataGroup::ALL.into_iter().filter(|group| group.is_of_the_record()) {
            let expected = match agreed(role, group) {
                Leave::Full | Leave::AfterPermission => Extent::Full,
                Leave::Minimum | Leave::MinimumAfterPermission => Extent::Minimum,
                Leave::WithReason if said_why => Extent::Full,
                Leave::WithReason | Leave::Report | Leave::None => Extent::Nothing,
            };
            assert_eq!(looked.shown.of(group), expected, "{id:?} {group:?} {said_why}");
        }
    }
    assert!(opened > 20, "{opened} lines");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_through_the_door_is_as_agreed() {
    let plan = || Plan { mode: PermissionMode::Ask, ..Plan::default() };
    let mut walks = tokio::task::JoinSet::new();
    for house in houses_where(plan).await {
        walks.spawn(async move { walk_all(&house).await });
    }
    walks.join_all().await;
}
