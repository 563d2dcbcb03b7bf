//! Work that is due at an instant: rows, so that it outlives the process.
//!
//! A job says which feature it belongs to, which row it is about and when it is due. The
//! [`runner`] takes what is due; the feature changes its state, records messages and puts the
//! next job, all in one transaction. The cost depends on what is due, not on what exists.

pub mod handlers;
pub mod runner;
mod sql;

use crate::store::{Conn, instant, millis};
use jiff::Timestamp;

/// A job to be put.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Putting the same key again moves the job.
    pub key: String,
    /// Which feature takes it; one of [`HANDLERS`](handlers::HANDLERS).
    pub kind: &'static str,
    /// The row that it is about.
    pub subject: i64,
    /// Such as the civil time that it belongs to.
    pub detail: String,
    /// When, in milliseconds since 1970.
    pub due: i64,
}

/// A job that is due.
#[derive(Debug, Clone)]
pub struct Due {
    /// The row.
    pub id: i64,
    /// Its key.
    pub key: String,
    /// Which feature takes it.
    pub kind: String,
    /// The row that it is about.
    pub subject: i64,
    /// Such as the civil time that it belongs to.
    pub detail: String,
    /// When it was due.
    pub at: Timestamp,
}

impl NewJob {
    /// A job.
    pub fn new(
        key: impl Into<String>,
        kind: &'static str,
        subject: i64,
        detail: impl Into<String>,
        due: Timestamp,
    ) -> Self {
        Self { key: key.into(), kind, subject, detail: detail.into(), due: millis(due) }
    }
}

/// Puts a job; one with the same key is moved.
pub async fn put(conn: &mut Conn, job: &NewJob) -> sqlx::Result<()> {
    sql::put(conn, job).await
}

/// Puts many in one statement.
pub async fn put_all(conn: &mut Conn, jobs: &[NewJob]) -> sqlx::Result<()> {
    if jobs.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> =
        jobs.iter().map(|job| (&job.key, job.kind, job.subject, &job.detail, job.due)).collect();
    let list = serde_json::to_string(&rows).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sql::put_all(conn, &list).await
}

/// A job that is there is due again: its row, its new detail, and when in milliseconds since 1970.
pub type Again = (i64, String, i64);

/// Puts off many jobs that are handled, in one statement and without looking for their keys.
pub async fn put_off(conn: &mut Conn, jobs: &[Again]) -> sqlx::Result<()> {
    if jobs.is_empty() {
        return Ok(());
    }
    let list = serde_json::to_string(jobs).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sql::put_off(conn, &list).await
}

/// Takes a job back; nothing happens when there is none.
pub async fn cancel(conn: &mut Conn, key: &str) -> sqlx::Result<()> {
    sql::cancel(conn, key).await
}

/// Takes back every job of a kind about a row.
pub async fn cancel_all(conn: &mut Conn, kind: &str, subject: i64) -> sqlx::Result<()> {
    sql::cancel_all(conn, kind, subject).await
}

/// When the next job is due.
pub async fn next_due(conn: &mut Conn) -> sqlx::Result<Option<Timestamp>> {
    Ok(sql::next_due(conn).await?.map(instant))
}
