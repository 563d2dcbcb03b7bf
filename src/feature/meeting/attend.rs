//! `meetings attend`: whether somebody comes to the next occurrence.

use super::{dates, find, rsvp, say};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::feed::Attendance;
use crate::words::Words;

/// The command.
pub const COMMAND: Command = Command {
    path: "meetings attend",
    summary: Words::meeting_attend_summary,
    params: &[
        Param::required("meeting", Kind::Named(Thing::Meeting), Words::meeting_param_meeting),
        Param::required("answer", Kind::Choice(rsvp::ANSWERS), Words::meeting_param_answer),
    ],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let answer = args.choice("answer").unwrap_or("yes");
    let mut tx = turn.begin(ctx).await?;
    let meeting = find::meant(&mut tx, turn, args.text("meeting").unwrap_or_default()).await?;
    if meeting.attendance == Attendance::Inactive {
        return Err(Failure::mend(words.meeting_inactive(meeting.name)));
    }
    if meeting.recurrence.is_none() {
        return Err(Failure::mend(say::unremindable(
            words,
            &meeting,
            super::model::Unremindable::ByAppointment,
        )));
    }
    let off = dates::cancelled(&mut tx, meeting.id).await?;
    let Some(held) = meeting.current_or_next(turn.now, &off) else {
        return Err(Failure::mend(words.meeting_never_again(meeting.name)));
    };
    let message = rsvp::record(ctx, &mut tx, turn, &meeting, &held, answer).await?;
    tx.commit().await?;
    ctx.bell.ring();
    Ok(message)
}
