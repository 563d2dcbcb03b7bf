//! What came of which message, so that it goes when the message is taken back.
//!
//! A feature notes in its own transaction what a turn made ([`Turn::made`](super::turn::Turn::made)).
//! When the message is taken back, each of these is undone:
//!
//! - by its author: all of it goes. A reminder that will not come now is said to them privately,
//!   because somebody may count on it, and so is that an answer went to which other messages had
//!   added; the rest goes without a word.
//! - by somebody else, a moderator: only what stands in a room because of it goes, as the message
//!   itself does. What is the author's alone stays: a room that is tidied up must not cost anybody
//!   their reminder.
//!
//! What an organizer set up for a group is not noted, and stays. A changed message is taken back and
//! then said anew: what it says now counts as if it had been said first.

use super::ctx::Ctx;
use super::directory;
use super::handle::Engine;
use super::once::EventKey;
use super::sql::derived as sql;
use crate::chat::address::Address;
use crate::chat::event::{Event, RoomKind};
use crate::chat::message::Message;
use crate::error::Failure;
use crate::ids::{AccountId, GroupId, MessageId, PersonId};
use crate::outbox::{self, Outgoing};
use crate::store::{Conn, millis};
use crate::words::{Arg, Words};
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};

/// Something that came of a message.
#[derive(Debug, Clone)]
pub struct Derived {
    /// Whose it is.
    pub person: PersonId,
    /// Their account on the platform of the message.
    pub account: AccountId,
    /// The group that they were in.
    pub group: GroupId,
    /// The row that came of it.
    pub subject: i64,
    /// Which part of that row, such as a day.
    pub detail: String,
    /// Who takes it back.
    pub by: By,
    /// Whether a later message of theirs made the same.
    pub renewed: bool,
    /// Whether another message of theirs made a part of it.
    pub joined: bool,
}

/// Who takes a message back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Who wrote it.
    Author,
    /// Somebody else.
    Other,
}

/// What became of something that was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// Nothing that its author would wait for.
    Quietly,
    /// A reminder that will not come.
    Reminder,
    /// With it, what other messages had said of the same day.
    Day,
}

/// Takes back what came of a message, for one kind of thing.
#[derive(Clone, Copy)]
pub struct TakeBack {
    /// The kind, as the row says it.
    pub kind: &'static str,
    /// What is done; the row's own thing may be gone already.
    pub take_back: for<'a> fn(
        &'a Ctx,
        &'a mut Conn,
        &'a Derived,
        Timestamp,
    ) -> BoxFuture<'a, sqlx::Result<Gone>>,
}

/// Every kind of thing.
#[rustfmt::skip] // one on each line, so that two branches that add one do not collide
pub const TAKE_BACKS: &[TakeBack] = &[
    crate::feature::checkin::undo::TAKE_BACK,
    crate::feature::remind::cancel::TAKE_BACK,
    crate::feature::meeting::unremind::TAKE_BACK,
    crate::feature::meeting::rsvp::TAKE_BACK,
];

/// An edit follows at once; after so long, it was none.
const EDIT: SignedDuration = SignedDuration::from_secs(20);

/// The text form of a message's id.
pub(super) fn source(message: &MessageId) -> String {
    format!("{} {}", message.room, message.native)
}

/// A message is said anew: that what came of it is gone need not be told.
pub(super) async fn said_anew(conn: &mut Conn, message: &MessageId) -> sqlx::Result<()> {
    outbox::withdraw_under(conn, &key(message), outbox::Reason::Withdrawn).await
}

/// Under what the outbox has what is told when a message was taken back.
pub(super) fn key(message: &MessageId) -> String {
    format!("taken back:{}", source(message))
}

impl Engine {
    /// A message was taken back.
    pub(super) async fn taken_back(
        &self,
        event: &Event,
        message: &MessageId,
    ) -> Result<(), Failure> {
        let ctx = self.ctx();
        let source = source(message);
        // It may be an answer in a conversation that is going on.
        if event.place.kind == RoomKind::Direct
            && let Some(platform) = ctx.platforms.get(event.account.platform())
        {
            let visit = self.visit(event, platform.as_ref()).await;
            self.interview_unsaid(&visit, message).await?;
        }
        let none = {
            let mut tx = ctx.store.read().await?;
            sql::of(&mut tx, &source).await?.is_empty()
        };
        if none {
            return Ok(());
        }
        let mut tx = ctx.store.begin().await?;
        let who = directory::person_of(&mut tx, &event.account).await?;
        let (mut reminders, mut day) = (0, false);
        for row in sql::of(&mut tx, &source).await? {
            let person = PersonId(row.person_id);
            let by = if who == Some(person) { By::Author } else { By::Other };
            let account = match by {
                By::Author => Some(event.account.clone()),
                By::Other => {
                    directory::account_on(&mut tx, person, event.account.platform()).await?
                }
            };
            let kind = TAKE_BACKS.iter().find(|kind| kind.kind == row.kind);
            if let (Some(kind), Some(account)) = (kind, account) {
                let renewed = sql::renewed(&mut tx, row.id).await?;
                let joined = sql::joined(&mut tx, row.id).await?;
                let (group, subject) = (GroupId(row.group_id), row.subject_id);
                let detail = row.detail;
                let derived =
                    Derived { person, account, group, subject, detail, by, renewed, joined };
                let gone = (kind.take_back)(ctx, &mut tx, &derived, event.at).await?;
                reminders += i64::from(gone == Gone::Reminder);
                day |= gone == Gone::Day;
            }
            if by == By::Author {
                sql::remove(&mut tx, row.id).await?;
            }
        }
        if let Some(person) = who.filter(|_| reminders > 0) {
            let out = self.reminder_gone(&mut tx, event, message, person, reminders).await?;
            outbox::push(&mut tx, &out, event.at).await?;
        }
        if let Some(person) = who.filter(|_| day) {
            let out = self.day_gone(&mut tx, event, message, person).await?;
            outbox::push(&mut tx, &out, event.at).await?;
        }
        if let Some(event) = EventKey::of(event) {
            event.done(&mut tx, None, None).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// What the author is told, also when the message turns out to have been changed: what it says now
    /// has not what the other messages said.
    async fn day_gone(
        &self,
        conn: &mut Conn,
        event: &Event,
        message: &MessageId,
        person: PersonId,
    ) -> sqlx::Result<Outgoing> {
        let defaults = &self.ctx().defaults;
        let profile = directory::profile_of(conn, person, None, defaults).await?;
        let told = Message::say(Words::new(&profile.language).again_day_gone());
        let to = Address::Direct(event.account.clone());
        let key = format!("day taken back:{} {}", source(message), millis(event.at));
        Ok(Outgoing::new(key, "taken back", to, told, event.at).person(person))
    }

    /// What the author is told, unless the message turns out to have been changed.
    async fn reminder_gone(
        &self,
        conn: &mut Conn,
        event: &Event,
        message: &MessageId,
        person: PersonId,
        reminders: i64,
    ) -> sqlx::Result<Outgoing> {
        let defaults = &self.ctx().defaults;
        let profile = directory::profile_of(conn, person, None, defaults).await?;
        let words = Words::new(&profile.language);
        let told = words.again_reminder_gone(reminders, Arg::command("remind list"));
        let to = Address::Direct(event.account.clone());
        let at = event.at.checked_add(EDIT).unwrap_or(event.at);
        let key = format!("{} {}", key(message), millis(event.at));
        Ok(Outgoing::new(key, "taken back", to, Message::say(told), at).person(person))
    }
}
