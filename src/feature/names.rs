//! Names of things that exist, for completion.

use crate::command::Thing;
use crate::engine::ctx::Ctx;
use crate::feature::coping::Tool;
use crate::ids::AccountId;

/// Names of a kind of thing that begin with what was typed, at most 25.
pub async fn matching(
    ctx: &Ctx,
    account: &AccountId,
    thing: Thing,
    typed: &str,
) -> sqlx::Result<Vec<String>> {
    let all: Vec<String> = match thing {
        Thing::Tool => Tool::ALL.iter().map(|tool| tool.id().to_owned()).collect(),
        Thing::Schedule => super::schedule::names(ctx, account).await?,
        Thing::Reminder => super::remind::names(ctx, account).await?,
        _ => Vec::new(),
    };
    Ok(all.into_iter().filter(|name| name.starts_with(typed)).take(25).collect())
}
