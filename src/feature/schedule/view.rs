//! Schedules in words.

use super::model::Schedule;
use super::sql::Closed;
use crate::chat::message::{Line, Message};
use crate::engine::rooms;
use crate::engine::turn::Turn;
use crate::ids::RoomId;
use crate::schedule::{Occurrence, say};
use crate::words::{Arg, Words};

/// How many next times an answer shows.
pub(super) const SHOWN: usize = 5;

/// `Check-in in #general, daily 09:00, Europe/London time`
pub(super) fn one(words: &Words, schedule: &Schedule) -> Line {
    words.posting_one(
        words.posting_kind(Arg::select(schedule.kind().as_str())),
        rooms::shown(&schedule.rooms()),
        Arg::code(schedule.timing.as_str()),
        schedule.zone.as_str(),
    )
}

/// What comes next, or why nothing does.
pub(super) fn state(words: &Words, schedule: &Schedule) -> Line {
    if schedule.ended_at.is_some() {
        return words.posting_state_ended();
    }
    if schedule.paused_at.is_some() {
        return words.posting_state_paused(command("resume", schedule));
    }
    let beat = schedule.beat();
    let from = schedule.next_at.and_then(|at| {
        crate::store::instant(at).checked_sub(jiff::SignedDuration::from_millis(1)).ok()
    });
    match beat.zip(from).and_then(|(beat, from)| beat.next(from, &schedule.skipped())) {
        Some(next) => words.posting_state_next(say::occurrence(words, &next)),
        None => words.posting_state_ended(),
    }
}

/// The same, with the rooms in which nothing is posted at present, why, and what mends it.
pub(super) fn state_and_rooms(words: &Words, schedule: &Schedule, closed: &[Closed]) -> Line {
    let why = shut(words, schedule, closed);
    let state = match shut_rooms(schedule, closed).len() == schedule.rooms().len() {
        // It would not come, so there is no next time.
        true if !why.is_empty() && schedule.paused_at.is_none() => words.posting_state_waits(),
        _ => state(words, schedule),
    };
    why.into_iter().fold(state, Line::then)
}

/// Why nothing is posted in some of the schedule's rooms at present. Nothing where it is over anyway.
pub(super) fn shut(words: &Words, schedule: &Schedule, closed: &[Closed]) -> Vec<Line> {
    if schedule.ended_at.is_some() {
        return Vec::new();
    }
    let shut = shut_rooms(schedule, closed);
    let of = |left: bool| {
        let rooms: Vec<&RoomId> =
            shut.iter().filter(|one| one.left == left).map(|one| &one.room).collect();
        (!rooms.is_empty()).then(|| rooms::shown(rooms))
    };
    let other = Arg::command(format!("admin schedule edit {} --room #general", schedule.slug));
    let left = of(true).map(|rooms| words.posting_room_left(rooms, other));
    left.into_iter().chain(of(false).map(|rooms| words.posting_room_paused(rooms))).collect()
}

fn shut_rooms<'a>(schedule: &Schedule, closed: &'a [Closed]) -> Vec<&'a Closed> {
    let rooms = schedule.rooms();
    closed.iter().filter(|one| rooms.contains(&one.room)).collect()
}

/// The next times, under a line that says what they are.
pub(super) fn coming(message: Message, words: &Words, next: &[Occurrence], once: bool) -> Message {
    let title = if once { words.posting_next_one() } else { words.posting_next() };
    let items: Vec<Line> = next.iter().map(|found| say::occurrence(words, found)).collect();
    if items.is_empty() { message } else { message.paragraph(title).list(items) }
}

/// `/admin schedule resume checkin-0900`
pub(super) fn command(verb: &str, schedule: &Schedule) -> Arg {
    Arg::command(format!("admin schedule {verb} {}", schedule.slug))
}

/// How the zone that was used came about, when the group has none of its own.
pub(super) fn zone_unset(turn: &Turn, schedule: &Schedule) -> Line {
    let edit = format!("admin schedule edit {} --zone Europe/London", schedule.slug);
    turn.words.posting_zone_unset(schedule.zone.as_str(), Arg::command(edit))
}

/// The command that would set the schedule up again, with its rooms as they are typed.
pub(super) fn again(schedule: &Schedule, rooms: &[String]) -> String {
    // One name in quotes quotes them all.
    let mut rooms: String = rooms.join(",");
    if rooms.contains('"') {
        rooms = format!("\"{}\"", rooms.replace('"', ""));
    }
    let mut line = format!(
        "admin schedule add {} {} --room {} --zone {}",
        schedule.kind, schedule.timing, rooms, schedule.zone
    );
    if !schedule.text.is_empty() {
        // The last option takes the rest of the line as it is.
        line.push_str(" --text ");
        line.push_str(&schedule.text);
    }
    line
}
