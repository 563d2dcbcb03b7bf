//! `admin settings link`: one group on several platforms.
//!
//! An admin asks for a [code] in one group and types it in the other, where they
//! are an admin as well; they are shown what that joins, and say yes. From then on both are one group:
//! the same schedules, meetings, resources, settings and members, and rooms on both platforms. Of the two
//! one at most may have something set up, so that nothing has to be put together that nobody asked for.

use super::sql::link::{self as sql, CodeRow};
use crate::chat::message::{Message, Span};
use crate::chat::prompt::{Answer, Choice, Delicacy, Expect};
use crate::chat::role::Role;
use crate::command::Outcome;
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::prompt::{self, Ask, Asked};
use crate::engine::settings;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::feature::code;
use crate::feature::meeting::calendar;
use crate::ids::GroupId;
use crate::outbox;
use crate::store::{Conn, instant, millis};
use crate::words::{Arg, Words};
use jiff::{SignedDuration, Timestamp};

/// What is typed in place of a setting.
pub(super) const KEY: &str = "link";

/// The kind of the question's row. Its subject is the group of the code, its detail the code.
pub const KIND: &str = "group_link";

/// Takes the answers.
pub const TAKER: Taker = Taker {
    kind: KIND,
    take: Take::Turn(|ctx, turn, asked, answer| Box::pin(take(ctx, turn, asked, answer))),
};

/// Which of two groups goes, and which one stays.
struct Plan {
    gone: GroupId,
    stays: GroupId,
}

/// Shows a code, or asks whether the groups shall be one.
pub(super) async fn run(ctx: &Ctx, turn: &Turn, typed: Option<&str>) -> Outcome {
    match typed {
        None => make(ctx, turn).await,
        Some(typed) => ask(ctx, turn, typed).await,
    }
}

async fn make(ctx: &Ctx, turn: &Turn) -> Outcome {
    let words = &turn.words;
    let ends = SignedDuration::from_mins(code::MINUTES);
    let until = millis(turn.now.checked_add(ends).unwrap_or(turn.now));
    let mut tx = turn.begin_asking(ctx).await?;
    sql::delete_codes(&mut tx, turn.group).await?;
    let mut code = code::new();
    while !sql::add_code(&mut tx, &code, turn.group, until).await? {
        code = code::new();
    }
    tx.commit().await?;
    Ok(Message::say(words.settings_link_how(code::MINUTES))
        .paragraph(Span::Command(format!("admin settings link {code}")).into())
        .paragraph(words.settings_link_what()))
}

async fn ask(ctx: &Ctx, turn: &Turn, typed: &str) -> Outcome {
    let words = &turn.words;
    let mut tx = turn.begin_asking(ctx).await?;
    let code = code::tidy(typed).ok_or_else(|| unknown(words))?;
    let row = valid(&mut tx, &code, turn.now).await?.ok_or_else(|| unknown(words))?;
    if row.group == turn.group {
        return Err(Failure::mend(words.settings_link_own()));
    }
    plan(&mut tx, words, turn.group, row.group).await?;
    let ask = Ask {
        kind: KIND,
        group: Some(turn.group),
        person: Some(turn.person),
        subject: Some(row.group.0),
        detail: code,
        expect: Expect::OneOf(vec![
            Choice::new("yes", words.settings_link_yes()),
            Choice::new("no", words.settings_link_no()),
        ]),
        delicacy: Delicacy::Harmless,
        expires_at: Some(instant(row.expires_at)),
    };
    let prompt = prompt::ask(&mut tx, &ask, turn.now).await?;
    tx.commit().await?;
    Ok(Message::new()
        .heading(words.settings_link_question(Arg::code(row.slug)))
        .paragraph(words.settings_link_what())
        .ask(prompt))
}

async fn take(ctx: &Ctx, turn: &Turn, asked: &Asked, answer: Answer) -> Outcome {
    let words = &turn.words;
    let Answer::Choice(choice) = answer else { return Ok(Message::new()) };
    if turn.role < Role::Admin {
        return Err(Failure::mend(words.usage_not_allowed(Arg::select(Role::Admin.as_str()))));
    }
    let mut tx = turn.begin(ctx).await?;
    // The second of two taps finds it closed.
    if !asked.open(turn.now) || !prompt::close(&mut tx, asked.id, turn.now).await? {
        return Err(unknown(words));
    }
    if choice != "yes" {
        tx.commit().await?;
        return Ok(Message::say(words.settings_link_apart()));
    }
    let row = valid(&mut tx, &asked.detail, turn.now).await?;
    let row = row.filter(|row| Some(row.group.0) == asked.subject).ok_or_else(|| unknown(words))?;
    // Somebody may have joined them, or set something up, since the question.
    let here = asked.group.unwrap_or(turn.group);
    if row.group == here {
        return Err(Failure::mend(words.settings_link_own()));
    }
    let Plan { gone, stays } = plan(&mut tx, words, here, row.group).await?;
    let (was, is) = (sql::slug(&mut tx, gone).await?, sql::slug(&mut tx, stays).await?);
    sql::delete_codes(&mut tx, gone).await?;
    sql::delete_codes(&mut tx, stays).await?;
    // Before its wish for a calendar is gone, or that of the other stands in its place.
    let calendars = settings::get(&mut tx, gone, settings::CALENDAR).await?;
    sql::merge(&mut tx, gone, stays).await?;
    calendar::changed(&mut tx, stays, calendars.as_deref(), turn.now).await?;
    settings::audit(&mut tx, stays, turn.person, turn.now, "groups joined", &was).await?;
    let told = Message::say(words.settings_link_told(Arg::code(was), Arg::code(is)));
    let key = format!("joined:{gone}:{stays}");
    outbox::tell_admins(&mut tx, stays, &key, told, turn.now).await?;
    tx.commit().await?;
    ctx.bell.ring();
    let example = Arg::command("admin schedule edit");
    Ok(Message::say(words.settings_link_done()).paragraph(words.settings_link_rooms(example)))
}

/// A code that is there and has not run out.
async fn valid(conn: &mut Conn, code: &str, now: Timestamp) -> sqlx::Result<Option<CodeRow>> {
    let row = sql::code(conn, code).await?;
    Ok(row.filter(|row| now < instant(row.expires_at)))
}

/// The one without content goes; the one of the code stays when neither has any.
async fn plan(
    conn: &mut Conn,
    words: &Words,
    here: GroupId,
    of_code: GroupId,
) -> Result<Plan, Failure> {
    match (sql::has_content(conn, here).await?, sql::has_content(conn, of_code).await?) {
        (false, _) => Ok(Plan { gone: here, stays: of_code }),
        (true, false) => Ok(Plan { gone: of_code, stays: here }),
        (true, true) => Err(Failure::mend(words.settings_link_full())),
    }
}

fn unknown(words: &Words) -> Failure {
    let again = Arg::command("admin settings link");
    Failure::mend(words.settings_link_unknown(code::MINUTES, again))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::privacy::schema::{run, text};
    use crate::store::Store;
    use std::collections::BTreeSet;

    /// Tables that a group without content has no rows in, and the one that its codes are in.
    const EMPTY: &[&str] =
        &["schedule", "meeting", "meeting_search", "feed", "resource", "group_code"];

    #[tokio::test]
    async fn every_table_that_belongs_to_a_group_moves_or_is_empty() {
        let store = Store::in_memory().await.expect("opens");
        let mut tx = store.begin().await.expect("begins");
        let tables = "select distinct m.name from sqlite_master m
                      join pragma_foreign_key_list(m.name) f
                      where m.type = 'table' and f.\"table\" = 'community'";
        let tables: BTreeSet<String> = text(&mut tx, tables.to_owned()).await.into_iter().collect();
        for sql in [
            "insert into community (id, slug, created_at) values (1, 'gone', 0), (2, 'stays', 0)",
            "insert into person (id, created_at) values (1, 0)",
            "insert into place values ('matrix', 'a', 1)",
            "insert into room (id, group_id, seen_at) values ('matrix:a', 1, 0)",
            "insert into membership values (1, 1, 0)",
            "insert into setting values (1, 'zone', 'UTC')",
            "insert into audit (group_id, at, action, subject) values (1, 0, '', '')",
            "insert into prompt (kind, group_id, shown, created_at) values ('', 1, '', 0)",
            "insert into outbox (key, kind, group_id, destination, message, due_at, retry_at,
                 created_at) values ('', '', 1, '', '', 0, 0, 0)",
            "insert into derived (source, person_id, group_id, kind, subject_id, detail, keep_until)
             values ('', 1, 1, '', 1, '', 0)",
        ] {
            run(&mut tx, sql.to_owned()).await;
        }
        assert!(!super::sql::has_content(&mut tx, GroupId(1)).await.expect("reads"));
        super::sql::merge(&mut tx, GroupId(1), GroupId(2)).await.expect("merges");
        for table in tables.iter().filter(|table| !EMPTY.contains(&table.as_str())) {
            let rows = format!("select count(*) || '' from \"{table}\" where group_id = 2");
            assert_eq!(text(&mut tx, rows).await, ["1"], "{table}");
        }
        assert_eq!(text(&mut tx, "select slug from community".to_owned()).await, ["stays"]);
    }
}
