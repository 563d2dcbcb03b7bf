//! One person made of two.

use super::sql::link;
use crate::ids::PersonId;
use crate::store::{Conn, millis};
use jiff::Timestamp;
use std::collections::HashSet;

/// Makes everything of `from` belong to `to`, and deletes the row of `from`, which is empty by then.
///
/// Where only one of two rows can stay, the newer one does. Reminders with the same name both stay:
/// one of them gets a new name. Jobs stay valid, because rows keep their numbers. Gives how many
/// check-ins were deleted because the later choice about history does not cover them.
pub(super) async fn merge(
    conn: &mut Conn,
    from: PersonId,
    to: PersonId,
    now: Timestamp,
) -> sqlx::Result<u64> {
    let (gone, stays) = (from.0, to.0);
    link::delete_codes(conn, gone).await?;
    link::delete_codes(conn, stays).await?;
    link::move_presence(conn, gone, stays).await?;
    link::move_checkins(conn, gone, stays).await?;
    link::move_meeting_reminders(conn, gone, stays).await?;
    move_reminders(conn, gone, stays).await?;
    link::move_plain(conn, gone, stays).await?;
    link::merge_settings(conn, gone, stays).await?;
    super::sql::erase::delete_person(conn, gone).await?;
    link::delete_uncovered(conn, stays, millis(now)).await
}

async fn move_reminders(conn: &mut Conn, from: i64, to: i64) -> sqlx::Result<()> {
    let own = link::reminders(conn, to).await?;
    let mut taken: HashSet<String> = own.into_iter().map(|one| one.slug).collect();
    for moved in link::reminders(conn, from).await? {
        let slug = free(&taken, moved.slug);
        link::move_reminder(conn, moved.id, to, &slug).await?;
        taken.insert(slug);
    }
    Ok(())
}

/// The name, or `r1`, `r2`, whichever is free first.
fn free(taken: &HashSet<String>, slug: String) -> String {
    if !taken.contains(&slug) {
        return slug;
    }
    (1_u64..1_000_000)
        .map(|number| format!("r{number}"))
        .find(|slug| !taken.contains(slug))
        .unwrap_or(slug)
}
