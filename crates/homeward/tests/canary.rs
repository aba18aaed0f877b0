//! Nobody's name, number, address or words come out anywhere but on the pages meant for them.
//!
//! One patient consists of canaries: words that stand nowhere else. They are sent in every way that
//! could make the program speak of them; then everything it said is searched.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

#[path = "harness/process.rs"]
mod process;
#[path = "harness/sender.rs"]
mod sender;

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use invented::Town;
use jiff::civil::date;
use process::{Folder, Homeward};
use rusqlite::Connection;
use sender::Sender;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What must never be said. The last are parts of numbers, as a careless line could shorten them.
const CANARIES: [&str; 13] = [
    "CANARYFAMILY",
    "CANARYGIVEN",
    "CANARYSTREET",
    "CANARYREASON",
    "CANARYOPERATOR",
    "CANARYNUMBER",
    "CANARYVISIT",
    "CANARYJUNK",
    "XX9 9ZZ",
    "07700900999",
    "9991234519",
    "999 123 4519",
    "1938-02-14",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_canary_is_heard_in_the_log_or_on_the_pages_open_to_all() {
    let folder = Folder::new("canary");
    let settings = folder.settings(&format!("sqlite:{}", folder.path().join("h.db").display()));
    let council = folder.path().join("councils/westshire");
    copy_council(&council);
    let text = fs::read_to_string(&settings).unwrap() + "\n[log]\nlevel = \"debug\"\n";
    fs::write(&settings, text).unwrap();
    let homeward = Homeward::serve(&folder, &settings);
    say_everything(homeward.feed).await;
    let store = store::Store::open(&database(&folder)).await.unwrap();
    while !store.unfiled_messages(1).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    let pages = homeward.said.iter().find_map(|line| line.strip_prefix("open http://"));
    let pages = pages.unwrap().trim_end_matches('/').parse().unwrap();
    let mut said = String::new();
    for path in ["/", "/status", "/status.json", "/status/messages", "/wards", "/wards/7B"] {
        said += &get(pages, path).await;
    }
    said += &attempt(&settings);
    assert!(homeward.stop(), "it ends well when asked: {}", folder.log());
    said += &folder.log();
    assert!(said.contains("filed") && said.contains("westshire"), "nothing was said at all");
    for canary in CANARIES {
        let at = said.find(canary);
        let near = at.map(|at| said.get(at.saturating_sub(200)..at + 40).unwrap_or_default());
        assert_eq!(near, None, "{canary} was heard");
    }
}

/// Admitted, updated, repeated, merged, discharged; then everything that goes wrong.
async fn say_everything(feed: SocketAddr) {
    let mut sender = Sender::connect(feed).await.unwrap();
    for (number, trigger) in
        ["A01", "A08", "A08", "A31", "A03", "A13", "A11", "A99"].iter().enumerate()
    {
        let answer = sender.send(&message(trigger, number / 2)).await.unwrap();
        assert!(answer.contains("MSA|AA|"), "{answer}");
    }
    let merge = message("A40", 20).replace("PV1|", "MRG|CANARYNUMBER2^^^RZZ\rPV1|");
    assert!(sender.send(&merge).await.unwrap().contains("MSA|AA|"));
    let wrong = [
        message("A01", 30).replace("|P|2.4", "|T|2.4"),
        message("A01", 31).replace("PID|", "ZID|"),
        message("A01", 32).replace("ADT^", "ORU^"),
        message("A01", 33).replace("UNICODE", "CANARYJUNK"),
        "CANARYJUNK CANARYFAMILY 9991234519".to_owned(),
    ];
    for message in wrong {
        let answer = sender.send(&message).await.unwrap();
        assert!(answer.contains("MSA|AE|") || answer.contains("MSA|AR|"), "{answer}");
    }
    sender.write(b"CANARYJUNK").await.unwrap();
    assert!(sender.send(&message("A08", 40)).await.is_ok());
    sender.write(&[b"\x0b", message("A01", 50).as_bytes()].concat()).await.unwrap();
    drop(sender);
    let mut sender = Sender::connect(feed).await.unwrap();
    let long = message("A01", 60) + &"OBX|1|TX|||CANARYREASON\r".repeat(100_000);
    assert!(sender.send(&long).await.unwrap().contains("MSA|AR|"));
}

fn message(trigger: &str, number: usize) -> String {
    let at = "20260812090000+0100";
    [
        format!(
            "MSH|^~\\&|PAS|RZZ|ROUTE|ROUTE|{at}||ADT^{trigger}|CANARYNUMBER{number}|P|2.4|||||GBR|UNICODE"
        ),
        format!("EVN||{at}|||OP^CANARYOPERATOR|{at}"),
        format!(
            "PID|1||9991234519^^^NHS~CANARYNUMBER^^^RZZ||CANARYFAMILY^CANARYGIVEN||19380214|2|||\
             1 CANARYSTREET^^^^XX9 9ZZ||07700900999{}NSTS01",
            "|".repeat(19)
        ),
        format!("PV1|1|I|RZZ^7B^1^RZZ01|21{}CANARYVISIT^^^RZZ", "|".repeat(15)),
        "PV2|||F^CANARYREASON".to_owned(),
        String::new(),
    ]
    .join("\r")
}

/// The invented council, one of whose people is the canary too.
fn copy_council(folder: &Path) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../councils/westshire");
    fs::create_dir_all(folder).unwrap();
    for file in fs::read_dir(source).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.join(file.file_name())).unwrap();
    }
    let database = folder.join("westshire.db");
    Town::new(7, 300, date(2026, 8, 12)).write_council(&database).unwrap();
    let order = format!(
        "UPDATE DM_PERSONS SET LAST_NAME = 'CANARYFAMILY', FIRST_NAME = 'CANARYGIVEN',
            NHS_ID = '9991234519', DATE_OF_BIRTH = '1938-02-14' WHERE PERSON_ID = {FIRST};
        UPDATE DM_ADDRESSES SET STREET = 'CANARYSTREET', POST_CODE = 'XX9 9ZZ'
            WHERE PERSON_ID = {FIRST};"
    );
    Connection::open(&database).unwrap().execute_batch(&order).unwrap();
}

const FIRST: &str = "(SELECT MIN(PERSON_ID) FROM DM_PERSONS WHERE CONTEXT_FLAG = 'A')";

/// Asks the council for the canary's record, and gives all that was said of that.
fn attempt(settings: &Path) -> String {
    let database = settings.with_file_name("councils").join("westshire/westshire.db");
    let person: String = Connection::open(database)
        .unwrap()
        .query_row(&format!("SELECT CAST({FIRST} AS TEXT)"), [], |row| row.get(0))
        .unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_homeward"))
        .args(["council", "try", "westshire", &person, "--config"])
        .arg(settings)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

async fn get(pages: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(pages).await.unwrap();
    let ask = format!("GET {path} HTTP/1.1\r\nHost: {pages}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 "), "{path}: {answer}");
    answer
}

fn database(folder: &Folder) -> store::Database {
    format!("sqlite:{}", folder.path().join("h.db").display()).parse().unwrap()
}
