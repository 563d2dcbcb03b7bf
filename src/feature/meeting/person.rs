//! How to write to the people who set a reminder, many at once.

use super::sql::reminders::ReminderRow;
use crate::chat::address::Address;
use crate::chat::message::Message;
use crate::engine::ctx::{Ctx, Defaults};
use crate::engine::settings::Settings;
use crate::ids::{GroupId, PersonId};
use crate::store::Conn;
use crate::words::{Arg, Words};
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Somebody who set a reminder.
pub(super) struct Reader {
    pub(super) person: PersonId,
    pub(super) to: Address,
    pub(super) words: Words,
    pub(super) zone: TimeZone,
    pub(super) discreet: bool,
}

/// What groups have set, read once for each.
#[derive(Default)]
pub(super) struct Groups(HashMap<GroupId, Settings>);

impl Groups {
    pub(super) async fn of(&mut self, conn: &mut Conn, group: GroupId) -> sqlx::Result<&Settings> {
        match self.0.entry(group) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => Ok(place.insert(Settings::load(conn, group).await?)),
        }
    }

    /// The words and the zone of a group's rooms.
    pub(super) async fn room(
        &mut self,
        ctx: &Ctx,
        conn: &mut Conn,
        group: GroupId,
    ) -> sqlx::Result<(Words, TimeZone)> {
        let set = self.of(conn, group).await?;
        let words = Words::new(set.language().unwrap_or(&ctx.defaults.language));
        Ok((words, zone(set.zone(), &ctx.defaults)))
    }
}

/// Who a reminder is for; none when they have no account any more.
pub(super) fn reader(ctx: &Ctx, row: &ReminderRow, group: &Settings) -> Option<Reader> {
    let account = row.account.as_deref()?.parse().ok()?;
    let language = row.language.as_deref().or(group.language()).unwrap_or(&ctx.defaults.language);
    Some(Reader {
        person: PersonId(row.person_id),
        to: Address::Direct(account),
        words: Words::new(language),
        zone: zone(row.zone.as_deref().or(group.zone()), &ctx.defaults),
        discreet: row.discreet == 1,
    })
}

/// What somebody gets who wants neutral notifications: nothing of what it is about.
pub(super) fn neutral(words: &Words) -> Message {
    Message::say(words.meeting_neutral(Arg::command("meetings next")))
}

fn zone(name: Option<&str>, defaults: &Defaults) -> TimeZone {
    name.and_then(|name| TimeZone::get(name).ok())
        .or_else(|| TimeZone::get(&defaults.zone).ok())
        .unwrap_or(TimeZone::UTC)
}
