//! A reminder as the store keeps it.

use crate::feature::schedule::beat::Beat;
use crate::ids::{PersonId, ReminderId};
use crate::job::NewJob;
use crate::store::instant;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The kind of its jobs and of its prompts.
pub(super) const KIND: &str = "reminder";

/// How many a person can have that are still to come.
pub(super) const MOST: usize = 100;

/// The most characters of a text.
pub(super) const TEXT: usize = 500;

/// How long a delivered one can be snoozed, and how long its text is kept for that.
pub(super) const KEEP: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A reminder.
#[derive(Debug, Clone)]
pub(super) struct Reminder {
    pub(super) id: ReminderId,
    pub(super) person: PersonId,
    pub(super) slug: String,
    pub(super) text: String,
    pub(super) timing: String,
    pub(super) zone: String,
    /// When it comes next, or, when it will not, when it is deleted.
    pub(super) next_at: i64,
    /// The civil time of the next one; none when there is no next one.
    pub(super) next_civil: Option<String>,
}

impl Reminder {
    /// Whether it is still to come.
    pub(super) fn stands(&self) -> bool {
        self.next_civil.is_some()
    }

    pub(super) fn next_at(&self) -> Timestamp {
        instant(self.next_at)
    }

    /// When it came last, of one that has no next time.
    pub(super) fn came_at(&self) -> Timestamp {
        self.next_at().checked_sub(KEEP).unwrap_or(Timestamp::MIN)
    }

    pub(super) fn zone(&self) -> TimeZone {
        TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC)
    }

    pub(super) fn beat(&self) -> Option<Beat> {
        let noted = self.stands().then(|| self.next_at());
        Beat::kept(&self.timing, &self.zone(), noted)
    }

    /// Its own job: the next time, or the end of its text.
    pub(super) fn job(&self) -> NewJob {
        let detail = self.next_civil.clone().unwrap_or_default();
        NewJob::new(format!("reminder:{}", self.id), KIND, self.id.0, detail, self.next_at())
    }
}

/// The shortest name that is free: `r1`, `r2`.
pub(super) fn slug(taken: &[String]) -> String {
    let mut number = 1_u32;
    loop {
        let slug = format!("r{number}");
        if !taken.contains(&slug) {
            return slug;
        }
        number = number.saturating_add(1);
    }
}
