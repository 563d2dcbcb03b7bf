//! `admin meeting announce`: tells a room of each occurrence before it begins.

use super::model::{Held, Meeting};
use super::{arm, dates, find, say, sql};
use crate::chat::message::{Message, Span, TimeStyle};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::rooms;
use crate::engine::settings;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::ids::RoomId;
use crate::store::millis;
use crate::words::{Arg, Words};
use jiff::tz::TimeZone;

/// The command.
pub const COMMAND: Command = Command {
    path: "admin meeting announce",
    summary: Words::meeting_announce_summary,
    params: &[
        Param::required("meeting", Kind::Named(Thing::Meeting), Words::meeting_param_meeting),
        Param::required(
            "minutes",
            Kind::Number { lowest: 0, highest: 1440 },
            Words::meeting_param_before,
        ),
        Param::optional("room", Kind::Room, Words::meeting_param_room),
    ],
    needs: Role::Organizer,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let minutes = args.number("minutes").unwrap_or_default();
    let room = room(ctx, turn, args.text("room")).await?;
    let typed = rooms::typed(ctx, turn, &room).await?;
    let mut tx = turn.begin(ctx).await?;
    let meeting = find::meant(&mut tx, turn, args.text("meeting").unwrap_or_default()).await?;
    if let Err(why) = meeting.remindable() {
        return Err(Failure::mend(say::unremindable(words, &meeting, why)));
    }
    let name = room.to_string();
    let id = sql::reminders::announce(&mut tx, meeting.id.0, &name, minutes, millis(turn.now));
    let id = id.await?;
    let off = dates::cancelled(&mut tx, meeting.id).await?;
    let held = arm::set(&mut tx, arm::ANNOUNCE, id, minutes, &meeting, &off, turn.now).await?;
    let subject = meeting.slug.as_str();
    settings::audit(&mut tx, turn.group, turn.person, turn.now, "meeting announced", subject)
        .await?;
    tx.commit().await?;
    ctx.bell.ring();
    let lead = say::lead(words, minutes);
    let room_shown = Arg::from(Span::Room(room.clone()));
    let end = format!("admin meeting edit {} --quiet {typed}", meeting.slug);
    let first = held.map(|held| {
        let at = super::due::due_at(held.occurrence.at, minutes);
        words.meeting_announce_first(turn.time(at, TimeStyle::Full))
    });
    Ok(Message::say(words.meeting_announced(meeting.name, room_shown, lead))
        .maybe(first)
        .paragraph(words.meeting_announce_end(Arg::command(end))))
}

/// The room that was typed, or the one where it was typed. Never a room of another group. Asks the
/// platform, so never in a transaction.
pub(super) async fn room(ctx: &Ctx, turn: &Turn, typed: Option<&str>) -> Result<RoomId, Failure> {
    let words = &turn.words;
    let room = match typed {
        Some(typed) => match rooms::named(ctx, turn, typed).await? {
            Some(room) => room,
            None => {
                let line = words.usage_not_a_room(Arg::code(typed));
                return Err(rooms::unknown(ctx, turn, typed, line).await?);
            }
        },
        None => match turn.group_room() {
            Some(room) => room.clone(),
            None => return Err(Failure::mend(words.meeting_which_room())),
        },
    };
    let mut tx = ctx.store.read().await?;
    let group = sql::reminders::group_of_room(&mut tx, &room.to_string()).await?;
    match group {
        Some(other) if other != turn.group.0 => {
            Err(Failure::mend(words.meeting_room_of_others(Span::Room(room))))
        }
        _ => Ok(room),
    }
}

/// What a room reads. No link: links carry passcodes, and are shown to those who ask.
pub(super) fn message(
    words: &Words,
    zone: &TimeZone,
    meeting: &Meeting,
    held: &Held,
    counts: (i64, i64),
) -> Message {
    let when = say::when(words, zone, meeting, held.occurrence.at);
    let place = say::place(meeting).map(|place| words.meeting_room_place(place));
    let show = Arg::command(format!("meetings show {}", meeting.slug));
    let message = Message::say(words.meeting_room(meeting.name.clone(), when)).maybe(place);
    let message = match say::counts(words, counts) {
        Some(counts) => message.paragraph(counts),
        None => message,
    };
    message.paragraph(words.meeting_room_more(show))
}

/// What a room reads when an occurrence does not take place.
pub(super) fn cancelled(words: &Words, zone: &TimeZone, meeting: &Meeting, held: &Held) -> Message {
    let at = held.occurrence.at;
    let zone = crate::engine::turn::zone_name(zone);
    let when = Span::Time { at, zone, style: TimeStyle::Full };
    Message::say(words.meeting_room_cancelled(meeting.name.clone(), when))
}
