//! A group's own meetings in the calendar that a platform shows by itself, where the group wants that.
//!
//! What stands there is compared with what should, again and again and after each change: so it is
//! right after a restart, and after somebody has deleted one by hand.

use super::model::Meeting;
use super::{dates, find, say};
use crate::chat::platform::{CalendarEntry, SendError};
use crate::engine::ctx::Ctx;
use crate::engine::{directory, settings};
use crate::ids::{GroupId, MeetingId, PlatformId};
use crate::job::handlers::{Handler, Work};
use crate::job::{self, Due, NewJob};
use crate::outbox;
use crate::store::Conn;
use crate::words::{Arg, Words};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

mod sql;

/// The job's kind and key.
pub const KIND: &str = "native_calendar";

/// Does it.
pub const HANDLER: Handler =
    Handler { kind: KIND, work: Work::Outside(|ctx, _: &Due, now| Box::pin(work(ctx, now))) };

/// The job by which a calendar that is no longer wanted is emptied.
const EMPTYING: &str = "native_calendar_off";

/// Does that.
pub const EMPTYING_HANDLER: Handler =
    Handler { kind: EMPTYING, work: Work::Outside(|ctx, due: &Due, _| Box::pin(empty(ctx, due))) };

/// How far ahead meetings stand there.
const AHEAD: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How many times of one meeting, and how many entries in all.
const TIMES: usize = 2;
const MOST: usize = 40;
/// How often it is compared.
const OFTEN: SignedDuration = SignedDuration::from_mins(15);

/// Has it compared soon, because something about a meeting or the setting changed. Nothing to do in a
/// group that wants no such calendar.
pub async fn soon(conn: &mut Conn, group: GroupId, now: Timestamp) -> sqlx::Result<()> {
    match settings::get(conn, group, settings::CALENDAR).await? {
        Some(_) => job::put(conn, &NewJob::new(KIND, KIND, 0, "", now)).await,
        None => Ok(()),
    }
}

/// The setting has changed: what is wanted from now on is shown soon, and what is no longer wanted is
/// taken away, as nobody else would.
pub async fn changed(
    conn: &mut Conn,
    group: GroupId,
    before: Option<&str>,
    now: Timestamp,
) -> sqlx::Result<()> {
    let wanted = settings::get(conn, group, settings::CALENDAR).await?.unwrap_or_default();
    for name in before.unwrap_or_default().split(',') {
        let Ok(platform) = name.parse::<PlatformId>() else { continue };
        if !wants(&wanted, platform) {
            let key = format!("{EMPTYING}:{group}:{platform}");
            job::put(conn, &NewJob::new(key, EMPTYING, group.0, platform.as_str(), now)).await?;
        }
    }
    soon(conn, group, now).await
}

fn wants(setting: &str, platform: PlatformId) -> bool {
    setting.split(',').any(|name| name == platform.as_str())
}

/// Empties a calendar. What cannot be reached now is tried again by whoever runs jobs.
async fn empty(ctx: &Ctx, due: &Due) -> anyhow::Result<()> {
    let group = GroupId(due.subject);
    let on: PlatformId = due.detail.parse()?;
    let Some(platform) = ctx.platforms.get(on) else { return Ok(()) };
    let communities = {
        let mut tx = ctx.store.read().await?;
        let setting = settings::get(&mut tx, group, settings::CALENDAR).await?;
        // Wanted again meanwhile.
        if wants(&setting.unwrap_or_default(), on) {
            return Ok(());
        }
        directory::communities_of(&mut tx, group, on).await?
    };
    for community in communities {
        match platform.show_calendar(&community, &[]).await {
            Ok(()) => {}
            // Nothing of ours can be there, or it is for others to take it away.
            Err(SendError::Forbidden | SendError::Gone | SendError::Unsupported(_)) => {
                tracing::warn!(platform = %on, "a calendar could not be emptied");
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

async fn work(ctx: &Ctx, now: Timestamp) -> anyhow::Result<()> {
    let groups = {
        let mut tx = ctx.store.read().await?;
        sql::groups(&mut tx, settings::CALENDAR).await?
    };
    // As long as no group wants it, there is nothing to come back for.
    if groups.is_empty() {
        return Ok(());
    }
    for (group, names) in groups {
        for name in names.split(',') {
            if let Ok(platform) = name.parse() {
                show(ctx, GroupId(group), platform, now).await?;
            }
        }
    }
    let mut tx = ctx.store.begin().await?;
    let next = now.checked_add(OFTEN)?;
    job::put(&mut tx, &NewJob::new(KIND, KIND, 0, "", next)).await?;
    tx.commit().await?;
    Ok(())
}

async fn show(ctx: &Ctx, group: GroupId, on: PlatformId, now: Timestamp) -> anyhow::Result<()> {
    let Some(platform) = ctx.platforms.get(on) else { return Ok(()) };
    let (entries, communities, words) = {
        let mut tx = ctx.store.read().await?;
        let language = settings::get(&mut tx, group, "language").await?;
        let words = Words::new(language.as_deref().unwrap_or(&ctx.defaults.language));
        let entries = entries(&mut tx, group, &words, now).await?;
        (entries, directory::communities_of(&mut tx, group, on).await?, words)
    };
    for community in communities {
        match platform.show_calendar(&community, &entries).await {
            Ok(()) => {}
            Err(SendError::Forbidden | SendError::Unsupported(_)) => {
                // Once a month, to who can do something about it.
                let month = now.to_zoned(TimeZone::UTC).strftime("%Y-%m").to_string();
                let key = format!("calendar:{group}:{on}:{month}");
                let line = words.meeting_calendar_forbidden(Arg::select(on.as_str()));
                let mut tx = ctx.store.begin().await?;
                let message = crate::chat::message::Message::say(line);
                outbox::tell_admins(&mut tx, group, &key, message, now).await?;
                tx.commit().await?;
                ctx.bell.ring();
            }
            Err(error) => tracing::warn!(%error, "a calendar could not be brought up to date"),
        }
    }
    Ok(())
}

/// What should stand in the calendar.
async fn entries(
    conn: &mut Conn,
    group: GroupId,
    words: &Words,
    now: Timestamp,
) -> anyhow::Result<Vec<CalendarEntry>> {
    let ids = sql::own(conn, group.0).await?;
    let ids: Vec<MeetingId> = ids.into_iter().map(MeetingId).collect();
    let until = now.checked_add(AHEAD)?;
    let mut all = Vec::new();
    for meeting in find::by_ids(conn, &ids).await? {
        let off = dates::cancelled(conn, meeting.id).await?;
        let soon = meeting.held_after(now, &off).take_while(|held| held.occurrence.at <= until);
        all.extend(soon.take(TIMES).map(|held| CalendarEntry {
            name: meeting.name.clone(),
            begins: held.occurrence.at,
            ends: held.ends_at,
            place: place(words, &meeting),
        }));
    }
    all.sort_by(|a, b| (a.begins, &a.name).cmp(&(b.begins, &b.name)));
    all.truncate(MOST);
    Ok(all)
}

/// Everybody in the community reads it, so there is no link in it: links carry passcodes.
fn place(words: &Words, meeting: &Meeting) -> String {
    say::place(meeting).unwrap_or_else(|| say::how(words, meeting).plain())
}
