//! A web server of a few lines that has one feed, and answers as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// An answer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Answer {
    /// The feed, with its tag.
    Feed(&'static str, &'static str),
    /// The copy of the one who asks is the newest.
    NotModified,
    /// An error.
    Status(&'static str),
    /// A web page in place of the feed.
    Page,
    /// The connection breaks in the middle of it.
    Half(&'static str),
    /// Not HTTP at all.
    Noise,
    /// Nothing, until the other side hangs up.
    Hang,
}

/// The server.
pub(crate) struct Server {
    port: u16,
    state: Arc<Mutex<State>>,
}

struct State {
    answers: VecDeque<Answer>,
    asked: Vec<String>,
}

impl Server {
    /// Starts one that gives these answers in turn; the last one stays.
    pub(crate) async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let answers = answers.into_iter().collect();
        let state = Arc::new(Mutex::new(State { answers, asked: Vec::new() }));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { port, state }
    }

    /// An address of it.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Gives only this answer from now on.
    pub(crate) fn now(&self, answer: Answer) {
        self.state.lock().expect("the state").answers = VecDeque::from([answer]);
    }

    /// The tag that each request came with, or nothing.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.state.lock().expect("the state").asked.clone()
    }
}

async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        match stream.read(&mut byte).await {
            Ok(1) => request.extend_from_slice(&byte),
            _ => return,
        }
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let tag = request.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("if-none-match").then(|| value.trim().to_owned())
    });
    let answer = {
        let mut state = state.lock().expect("the state");
        state.asked.push(tag.unwrap_or_default());
        let more = state.answers.len() > 1;
        let next = if more { state.answers.pop_front() } else { state.answers.front().copied() };
        next.expect("an answer")
    };
    let whole = |status: &str, headers: &str, body: &str| {
        let length = body.len();
        format!(
            "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
        )
    };
    let text = match answer {
        Answer::Feed(body, tag) => whole("200 OK", &format!("etag: {tag}\r\n"), body),
        Answer::NotModified => whole("304 Not Modified", "", ""),
        Answer::Status(status) => whole(status, "", "sorry"),
        Answer::Page => {
            whole("200 OK", "content-type: text/html\r\n", "<!doctype html><html></html>")
        }
        Answer::Half(body) => {
            let all = whole("200 OK", "", body);
            all[..all.len() - body.len() / 2].to_owned()
        }
        Answer::Noise => "what\r\n\r\n".to_owned(),
        Answer::Hang => {
            let mut rest = [0];
            let _ = stream.read(&mut rest).await;
            return;
        }
    };
    // Whoever hangs up in the middle does not want the rest.
    let _ = stream.write_all(text.as_bytes()).await;
}
