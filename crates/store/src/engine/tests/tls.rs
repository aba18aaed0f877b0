//! A server elsewhere is spoken to in TLS, and only if it is the one we meant.

use std::net::TcpListener;

use super::*;
use crate::testing;
use crate::testing::Cluster;

const AUTHORITY: &str = Cluster::AUTHORITY;

/// `localhost` is what the certificate names; the address it stands for is not.
#[tokio::test]
async fn only_a_server_whose_certificate_names_it_and_is_trusted_is_spoken_to() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let _cluster = Cluster::with_tls(port);
    let trusted = format!("&sslrootcert={AUTHORITY}");
    check(port, "localhost", &format!("sslmode=require{trusted}"), Some("TLSv1.3")).await;
    check(port, "localhost", &format!("sslmode=prefer{trusted}"), Some("TLSv1.3")).await;
    check(port, "localhost", "sslmode=disable", Some("in the clear")).await;
    check(port, "localhost", "", Some("in the clear")).await;
    check(port, "localhost", "sslmode=require", None).await;
    check(port, "127.0.0.1", &format!("sslmode=require{trusted}"), None).await;
    check(port, "127.0.0.1", &format!("sslmode=prefer{trusted}"), None).await;
}

#[tokio::test]
async fn a_server_without_tls_is_refused_where_tls_is_required() {
    let ground = testing::postgres().await;
    let url = format!("{}&sslmode=require&sslrootcert={AUTHORITY}", ground.url());
    let opened = Engine::open(&url.parse().unwrap()).await.map(drop);
    let refused = matches!(opened, Err(OpenError::Engine(StoreError::Unavailable(_))));
    assert!(refused, "{opened:?}");
}

#[tokio::test]
async fn an_authority_that_cannot_be_read_is_named() {
    let url = "postgres://u@db.example/n?sslrootcert=/nonexistent/authority.pem";
    let opened = Engine::open(&url.parse().unwrap()).await.map(drop);
    let named = matches!(&opened, Err(OpenError::Certificates { path }) if path.ends_with("y.pem"));
    assert!(named, "{opened:?}");
}

/// How the connection is spoken, or `None` where there is to be none.
async fn check(port: u16, host: &str, query: &str, expected: Option<&str>) {
    const SQL: &str = "SELECT COALESCE(CAST(version AS TEXT), 'in the clear') AS spoken
        FROM pg_stat_ssl
        WHERE pid = pg_backend_pid()";
    let url = format!("postgres://postgres@{host}:{port}/postgres?hostaddr=127.0.0.1&{query}");
    match (Store::open(&url.parse().unwrap()).await, expected) {
        (Ok(store), Some(expected)) => {
            let rows = store.engine.rows(SQL, values![]).await.unwrap();
            assert_eq!(rows[0].text("spoken"), Ok(expected), "{host} {query}");
        }
        (Err(OpenError::Engine(StoreError::Unavailable(_))), None) => {}
        (answer, _) => panic!("{host} {query}: {:?}", answer.map(drop)),
    }
}
