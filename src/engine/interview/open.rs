//! A conversation that is going on, as a turn finds it.

use super::memory::{Answers, Interviews};
use super::{derived, prompt, sql};
use crate::chat::prompt::{Expect, Field};
use crate::engine::handle::Engine;
use crate::engine::prompt::Asked;
use crate::engine::turn::Visit;
use crate::ids::{MessageId, PersonId, PromptId};
use crate::store::{instant, millis};
use jiff::{SignedDuration, Timestamp};

/// After such a silence a conversation is over.
const LASTS: SignedDuration = SignedDuration::from_hours(24);

/// A conversation that is going on.
pub(in crate::engine) struct Open {
    pub(super) row: sql::Row,
    pub(super) form: Asked,
    pub(super) fields: Vec<Field>,
    pub(super) place: usize,
    sources: Vec<(String, String)>,
}

impl Engine {
    /// The conversation with somebody, if one is going on.
    pub(in crate::engine) async fn interview(&self, visit: &Visit) -> sqlx::Result<Option<Open>> {
        let mut tx = self.ctx().store.read().await?;
        let Some(row) = sql::of_account(&mut tx, &visit.account.to_string()).await? else {
            return Ok(None);
        };
        let form = prompt::find(&mut tx, PromptId(row.form_id)).await?;
        let Some(form) = form.filter(|form| form.open(visit.now)) else { return Ok(None) };
        let Expect::Form(fields) = form.prompt.expect.clone() else { return Ok(None) };
        let place = usize::try_from(row.place).unwrap_or(usize::MAX);
        let sources = serde_json::from_str(&row.sources).unwrap_or_default();
        let open = Open { row, form, fields, place, sources };
        let goes_on = open.silence(visit.now) < LASTS && place < open.fields.len();
        Ok(Some(open).filter(|_| goes_on))
    }
}

impl Open {
    /// The question that waits.
    pub(in crate::engine) fn question(&self) -> i64 {
        self.row.question_id
    }

    /// Whether the question that waits takes any sentence as its answer.
    pub(in crate::engine) fn takes_text(&self) -> bool {
        use crate::chat::prompt::FieldKind;
        matches!(self.fields[self.place].kind, FieldKind::Text { .. })
    }

    /// For how long nothing was said in it.
    pub(super) fn silence(&self, now: Timestamp) -> SignedDuration {
        now.duration_since(instant(self.row.changed_at))
    }

    /// What was answered so far, and whether some of it was lost in a restart.
    pub(super) fn answers(&self, visit: &Visit, memory: &Interviews) -> (Answers, bool) {
        let kept: Answers = serde_json::from_str(&self.row.answers).unwrap_or_default();
        let person = PersonId(self.row.person_id);
        match memory.held(person, self.form.id) {
            Some(held) if kept.is_empty() => (held, false),
            _ if kept.is_empty() => {
                (kept, self.row.answered > 0 && visit.profile.history_days == 0)
            }
            _ => (kept, false),
        }
    }

    /// The row with these answers in it, as far as they are kept.
    pub(super) fn kept(&self, visit: &Visit, row: sql::Row, answers: &Answers) -> sql::Row {
        let kept = visit.profile.history_days > 0;
        let json = |kept: bool| kept.then(|| serde_json::to_string(answers).ok()).flatten();
        sql::Row {
            answers: json(kept).unwrap_or_else(|| "[]".to_owned()),
            answered: answers.len() as i64,
            sources: serde_json::to_string(&self.sources).unwrap_or_default(),
            changed_at: millis(visit.now),
            ..row
        }
    }

    /// The same, with the turn's message noted as what answered a field.
    pub(super) fn with_source(mut self, visit: &Visit, key: &str) -> Self {
        if let Some(message) = &visit.source {
            self.sources.retain(|(_, answered)| answered != key);
            self.sources.push((derived::source(message), key.to_owned()));
        }
        self
    }

    /// The field that a message answered.
    pub(super) fn answered_by(&self, message: &MessageId) -> Option<String> {
        let source = derived::source(message);
        self.sources.iter().find(|(known, _)| *known == source).map(|(_, key)| key.clone())
    }

    /// The messages that answered something.
    pub(super) fn sources(&self) -> Vec<String> {
        self.sources.iter().map(|(source, _)| source.clone()).collect()
    }
}
