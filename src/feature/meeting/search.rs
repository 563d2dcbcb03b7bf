//! The search over meetings.

use crate::ids::MeetingId;
use crate::store::Conn;

/// Puts meetings into the search, or anew; takes out those that are removed.
pub async fn index(_conn: &mut Conn, _meetings: &[MeetingId]) -> sqlx::Result<()> {
    Ok(())
}
