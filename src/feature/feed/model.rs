//! A feed as the store keeps it.

use crate::feed::Reading;
use crate::feed::fetch::Validators;
use crate::ids::{FeedId, GroupId};
use crate::store::instant;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A feed of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    /// The row.
    pub id: FeedId,
    /// Whose it is.
    pub group: GroupId,
    /// What is typed; unique in the group.
    pub slug: String,
    /// An address, or the name of the file it came from.
    pub source: String,
    /// The IANA zone of meetings that name none.
    pub zone: String,
    /// The fellowship: whose type codes it uses.
    pub program: String,
    /// What its server said, for the next fetch.
    pub validators: Validators,
    /// When the copy that is kept was read, or found to be still the newest.
    pub fetched_at: Option<Timestamp>,
    /// Why the last try brought nothing, as a code of [`trouble`](super::trouble).
    pub trouble: Option<String>,
    /// Of which trouble the admins were told, until they are told that it is over.
    pub told: Option<String>,
    /// What the last good reading found.
    pub report: Report,
}

/// What a reading found, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// The kind of feed, as a code.
    pub kind: String,
    /// Records that were seen.
    pub read: usize,
    /// Records that were kept.
    pub kept: usize,
    /// The meetings they made.
    pub meetings: usize,
    /// Records that were skipped, by the code of the reason.
    pub skipped: BTreeMap<String, usize>,
    /// Oddities, by their code.
    pub warnings: BTreeMap<String, usize>,
}

impl From<&Reading> for Report {
    fn from(reading: &Reading) -> Self {
        let mut report = Self {
            kind: reading.kind.code().to_owned(),
            read: reading.read,
            kept: reading.kept(),
            meetings: reading.meetings.len(),
            ..Self::default()
        };
        for skip in &reading.skipped {
            *report.skipped.entry(skip.reason.code().to_owned()).or_default() += 1;
        }
        for warning in &reading.warnings {
            *report.warnings.entry(warning.kind.code().to_owned()).or_default() += 1;
        }
        report
    }
}

/// A row of the table.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub id: i64,
    pub group_id: i64,
    pub slug: String,
    pub source: String,
    pub zone: String,
    pub program: String,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    pub fetched_at: Option<i64>,
    pub trouble: Option<String>,
    pub told: Option<String>,
    pub report: String,
}

impl From<Row> for Feed {
    fn from(row: Row) -> Self {
        Self {
            id: FeedId(row.id),
            group: GroupId(row.group_id),
            slug: row.slug,
            source: row.source,
            zone: row.zone,
            program: row.program,
            validators: Validators { etag: row.etag, last_modified: row.last_modified },
            fetched_at: row.fetched_at.map(instant),
            trouble: row.trouble,
            told: row.told,
            report: serde_json::from_str(&row.report).unwrap_or_default(),
        }
    }
}

impl Feed {
    /// Whether it is fetched, rather than brought as a file.
    pub fn is_fetched(&self) -> bool {
        super::source::url(&self.source).is_some()
    }
}
