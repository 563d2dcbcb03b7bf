//! Why a feed brought nothing, and the sentence that says what to do.

use super::source;
use crate::chat::message::Line;
use crate::feed::FeedError;
use crate::feed::fetch::FetchError;
use crate::words::{Arg, Words};
use url::Url;

/// Why a feed brought nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It could not be fetched.
    Fetch(FetchError),
    /// What came could not be read.
    Feed(FeedError),
    /// It lost so many meetings that it is not believed.
    Doubted {
        /// How many meetings there were.
        had: usize,
        /// How many would have gone.
        gone: usize,
    },
}

impl From<FetchError> for Trouble {
    fn from(error: FetchError) -> Self {
        Self::Fetch(error)
    }
}

impl From<FeedError> for Trouble {
    fn from(error: FeedError) -> Self {
        Self::Feed(error)
    }
}

impl Trouble {
    /// A stable name: of the store, and of output that programs read.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fetch(error) => error.code(),
            Self::Feed(error) => error.code(),
            Self::Doubted { .. } => "doubted",
        }
    }

    /// What happened and what to do. `source` is the feed's address or file name.
    pub fn say(&self, words: &Words, source: &str) -> Line {
        match self {
            Self::Fetch(error) => fetch(words, error),
            Self::Feed(error) => read(words, error, source),
            Self::Doubted { had, gone } if had == gone => words.feed_doubted_empty(*had),
            Self::Doubted { had, gone } => words.feed_doubted(*had, *gone),
        }
    }
}

/// Codes that are kept in the store, for the list.
const CODES: &[&str] = &[
    "setup",
    "bad_url",
    "scheme",
    "credentials",
    "private_address",
    "connect",
    "broken",
    "timed_out",
    "too_many_redirects",
    "status",
    "too_large",
    "too_many",
    "encoding",
    "empty",
    "bad_gzip",
    "not_text",
    "web_page",
    "cut_off",
    "trailing_text",
    "bad_json",
    "unknown_shape",
    "no_events",
    "unknown_zone",
    "doubted",
];

/// A trouble that was noted, in a few words.
pub fn noted(words: &Words, code: &str) -> Line {
    let code = CODES.iter().find(|known| **known == code).copied().unwrap_or("other");
    words.feed_trouble(Arg::select(code))
}

fn fetch(words: &Words, error: &FetchError) -> Line {
    match error {
        FetchError::Setup { reason } => words.feed_fetch_setup(reason),
        FetchError::BadUrl => words.feed_fetch_bad_url(),
        FetchError::Scheme { scheme } => words.feed_fetch_scheme(scheme),
        FetchError::Credentials => words.feed_fetch_credentials(),
        FetchError::PrivateAddress => words.feed_fetch_private(),
        FetchError::Connect => words.feed_fetch_connect(),
        FetchError::Broken => words.feed_fetch_broken(),
        FetchError::TimedOut => words.feed_fetch_timed_out(),
        FetchError::TooManyRedirects => words.feed_fetch_redirects(),
        FetchError::Status { status: 401 | 403 } => words.feed_fetch_refused(),
        FetchError::Status { status: 404 | 410 } => words.feed_fetch_not_there(),
        FetchError::Status { status } => words.feed_fetch_status(status.to_string()),
        FetchError::TooLarge { limit } => words.feed_read_too_large(limit / (1024 * 1024)),
        FetchError::Encoding { encoding } => words.feed_fetch_encoding(encoding),
    }
}

fn read(words: &Words, error: &FeedError, from: &str) -> Line {
    let place = |line: &usize, column: &usize| (line.to_string(), column.to_string());
    match error {
        FeedError::Empty => words.feed_read_empty(),
        FeedError::TooLarge { limit } => words.feed_read_too_large(limit / (1024 * 1024)),
        FeedError::TooMany { limit } => words.feed_read_too_many(*limit),
        FeedError::BadGzip => words.feed_read_bad_gzip(),
        FeedError::NotText => words.feed_read_not_text(),
        FeedError::WebPage { feed: None } => words.feed_read_web_page(),
        FeedError::WebPage { feed: Some(feed) } => {
            let base = source::url(from).and_then(|url| Url::parse(url).ok());
            let whole = base.and_then(|base| base.join(feed).ok()).map(String::from);
            words.feed_read_web_page_names(Arg::code(whole.unwrap_or_else(|| feed.clone())))
        }
        FeedError::CutOff { line, column } => {
            let (line, column) = place(line, column);
            words.feed_read_cut_off(line, column)
        }
        FeedError::Trailing { line, column } => {
            let (line, column) = place(line, column);
            words.feed_read_trailing(line, column)
        }
        FeedError::BadJson { line, column } => {
            let (line, column) = place(line, column);
            words.feed_read_bad_json(line, column)
        }
        FeedError::UnknownShape { keys } if keys.is_empty() => words.feed_read_no_shape(),
        FeedError::UnknownShape { keys } => words.feed_read_unknown_shape(keys.join(", ")),
        FeedError::NoEvents => words.feed_read_no_events(),
        FeedError::UnknownZone { zone } => crate::command::error::zone(words, zone, &[]),
    }
}
