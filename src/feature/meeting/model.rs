//! A meeting as the store keeps it, read into types that cannot be wrong.

use crate::feed::{Attendance, Listing};
use crate::ids::{FeedId, GroupId, MeetingId};
use crate::schedule::{Occurrence, Phrase, Recurrence};
use crate::store::instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// The longest meeting of a group's own, in minutes. Feeds are cut at half of it.
pub const MAX_MINUTES: i64 = 720;

/// A meeting of a group: its own, or one of a feed.
#[derive(Debug, Clone)]
pub struct Meeting {
    /// The row.
    pub id: MeetingId,
    /// Whose it is.
    pub group: GroupId,
    /// The feed that lists it; none for the group's own.
    pub feed: Option<FeedId>,
    /// What is typed; unique in the group.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// When it happens; none by appointment.
    pub recurrence: Option<Recurrence>,
    /// The zone in which it happens.
    pub zone: TimeZone,
    /// How long one takes, in minutes.
    pub minutes: u16,
    /// How it is attended.
    pub attendance: Attendance,
    /// The rest.
    pub listing: Listing,
    /// Of time and place.
    pub fingerprint: String,
    /// Since when it is gone.
    pub removed_at: Option<Timestamp>,
    /// When it was put here.
    pub created_at: Timestamp,
    /// When its time, place, name or a cancelled date changed.
    pub changed_at: Timestamp,
}

/// A row of the table.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub id: i64,
    pub group_id: i64,
    pub feed_id: Option<i64>,
    pub slug: String,
    pub name: String,
    pub phrase: Option<String>,
    pub zone: String,
    pub minutes: i64,
    pub listing: String,
    pub fingerprint: String,
    pub removed_at: Option<i64>,
    pub created_at: i64,
    pub changed_at: i64,
}

/// Why nobody is reminded of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unremindable {
    /// It has no time.
    ByAppointment,
    /// It does not take place for now.
    Inactive,
    /// Its name says that it is monthly, and its feed lists it as weekly.
    Monthly,
}

/// One time that a meeting takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// When it begins, and the civil time and day that name it.
    pub occurrence: Occurrence,
    /// When it ends.
    pub ends_at: Timestamp,
}

impl From<Row> for Meeting {
    /// A phrase or a listing that cannot be read (a store that a newer Hearth has used) is one
    /// without: the meeting is listed, and nobody is reminded.
    fn from(row: Row) -> Self {
        let zone = TimeZone::get(&row.zone).unwrap_or(TimeZone::UTC);
        let minutes = u16::try_from(row.minutes).unwrap_or(60);
        let phrase = row.phrase.as_deref().and_then(|text| Phrase::parse(text).ok());
        let listing = serde_json::from_str(&row.listing)
            .unwrap_or_else(|_| own_listing(&row.name, &row.zone, None, minutes));
        Self {
            id: MeetingId(row.id),
            group: GroupId(row.group_id),
            feed: row.feed_id.map(FeedId),
            slug: row.slug,
            name: row.name,
            recurrence: phrase.map(|phrase| Recurrence::new(phrase, zone.clone())),
            zone,
            minutes,
            attendance: listing.attendance,
            listing,
            fingerprint: row.fingerprint,
            removed_at: row.removed_at.map(instant),
            created_at: instant(row.created_at),
            changed_at: instant(row.changed_at),
        }
    }
}

impl Meeting {
    /// The IANA name of its zone.
    pub fn zone_name(&self) -> String {
        crate::engine::turn::zone_name(&self.zone)
    }

    /// When reminders are due, or why there are none.
    pub fn remindable(&self) -> Result<&Recurrence, Unremindable> {
        match &self.recurrence {
            _ if self.attendance == Attendance::Inactive => Err(Unremindable::Inactive),
            None => Err(Unremindable::ByAppointment),
            Some(_) if self.listing.monthly => Err(Unremindable::Monthly),
            Some(recurrence) => Ok(recurrence),
        }
    }

    /// When an occurrence ends.
    pub fn end(&self, begins: Timestamp) -> Timestamp {
        end(begins, i64::from(self.minutes))
    }

    /// The times it is held that begin strictly after an instant, without cancelled days.
    pub fn held_after<'a>(
        &'a self,
        after: Timestamp,
        cancelled: &'a BTreeSet<Date>,
    ) -> impl Iterator<Item = Held> + 'a {
        self.recurrence
            .iter()
            .flat_map(move |recurrence| recurrence.after(after))
            .filter(|occurrence| !cancelled.contains(&occurrence.day))
            .map(|occurrence| Held { ends_at: self.end(occurrence.at), occurrence })
    }

    /// The one that is held now, else the next one.
    pub fn current_or_next(&self, now: Timestamp, cancelled: &BTreeSet<Date>) -> Option<Held> {
        self.held_after(before(now, i64::from(self.minutes)), cancelled).next()
    }

    /// The occurrences that the schedule has on a day, cancelled or not.
    pub fn of_day(&self, day: Date) -> Vec<Occurrence> {
        let Some(recurrence) = &self.recurrence else { return Vec::new() };
        let from = day.to_datetime(jiff::civil::Time::MIN);
        let after = self.zone.to_ambiguous_timestamp(from).compatible().ok();
        let after = after.and_then(|at| at.checked_sub(SignedDuration::from_secs(1)).ok());
        let Some(after) = after else { return Vec::new() };
        // A day of one zone lasts at most 25 hours, and the least gap is five minutes.
        recurrence.after(after).take_while(|found| found.day <= day).take(300).collect()
    }
}

/// `minutes` after an instant.
pub(super) fn end(begins: Timestamp, minutes: i64) -> Timestamp {
    begins.saturating_add(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX)
}

/// `minutes` before an instant.
pub(super) fn before(at: Timestamp, minutes: i64) -> Timestamp {
    at.saturating_sub(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MIN)
}

/// What is kept of a meeting of a group's own: `place` is what the organizer typed, an address, a
/// link, or both.
pub fn own_listing(name: &str, zone: &str, place: Option<&str>, minutes: u16) -> Listing {
    let (location, link) = place.map_or((None, None), super::place::split);
    let attendance = match (&location, &link) {
        (Some(_), Some(_)) => Attendance::Hybrid,
        (None, Some(_)) => Attendance::Online,
        _ => Attendance::InPerson,
    };
    Listing {
        name: name.to_owned(),
        slug: String::new(),
        when: None,
        once: None,
        rule: None,
        minutes,
        zone: Some(zone.to_owned()),
        program: String::new(),
        types: Vec::new(),
        attendance,
        location,
        address: None,
        approximate: false,
        regions: Vec::new(),
        latitude: None,
        longitude: None,
        conference_url: link,
        conference_url_notes: None,
        conference_phone: None,
        conference_phone_notes: None,
        notes: None,
        url: None,
        group: None,
        updated: None,
        monthly: false,
        pattern_note: false,
    }
}
