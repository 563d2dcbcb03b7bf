//! `privacy history`: for how long check-ins are kept, if at all.

use super::sql;
use crate::chat::message::Message;
use crate::chat::prompt::{Answer, Choice, Delicacy, Expect};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::directory;
use crate::engine::prompt::{self, Ask, Asked};
use crate::engine::settings::Settings;
use crate::engine::turn::Known;
use crate::error::Failure;
use crate::feature::checkin::{self, consent};
use crate::store::Conn;
use crate::words::{Arg, Words};
use jiff::SignedDuration;

/// The command.
pub const COMMAND: Command = Command {
    path: "privacy history",
    summary: Words::privacy_history_summary,
    params: &[Param::required(
        "history",
        Kind::Choice(&["off", "30", "90", "365"]),
        Words::privacy_param_history,
    )],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Known(|ctx, known, args| Box::pin(run(ctx, known, args))),
};

/// The kind of the prompt's row; its detail is the number of days.
pub const KIND: &str = "privacy_history";

/// Takes its answers.
pub const TAKER: Taker = Taker {
    kind: KIND,
    take: Take::Known(|ctx, known, asked, answer| Box::pin(take(ctx, known, asked, answer))),
};

/// For how long a yes is taken for this question.
const OPEN: SignedDuration = SignedDuration::from_hours(24);

async fn run(ctx: &Ctx, known: &Known, args: Args) -> Outcome {
    // “off” is the one that is not a number.
    let days = args.choice("history").and_then(|word| word.parse::<i64>().ok()).unwrap_or(0);
    let read = days == 0 || {
        let mut tx = ctx.store.read().await?;
        consent::was_shown(&mut tx, known.person, KIND).await?
    };
    if read { set(ctx, known, days, None).await } else { ask(ctx, known, days).await }
}

/// Shows the notice first, and asks. Who gives the command again after it has said yes.
async fn ask(ctx: &Ctx, known: &Known, days: i64) -> Outcome {
    let words = &known.words;
    let ask = Ask {
        kind: KIND,
        group: None,
        person: Some(known.person),
        subject: None,
        detail: days.to_string(),
        expect: Expect::OneOf(vec![
            Choice::new("yes", words.privacy_history_yes()),
            Choice::new("no", words.privacy_history_no()),
        ]),
        delicacy: Delicacy::Health,
        expires_at: known.now.checked_add(OPEN).ok(),
    };
    let mut tx = known.begin_asking(ctx).await?;
    let prompt = prompt::ask(&mut tx, &ask, known.now).await?;
    let here = history_here(&mut tx, known).await?;
    tx.commit().await?;
    let platform = known.account.platform();
    Ok(Message::new()
        .heading(words.privacy_history_question(days))
        .append(consent::notice(words, platform))
        .maybe((!here).then(|| words.privacy_history_not_here(Arg::select(platform.as_str()))))
        .ask(prompt))
}

async fn take(ctx: &Ctx, known: &Known, asked: &Asked, answer: Answer) -> Outcome {
    let words = &known.words;
    let Answer::Choice(choice) = answer else { return Ok(Message::new()) };
    let again = Arg::command(format!("privacy history {}", asked.detail));
    let days = asked.detail.parse::<i64>().ok().filter(|days| consent::DAYS.contains(days));
    let Some(days) = days.filter(|_| asked.open(known.now)) else {
        return Err(Failure::mend(words.privacy_history_old(again)));
    };
    if choice == "yes" {
        return set(ctx, known, days, Some(asked)).await;
    }
    let mut tx = known.begin(ctx).await?;
    prompt::close(&mut tx, asked.id, known.now).await?;
    tx.commit().await?;
    Ok(Message::say(words.privacy_history_unchanged(again)))
}

async fn set(ctx: &Ctx, known: &Known, days: i64, asked: Option<&Asked>) -> Outcome {
    let words = &known.words;
    let mut tx = known.begin(ctx).await?;
    if let Some(asked) = asked {
        prompt::close(&mut tx, asked.id, known.now).await?;
    }
    let gone = checkin::set_history(&mut tx, known.person, days, known.now).await?;
    let platform = known.account.platform();
    let here = history_here(&mut tx, known).await?;
    let left = sql::count_checkins(&mut tx, known.person.0).await?;
    tx.commit().await?;
    let was = known.profile.history_days;
    let changed = match (days, was) {
        (0, _) => words.privacy_history_off(),
        (days, was) if days == was => words.privacy_history_same(days),
        (days, 0) => words.privacy_history_on(days),
        (days, was) => words.privacy_history_changed(days, was),
    };
    let gone = i64::try_from(gone).unwrap_or(i64::MAX);
    let deleted = (gone > 0).then(|| words.privacy_history_deleted(gone));
    let left = (left > 0 && gone > 0).then(|| words.privacy_history_left(left));
    let message = Message::say(changed).maybe(deleted).maybe(left);
    if days == 0 {
        return Ok(
            message.paragraph(words.privacy_history_again(Arg::command("privacy history 90")))
        );
    }
    let here = (!here).then(|| words.privacy_history_not_here(Arg::select(platform.as_str())));
    // Just read: not once more.
    let notice = match asked {
        Some(_) => Message::new(),
        None => consent::notice(words, platform),
    };
    Ok(message.append(notice).maybe(here))
}

/// Whether the group in whose room it is asked lets check-ins be kept.
async fn history_here(conn: &mut Conn, known: &Known) -> sqlx::Result<bool> {
    let Some(community) = &known.place.community else { return Ok(true) };
    let platform = known.account.platform();
    match directory::group_at(conn, platform, community).await? {
        Some(group) => Ok(Settings::load(conn, group).await?.history_on(platform)),
        None => Ok(true),
    }
}
