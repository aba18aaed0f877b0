//! A real provider: the certified one of `e2e/provider`, run by Node.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};

use jiff::Timestamp;
use serde_json::{Value, json};
use signin::http::Http;
use signin::provider::{Profile, Provider};
use web::Providers;

use super::{plan, profiles};
use crate::house::{House, Vouching, houses_where};

/// The process in which all real providers of these tests run. It ends with them.
struct Process {
    _child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// One real provider, with an issuer of its own.
#[derive(Clone)]
pub(crate) struct Real {
    pub(crate) issuer: String,
}

impl Real {
    /// A new one, whose clock stands where the houses' stands.
    pub(crate) fn start(house_opens: Timestamp, how: &Value) -> Self {
        clock(house_opens);
        let mut order = json!({ "order": "start" });
        order.as_object_mut().unwrap().extend(how.as_object().unwrap().clone());
        let answer = order_of(&order);
        Self { issuer: answer.get("issuer").and_then(Value::as_str).unwrap().to_owned() }
    }

    /// What a house needs to offer it, under a name and otherwise as `change` says.
    pub(crate) fn vouches(
        &self,
        name: &'static str,
        change: impl Fn(&mut Profile) + Send + 'static,
    ) -> Vouching {
        let issuer = self.issuer.clone();
        Box::new(move |at: SocketAddr| {
            let address = format!("http://{at}");
            let mut profile = profiles::plain(&address, name, &issuer);
            change(&mut profile);
            let provider = Provider::new(profile, Http::new().unwrap());
            Providers { address, all: vec![Arc::new(provider)] }
        })
    }

    /// A house on each engine that offers it as `westshire`.
    pub(crate) async fn houses(&self) -> Vec<House> {
        houses_where(|| plan(self.vouches("westshire", |_| ()))).await
    }

    /// Takes a house on as its client, in the place of the one before.
    pub(crate) fn knows(&self, house: &House, name: &str, more: &Value) {
        let at = house.at;
        let mut client = json!({
            "client_id": "homeward",
            "client_secret": profiles::SECRET,
            "token_endpoint_auth_method": "client_secret_post",
            "redirect_uris": [format!("http://{at}/sign-in/{name}/back")],
            "post_logout_redirect_uris": [format!("http://{at}/")],
            "backchannel_logout_uri": format!("http://{at}/sign-in/{name}/ended"),
            "backchannel_logout_session_required": true,
        });
        client.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        client.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        order_of(&json!({ "order": "client", "issuer": self.issuer, "client": client }));
    }

    /// Takes somebody on, with what it will say of them.
    pub(crate) fn employs(&self, id: &str, claims: &Value) {
        let order = json!({
            "order": "account", "issuer": self.issuer, "id": id, "claims": claims,
        });
        order_of(&order);
    }

    pub(crate) fn rotates(&self, algorithm: &str) {
        let issuer = &self.issuer;
        order_of(&json!({ "order": "rotate", "issuer": issuer, "algorithm": algorithm }));
    }

    pub(crate) fn goes_down(&self) {
        order_of(&json!({ "order": "down", "issuer": self.issuer }));
    }

    pub(crate) fn comes_up(&self) {
        order_of(&json!({ "order": "up", "issuer": self.issuer }));
    }
}

/// Puts the clock of all real providers. Tests that move it must not run beside others: they share
/// the turn that [`turn`] gives.
pub(crate) fn clock(now: Timestamp) {
    order_of(&json!({ "order": "clock", "seconds": now.as_second() }));
}

/// Whoever holds it may move the clock.
pub(crate) async fn turn() -> tokio::sync::MutexGuard<'static, ()> {
    static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    TURN.lock().await
}

fn order_of(order: &Value) -> Value {
    static PROCESS: OnceLock<Mutex<Process>> = OnceLock::new();
    let mut process = PROCESS.get_or_init(|| Mutex::new(Process::start())).lock().unwrap();
    writeln!(process.orders, "{order}").unwrap();
    let mut answer = String::new();
    process.answers.read_line(&mut answer).unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{order}"));
    assert_eq!(answer.get("error"), None, "{order}");
    answer
}

impl Process {
    fn start() -> Self {
        let folder = folder();
        install(&folder);
        let mut child = Command::new("node")
            .arg("provider.mjs")
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("Node 20 or newer is needed: {error}"));
        let (orders, answers) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { _child: child, orders, answers: BufReader::new(answers) }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../e2e/provider")
}

/// Fetches the provider where the lock file asks for another than is there.
fn install(folder: &Path) {
    let age = |path: &str| fs::metadata(folder.join(path)).and_then(|data| data.modified()).ok();
    let (there, wanted) = (age("node_modules/.package-lock.json"), age("package-lock.json"));
    if there.is_some() && there >= wanted {
        return;
    }
    let npm = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])
        .current_dir(folder)
        .status();
    assert!(npm.is_ok_and(|status| status.success()), "npm could not fetch the provider");
}
