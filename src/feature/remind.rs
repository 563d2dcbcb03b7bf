//! Personal reminders: once, or again and again, in a direct message that can be snoozed.
//!
//! A reminder whose last time has come keeps its text for 30 days, so that it can be snoozed; then,
//! or as soon as it is done, the row is deleted. Until then it has no civil time (`next_civil` is
//! null) and `next_at` is when it is deleted.

pub mod add;
pub mod answer;
pub mod cancel;
pub mod fire;
pub mod list;
pub mod missed;
mod model;
mod say;
mod sql;

use crate::chat::platform::Suggestion;
use crate::engine::ctx::Ctx;
use crate::ids::AccountId;

/// The reminders of an account with what they are about, for completion: only who has set them sees it.
pub(crate) async fn names(ctx: &Ctx, account: &AccountId) -> sqlx::Result<Vec<Suggestion>> {
    let mut tx = ctx.store.read().await?;
    let rows = sql::names(&mut tx, &account.to_string()).await?.into_iter();
    Ok(rows
        .map(|(value, text)| Suggestion { shown: Some(format!("{value} – {text}")), value })
        .collect())
}
