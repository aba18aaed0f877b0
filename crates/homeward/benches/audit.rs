//! How fast is the audit verified, beside plain reading of what it lies in?
//!
//! Prints rows for `docs/performance.md`: for each engine the rows read and nothing done with them,
//! the same verified, and the bytes of the database read by nobody who understands them. `LINES` says
//! of how many lines, a million where it says nothing. The database lies in the folder for temporary
//! files: ten million lines need 20 GB there for each engine, one after the other.
#![expect(clippy::unwrap_used, reason = "a measurement whose ground gives way has failed")]
#![expect(clippy::print_stdout, reason = "the rows are the result")]

use std::fs::{self, File};
use std::io::Read;
use std::time::Instant;

use care::access::{
    Act, Actor, AuditLine, Ground, Looked, Organisation, Permission, Role, Seat, Staff,
};
use care::people::{PersonKey, StayId};
use homeward::audit::verify::{Against, verify};
use store::testing::{Ground as Database, grounds};
use store::{AuditRow, Store};

/// Lines that are put in at once.
const CHUNK: u64 = 100_000;

/// Rows that are read at once, as verifying does.
const PAGE: i64 = 4096;

#[tokio::main]
async fn main() {
    let lines = std::env::var("LINES").ok().and_then(|lines| lines.parse().ok());
    let lines: u64 = lines.unwrap_or(1_000_000);
    println!("| audit of {lines} lines | seconds | lines/s | MB/s of lines | most memory |");
    println!("|---|---|---|---|---|");
    for ground in grounds().await {
        let store = ground.open().await;
        write(&store, &ground, lines).await;
        if let Some(path) = ground.url().strip_prefix("sqlite:") {
            let began = Instant::now();
            let bytes = read_plainly(path) + read_plainly(&format!("{path}-wal"));
            tell(&format!("{ground:?}, its file read plainly"), (lines, bytes), began);
        }
        let began = Instant::now();
        let bytes = read_rows(&store).await;
        tell(&format!("{ground:?}, rows read"), (lines, bytes), began);
        let began = Instant::now();
        let verified = verify(&store, &Against::default(), &|_| {}).await.unwrap();
        assert!(verified.is_whole(), "{:?}", verified.chains);
        assert_eq!(verified.rows, lines);
        tell(&format!("{ground:?}, verified"), (lines, verified.bytes), began);
    }
}

fn tell(what: &str, (lines, bytes): (u64, u64), began: Instant) {
    let seconds = began.elapsed().as_secs_f64();
    let a_second = |many: u64| u32::try_from(many).map_or(f64::MAX, f64::from) / seconds;
    let (lines, megabytes) = (a_second(lines), a_second(bytes / 1_000_000));
    println!("| {what} | {seconds:.1} | {lines:.0} | {megabytes:.0} | {} |", most_memory());
}

/// The most memory that this process has had so far, where the system says it.
fn most_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    most.map_or_else(|| "?".to_owned(), |most| most.trim().to_owned())
}

fn read_plainly(path: &str) -> u64 {
    let Ok(mut file) = File::open(path) else { return 0 };
    let (mut buffer, mut bytes) = (vec![0; 1 << 20], 0);
    loop {
        match file.read(&mut buffer).unwrap() {
            0 => return bytes,
            read => bytes += read as u64,
        }
    }
}

async fn read_rows(store: &Store) -> u64 {
    let (mut from, mut bytes) = (i64::MIN, 0);
    loop {
        let page = store.audit_rows(from, PAGE).await.unwrap();
        let Some(last) = page.last().map(AuditRow::number) else { return bytes };
        bytes += page.iter().map(|row| row.line().len() as u64).sum::<u64>();
        from = last + 1;
    }
}

/// Writes a line through the service, and as many after it as are wanted: the same, each hung on the
/// one before it by the database.
async fn write(store: &Store, ground: &Database, lines: u64) {
    store.note(&opened()).await.unwrap();
    let mut written = 1;
    while written < lines {
        let more = CHUNK.min(lines - written);
        ground.tamper(&chunk(ground, more)).await;
        written += more;
    }
}

fn chunk(ground: &Database, lines: u64) -> String {
    let is_file = ground.url().starts_with("sqlite:");
    let patient = if is_file { "BEGIN;" } else { "SET statement_timeout = 0; BEGIN;" };
    format!(
        "{patient}
        INSERT INTO audit (chain, sequence, hash, at_us, act, staff_id, patient_id, stay_id,
            council, person_id, line)
        WITH RECURSIVE linked (sequence, hash, rest) AS (
            SELECT c.sequence, c.hash, {lines} FROM audit_chains c WHERE c.chain = 'trust:RZZ'
            UNION ALL
            SELECT l.sequence + 1, homeward_link(l.hash, l.sequence + 1, f.line), l.rest - 1
            FROM linked l
            JOIN audit f ON f.chain = 'trust:RZZ' AND f.sequence = 1
            WHERE l.rest > 0
        )
        SELECT f.chain, l.sequence, l.hash, f.at_us, f.act, f.staff_id, f.patient_id, f.stay_id,
            f.council, f.person_id, f.line
        FROM linked l
        JOIN audit f ON f.chain = 'trust:RZZ' AND f.sequence = 1
        WHERE l.rest < {lines}
        ORDER BY l.sequence;
        UPDATE audit_chains SET
            sequence = sequence + {lines},
            hash = (
                SELECT a.hash FROM audit a
                WHERE a.chain = 'trust:RZZ' AND a.sequence = audit_chains.sequence + {lines}
            )
        WHERE chain = 'trust:RZZ';
        COMMIT"
    )
}

/// A look, as most lines are.
fn opened() -> AuditLine {
    let organisation =
        Organisation::Hospital { trust: "RZZ".parse().unwrap(), site: "RZZ01".parse().unwrap() };
    let seat = Seat { role: Role::Ward, organisation };
    let id = "0123456789abcdef0123456789abcdef";
    let mut nurse = Staff::new(id.parse().unwrap(), "Nora Nurse", seat);
    nurse.origin.address = Some([192, 0, 2, 7].into());
    id.clone_into(&mut nurse.origin.session);
    let stay: StayId = id.parse().unwrap();
    let (permission, looked) = (Some(Permission::Given), Looked::default());
    let act = Act::Opened { ground: Ground::Stay(stay.clone()), permission, looked };
    let council = "westshire".parse().unwrap();
    AuditLine {
        patient: Some(id.parse().unwrap()),
        stay: Some(stay),
        person: Some(PersonKey { council, id: "P-1000001".parse().unwrap() }),
        ..AuditLine::new("2026-08-12T14:05:06Z".parse().unwrap(), Actor::from(&nurse), act)
    }
}
