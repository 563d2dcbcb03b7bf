//! Meeting feeds: what others publish, read into [`Listing`]s.
//!
//! [`read`] takes the bytes of a feed and never panics, whatever they are. Every record is
//! accounted for: it is kept (one listing for each of its days), or stands in
//! [`Reading::skipped`] with a reason. Every oddity of a kept record gives one
//! [`Warning`] of its kind. Nothing here knows a clock, a network or a database, except
//! [`fetch`], which knows the network and nothing else.
//!
//! The way of a feed:
//!
//! ```text
//! bytes ─ bytes.rs ─► text ─ sniff.rs ─► records ─ tsml.rs │ bmlt.rs │ ics.rs ─► Listing
//!         (gzip, size,       (which       field.rs: any type where a text belongs
//!          encoding)          shape)      when.rs, link.rs, phone.rs, types.rs, attendance.rs
//! ```

pub mod attendance;
pub mod export;
pub mod fetch;
pub mod listing;
pub mod types;
pub mod warning;

mod bmlt;
mod bytes;
mod codes;
mod conference;
mod field;
mod formats;
mod ics;
mod keep;
mod link;
mod pattern;
mod phone;
mod place;
mod provider;
mod repair;
pub(crate) mod slug;
mod sniff;
mod text;
mod tsml;
mod when;
mod zone;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use attendance::Attendance;
pub use listing::{Listing, Weekly};
pub use warning::{FeedError, Skip, SkipReason, Warning, WarningKind};

/// The largest feed that is read, in bytes, after unpacking: 32 MiB. The largest feed in
/// public use has about 9 MB.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The most records that are read. The largest feeds in public use have some 5000.
pub const MAX_RECORDS: usize = 250_000;

/// How to read a feed.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The moment of reading: single events of a calendar that ended before it are skipped.
    pub now: Timestamp,
    /// IANA name of the zone for records that name none. Most feeds name none at all.
    pub zone: Option<String>,
    /// The fellowship, as an id of [`types::PROGRAMS`] ("aa", "na"); anything else is kept
    /// as it is, and then has no type codes of its own.
    pub program: String,
    /// The answer of a BMLT server to `GetFormats`, which says what its local format keys
    /// mean. Only read for BMLT feeds.
    pub formats: Option<Vec<u8>>,
    /// Names for type codes that this feed uses in its own way: code to name.
    pub labels: BTreeMap<String, String>,
}

impl ReadOptions {
    /// Reads for Alcoholics Anonymous, without a zone for the feed.
    pub fn new(now: Timestamp) -> Self {
        Self { now, zone: None, program: "aa".to_owned(), formats: None, labels: BTreeMap::new() }
    }

    /// The same with another fellowship.
    #[must_use]
    pub fn program(mut self, program: &str) -> Self {
        program.clone_into(&mut self.program);
        self
    }

    /// The same with a zone for records that name none.
    #[must_use]
    pub fn zone(mut self, zone: &str) -> Self {
        self.zone = Some(zone.to_owned());
        self
    }
}

/// Which kind of feed it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A Meeting Guide array, as the TSML plugin and many scripts write it.
    Tsml,
    /// The same in an object: `{"meetings": […]}`.
    TsmlWrapped,
    /// An Airtable answer: `{"records": [{"fields": {…}}]}`.
    Airtable,
    /// The semantic interface of a BMLT server, with or without its formats.
    Bmlt,
    /// An iCalendar file.
    ICalendar,
}

impl Kind {
    /// A stable name for output that programs read.
    pub fn code(self) -> &'static str {
        match self {
            Self::Tsml => "tsml",
            Self::TsmlWrapped => "tsml_wrapped",
            Self::Airtable => "airtable",
            Self::Bmlt => "bmlt",
            Self::ICalendar => "icalendar",
        }
    }
}

/// What came out of a feed.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The kind of feed.
    pub kind: Kind,
    /// How many records were seen. Each is in `meetings`, perhaps as several days, or in
    /// `skipped`.
    pub read: usize,
    /// The meetings, in the order of the feed. Slugs are unique.
    pub meetings: Vec<Listing>,
    /// The records that were not kept.
    pub skipped: Vec<Skip>,
    /// What was odd, in the order of the feed; those about the whole feed come first.
    pub warnings: Vec<Warning>,
}

impl Reading {
    /// How many records were kept. Not the number of meetings: a record with three days
    /// makes three.
    pub fn kept(&self) -> usize {
        self.read.saturating_sub(self.skipped.len())
    }
}

/// Reads a feed. Accepts what is listed at [`Kind`], in UTF-8, UTF-16 with its mark or
/// Windows-1252, plain or gzip.
///
/// # Errors
///
/// [`FeedError`] when nothing of the feed can be used. A defect of one record is never an
/// error: it is a warning or a skip.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Reading, FeedError> {
    let zone = match &options.zone {
        Some(name) => Some(
            zone::canonical(name).ok_or_else(|| FeedError::UnknownZone { zone: name.clone() })?,
        ),
        None => None,
    };
    let decoded = bytes::decode(bytes, MAX_BYTES)?;
    let mut keep = keep::Keep::new(options, zone);
    if let Some(encoding) = decoded.encoding {
        keep.warn_feed(WarningKind::Encoding { encoding });
    }
    match sniff::sniff(&decoded.text)? {
        sniff::Shape::Calendar => ics::read(&decoded.text, &mut keep)?,
        sniff::Shape::Records { kind, records, formats, repaired } => {
            few_enough(records.len())?;
            if repaired {
                keep.warn_feed(WarningKind::Repaired);
            }
            if kind == Kind::Bmlt {
                bmlt::read(records, formats.as_ref(), &mut keep);
            } else {
                tsml::read(kind, records, &mut keep);
            }
        }
    }
    Ok(keep.finish())
}

fn few_enough(records: usize) -> Result<(), FeedError> {
    match records > MAX_RECORDS {
        true => Err(FeedError::TooMany { limit: MAX_RECORDS }),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests;
