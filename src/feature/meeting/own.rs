//! Writing meetings of a group's own.

use super::columns::{columns, fingerprint};
use super::model::{MAX_MINUTES, Meeting};
use super::show::MINE;
use super::{search, sql};
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::feed::Listing;
use crate::feed::slug::{slugify, with_suffix};
use crate::ids::{GroupId, MeetingId};
use crate::schedule::{Phrase, Recurrence};
use crate::store::{Conn, millis};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// How long a meeting may take, in minutes.
pub(super) const MINUTES: crate::command::Kind =
    crate::command::Kind::Number { lowest: 5, highest: MAX_MINUTES };

/// The longest name, in characters: it has to fit a line of a list.
pub(super) const MOST_NAME: usize = 100;

/// What an organizer has decided.
pub(super) struct Own {
    pub(super) phrase: Phrase,
    pub(super) zone: String,
    pub(super) listing: Listing,
}

impl Own {
    fn written(&self) -> sql::Write {
        let phrase = self.phrase.to_string();
        let (weekday, start_minute) = columns(&self.phrase);
        let minutes = self.listing.minutes;
        sql::Write {
            name: self.listing.name.clone(),
            fingerprint: fingerprint(Some(&phrase), &self.zone, minutes, &self.listing),
            phrase,
            zone: self.zone.clone(),
            minutes: i64::from(minutes),
            weekday,
            start_minute,
            attendance: self.listing.attendance.code(),
            listing: serde_json::to_string(&self.listing).unwrap_or_default(),
        }
    }
}

/// Adds a meeting; gives it as it is kept now.
pub(super) async fn add(
    conn: &mut Conn,
    group: GroupId,
    own: &Own,
    now: Timestamp,
) -> sqlx::Result<Meeting> {
    let slug = free_slug(conn, group, &own.listing.name).await?;
    let id = sql::add(conn, group.0, &slug, &own.written(), millis(now)).await?;
    written(conn, id).await
}

/// Changes a meeting; gives it as it is kept now. Its short name stays.
pub(super) async fn update(
    conn: &mut Conn,
    id: MeetingId,
    own: &Own,
    now: Timestamp,
) -> sqlx::Result<Meeting> {
    sql::update(conn, id.0, &own.written(), millis(now)).await?;
    written(conn, id.0).await
}

async fn written(conn: &mut Conn, id: i64) -> sqlx::Result<Meeting> {
    search::index(conn, &[MeetingId(id)]).await?;
    sql::by_id(conn, id).await?.map(Meeting::from).ok_or(sqlx::Error::RowNotFound)
}

async fn free_slug(conn: &mut Conn, group: GroupId, name: &str) -> sqlx::Result<String> {
    let base = match slugify(name) {
        slug if slug.is_empty() => "meeting".to_owned(),
        slug => slug,
    };
    let mut slug = base.clone();
    let mut number = 1_u32;
    while slug == MINE || sql::slug_taken(conn, group.0, &slug).await? {
        number = number.saturating_add(1);
        slug = with_suffix(&base, &number.to_string());
    }
    Ok(slug)
}

/// The phrase as it is kept, if it still happens.
pub(super) fn phrase(turn: &Turn, typed: &Phrase, zone: &str) -> Result<Phrase, Failure> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let phrase = typed.clone().anchored(turn.now.to_zoned(zone.clone()).date());
    match Recurrence::new(phrase.clone(), zone).next_after(turn.now) {
        Some(_) => Ok(phrase),
        None => Err(Failure::mend(turn.words.schedule_never_again())),
    }
}
