//! Names of things that exist, for completion.

use crate::command::Thing;
use crate::engine::ctx::Ctx;
use crate::feature::coping::Tool;
use crate::feature::meeting::search;
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
        // Too many to be read and sorted out here.
        Thing::Meeting => return search::meetings(ctx, account, typed, false).await,
        Thing::OwnMeeting => return search::meetings(ctx, account, typed, true).await,
        Thing::Feed => return search::feeds(ctx, account, typed).await,
        _ => Vec::new(),
    };
    Ok(all.into_iter().filter(|name| name.starts_with(typed)).take(25).collect())
}
