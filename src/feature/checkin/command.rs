//! `checkin`: how somebody is today.

use super::accept::{Cause, accept};
use super::model::{Given, MOODS, NOTE, SHARES, Share};
use super::{care, form, reply};
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::words::{Arg, Words};
use std::fmt::Write as _;

/// The command. Its note takes more than is kept, so that a longer one can be refused together with
/// a line that says the other answers back.
pub const COMMAND: Command = Command {
    path: "checkin",
    summary: Words::checkin_summary,
    params: &[
        Param::optional("mood", Kind::Scale(MOODS), Words::checkin_param_mood),
        Param::optional(
            "craving",
            Kind::Number { lowest: 0, highest: 10 },
            Words::checkin_param_craving,
        ),
        Param::optional("note", Kind::Text { most: 4 * NOTE }, Words::checkin_param_note),
        Param::optional("share", Kind::Choice(SHARES), Words::checkin_param_share),
    ],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    if args.is_empty() {
        return form::open(ctx, turn, Cause::free(turn)).await;
    }
    let given = given(&args);
    let got = given.note.chars().count();
    if got > NOTE {
        let help = care::help_for(turn, &given.note).unwrap_or_default();
        return Err(Failure::mend(help.append(too_long(&turn.words, &given, got))));
    }
    accept(ctx, turn, Cause::free(turn), given, &[]).await
}

fn given(args: &Args) -> Given {
    let number = |name| args.number(name).and_then(|number| u8::try_from(number).ok());
    let share = match args.choice("share") {
        Some("group") => Some(Share::Group),
        Some(_) => Some(Share::Me),
        None => None,
    };
    Given {
        mood: number("mood").filter(|mood| (1..=5).contains(mood)),
        craving: number("craving").filter(|craving| *craving <= 10),
        note: args.text("note").map(crate::command::value::tidy).unwrap_or_default(),
        share,
        ..Given::default()
    }
}

/// Refuses a note, and says the other answers as they can be typed again.
fn too_long(words: &Words, given: &Given, got: usize) -> Message {
    let rest = Given { note: String::new(), ..given.clone() };
    let message = Message::say(words.checkin_note_long(got, NOTE));
    if rest == Given::default() {
        return message;
    }
    let mut line = String::from("checkin");
    if let Some(name) = rest.mood.and_then(|mood| MOODS.get(usize::from(mood).checked_sub(1)?)) {
        let _ = write!(line, " --mood \"{name}\"");
    }
    if let Some(craving) = rest.craving {
        let _ = write!(line, " --craving {craving}");
    }
    if rest.share == Some(Share::Group) {
        line.push_str(" --share group");
    }
    message
        .fields(reply::said(words, &rest))
        .paragraph(words.checkin_note_long_rest(Arg::command(line)))
}
