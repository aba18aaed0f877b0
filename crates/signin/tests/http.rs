//! Where does a request of this crate end that somebody wants to lead elsewhere?
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::net::SocketAddr;

use signin::http::{Address, Http, NoAnswer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// A server that answers everything with these bytes, and what it was asked.
async fn server(answer: String) -> (SocketAddr, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let (tell, asked) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 8192];
            let count = stream.read(&mut request).await.unwrap();
            tell.send(String::from_utf8_lossy(request.get(..count).unwrap()).into_owned()).unwrap();
            // Whoever has read enough goes away in the middle.
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    (at, asked)
}

fn address(at: SocketAddr) -> Address {
    format!("http://{at}/keys").parse().unwrap()
}

#[tokio::test]
async fn nobody_leads_us_on_to_another_address() {
    let (elsewhere, mut asked_there) = server("HTTP/1.1 200 OK\r\n\r\n{}".to_owned()).await;
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let redirect = format!(
            "HTTP/1.1 {status}\r\nLocation: http://{elsewhere}/\r\nContent-Length: 0\r\n\
             Connection: close\r\n\r\n"
        );
        let (at, mut asked) = server(redirect).await;
        let http = Http::new().unwrap();
        let answer = http.get_json::<serde_json::Value>(&address(at)).await;
        assert!(matches!(answer, Err(NoAnswer::Status(300..=399))), "{status}: {answer:?}");
        let posted = http.post(&address(at), &[("code", "secret")], None).await.unwrap();
        assert!((300..400).contains(&posted.status), "{status}");
        assert!(asked.recv().await.unwrap().starts_with("GET /keys "));
        assert!(asked.recv().await.unwrap().starts_with("POST /keys "));
    }
    assert!(asked_there.try_recv().is_err(), "nobody was asked elsewhere");
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let endless = format!("HTTP/1.1 200 OK\r\n\r\n[{}", "1,".repeat(2_000_000));
    let (at, _asked) = server(endless).await;
    let answer = Http::new().unwrap().get_json::<serde_json::Value>(&address(at)).await;
    assert!(matches!(answer, Err(NoAnswer::TooLong)), "{answer:?}");
}
