//! `privacy erase`: deletes everything about somebody, after asking.

use super::{counts, sql};
use crate::chat::message::Message;
use crate::chat::prompt::{Answer, Choice, Delicacy, Expect};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Outcome, Run};
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::prompt::{self, Ask, Asked};
use crate::engine::turn::Known;
use crate::error::Failure;
use crate::ids::PersonId;
use crate::store::Conn;
use crate::words::{Arg, Words};
use jiff::SignedDuration;

/// The command.
pub const COMMAND: Command = Command {
    path: "privacy erase",
    summary: Words::privacy_erase_summary,
    params: &[],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Known(|ctx, known, args| Box::pin(run(ctx, known, args))),
};

/// The kind of the prompt's row.
pub const KIND: &str = "erase";

/// Takes its answers.
pub const TAKER: Taker = Taker {
    kind: KIND,
    take: Take::Known(|ctx, known, asked, answer| Box::pin(take(ctx, known, asked, answer))),
};

/// For how long a yes is taken for this question.
const OPEN: SignedDuration = SignedDuration::from_hours(1);

async fn run(ctx: &Ctx, known: &Known, _args: Args) -> Outcome {
    let words = &known.words;
    let mut tx = known.begin_asking(ctx).await?;
    let kept = sql::kept(&mut tx, known.person.0).await?;
    let ask = Ask {
        kind: KIND,
        group: None,
        person: Some(known.person),
        subject: None,
        detail: String::new(),
        expect: Expect::OneOf(vec![
            Choice::new("yes", words.privacy_erase_yes()),
            Choice::new("no", words.privacy_erase_no()),
        ]),
        // Only its owner may so much as see the question.
        delicacy: Delicacy::Health,
        expires_at: known.now.checked_add(OPEN).ok(),
    };
    let prompt = prompt::ask(&mut tx, &ask, known.now).await?;
    tx.commit().await?;
    Ok(Message::new()
        .heading(words.privacy_erase_question())
        .list(counts::lines(words, &kept))
        .paragraph(words.privacy_erase_final(Arg::command("privacy export")))
        .ask(prompt))
}

async fn take(ctx: &Ctx, known: &Known, asked: &Asked, answer: Answer) -> Outcome {
    let words = &known.words;
    let Answer::Choice(choice) = answer else { return Ok(Message::new()) };
    if !asked.open(known.now) {
        return Err(Failure::mend(words.privacy_erase_old(Arg::command("privacy erase"))));
    }
    let mut tx = known.begin(ctx).await?;
    if !prompt::close(&mut tx, asked.id, known.now).await? {
        return Err(Failure::mend(words.privacy_erase_old(Arg::command("privacy erase"))));
    }
    if choice != "yes" {
        tx.commit().await?;
        return Ok(Message::say(words.privacy_erase_kept()));
    }
    let mut kept = sql::kept(&mut tx, known.person.0).await?;
    // Not this question itself, so that the numbers are those it showed.
    kept.prompts -= 1;
    erase(&mut tx, known.person).await?;
    tx.commit().await?;
    ctx.bell.ring();
    let mut rest = vec![words.privacy_erased_chat(), words.privacy_erased_backups()];
    if kept.group_work > 0 {
        rest.push(words.privacy_erased_group_work(kept.group_work));
    }
    Ok(Message::say(words.privacy_erased())
        .list(counts::lines(words, &kept))
        .paragraph(words.privacy_erased_rest())
        .list(rest)
        .paragraph(words.privacy_erased_after()))
}

/// Deletes everything about a person. What they did for a group stays, without saying who it was.
/// Call it inside a transaction.
pub async fn erase(conn: &mut Conn, person: PersonId) -> sqlx::Result<()> {
    // Jobs and messages have no foreign key that takes them along, so they go before the rows that
    // tell whose they are.
    sql::erase::delete_jobs(conn, person.0).await?;
    sql::erase::delete_messages(conn, person.0).await?;
    sql::erase::delete_edge(conn, person.0).await?;
    sql::erase::delete_person(conn, person.0).await
}
