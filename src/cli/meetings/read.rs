//! Brings the feed that `hearth import` names.

use super::super::{ImportMeetings, Stop};
use crate::chat::message::Line;
use crate::clock::{Clock as _, SystemClock};
use crate::feature::feed::load::{self, Loaded, Raw};
use crate::feature::feed::source;
use crate::feature::feed::trouble::Trouble;
use crate::feed::fetch::{FetchError, Fetcher, Limits};
use crate::feed::{FeedError, MAX_BYTES, types};
use crate::words::{Arg, Words};
use std::path::Path;
use tokio::io::AsyncReadExt as _;

/// Why nothing was read.
pub(super) struct Wrong {
    /// A stable name.
    pub(super) code: &'static str,
    /// What to do.
    pub(super) line: Line,
}

/// Reads the feed.
pub(super) async fn read(
    import: &ImportMeetings,
    zone: &str,
    words: &Words,
) -> Result<Result<Loaded, Wrong>, Stop> {
    let wrong =
        |trouble: Trouble| Wrong { code: trouble.code(), line: trouble.say(words, &import.source) };
    let mut raw = match source::url(&import.source) {
        Some(url) => match fetch(url).await {
            Ok(raw) => raw,
            Err(error) => return Ok(Err(wrong(error.into()))),
        },
        None => match file(Path::new(&import.source), words).await {
            Ok(Ok(bytes)) => Raw { bytes, ..Raw::default() },
            Ok(Err(error)) => return Ok(Err(wrong(error.into()))),
            Err(missing) => return Ok(Err(missing)),
        },
    };
    if let Some(path) = &import.formats {
        raw.formats = match file(path, words).await {
            Ok(Ok(bytes)) => Some(bytes),
            Ok(Err(error)) => return Ok(Err(wrong(error.into()))),
            Err(missing) => return Ok(Err(missing)),
        };
    }
    let program = import.fellowship.as_deref().map(|name| {
        types::program_id(name).map_or_else(|| name.trim().to_lowercase(), str::to_owned)
    });
    let now = SystemClock.now();
    Ok(load::read(raw, zone, program.as_deref(), now).await.map_err(wrong))
}

async fn fetch(url: &str) -> Result<Raw, FetchError> {
    let fetcher = Fetcher::new(false, Limits::default())?;
    Ok(load::fetch(&fetcher, url, None).await?.unwrap_or_default())
}

/// The bytes of a file, one more than is read at most, so that the reader sees what is too large.
async fn file(path: &Path, words: &Words) -> Result<Result<Vec<u8>, FeedError>, Wrong> {
    let shown = || Arg::code(path.display().to_string());
    let unreadable = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Wrong { code: "no_file", line: words.cli_no_file(shown()) },
        _ => {
            Wrong { code: "unreadable", line: words.import_unreadable(shown(), error.to_string()) }
        }
    };
    let opened = tokio::fs::File::open(path).await.map_err(|error| unreadable(&error))?;
    let mut bytes = Vec::new();
    let most = MAX_BYTES as u64 + 1;
    opened.take(most).read_to_end(&mut bytes).await.map_err(|error| unreadable(&error))?;
    if bytes.len() > MAX_BYTES {
        return Ok(Err(FeedError::TooLarge { limit: MAX_BYTES }));
    }
    Ok(Ok(bytes))
}
