//! `privacy link`: several accounts, one person.
//!
//! One account asks for a code, the other one types it. Guessing is infeasible: a code is 8 of 30
//! characters from the system's random source, one of 30⁸ ≈ 6.6 × 10¹¹. It lives for ten minutes and
//! works once, and a person has one at a time. Somebody who types ten guesses a second, faster than
//! any chat lets them, makes 6 000 in that time; with a hundred codes waiting at once their chance
//! to hit one is below one in a million.

use super::merge::merge;
use super::sql;
use crate::chat::address::Address;
use crate::chat::message::{Line, Message};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::directory;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::ids::PersonId;
use crate::outbox::{self, Outgoing};
use crate::store::{instant, millis};
use crate::words::{Arg, Words};
use jiff::SignedDuration;
use rand::Rng as _;

/// The command.
pub const COMMAND: Command = Command {
    path: "privacy link",
    summary: Words::privacy_link_summary,
    params: &[Param::optional("code", Kind::Word, Words::privacy_param_code)],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

/// Digits and capital letters that are not mistaken for one another: no 0 and O, no 1, I and L, no
/// U and V.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many of them make a code.
const LENGTH: usize = 8;

/// For how many minutes a code is valid.
const MINUTES: i64 = 10;

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    match args.text("code") {
        None => make(ctx, turn).await,
        Some(typed) => take(ctx, turn, typed).await,
    }
}

async fn make(ctx: &Ctx, turn: &Turn) -> Outcome {
    let words = &turn.words;
    let until = turn.now.checked_add(SignedDuration::from_mins(MINUTES)).unwrap_or(turn.now);
    let mut tx = ctx.store.begin().await?;
    sql::link::delete_codes(&mut tx, turn.person.0).await?;
    let mut code = new_code();
    while !sql::link::add_code(&mut tx, &code, turn.person.0, millis(until)).await? {
        code = new_code();
    }
    tx.commit().await?;
    Ok(Message::say(words.privacy_link_how(MINUTES))
        .code(format!("/privacy link {code}"))
        .paragraph(words.privacy_link_care()))
}

async fn take(ctx: &Ctx, turn: &Turn, typed: &str) -> Outcome {
    let words = &turn.words;
    let mut tx = ctx.store.begin().await?;
    let found = match tidy(typed) {
        Some(code) => sql::link::code(&mut tx, &code).await?,
        None => None,
    };
    let Some(found) = found.filter(|row| turn.now < instant(row.expires_at)) else {
        return Err(Failure::mend(
            words.privacy_link_unknown(MINUTES, Arg::command("privacy link")),
        ));
    };
    let stays = PersonId(found.person_id);
    if stays == turn.person {
        return Err(Failure::mend(words.privacy_link_own()));
    }
    let owner = directory::account_of(&mut tx, stays).await?;
    let gone = merge(&mut tx, turn.person, stays, turn.now).await?;
    if let Some(owner) = owner {
        // Whoever made the code learns that it was used, and how to undo what they did not want.
        let told = Message::say(words.privacy_link_told(Arg::command("privacy show")));
        let key = format!("linked:{}:{}", turn.account, millis(turn.now));
        let out = Outgoing::new(key, "link", Address::Direct(owner), told, turn.now).person(stays);
        outbox::push(&mut tx, &out, turn.now).await?;
    }
    tx.commit().await?;
    ctx.bell.ring();
    let gone = i64::try_from(gone).unwrap_or(i64::MAX);
    let deleted: Option<Line> = (gone > 0).then(|| words.privacy_link_deleted(gone));
    Ok(Message::say(words.privacy_link_done(Arg::command("profile show"))).maybe(deleted))
}

fn new_code() -> String {
    // Seeded by the system and unpredictable, which rand promises of this one.
    let mut random = rand::rng();
    (0..LENGTH).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect()
}

/// The code that somebody typed, in any case, with spaces or hyphens.
fn tidy(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| !matches!(c, ' ' | '-'))
        .map(|c| c.to_ascii_uppercase())
        .take(LENGTH + 1)
        .collect();
    let good = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
    good.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_of_their_alphabet_and_differ() {
        let codes: HashSet<String> = (0..1000).map(|_| new_code()).collect();
        assert_eq!(codes.len(), 1000);
        for code in &codes {
            assert_eq!(tidy(code).as_ref(), Some(code));
        }
        let used: HashSet<char> = codes.iter().flat_map(|code| code.chars()).collect();
        assert_eq!(used.len(), ALPHABET.len(), "every character comes up");
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        for (typed, code) in [
            ("abcd2345", Some("ABCD2345")),
            ("ABCD-2345", Some("ABCD2345")),
            (" abcd 2345 ", Some("ABCD2345")),
            ("ABCD234", None),
            ("ABCD23456", None),
            ("ABCD234O", None),
            ("ÀBCD2345", None),
            ("", None),
        ] {
            assert_eq!(tidy(typed).as_deref(), code, "{typed}");
        }
    }
}
