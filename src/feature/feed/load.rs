//! Brings feeds: from the web or from a file, read and ready to be kept. Never inside a transaction.

use super::source;
use super::trouble::Trouble;
use crate::feed::fetch::{FetchError, Fetched, Fetcher, Validators};
use crate::feed::{FeedError, Kind, ReadOptions, Reading};
use jiff::Timestamp;

/// The fellowship of feeds that say nothing else.
const AA: &str = "aa";
/// The fellowship whose servers are BMLT.
const NA: &str = "na";

/// A feed as it came.
#[derive(Debug, Clone, Default)]
pub struct Raw {
    /// The feed.
    pub bytes: Vec<u8>,
    /// What a BMLT server says about its formats.
    pub formats: Option<Vec<u8>>,
    /// For the next fetch.
    pub validators: Validators,
}

/// A feed that was read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What is in it.
    pub reading: Reading,
    /// Its fellowship.
    pub program: String,
    /// For the next fetch.
    pub validators: Validators,
}

/// Fetches a feed, and its formats when it is one of a BMLT server; `None` when it is the same as
/// when the validators were given.
///
/// # Errors
///
/// As [`Fetcher::fetch`]. Formats that cannot be fetched are no error: a feed can be read without.
pub async fn fetch(
    fetcher: &Fetcher,
    url: &str,
    validators: Option<&Validators>,
) -> Result<Option<Raw>, FetchError> {
    let Fetched::Body { bytes, validators } = fetcher.fetch(url, validators).await? else {
        return Ok(None);
    };
    let formats = match source::formats(url) {
        Some(url) => match fetcher.fetch(&url, None).await {
            Ok(Fetched::Body { bytes, .. }) => Some(bytes),
            Ok(Fetched::NotModified) => None,
            Err(error) => {
                tracing::warn!(%error, "a feed's formats did not come");
                None
            }
        },
        None => None,
    };
    Ok(Some(Raw { bytes, formats, validators }))
}

/// Reads a feed, away from the threads that answer people. Without a fellowship it is NA for a BMLT
/// feed, otherwise AA.
///
/// # Errors
///
/// As [`read`](crate::feed::read).
pub async fn read(
    raw: Raw,
    zone: &str,
    program: Option<&str>,
    now: Timestamp,
) -> Result<Loaded, Trouble> {
    let zone = zone.to_owned();
    let program = program.map(str::to_owned);
    let reading = tokio::task::spawn_blocking(move || read_now(raw, &zone, program, now));
    match reading.await {
        Ok(read) => read.map_err(Trouble::from),
        // Reading does not panic; should it ever, this feed is unreadable and the rest goes on.
        Err(error) => {
            tracing::error!(%error, "the reader of feeds ended");
            Err(FeedError::NotText.into())
        }
    }
}

fn read_now(
    raw: Raw,
    zone: &str,
    program: Option<String>,
    now: Timestamp,
) -> Result<Loaded, FeedError> {
    let Raw { bytes, formats, validators } = raw;
    let chosen = program.as_deref().unwrap_or(AA);
    let mut options = ReadOptions { formats, ..ReadOptions::new(now).program(chosen).zone(zone) };
    let mut reading = crate::feed::read(&bytes, &options)?;
    if program.is_none() && reading.kind == Kind::Bmlt {
        options = options.program(NA);
        reading = crate::feed::read(&bytes, &options)?;
    }
    Ok(Loaded { reading, program: options.program, validators })
}
