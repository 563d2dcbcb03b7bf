//! Against a server of a few lines, so that it can misbehave.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// How the server answers a path; it gets the whole request in lower case.
async fn answer(stream: &mut TcpStream, path: &str, request: &str) -> std::io::Result<()> {
    let plain = |status: &str, headers: &str, body: &str| {
        format!(
            "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
    };
    let text = match path {
        "/feed" if request.contains("if-none-match: \"v1\"") => plain("304 Not Modified", "", ""),
        "/feed" => plain(
            "200 OK",
            "etag: \"v1\"\r\nlast-modified: Mon, 23 Nov 2026 03:00:00 GMT\r\n",
            "[]",
        ),
        "/agent" if request.contains("user-agent: hearth/") => plain("200 OK", "", "[]"),
        "/moved" => plain("302 Found", "location: /feed\r\n", ""),
        "/round" => plain("302 Found", "location: /round\r\n", ""),
        "/inside" => plain("301 Moved", "location: http://10.0.0.1/feed\r\n", ""),
        "/file" => plain("301 Moved", "location: file:///etc/passwd\r\n", ""),
        "/login" => plain("301 Moved", "location: http://me:secret@example.org/\r\n", ""),
        "/nowhere" => plain("302 Found", "", ""),
        "/page" => plain("200 OK", "content-type: text/html\r\n", "<!doctype html><html></html>"),
        "/broken" => plain("500 Oh", "", "sorry"),
        "/brotli" => plain("200 OK", "content-encoding: br\r\n", "x"),
        "/huge" => "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n".to_owned(),
        "/half" => "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[".to_owned(),
        "/noise" => "what\r\n\r\n".to_owned(),
        "/slow" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[").await?;
            // Until the other side hangs up.
            let mut rest = [0; 1];
            let _ = stream.read(&mut rest).await?;
            return Ok(());
        }
        "/endless" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").await?;
            loop {
                stream.write_all(&[b' '; 4096]).await?;
            }
        }
        "/gzip" | "/bomb" | "/empties" => {
            let body = match path {
                "/gzip" => pack(b"[1]"),
                "/bomb" => pack(&vec![b' '; 4_000_000]),
                _ => pack(b"").repeat(2000),
            };
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(&body).await?;
            return Ok(());
        }
        _ => plain("404 Not Found", "", ""),
    };
    stream.write_all(text.as_bytes()).await
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("writing to memory works");
    encoder.finish().expect("writing to memory works")
}

/// Starts a server and gives its address.
async fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = Vec::new();
                let mut part = [0; 1024];
                while !request.ends_with(b"\r\n\r\n") {
                    match stream.read(&mut part).await {
                        Ok(1..) => request.extend_from_slice(&part[..]),
                        _ => return,
                    }
                    while request.last() == Some(&0) {
                        request.pop();
                    }
                    part = [0; 1024];
                }
                let request = String::from_utf8_lossy(&request).to_lowercase();
                let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                let _ = answer(&mut stream, &path, &request).await;
            });
        }
    });
    format!("http://{address}")
}

fn fetcher(allow_private: bool, total: Duration) -> Fetcher {
    let limits = Limits { bytes: 20_000, total, ..Limits::default() };
    Fetcher::new(allow_private, limits).expect("TLS can be set up")
}

const LONG: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_feed_is_sent_once() {
    let server = server().await;
    let fetcher = fetcher(true, LONG);
    for path in ["/feed", "/moved"] {
        let first = fetcher.fetch(&format!("{server}{path}"), None).await;
        let Ok(Fetched::Body { bytes, validators }) = first else {
            panic!("{path} gave {first:?}");
        };
        assert_eq!(bytes, b"[]");
        assert_eq!(validators.etag.as_deref(), Some("\"v1\""));
        assert!(validators.last_modified.is_some());
        let again = fetcher.fetch(&format!("{server}{path}"), Some(&validators)).await;
        assert_eq!(again, Ok(Fetched::NotModified));
    }
}

#[tokio::test]
async fn what_goes_wrong_has_a_name() {
    let server = server().await;
    let fetcher = fetcher(true, LONG);
    for (path, expected) in [
        ("/missing", FetchError::Status { status: 404 }),
        ("/broken", FetchError::Status { status: 500 }),
        ("/nowhere", FetchError::Status { status: 302 }),
        ("/round", FetchError::TooManyRedirects),
        ("/file", FetchError::Scheme { scheme: "file".to_owned() }),
        ("/login", FetchError::Credentials),
        ("/huge", FetchError::TooLarge { limit: 20_000 }),
        ("/endless", FetchError::TooLarge { limit: 20_000 }),
        ("/bomb", FetchError::TooLarge { limit: 20_000 }),
        ("/empties", FetchError::TooLarge { limit: 20_000 }),
        ("/brotli", FetchError::Encoding { encoding: "br".to_owned() }),
        ("/half", FetchError::Broken),
        ("/noise", FetchError::Broken),
    ] {
        assert_eq!(fetcher.fetch(&format!("{server}{path}"), None).await, Err(expected), "{path}");
    }
    for path in ["/gzip", "/agent"] {
        let body = fetcher.fetch(&format!("{server}{path}"), None).await;
        assert!(matches!(body, Ok(Fetched::Body { .. })), "{path}: {body:?}");
    }
}

#[tokio::test]
async fn a_slow_body_is_cut_off() {
    let server = server().await;
    let fetcher = fetcher(true, Duration::from_millis(150));
    assert_eq!(fetcher.fetch(&format!("{server}/slow"), None).await, Err(FetchError::TimedOut));
}

#[tokio::test]
async fn a_page_is_fetched_and_then_told_apart() {
    let server = server().await;
    let page = fetcher(true, LONG).fetch(&format!("{server}/page"), None).await;
    let Ok(Fetched::Body { bytes, .. }) = page else { panic!("{page:?}") };
    let read =
        crate::feed::read(&bytes, &crate::feed::ReadOptions::new(jiff::Timestamp::UNIX_EPOCH));
    assert_eq!(read, Err(FeedError::WebPage { feed: None }));
}

#[tokio::test]
async fn private_addresses_are_refused() {
    let server = server().await;
    let port = server.rsplit(':').next().unwrap_or_default();
    let public_only = fetcher(false, LONG);
    for url in [
        format!("{server}/feed"),
        format!("http://localhost:{port}/feed"),
        format!("http://[::1]:{port}/feed"),
        format!("http://[::ffff:127.0.0.1]:{port}/feed"),
        format!("http://2130706433:{port}/feed"),
        format!("http://0x7f.1:{port}/feed"),
        "http://169.254.169.254/latest/meta-data".to_owned(),
    ] {
        assert_eq!(public_only.fetch(&url, None).await, Err(FetchError::PrivateAddress), "{url}");
    }
    for (url, expected) in [
        ("ftp://example.org/", FetchError::Scheme { scheme: "ftp".to_owned() }),
        ("file:///etc/passwd", FetchError::Scheme { scheme: "file".to_owned() }),
        ("http://me@example.org/", FetchError::Credentials),
        ("no address", FetchError::BadUrl),
        ("", FetchError::BadUrl),
    ] {
        assert_eq!(public_only.fetch(url, None).await, Err(expected), "{url}");
    }
}

#[tokio::test]
async fn a_redirect_cannot_lead_inside() {
    // The first hop is allowed by hand; the second is checked like every other.
    let server = server().await;
    let fetcher = Fetcher { allow_private: false, ..fetcher(true, LONG) };
    let first = Url::parse(&format!("{server}/inside")).expect("an address");
    let response = fetcher.ask(&first, None).await.expect("an answer");
    let next = header(response.headers(), &LOCATION).expect("a redirect");
    let next = first.join(&next).expect("an address");
    assert_eq!(fetcher.check(&next), Err(FetchError::PrivateAddress));
}
