//! Forms: windows that open from a button, page after page.
//!
//! Each page is an answer in itself: it is taken as soon as it is sent in, and what the core says to it
//! stands above a button that opens the next one. Who stops after the first page has answered all the
//! same, and a page that is sent in twice, late, or after a restart is taken as what it says.
//!
//! A later page says again what the pages before it said, because some questions are about others (who
//! may see the mood?). That is kept in memory, for a quarter of an hour at most and until the person does
//! anything else: it may be about somebody's health, so it is not stored, and what they took back in the
//! meantime is not said again.

use super::edge::Edge;
use super::ids::Pressed;
use super::render::{form, tap};
use super::turn::{Asked, Sign};
use super::{answer, send};
use crate::chat::message::Message;
use crate::chat::prompt::{Expect, Field, Prompt};
use crate::engine::prompt;
use crate::ids::{AccountId, PromptId};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// For how long a form that was begun is kept, in milliseconds.
const KEPT: u64 = 15 * 60 * 1000;

type Filled = Vec<(String, String)>;

/// What is filled in of forms with several pages.
#[derive(Debug, Default)]
pub(super) struct Drafts(Mutex<HashMap<(PromptId, AccountId), (Filled, u64)>>);

impl Drafts {
    /// Adds a page and gives all pages so far. Filled in again, a field takes the place of what was
    /// there.
    fn add(&self, prompt: PromptId, account: &AccountId, more: Filled, now: u64) -> Filled {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (_, at)| now.saturating_sub(*at) < KEPT);
        let (filled, at) = all.entry((prompt, account.clone())).or_default();
        *at = now;
        filled.retain(|(key, _)| !more.iter().any(|(other, _)| other == key));
        filled.extend(more);
        filled.clone()
    }

    /// Begins anew.
    fn drop(&self, prompt: PromptId, account: &AccountId) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&(prompt, account.clone()));
    }

    /// Forgets all that an account has filled in, because it does something else.
    pub(super) fn forget(&self, account: &AccountId) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|(_, whose), _| whose != account);
    }
}

/// The question of a row, with its fields; none when it is gone or has none.
async fn question(edge: &Edge, id: PromptId) -> Option<(Prompt, Vec<Field>)> {
    let found = async {
        let mut tx = edge.store.read().await?;
        prompt::find(&mut tx, id).await
    };
    let asked = found.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a question could not be read");
        None
    })?;
    match &asked.prompt.expect {
        Expect::Form(fields) => {
            let fields = fields.clone();
            Some((asked.prompt, fields))
        }
        Expect::OneOf(_) => None,
    }
}

/// Opens a page, because its button was tapped.
pub(super) async fn open(
    edge: &Edge,
    asked: &Asked,
    account: &AccountId,
    id: PromptId,
    page: usize,
) {
    let words = edge.words_in(asked.locale.as_deref());
    let Some((_, fields)) = question(edge, id).await else {
        return answer::line(edge, asked, words.discord_form_gone(), &[]).await;
    };
    if page == 0 {
        edge.drafts.drop(id, account);
    }
    let data = form::page(id, &fields, page, "", &words);
    show(edge, asked, data).await;
}

/// Opens a form at once, in answer to a command or a tap. False when it is too late for that.
pub(super) async fn at_once(
    edge: &Edge,
    asked: &Asked,
    account: &AccountId,
    message: &Message,
) -> bool {
    let Some(Prompt { id, expect: Expect::Form(fields), .. }) = &message.prompt else {
        return false;
    };
    // More than its one sentence has to stay where it can be read again.
    if message.blocks.len() > 1 || !message.files.is_empty() {
        return false;
    }
    edge.drafts.drop(*id, account);
    let words = edge.words_in(asked.locale.as_deref());
    let text = crate::chat::plain::text(message);
    let data = form::page(*id, fields, 0, &text, &words);
    send::callback(edge, asked, json!({ "type": 9, "data": data }), &[]).await.is_ok()
}

async fn show(edge: &Edge, asked: &Asked, data: Value) {
    let mut sign = asked.sign.lock().await;
    if *sign != Sign::None {
        return;
    }
    match send::callback(edge, asked, json!({ "type": 9, "data": data }), &[]).await {
        Ok(()) => *sign = Sign::Answered,
        Err(error) => tracing::warn!(%error, "a form could not be opened"),
    }
}

/// Takes a page. Gives what it says, with what the pages before it said as far as that is known. Below
/// the answer to it the next page can be opened.
pub(super) async fn page(
    edge: &Edge,
    asked: &Asked,
    account: &AccountId,
    id: PromptId,
    page: usize,
    components: &Value,
) -> Filled {
    let filled = form::filled(components);
    // The core has the sentence for a question that is gone.
    let Some((prompt, fields)) = question(edge, id).await else { return filled };
    if page == 0 {
        edge.drafts.drop(id, account);
    }
    let filled = edge.drafts.add(id, account, filled, edge.clock.ticks());
    if page + 1 < form::pages(&fields) {
        let words = edge.words_in(asked.locale.as_deref());
        // Set once: a page is sent in once for each interaction.
        let _ = asked.below.set(tap::more(&prompt, page + 1, &words));
    }
    filled
}

/// What was tapped or sent in.
pub(super) fn pressed(data: &Value) -> Option<Pressed> {
    Pressed::read(data["custom_id"].as_str()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pairs: &[(&str, &str)]) -> Filled {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn pages_add_up_until_something_else_is_done() {
        let (drafts, id) = (Drafts::default(), PromptId(1));
        let ann: AccountId = "discord:1".parse().expect("an account");
        let bob: AccountId = "discord:2".parse().expect("an account");
        drafts.add(id, &ann, filled(&[("mood", "2"), ("note", "x")]), 0);
        let all = filled(&[("note", "x"), ("mood", "3"), ("share", "me")]);
        let more = filled(&[("mood", "3"), ("share", "me")]);
        assert_eq!(drafts.add(id, &ann, more.clone(), 10), all);
        assert_eq!(drafts.add(id, &bob, more.clone(), 20), more);
        drafts.forget(&ann);
        assert_eq!(drafts.add(id, &ann, more.clone(), 20), more);
        assert_eq!(drafts.add(id, &bob, filled(&[("halt", "none")]), 20).len(), 3);
    }

    #[test]
    fn what_somebody_left_is_not_kept() {
        let (drafts, id) = (Drafts::default(), PromptId(1));
        let ann: AccountId = "discord:1".parse().expect("an account");
        let share = || filled(&[("share", "me")]);
        drafts.add(id, &ann, filled(&[("mood", "2")]), 0);
        assert_eq!(drafts.add(id, &ann, share(), KEPT - 1).len(), 2);
        assert_eq!(drafts.add(id, &ann, share(), 2 * KEPT), share());
        drafts.add(PromptId(2), &ann, Vec::new(), 3 * KEPT);
        assert_eq!(drafts.0.lock().expect("not poisoned").len(), 1);
    }
}
