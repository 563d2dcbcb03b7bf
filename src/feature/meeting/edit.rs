//! `admin meeting edit`: changes a meeting of the group's own, brings a cancelled date back, or ends
//! announcements in a room.

use super::own::{self, MINUTES, MOST_NAME, Own};
use super::{announce, arm, calendar, cancel, find, follow, model, say, sql};
use crate::chat::message::{Message, Span};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::settings;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::ids::RoomId;
use crate::job;
use crate::store::Tx;
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "admin meeting edit",
    summary: Words::meeting_edit_summary,
    params: &[
        Param::required("meeting", Kind::Named(Thing::Meeting), Words::meeting_param_meeting),
        Param::optional("phrase", Kind::Phrase, Words::meeting_param_phrase),
        Param::optional("minutes", MINUTES, Words::meeting_param_minutes),
        Param::optional("where", Kind::Text { most: 400 }, Words::meeting_param_where_edit),
        Param::optional("zone", Kind::Zone, Words::meeting_param_zone),
        Param::optional("name", Kind::Text { most: MOST_NAME }, Words::meeting_param_name),
        Param::optional("notes", Kind::Text { most: 500 }, Words::meeting_param_notes),
        Param::optional("restore", Kind::Date, Words::meeting_param_restore),
        Param::optional("quiet", Kind::Room, Words::meeting_param_quiet),
    ],
    needs: Role::Organizer,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

/// What changes the meeting itself, and needs it to be the group's own.
const OWN: &[&str] = &["phrase", "minutes", "where", "zone", "name", "notes"];

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let typed = args.text("meeting").unwrap_or_default();
    let changes = OWN.iter().any(|name| args.has(name));
    if !changes && !args.has("restore") && !args.has("quiet") {
        let example = Arg::command(format!("admin meeting edit {typed} --minutes 90"));
        return Err(Failure::mend(words.meeting_edit_nothing(example)));
    }
    let room = match args.text("quiet") {
        Some(typed) => Some(announce::room(ctx, turn, Some(typed)).await?),
        None => None,
    };
    let mut tx = turn.begin(ctx).await?;
    let meeting = match changes {
        true => find::meant_own(&mut tx, turn, typed).await?,
        false => find::meant(&mut tx, turn, typed).await?,
    };
    let mut message = Message::new();
    if let Some(day) = args.day("restore") {
        message = message.append(cancel::restore(ctx, &mut tx, turn, &meeting, day).await?);
    }
    if let Some(room) = &room {
        message = message.append(quiet(&mut tx, turn, &meeting, room).await?);
    }
    if changes {
        message = message.append(change(ctx, &mut tx, turn, &meeting, &args).await?);
    }
    let slug = meeting.slug.as_str();
    settings::audit(&mut tx, turn.group, turn.person, turn.now, "meeting edited", slug).await?;
    calendar::soon(&mut tx, turn.group, turn.now).await?;
    tx.commit().await?;
    ctx.bell.ring();
    Ok(message)
}

async fn change(
    ctx: &Ctx,
    tx: &mut Tx,
    turn: &Turn,
    before: &model::Meeting,
    args: &Args,
) -> Outcome {
    let words = &turn.words;
    let zone = args.text("zone").map_or_else(|| before.zone_name(), str::to_owned);
    let typed = args
        .phrase("phrase")
        .or(before.recurrence.as_ref().map(crate::schedule::Recurrence::phrase));
    let Some(typed) = typed else { return Err(Failure::mend(words.schedule_empty())) };
    let phrase = own::phrase(turn, typed, &zone)?;
    let minutes = args.number("minutes").and_then(|m| u16::try_from(m).ok());
    let minutes = minutes.unwrap_or(before.minutes);
    let name = args.text("name").unwrap_or(&before.name);
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut listing = before.listing.clone();
    if let Some(place) = args.text("where") {
        let place = Some(place).filter(|place| !is_none(place));
        let typed = model::own_listing(&name, &zone, place, minutes);
        listing.location = typed.location;
        listing.conference_url = typed.conference_url;
        listing.attendance = typed.attendance;
    }
    if let Some(notes) = args.text("notes") {
        listing.notes = Some(notes.to_owned()).filter(|notes| !is_none(notes));
    }
    listing.name = name;
    listing.minutes = minutes;
    listing.zone = Some(zone.clone());

    let own = Own { phrase, zone, listing };
    let after = own::update(tx, before.id, &own, turn.now).await?;
    let told = if after.fingerprint == before.fingerprint {
        0
    } else {
        follow::follow(ctx, tx, &[after.id], follow::News::Changed, turn.now).await?
    };
    let rule = say::rule(words, &after);
    let message = Message::say(words.meeting_edited(after.name.clone(), rule))
        .fields(say::joining(words, &after));
    let message = say::with_notes(message, words, &after);
    Ok(message.maybe((told > 0).then(|| words.meeting_told(told))))
}

/// `-` and `none` empty a text.
fn is_none(text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "-" | "none")
}

async fn quiet(tx: &mut Tx, turn: &Turn, meeting: &model::Meeting, room: &RoomId) -> Outcome {
    let words = &turn.words;
    let shown = Span::Room(room.clone());
    match sql::reminders::silence(tx, meeting.id.0, &room.to_string()).await? {
        Some(id) => {
            job::cancel(tx, &arm::key(arm::ANNOUNCE, id)).await?;
            Ok(Message::say(words.meeting_quiet(meeting.name.clone(), shown)))
        }
        None => Err(Failure::mend(words.meeting_quiet_none(meeting.name.clone(), shown))),
    }
}
