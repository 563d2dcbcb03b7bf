//! Forms: windows that open from a button, page after page.
//!
//! What is filled in of a form with several pages is kept in memory until the last one, and for a
//! quarter of an hour at most: it may be about somebody's health, so it is not stored.

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
    /// Adds a page. Filled in again, it takes the place of what was there.
    pub(super) fn add(&self, prompt: PromptId, account: &AccountId, more: Filled, now: u64) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (_, at)| now.saturating_sub(*at) < KEPT);
        let (filled, at) = all.entry((prompt, account.clone())).or_default();
        *at = now;
        filled.retain(|(key, _)| !more.iter().any(|(other, _)| other == key));
        filled.extend(more);
    }

    /// Begins anew.
    pub(super) fn drop(&self, prompt: PromptId, account: &AccountId) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&(prompt, account.clone()));
    }

    /// Takes what is there.
    pub(super) fn take(&self, prompt: PromptId, account: &AccountId, now: u64) -> Option<Filled> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (filled, at) = all.remove(&(prompt, account.clone()))?;
        (now.saturating_sub(at) < KEPT).then_some(filled)
    }

    fn has(&self, prompt: PromptId, account: &AccountId, now: u64) -> bool {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&(prompt, account.clone())).is_some_and(|(_, at)| now.saturating_sub(*at) < KEPT)
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
    let Some((prompt, fields)) = question(edge, id).await else {
        return answer::line(edge, asked, words.discord_form_gone(), Vec::new()).await;
    };
    if page > 0 && !edge.drafts.has(id, account, edge.clock.ticks()) {
        let rows = tap::rows(&prompt, &words);
        return answer::line(edge, asked, words.discord_form_lost(), rows).await;
    }
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

/// Takes a page. Gives all that was filled in when it is the last; otherwise offers the next.
pub(super) async fn page(
    edge: &Edge,
    asked: &Asked,
    account: &AccountId,
    id: PromptId,
    page: usize,
    components: &Value,
) -> Option<Filled> {
    let now = edge.clock.ticks();
    let words = edge.words_in(asked.locale.as_deref());
    let filled = form::filled(components);
    let Some((prompt, fields)) = question(edge, id).await else {
        // The core has the sentence for a question that is gone.
        return Some(filled);
    };
    if page > 0 && !edge.drafts.has(id, account, now) {
        let rows = tap::rows(&prompt, &words);
        answer::line(edge, asked, words.discord_form_lost(), rows).await;
        return None;
    }
    edge.drafts.add(id, account, filled, now);
    if page + 1 < form::pages(&fields) {
        let rows = tap::more(&prompt, page + 1, &words);
        answer::line(edge, asked, words.discord_form_so_far(), rows).await;
        return None;
    }
    edge.drafts.take(id, account, now)
}

/// Takes what was filled in so far, because that is all.
pub(super) async fn done(
    edge: &Edge,
    asked: &Asked,
    account: &AccountId,
    id: PromptId,
) -> Option<Filled> {
    if let Some(filled) = edge.drafts.take(id, account, edge.clock.ticks()) {
        return Some(filled);
    }
    let words = edge.words_in(asked.locale.as_deref());
    match question(edge, id).await {
        Some((prompt, _)) => {
            let rows = tap::rows(&prompt, &words);
            answer::line(edge, asked, words.discord_form_lost(), rows).await;
        }
        None => answer::line(edge, asked, words.discord_form_gone(), Vec::new()).await,
    }
    None
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
    fn pages_add_up_and_are_given_once() {
        let (drafts, id) = (Drafts::default(), PromptId(1));
        let ann: AccountId = "discord:1".parse().expect("an account");
        let bob: AccountId = "discord:2".parse().expect("an account");
        drafts.add(id, &ann, filled(&[("mood", "2"), ("note", "x")]), 0);
        drafts.add(id, &ann, filled(&[("mood", "3"), ("share", "me")]), 10);
        assert_eq!(drafts.take(id, &bob, 20), None);
        let all = filled(&[("note", "x"), ("mood", "3"), ("share", "me")]);
        assert_eq!(drafts.take(id, &ann, 20), Some(all));
        assert_eq!(drafts.take(id, &ann, 20), None);
    }

    #[test]
    fn what_somebody_left_is_not_kept() {
        let (drafts, id) = (Drafts::default(), PromptId(1));
        let ann: AccountId = "discord:1".parse().expect("an account");
        drafts.add(id, &ann, filled(&[("mood", "2")]), 0);
        assert!(drafts.has(id, &ann, KEPT - 1) && !drafts.has(id, &ann, KEPT));
        drafts.add(PromptId(2), &ann, Vec::new(), KEPT);
        assert_eq!(drafts.0.lock().expect("not poisoned").len(), 1);
    }
}
