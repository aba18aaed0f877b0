//! A council's server elsewhere is spoken to in TLS, and only if it is the one we meant.

use std::net::TcpListener;
use std::time::Duration;

use care::record::Fact;
use council::{Councils, Fault, Surroundings};
use store::testing::Cluster;
use tokio_postgres::NoTls;

use super::ground::{Ground, SETTINGS, now, person, sqlite};

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The council of `ground`, on a server at `host`.
fn joined(ground: &Ground, port: u16, (host, mode): (&str, &str), authority: &str) -> Councils {
    let source = format!(
        "postgres://postgres@{host}:{port}/postgres?hostaddr=127.0.0.1&sslmode={mode}\"\n{authority}"
    );
    ground.write("council.toml", &SETTINGS.replace("sqlite:care.db\"", &source));
    let around = Surroundings { environment: &|_| None, sources: &[] };
    Councils::open(&ground.councils(), &around).unwrap()
}

#[tokio::test]
async fn only_a_server_whose_certificate_names_it_and_is_trusted_is_asked() {
    let (ground, port) = (sqlite(), free_port());
    let _cluster = Cluster::with_tls(port);
    ground.write(
        "equipment.sql",
        "SELECT version AS name FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND $1 <> ''",
    );
    let trusted = format!("ca_file = \"{}\"\n", Cluster::AUTHORITY);
    let spoken = async |place, authority: &str| {
        let fetched = joined(&ground, port, place, authority).fetch(&person("1"), now()).await;
        fetched.record.equipment.fact.map(|equipment| equipment.first().unwrap().name.clone())
    };
    let tls = Fact::Known(Fact::Known("TLSv1.3".to_owned()));
    assert_eq!(spoken(("localhost", "require"), &trusted).await, tls);
    assert_eq!(spoken(("localhost", "verify-full"), &trusted).await, tls);
    assert_eq!(spoken(("localhost", "disable"), "").await, Fact::Known(Fact::NotRecorded));
    assert_eq!(spoken(("localhost", "require"), "").await, Fact::CouldNotCheck);
    assert_eq!(spoken(("127.0.0.1", "require"), &trusted).await, Fact::CouldNotCheck);
}

#[tokio::test]
async fn a_hanging_question_is_stopped_in_tls_as_well() {
    let (ground, port) = (sqlite(), free_port());
    let _cluster = Cluster::with_tls(port);
    ground.write("equipment.sql", "SELECT 'Rail' AS name WHERE $1 <> pg_sleep(60)::text");
    let trusted = format!("ca_file = \"{}\"\n", Cluster::AUTHORITY);
    let councils = joined(&ground, port, ("localhost", "require"), &trusted);
    let fetched = councils.fetch(&person("1"), now()).await;
    assert_eq!(fetched.faults.into_values().collect::<Vec<_>>(), [Fault::TooSlow]);
    let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
    tokio::spawn(connection);
    let hanging = "SELECT count(*) FROM pg_stat_activity
        WHERE query LIKE '%pg_sleep(60)%' AND state = 'active' AND pid <> pg_backend_pid()";
    let stopped = async {
        while client.query_one(hanging, &[]).await.unwrap().get::<_, i64>(0) > 0 {
            tokio::task::yield_now().await;
        }
    };
    // The server's own limit comes three seconds after ours.
    tokio::time::timeout(Duration::from_secs(2), stopped).await.unwrap();
}
