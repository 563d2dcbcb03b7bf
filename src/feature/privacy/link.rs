//! `privacy link`: several accounts, one person.
//!
//! One account asks for a [code], the other one types it, is shown what that would
//! join, and says yes. A person has one code at a time, and it works once.

use super::merge::merge;
use super::sql;
use super::sql::link::CodeRow;
use crate::chat::address::Address;
use crate::chat::message::{Line, Message, Span};
use crate::chat::prompt::{Answer, Choice, Delicacy, Expect};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::directory;
use crate::engine::prompt::{self, Ask, Asked};
use crate::engine::turn::Known;
use crate::error::Failure;
use crate::feature::code;
use crate::ids::{AccountId, PersonId};
use crate::outbox::{self, Outgoing};
use crate::store::{Conn, instant, millis};
use crate::words::{Arg, Words};
use jiff::{SignedDuration, Timestamp};

/// The command.
pub const COMMAND: Command = Command {
    path: "privacy link",
    summary: Words::privacy_link_summary,
    params: &[Param::optional("code", Kind::Word, Words::privacy_param_code)],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Known(|ctx, known, args| Box::pin(run(ctx, known, args))),
};

/// The kind of the question's row. Its subject is the person who made the code, its detail the code.
pub const KIND: &str = "link";

/// Takes the answers.
pub const TAKER: Taker = Taker {
    kind: KIND,
    take: Take::Known(|ctx, known, asked, answer| Box::pin(take(ctx, known, asked, answer))),
};

async fn run(ctx: &Ctx, known: &Known, args: Args) -> Outcome {
    match args.text("code") {
        None => make(ctx, known).await,
        Some(typed) => ask(ctx, known, typed).await,
    }
}

async fn make(ctx: &Ctx, known: &Known) -> Outcome {
    let words = &known.words;
    let until =
        known.now.checked_add(SignedDuration::from_mins(code::MINUTES)).unwrap_or(known.now);
    let mut tx = known.begin_asking(ctx).await?;
    sql::link::delete_codes(&mut tx, known.person.0).await?;
    let mut code = code::new();
    while !sql::link::add_code(&mut tx, &code, known.person.0, millis(until)).await? {
        code = code::new();
    }
    tx.commit().await?;
    Ok(Message::say(words.privacy_link_how(code::MINUTES))
        .paragraph(Span::Command(format!("privacy link {code}")).into())
        .paragraph(words.privacy_link_care()))
}

/// Asks whether the account that types a code shall be joined with the one that made it.
async fn ask(ctx: &Ctx, known: &Known, typed: &str) -> Outcome {
    let words = &known.words;
    let mut tx = known.begin_asking(ctx).await?;
    let code = code::tidy(typed).ok_or_else(|| unknown(words))?;
    let row = valid(&mut tx, &code, known.now).await?.ok_or_else(|| unknown(words))?;
    let stays = PersonId(row.person_id);
    if stays == known.person {
        return Err(Failure::mend(words.privacy_link_own()));
    }
    let owner = directory::account_of(&mut tx, stays).await?.ok_or_else(|| unknown(words))?;
    let days = sql::link::history_after(&mut tx, known.person.0, stays.0).await?;
    let ask = Ask {
        kind: KIND,
        group: None,
        person: Some(known.person),
        subject: Some(stays.0),
        detail: code,
        expect: Expect::OneOf(vec![
            Choice::new("yes", words.privacy_link_yes()),
            Choice::new("no", words.privacy_link_no()),
        ]),
        // Only its owner may so much as see the question.
        delicacy: Delicacy::Health,
        expires_at: Some(instant(row.expires_at)),
    };
    let prompt = prompt::ask(&mut tx, &ask, known.now).await?;
    tx.commit().await?;
    let account = Arg::code(owner.native());
    Ok(Message::new()
        .heading(words.privacy_link_question(account, platform(words, &owner)))
        .paragraph(words.privacy_link_what())
        .paragraph(words.privacy_link_history(days))
        .ask(prompt))
}

async fn take(ctx: &Ctx, known: &Known, asked: &Asked, answer: Answer) -> Outcome {
    let words = &known.words;
    let Answer::Choice(choice) = answer else { return Ok(Message::new()) };
    let mut tx = known.begin(ctx).await?;
    // The second of two clicks finds it closed.
    if !asked.open(known.now) || !prompt::close(&mut tx, asked.id, known.now).await? {
        return Err(unknown(words));
    }
    if choice != "yes" {
        tx.commit().await?;
        return Ok(Message::say(words.privacy_link_apart()));
    }
    let stays = PersonId(asked.subject.unwrap_or_default());
    if stays == known.person {
        // The other account has answered such a question meanwhile.
        return Ok(Message::say(words.privacy_link_done(Arg::command("profile show"))));
    }
    let row = valid(&mut tx, &asked.detail, known.now).await?;
    row.filter(|row| row.person_id == stays.0).ok_or_else(|| unknown(words))?;
    let owner = directory::account_of(&mut tx, stays).await?;
    let gone = merge(&mut tx, known.person, stays, known.now).await?;
    if let Some(owner) = owner {
        // Whoever made the code learns that it was used, and how to undo what they did not want.
        let told = Message::say(words.privacy_link_told(Arg::command("privacy show")));
        let key = format!("linked:{}:{}", known.account, millis(known.now));
        let out = Outgoing::new(key, "link", Address::Direct(owner), told, known.now).person(stays);
        outbox::push(&mut tx, &out, known.now).await?;
    }
    tx.commit().await?;
    ctx.bell.ring();
    let gone = i64::try_from(gone).unwrap_or(i64::MAX);
    let deleted: Option<Line> = (gone > 0).then(|| words.privacy_link_deleted(gone));
    Ok(Message::say(words.privacy_link_done(Arg::command("profile show"))).maybe(deleted))
}

/// A code that is there and has not run out.
async fn valid(conn: &mut Conn, code: &str, now: Timestamp) -> sqlx::Result<Option<CodeRow>> {
    let row = sql::link::code(conn, code).await?;
    Ok(row.filter(|row| now < instant(row.expires_at)))
}

fn unknown(words: &Words) -> Failure {
    Failure::mend(words.privacy_link_unknown(code::MINUTES, Arg::command("privacy link")))
}

/// The platform of an account, as people call it.
fn platform(words: &Words, account: &AccountId) -> Line {
    words.privacy_platform(Arg::select(account.platform().as_str()))
}
