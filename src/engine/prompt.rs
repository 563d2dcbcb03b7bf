//! Prompts as rows: a question is kept before it is asked, so that an answer finds it after a
//! restart, weeks later.

use super::sql::{self, PromptRow};
use crate::chat::message::Message;
use crate::chat::prompt::{Delicacy, Expect, Prompt};
use crate::chat::wire;
use crate::ids::{GroupId, PersonId, PromptId};
use crate::store::{Conn, instant, millis};
use jiff::Timestamp;

/// A prompt to be asked.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Which feature takes the answer; one of [`TAKERS`](super::answer::TAKERS).
    pub kind: &'static str,
    /// The group it belongs to.
    pub group: Option<GroupId>,
    /// The one who may answer; anybody in the room when there is none.
    pub person: Option<PersonId>,
    /// The row that it is about.
    pub subject: Option<i64>,
    /// What the feature needs to take the answer. No health, no free text.
    pub detail: String,
    /// What is asked.
    pub expect: Expect,
    /// Whether the answer is about somebody's health.
    pub delicacy: Delicacy,
    /// After it an answer gets a sentence that says so.
    pub expires_at: Option<Timestamp>,
}

/// A prompt that was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The row.
    pub id: PromptId,
    /// Which feature takes the answer.
    pub kind: String,
    /// The group it belongs to.
    pub group: Option<GroupId>,
    /// The one who may answer.
    pub person: Option<PersonId>,
    /// The row that it is about.
    pub subject: Option<i64>,
    /// What the feature noted.
    pub detail: String,
    /// How it was asked.
    pub prompt: Prompt,
    /// When.
    pub created_at: Timestamp,
    /// After it an answer is too late.
    pub expires_at: Option<Timestamp>,
    /// Since when it takes no answers.
    pub closed_at: Option<Timestamp>,
}

impl Asked {
    /// Whether it still takes answers.
    pub fn open(&self, now: Timestamp) -> bool {
        self.closed_at.is_none() && self.expires_at.is_none_or(|at| now < at)
    }
}

/// Keeps a prompt and gives what a message asks with.
pub async fn ask(conn: &mut Conn, ask: &Ask, now: Timestamp) -> sqlx::Result<Prompt> {
    let prompt = Prompt { id: PromptId(0), expect: ask.expect.clone(), delicacy: ask.delicacy };
    let row = PromptRow {
        id: 0,
        kind: ask.kind.to_owned(),
        group_id: ask.group.map(|id| id.0),
        person_id: ask.person.map(|id| id.0),
        subject_id: ask.subject,
        detail: ask.detail.clone(),
        shown: shown(&prompt),
        created_at: millis(now),
        expires_at: ask.expires_at.map(millis),
        closed_at: None,
    };
    let id = sql::add_prompt(conn, &row).await?;
    Ok(Prompt { id: PromptId(id), ..prompt })
}

/// Changes how a prompt is asked, for instance after its labels changed.
pub async fn show(conn: &mut Conn, prompt: &Prompt) -> sqlx::Result<()> {
    sql::show_prompt(conn, prompt.id.0, &shown(prompt)).await
}

/// The prompt of a number.
pub async fn find(conn: &mut Conn, id: PromptId) -> sqlx::Result<Option<Asked>> {
    Ok(sql::prompt(conn, id.0).await?.and_then(asked))
}

/// The newest prompts that only this person may answer, open or not, the newest first.
pub async fn lately_of(
    conn: &mut Conn,
    person: PersonId,
    since: Timestamp,
) -> sqlx::Result<Vec<Asked>> {
    let rows = sql::prompts_of(conn, person.0, millis(since), LATELY).await?;
    Ok(rows.into_iter().filter_map(asked).collect())
}

/// The newest prompts that stand in a destination, open or not, the newest first.
pub async fn lately_in(
    conn: &mut Conn,
    destination: &str,
    since: Timestamp,
) -> sqlx::Result<Vec<Asked>> {
    let rows = sql::prompts_in(conn, destination, millis(since), LATELY).await?;
    Ok(rows.into_iter().filter_map(asked).collect())
}

/// Nobody means with a word what was asked so many questions ago.
const LATELY: i64 = 10;

/// Closes a prompt; false when it was closed before, which makes a second click harmless.
pub async fn close(conn: &mut Conn, id: PromptId, now: Timestamp) -> sqlx::Result<bool> {
    sql::close_prompt(conn, id.0, millis(now)).await
}

/// The kept form of how a prompt is asked, for bulk inserts.
pub fn shown(prompt: &Prompt) -> String {
    wire::encode(&Message::new().ask(prompt.clone()))
}

fn asked(row: PromptRow) -> Option<Asked> {
    let prompt = wire::decode(&row.shown).ok()?.prompt?;
    Some(Asked {
        id: PromptId(row.id),
        kind: row.kind,
        group: row.group_id.map(GroupId),
        person: row.person_id.map(PersonId),
        subject: row.subject_id,
        detail: row.detail,
        prompt: Prompt { id: PromptId(row.id), ..prompt },
        created_at: instant(row.created_at),
        expires_at: row.expires_at.map(instant),
        closed_at: row.closed_at.map(instant),
    })
}
