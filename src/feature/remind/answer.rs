//! The answer to a delivered reminder: done, or once more later.

use super::fire::snoozed;
use super::model::KIND;
use super::{say, sql};
use crate::chat::message::Message;
use crate::chat::prompt::Answer;
use crate::command::Outcome;
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::prompt::{self, Asked};
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::ids::ReminderId;
use crate::job;
use crate::schedule::day::day_of;
use crate::schedule::recurrence::instant_of;
use crate::store::millis;
use crate::words::Arg;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Takes the answers.
pub const TAKER: Taker = Taker {
    kind: KIND,
    take: Take::Turn(|ctx, turn, asked, answer| Box::pin(take(ctx, turn, asked, answer))),
};

async fn take(ctx: &Ctx, turn: &Turn, asked: &Asked, answer: Answer) -> Outcome {
    let words = &turn.words;
    let Answer::Choice(choice) = answer else { return Ok(Message::new()) };
    let late = || {
        let example = Arg::command("remind add tomorrow 9am Call Sam");
        Failure::mend(words.remind_answer_late(example))
    };
    if asked.expires_at.is_some_and(|at| at <= turn.now) {
        return Err(late());
    }
    if asked.closed_at.is_some() {
        return Ok(Message::say(words.remind_answered_before()));
    }
    let mut tx = turn.begin(ctx).await?;
    let id = ReminderId(asked.subject.unwrap_or_default());
    let reminder = sql::find(&mut tx, id, turn.person).await?.ok_or_else(late)?;
    // The second of two clicks finds it closed.
    if !prompt::close(&mut tx, asked.id, turn.now).await? {
        return Ok(Message::say(words.remind_answered_before()));
    }
    let at = match choice.as_str() {
        "10m" => turn.now.checked_add(SignedDuration::from_mins(10)).ok(),
        "1h" => turn.now.checked_add(SignedDuration::from_hours(1)).ok(),
        "tomorrow" => {
            let (zone, start) = (reminder.zone(), turn.profile.day_start);
            tomorrow(time_of_day(asked, &zone), &zone, start, turn.now)
        }
        _ => None,
    };
    let message = if let Some(at) = at {
        job::put(&mut tx, &snoozed(&reminder, asked.id, at)).await?;
        Message::say(words.remind_snoozed(say::time(&reminder, at)))
    } else {
        if !reminder.stands() {
            sql::remove(&mut tx, reminder.id, millis(turn.now)).await?;
            job::cancel_all(&mut tx, KIND, reminder.id.0).await?;
        }
        Message::say(words.remind_marked_done())
    };
    tx.commit().await?;
    ctx.bell.ring();
    Ok(message)
}

/// The reminder's time of day on the person's next day. After midnight it is still the day before,
/// until their day begins.
fn tomorrow(time: Time, zone: &TimeZone, day_start: Time, now: Timestamp) -> Option<Timestamp> {
    let mut date = day_of(now, zone, day_start);
    // The first is today's day after; two more for times before the day start and for gaps.
    for _ in 0..3 {
        date = date.tomorrow().ok()?;
        let at = instant_of(date.to_datetime(time), zone)?;
        if at > now {
            return Some(at);
        }
    }
    None
}

/// The time of day for which it was asked: the prompt notes its civil time.
fn time_of_day(asked: &Asked, zone: &TimeZone) -> Time {
    asked
        .detail
        .parse::<DateTime>()
        .map_or_else(|_| zone.to_datetime(asked.created_at).time(), DateTime::time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tomorrow_is_the_next_day_of_the_person() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let at = |text: &str| {
            let civil: DateTime = text.parse().unwrap();
            civil.to_zoned(zone.clone()).unwrap().timestamp()
        };
        for (time, now, expected) in [
            ("09:00", "2026-06-01T09:05", "2026-06-02T09:00"),
            ("09:00", "2026-06-01T23:50", "2026-06-02T09:00"),
            ("09:00", "2026-06-02T01:00", "2026-06-02T09:00"),
            ("09:00", "2026-06-02T04:00", "2026-06-03T09:00"),
            ("02:00", "2026-06-01T02:05", "2026-06-02T02:00"),
            ("01:30", "2026-03-28T12:00", "2026-03-29T02:30"),
        ] {
            let start = Time::constant(4, 0, 0, 0);
            let found = tomorrow(time.parse().unwrap(), &zone, start, at(now));
            assert_eq!(found, Some(at(expected)), "{time} {now}");
        }
    }
}
