//! The queries of the audit.

use crate::ids::GroupId;
use crate::store::Conn;

pub(super) struct AuditRow {
    pub at: i64,
    pub action: String,
    pub subject: String,
    pub account: Option<String>,
}

pub(super) async fn audit(
    conn: &mut Conn,
    group: GroupId,
    newest: i64,
) -> sqlx::Result<Vec<AuditRow>> {
    sqlx::query_as!(
        AuditRow,
        r#"select at, action, subject,
                  (select a.id from account a where a.person_id = audit.person_id
                   order by a.seen_at desc limit 1) as "account?"
           from audit where group_id = ? order by at desc, id desc limit ?"#,
        group,
        newest
    )
    .fetch_all(conn)
    .await
}
