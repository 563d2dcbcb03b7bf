//! What a room sees of an answer: what that answer itself says to share, and never anything from
//! before it or after it.

use super::accept::Cause;
use super::model::{Given, Share, mood_name};
use super::{room, sql};
use crate::chat::address::Address;
use crate::chat::message::{Line, Message, Span};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::ids::{AccountId, GroupId, OutboxId, PersonId, RoomId};
use crate::outbox::{self, Outgoing, Reason};
use crate::store::Conn;
use crate::words::Words;
use jiff::Timestamp;
use jiff::civil::Date;

/// The kind of these messages in the ledger.
const KIND: &str = "share";

/// What an answer asks to happen in the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing said.
    Nothing,
    /// To show it.
    Show,
    /// To keep it to oneself.
    Hide,
}

impl Asked {
    pub(super) fn new(given: &Given) -> Self {
        match given.share {
            None => Self::Nothing,
            Some(Share::Group) => Self::Show,
            Some(Share::Me) => Self::Hide,
        }
    }
}

/// What happened in the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    /// Nothing, and nothing stands there.
    Nothing,
    /// It is shown.
    Shown,
    /// It is shown, in the room in which it stood before.
    ShownElsewhere,
    /// What stood there was taken back.
    TakenBack,
    /// What stood there before still does.
    AsBefore,
    /// Nothing in the answer is shared with rooms.
    Empty,
    /// No room is known.
    NoRoom,
}

impl Done {
    /// What the check-in's row notes.
    pub(super) fn flag(self) -> Option<bool> {
        match self {
            Self::Shown | Self::ShownElsewhere => Some(true),
            Self::TakenBack => Some(false),
            Self::Nothing | Self::AsBefore | Self::Empty | Self::NoRoom => None,
        }
    }

    /// The sentence about it; nothing where there is nothing to say.
    pub(super) fn say(self, words: &Words) -> Line {
        match self {
            Self::Nothing => words.checkin_nothing(),
            Self::Shown => words.checkin_shared(),
            Self::ShownElsewhere => words.checkin_shared_elsewhere(),
            Self::TakenBack => words.checkin_unshared(),
            Self::AsBefore => words.checkin_shared_before(),
            Self::Empty => words.checkin_share_nothing(),
            Self::NoRoom => words.checkin_share_where(),
        }
    }
}

/// Whose answer it is, and how a room names them.
pub(super) struct Who<'a> {
    pub person: PersonId,
    pub account: &'a AccountId,
}

impl<'a> Who<'a> {
    pub(super) fn of(turn: &'a Turn) -> Self {
        Self { person: turn.person, account: &turn.account }
    }

    fn named(&self) -> Line {
        // A mention, not the name: names are not kept.
        Span::Mention(self.account.clone()).into()
    }
}

/// Does what an answer asks to happen in the room.
pub(super) async fn share(
    conn: &mut Conn,
    ctx: &Ctx,
    turn: &Turn,
    cause: &Cause,
    given: &Given,
    asked: Asked,
) -> sqlx::Result<Done> {
    let key = share_key(turn.person, cause.day);
    let stands = sql::posted(conn, &key).await?;
    match (asked, stands) {
        (Asked::Nothing | Asked::Hide, None) => Ok(Done::Nothing),
        (Asked::Nothing, Some(_)) => Ok(Done::AsBefore),
        (Asked::Hide, Some(_)) => {
            take_back(conn, ctx, &Who::of(turn), cause.group, cause.day, turn.now).await?;
            Ok(Done::TakenBack)
        }
        (Asked::Show, stands) => {
            let words = room::group_words(conn, ctx, cause.group).await?;
            let Some(what) = what(&words, given) else { return Ok(Done::Empty) };
            let message = Message::say(words.checkin_shares(who(turn), what));
            let wanted = find_room(conn, cause).await?.map(Address::Room);
            if let Some((id, destination)) = stands {
                outbox::revise(conn, OutboxId(id), &message, turn.now).await?;
                let same = wanted.is_none_or(|wanted| wanted.to_string() == destination);
                return Ok(if same { Done::Shown } else { Done::ShownElsewhere });
            }
            let Some(to) = wanted else { return Ok(Done::NoRoom) };
            post(conn, turn, cause, &key, to, message).await?;
            Ok(Done::Shown)
        }
    }
}

/// An answer that says nothing but who may see it.
pub(super) async fn only_share(
    conn: &mut Conn,
    ctx: &Ctx,
    turn: &Turn,
    cause: &Cause,
    share: Option<Share>,
) -> sqlx::Result<Option<Done>> {
    match share {
        None => Ok(None),
        Some(Share::Group) => Ok(Some(Done::Empty)),
        Some(Share::Me) => {
            let who = Who::of(turn);
            let taken = take_back(conn, ctx, &who, cause.group, cause.day, turn.now).await?;
            sql::set_shared(conn, turn.person.0, &cause.day.to_string(), false).await?;
            Ok(taken.then_some(Done::TakenBack))
        }
    }
}

/// Tells the room that somebody would welcome company; once a day. `false`: no room is known.
pub(super) async fn company(
    conn: &mut Conn,
    ctx: &Ctx,
    turn: &Turn,
    cause: &Cause,
) -> sqlx::Result<bool> {
    let Some(room) = find_room(conn, cause).await? else { return Ok(false) };
    let message =
        Message::say(room::group_words(conn, ctx, cause.group).await?.checkin_company(who(turn)));
    let key = company_key(turn.person, cause.day);
    post(conn, turn, cause, &key, Address::Room(room), message).await?;
    Ok(true)
}

/// Takes back whatever a room shows of somebody's day. `false`: it shows nothing.
pub(super) async fn take_back(
    conn: &mut Conn,
    ctx: &Ctx,
    who: &Who<'_>,
    group: GroupId,
    day: Date,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let mut any = false;
    for key in [share_key(who.person, day), company_key(who.person, day)] {
        let Some((id, _)) = sql::posted(conn, &key).await? else { continue };
        any = true;
        let id = OutboxId(id);
        if !outbox::withdraw(conn, id, Reason::Withdrawn).await? {
            let words = room::group_words(conn, ctx, group).await?;
            let neutral = Message::say(words.checkin_share_taken_back(who.named()));
            outbox::revise(conn, id, &neutral, now).await?;
        }
        sql::free_key(conn, &key).await?;
    }
    Ok(any)
}

/// The room of a destination as the outbox writes it.
pub(super) fn room_of(destination: Option<String>) -> Option<RoomId> {
    match destination?.parse() {
        Ok(Address::Room(room)) => Some(room),
        _ => None,
    }
}

fn share_key(person: PersonId, day: Date) -> String {
    format!("share:{person}:{day}")
}

fn company_key(person: PersonId, day: Date) -> String {
    format!("support:{person}:{day}")
}

async fn post(
    conn: &mut Conn,
    turn: &Turn,
    cause: &Cause,
    key: &str,
    to: Address,
    message: Message,
) -> sqlx::Result<()> {
    let out =
        Outgoing::new(key, KIND, to, message, turn.now).group(cause.group).person(turn.person);
    outbox::push(conn, &out, turn.now).await.map(drop)
}

/// The room of the answer, or the one in which the group is asked.
async fn find_room(conn: &mut Conn, cause: &Cause) -> sqlx::Result<Option<RoomId>> {
    match &cause.room {
        Some(room) => Ok(Some(room.clone())),
        None => Ok(room_of(sql::newest_destination(conn, room::KIND, cause.group.0).await?)),
    }
}

fn who(turn: &Turn) -> Line {
    Who::of(turn).named()
}

fn what(words: &Words, given: &Given) -> Option<Line> {
    let said = match (given.mood, given.craving) {
        (Some(mood), Some(craving)) => {
            Some(words.checkin_shares_mood_urges(mood_name(words, mood), craving))
        }
        (Some(mood), None) => Some(mood_name(words, mood)),
        (None, Some(craving)) => Some(words.checkin_shares_urges(craving)),
        (None, None) => None,
    };
    let note = (!given.note.is_empty()).then(|| Line::text(given.note.as_str()));
    match (said, note) {
        (Some(said), Some(note)) => Some(words.checkin_shares_note(said, note)),
        (said, note) => said.or(note),
    }
}
