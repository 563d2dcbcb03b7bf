//! A form as a short private conversation, where the platform has no forms.
//!
//! One field after the other is asked in the direct room. Where the conversation stands is a row, so
//! that it goes on after a restart; at the end the form's own feature takes the answers as if a form
//! had been filled in. They are about somebody's health: they are in the row only when the person's
//! history is on, and otherwise in [`memory`] alone, which a restart forgets. Then the person is told
//! so, and it goes on with the question at hand.
//!
//! Commands that are typed in between work as always and leave the conversation where it was.

mod field;
mod memory;
mod open;
mod sql;

pub use memory::Interviews;
pub(super) use open::Open;

use super::handle::{Engine, apology};
use super::prompt::{self, Ask, Asked};
use super::turn::{Known, Visit};
use super::{derived, directory, heard};
use crate::chat::message::Message;
use crate::chat::prompt::{Answer, Delicacy, Expect, Field};
use crate::command::Outcome;
use crate::error::Failure;
use crate::ids::{MessageId, PersonId, PromptId};
use crate::store::{Conn, millis};
use crate::words::Words;
use field::Read;
use jiff::{SignedDuration, Timestamp};
use memory::Answers;

/// The kind of the questions' rows. Their subject is the form's row, their detail the field's key.
pub const KIND: &str = "interview";

/// After such a silence a sentence may be about anything: the question is asked again first.
const FRESH: SignedDuration = SignedDuration::from_hours(2);

/// Ends the conversation with a person, in the transaction that takes the form's answers.
pub(super) async fn end(conn: &mut Conn, person: PersonId) -> sqlx::Result<()> {
    sql::end(conn, KIND, person.0).await
}

/// Deletes what somebody has answered so far; they do not want such answers kept.
pub async fn forget(conn: &mut Conn, person: PersonId) -> sqlx::Result<()> {
    sql::forget(conn, person.0).await
}

/// Ends conversations in which nothing was said since an instant. Gives how many questions went.
pub async fn end_before(conn: &mut Conn, before: Timestamp) -> sqlx::Result<u64> {
    sql::end_before(conn, KIND, millis(before)).await
}

impl Engine {
    /// What is shown instead of a form: its first question.
    pub(super) async fn instead_of_form(
        &self,
        visit: &Visit,
        mut message: Message,
    ) -> Result<Message, Failure> {
        let Some(form) = message.prompt.take() else { return Ok(message) };
        let Expect::Form(fields) = &form.expect else { return Ok(message.ask(form)) };
        let mut tx = self.ctx().store.begin().await?;
        let person = directory::person_of(&mut tx, &visit.account).await?;
        let kept = prompt::find(&mut tx, form.id).await?;
        let (Some(person), Some(kept)) = (person, kept) else { return Ok(message) };
        sql::end(&mut tx, KIND, person.0).await?;
        let (question, asked) =
            ask(&mut tx, &visit.words, &kept, fields, 0, person, visit.now).await?;
        let row = sql::Row {
            person_id: person.0,
            form_id: form.id.0,
            question_id: question.0,
            place: 0,
            answers: "[]".to_owned(),
            answered: 0,
            sources: "[]".to_owned(),
            changed_at: millis(visit.now),
        };
        sql::put(&mut tx, &row).await?;
        tx.commit().await?;
        self.ctx().interviews.forget(person);
        Ok(message.paragraph(visit.words.interview_how()).append(asked))
    }

    /// Something typed while a question waits. What speaks of suicide is not left for the end: people
    /// to call come first, and then what the conversation says.
    pub(super) async fn interview_said(&self, visit: &Visit, open: Open, typed: &str) -> Outcome {
        let Some(help) = heard::first(visit, typed) else {
            return Box::pin(self.interview_typed(visit, open, typed)).await;
        };
        let led = |message: Message| {
            // The form's own feature has led with the same.
            if message.blocks.starts_with(&help.blocks) { message } else { help.append(message) }
        };
        match Box::pin(self.interview_typed(visit, open, typed)).await {
            Ok(message) => Ok(led(message)),
            Err(Failure::Mend(message)) => Err(Failure::mend(led(*message))),
            Err(error) => {
                let sorry = Message::say(apology(&visit.words, &error));
                Err(Failure::mend(led(sorry)))
            }
        }
    }

    async fn interview_typed(&self, visit: &Visit, open: Open, typed: &str) -> Outcome {
        let words = &visit.words;
        let (mut answers, lost) = open.answers(visit, &self.ctx().interviews);
        // The message was changed that gave an earlier answer.
        if let Some(key) = visit.source.as_ref().and_then(|message| open.answered_by(message)) {
            let asked = open.fields.iter().find(|field| field.key == key);
            return match asked.map(|asked| field::read(words, asked, typed)) {
                Some(Read::Value(value)) => {
                    set(&mut answers, &key, Some(value));
                    self.interview_changed(visit, open, answers).await
                }
                Some(Read::Bad(line)) => Err(Failure::mend(*line)),
                _ => {
                    set(&mut answers, &key, None);
                    self.interview_changed(visit, open, answers).await
                }
            };
        }
        let keys: Vec<&str> = open.fields.iter().map(|field| field.key.as_str()).collect();
        if let Some(all) = super::wish::pairs(typed, &keys) {
            for (key, value) in all {
                set(&mut answers, &key, Some(value));
            }
            return self.interview_over(visit, open, answers, lost).await;
        }
        let asked = &open.fields[open.place];
        let (key, read) = (asked.key.clone(), field::read(words, asked, typed));
        let anything = field::choices(words, asked).is_none();
        if open.silence(visit.now) > FRESH
            && (matches!(read, Read::Bad(_)) || anything && matches!(read, Read::Value(_)))
        {
            return self.interview_still(visit, open).await;
        }
        match read {
            Read::Bad(line) => Err(Failure::mend(*line)),
            Read::Stop => self.interview_stopped(visit).await,
            Read::Done => self.interview_over(visit, open, answers, lost).await,
            Read::Back => {
                let place = open.place.saturating_sub(1);
                self.interview_goes(visit, open, answers, lost, place).await
            }
            Read::Skip => {
                set(&mut answers, &key, None);
                let place = open.place + 1;
                self.interview_goes(visit, open, answers, lost, place).await
            }
            Read::Value(value) => {
                set(&mut answers, &key, Some(value));
                let place = open.place + 1;
                self.interview_goes(visit, open.with_source(visit, &key), answers, lost, place)
                    .await
            }
        }
    }

    /// A tap on a question, the one that waits or one before it.
    pub(super) async fn interview_tapped(
        &self,
        visit: &Visit,
        asked: &Asked,
        answer: Answer,
    ) -> Outcome {
        let open = self.interview(visit).await?;
        let Some(open) = open.filter(|open| asked.subject == Some(open.form.id.0)) else {
            return Err(Failure::mend(visit.words.usage_prompt_gone()));
        };
        let (mut answers, lost) = open.answers(visit, &self.ctx().interviews);
        let waits = asked.id.0 == open.question();
        let value = match answer {
            Answer::Choice(key) if key == field::SKIP => None,
            Answer::Choice(key) => Some(key),
            Answer::Withdrawn if waits => return Ok(Message::new()),
            Answer::Withdrawn => None,
            Answer::Form(all) => {
                for (key, value) in all {
                    set(&mut answers, &key, Some(value));
                }
                return self.interview_over(visit, open, answers, lost).await;
            }
        };
        set(&mut answers, &asked.detail, value);
        if waits {
            let place = open.place + 1;
            return self.interview_goes(visit, open, answers, lost, place).await;
        }
        self.interview_changed(visit, open, answers).await
    }

    /// A message was taken back that gave an answer: the answer goes.
    pub(super) async fn interview_unsaid(
        &self,
        visit: &Visit,
        message: &MessageId,
    ) -> Result<(), Failure> {
        let Some(open) = self.interview(visit).await? else { return Ok(()) };
        let Some(key) = open.answered_by(message) else { return Ok(()) };
        let (mut answers, _) = open.answers(visit, &self.ctx().interviews);
        set(&mut answers, &key, None);
        self.interview_changed(visit, open, answers).await.map(drop)
    }

    /// The question that waits, shown once more.
    pub(super) async fn interview_shown(&self, visit: &Visit, open: &Open) -> Outcome {
        let (_, lost) = open.answers(visit, &self.ctx().interviews);
        let asked = {
            let mut tx = self.ctx().store.read().await?;
            prompt::find(&mut tx, PromptId(open.question())).await?
        };
        let (field, count) = (&open.fields[open.place], open.fields.len());
        let message = Message::new()
            .maybe(lost.then(|| visit.words.interview_lost()))
            .append(field::question(&visit.words, field, open.place + 1, count));
        let tapped = asked.filter(|asked| matches!(asked.prompt.expect, Expect::OneOf(_)));
        Ok(match tapped {
            Some(asked) => message.ask(asked.prompt),
            None => message,
        })
    }

    async fn interview_still(&self, visit: &Visit, open: Open) -> Outcome {
        let message = self.interview_shown(visit, &open).await?;
        let known = self.meet(visit).await?;
        let mut tx = known.begin_asking(self.ctx()).await?;
        let row = sql::Row { changed_at: millis(visit.now), ..open.row };
        sql::put(&mut tx, &row).await?;
        tx.commit().await?;
        Ok(Message::say(visit.words.interview_still()).append(message))
    }

    /// Keeps the answers, where the person wants that, and asks the next question; the last one was
    /// answered: takes the form.
    async fn interview_goes(
        &self,
        visit: &Visit,
        open: Open,
        answers: Answers,
        lost: bool,
        place: usize,
    ) -> Outcome {
        if place >= open.fields.len() {
            return self.interview_over(visit, open, answers, lost).await;
        }
        let known = self.meet(visit).await?;
        let mut tx = known.begin(self.ctx()).await?;
        prompt::close(&mut tx, PromptId(open.question()), visit.now).await?;
        let (form, fields) = (&open.form, &open.fields);
        let (question, message) =
            ask(&mut tx, &visit.words, form, fields, place, known.person, visit.now).await?;
        let row = sql::Row { question_id: question.0, place: place as i64, ..open.row.clone() };
        sql::put(&mut tx, &open.kept(visit, row, &answers)).await?;
        tx.commit().await?;
        self.hold(&known, &open, answers);
        let lost = Message::new().maybe(lost.then(|| visit.words.interview_lost()));
        Ok(lost.append(message))
    }

    /// An earlier answer is another one now; the question that waits stays.
    async fn interview_changed(&self, visit: &Visit, open: Open, answers: Answers) -> Outcome {
        let known = self.meet(visit).await?;
        let mut tx = known.begin(self.ctx()).await?;
        sql::put(&mut tx, &open.kept(visit, open.row.clone(), &answers)).await?;
        tx.commit().await?;
        self.hold(&known, &open, answers);
        Ok(Message::say(visit.words.interview_changed()))
    }

    fn hold(&self, known: &Known, open: &Open, answers: Answers) {
        let interviews = &self.ctx().interviews;
        if known.profile.history_days > 0 {
            interviews.forget(known.person);
        } else {
            interviews.hold(known.person, open.form.id, answers);
        }
    }

    async fn interview_stopped(&self, visit: &Visit) -> Outcome {
        let known = self.meet(visit).await?;
        let mut tx = known.begin(self.ctx()).await?;
        sql::end(&mut tx, KIND, known.person.0).await?;
        tx.commit().await?;
        self.ctx().interviews.forget(known.person);
        Ok(Message::say(visit.words.interview_stopped()))
    }

    /// Gives the answers to the form's feature. Whatever it changes and the end of the conversation
    /// are one transaction.
    async fn interview_over(
        &self,
        visit: &Visit,
        open: Open,
        answers: Answers,
        lost: bool,
    ) -> Outcome {
        let person = PersonId(open.row.person_id);
        let visit = Visit { interview: Some(person), also: open.sources(), ..visit.clone() };
        let outcome = self.taken(&visit, &open.form, Answer::Form(answers)).await;
        if let Err(error @ (Failure::Database(_) | Failure::Internal(_))) = outcome {
            // The answers are not lost: sending the last one again tries again.
            return Err(error);
        }
        // Where the feature changed nothing, it is over all the same.
        let mut tx = self.ctx().store.begin_soon().await?;
        sql::end(&mut tx, KIND, person.0).await?;
        tx.commit().await?;
        self.ctx().interviews.forget(person);
        let lost = Message::new().maybe(lost.then(|| visit.words.interview_lost()));
        outcome.map(|message| lost.append(message))
    }
}

/// Keeps a field as a question and gives the message that asks it.
async fn ask(
    conn: &mut Conn,
    words: &Words,
    form: &Asked,
    fields: &[Field],
    place: usize,
    person: PersonId,
    now: Timestamp,
) -> sqlx::Result<(PromptId, Message)> {
    let field = &fields[place];
    let choices = field::choices(words, field);
    let tapped = choices.is_some();
    let ask = Ask {
        kind: KIND,
        group: form.group,
        person: Some(person),
        subject: Some(form.id.0),
        detail: field.key.clone(),
        expect: choices.unwrap_or_else(|| Expect::Form(vec![field.clone()])),
        delicacy: Delicacy::Health,
        expires_at: form.expires_at,
    };
    let prompt = prompt::ask(conn, &ask, now).await?;
    let (id, message) = (prompt.id, field::question(words, field, place + 1, fields.len()));
    Ok((id, if tapped { message.ask(prompt) } else { message }))
}

/// Sets an answer, or takes it away.
fn set(answers: &mut Answers, key: &str, value: Option<String>) {
    answers.retain(|(known, _)| known != key);
    answers.extend(value.map(|value| (key.to_owned(), value)));
}
