//! Names of meetings and feeds, for completion: look-ups by their beginning.

use super::sql;
use crate::engine::ctx::Ctx;
use crate::feature::meeting::find;
use crate::ids::{AccountId, GroupId};

/// Short names of meetings that begin with what was typed, at most 25.
pub(crate) async fn meetings(
    ctx: &Ctx,
    account: &AccountId,
    typed: &str,
    own_only: bool,
) -> sqlx::Result<Vec<String>> {
    let mut tx = ctx.store.read().await?;
    match sql::group_of(&mut tx, &account.to_string()).await? {
        Some(group) => find::starting(&mut tx, GroupId(group), typed, own_only).await,
        None => Ok(Vec::new()),
    }
}

/// Names of feeds that begin with what was typed, at most 25.
pub(crate) async fn feeds(
    ctx: &Ctx,
    account: &AccountId,
    typed: &str,
) -> sqlx::Result<Vec<String>> {
    let mut tx = ctx.store.read().await?;
    let Some(group) = sql::group_of(&mut tx, &account.to_string()).await? else {
        return Ok(Vec::new());
    };
    let from = typed.trim().to_lowercase();
    // Beyond every character that a name has.
    sql::feeds(&mut tx, group, &from, &format!("{from}\u{7f}")).await
}
