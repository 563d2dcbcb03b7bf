//! A homeserver that misbehaves: a proxy before the real one, which does what a test says.

use serde_json::Value;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What happens to a request.
#[derive(Clone)]
pub(crate) enum Fault {
    /// Refused with this status and body; the homeserver never hears of it.
    Refuse(u16, String),
    /// Done by the homeserver, and then this status and body.
    Deny(u16, String),
    /// The connection ends without a word.
    Nothing,
    /// Done by the homeserver; half of the answer arrives, then the connection ends.
    Half,
    /// Nothing comes, and the connection stays; the homeserver never hears of it.
    Silence,
    /// Done by the homeserver; nothing comes back, and the connection stays.
    Swallow,
    /// The answer is changed.
    Change(Arc<dyn Fn(&mut Value) + Send + Sync>),
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refuse(status, _) => write!(f, "Refuse({status})"),
            Self::Deny(status, _) => write!(f, "Deny({status})"),
            Self::Nothing => f.write_str("Nothing"),
            Self::Half => f.write_str("Half"),
            Self::Silence => f.write_str("Silence"),
            Self::Swallow => f.write_str("Swallow"),
            Self::Change(_) => f.write_str("Change"),
        }
    }
}

/// The proxy; it ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Proxy {
    url: String,
    state: Arc<State>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct State {
    upstream: String,
    rules: Mutex<Vec<Rule>>,
    met: watch::Sender<usize>,
    paths: Mutex<Vec<String>>,
}

#[derive(Debug)]
struct Rule {
    /// Stands in the request's line, `PUT /_matrix/…`.
    line: String,
    fault: Fault,
    /// How many such requests pass before it counts.
    pass: usize,
    left: usize,
}

struct Request {
    line: String,
    head: String,
    body: Vec<u8>,
}

impl Proxy {
    /// A proxy before the server at `url`, `http://127.0.0.1:8008`.
    pub(crate) async fn start(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("a port").port();
        let state = Arc::new(State {
            upstream: url.trim_start_matches("http://").to_owned(),
            rules: Mutex::default(),
            met: watch::Sender::new(0),
            paths: Mutex::default(),
        });
        let serving = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let state = Arc::clone(&serving);
                // A client that goes away ends its request, and nothing else.
                tokio::spawn(async move { serve(client, &state).await.ok() });
            }
        });
        Self { url: format!("http://127.0.0.1:{port}"), state, task }
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The next `times` requests whose line contains `line` meet this.
    pub(crate) fn on(&self, line: &str, fault: Fault, times: usize) {
        locked(&self.state.rules).push(Rule { line: line.to_owned(), fault, pass: 0, left: times });
    }

    /// So many requests from now pass; the next meets this.
    pub(crate) fn after(&self, requests: usize, fault: Fault) {
        let rule = Rule { line: String::new(), fault, pass: requests, left: 1 };
        locked(&self.state.rules).push(rule);
    }

    /// How many requests have met a fault since the proxy began.
    pub(crate) fn faults(&self) -> usize {
        *self.state.met.borrow()
    }

    /// From now on all is well.
    pub(crate) fn mend(&self) {
        locked(&self.state.rules).clear();
    }

    /// Returns when this many requests have met a fault since the proxy began.
    pub(crate) async fn met(&self, count: usize) {
        let mut met = self.state.met.subscribe();
        met.wait_for(|met| *met >= count).await.expect("the proxy runs");
    }

    /// The lines of all requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        locked(&self.state.paths).clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl State {
    fn fault(&self, line: &str) -> Option<Fault> {
        locked(&self.paths).push(line.to_owned());
        let mut rules = locked(&self.rules);
        let rule = rules.iter_mut().find(|rule| rule.left > 0 && line.contains(&rule.line))?;
        if rule.pass > 0 {
            rule.pass -= 1;
            return None;
        }
        rule.left -= 1;
        Some(rule.fault.clone())
    }
}

async fn serve(mut client: TcpStream, state: &State) -> std::io::Result<()> {
    let Some(request) = read(&mut client).await? else { return Ok(()) };
    let fault = state.fault(&request.line);
    let met = || state.met.send_modify(|met| *met += 1);
    match fault {
        None => {
            let (head, body) = forward(&request, &state.upstream).await?;
            answer(&mut client, &head, &body).await
        }
        Some(Fault::Refuse(status, body)) => {
            answer(&mut client, &refusal(status), body.as_bytes()).await?;
            met();
            Ok(())
        }
        Some(Fault::Deny(status, body)) => {
            forward(&request, &state.upstream).await?;
            answer(&mut client, &refusal(status), body.as_bytes()).await?;
            met();
            Ok(())
        }
        Some(Fault::Nothing) => {
            met();
            Ok(())
        }
        Some(Fault::Half) => {
            let (head, body) = forward(&request, &state.upstream).await?;
            client.write_all(whole_head(&head, body.len()).as_bytes()).await?;
            client.write_all(&body[..body.len() / 2]).await?;
            client.shutdown().await?;
            met();
            Ok(())
        }
        Some(Fault::Silence) => {
            met();
            std::future::pending().await
        }
        Some(Fault::Swallow) => {
            forward(&request, &state.upstream).await?;
            met();
            std::future::pending().await
        }
        Some(Fault::Change(change)) => {
            let (head, body) = forward(&request, &state.upstream).await?;
            let mut value = serde_json::from_slice(&body)?;
            change(&mut value);
            answer(&mut client, &head, value.to_string().as_bytes()).await?;
            met();
            Ok(())
        }
    }
}

/// One request. None when the client has gone.
async fn read(client: &mut TcpStream) -> std::io::Result<Option<Request>> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if client.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let mut body = bytes.split_off(end);
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let length = header(&head, "content-length").map_or(0, |value| value.parse().unwrap_or(0));
    assert!(header(&head, "transfer-encoding").is_none(), "no client here sends in chunks");
    while body.len() < length {
        if client.read_buf(&mut body).await? == 0 {
            return Ok(None);
        }
    }
    let line = head.lines().next().unwrap_or_default().to_owned();
    Ok(Some(Request { line, head, body }))
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// Asks the homeserver, in HTTP 1.0, whose answers end with the connection. Head and body.
async fn forward(request: &Request, upstream: &str) -> std::io::Result<(String, Vec<u8>)> {
    let mut server = TcpStream::connect(upstream).await?;
    let mut head = request.line.replace("HTTP/1.1", "HTTP/1.0");
    for line in request.head.lines().skip(1).filter(|line| !line.is_empty()) {
        if !line.to_ascii_lowercase().starts_with("connection:") {
            head.push_str("\r\n");
            head.push_str(line);
        }
    }
    head.push_str("\r\n\r\n");
    server.write_all(head.as_bytes()).await?;
    server.write_all(&request.body).await?;
    let mut bytes = Vec::new();
    server.read_to_end(&mut bytes).await?;
    let end =
        bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
    let body = bytes.split_off(end);
    Ok((String::from_utf8_lossy(&bytes).into_owned(), body))
}

fn refusal(status: u16) -> String {
    format!("HTTP/1.1 {status} Refused\r\nContent-Type: application/json\r\n\r\n")
}

async fn answer(client: &mut TcpStream, head: &str, body: &[u8]) -> std::io::Result<()> {
    client.write_all(whole_head(head, body.len()).as_bytes()).await?;
    client.write_all(body).await?;
    client.shutdown().await
}

/// The head for a body of this length, after which the connection ends.
fn whole_head(head: &str, length: usize) -> String {
    let ours = ["content-length:", "connection:", "transfer-encoding:"];
    let mut lines = vec![head.lines().next().unwrap_or_default().replace("HTTP/1.0", "HTTP/1.1")];
    lines.extend(
        head.lines()
            .skip(1)
            .filter(|line| !line.is_empty())
            .filter(|line| !ours.iter().any(|name| line.to_ascii_lowercase().starts_with(name)))
            .map(str::to_owned),
    );
    lines.push(format!("Content-Length: {length}"));
    lines.push("Connection: close".to_owned());
    lines.join("\r\n") + "\r\n\r\n"
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
