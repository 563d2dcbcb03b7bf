//! The queries of what came of which message.

use crate::store::Conn;

/// Something that came of a message.
pub(in crate::engine) struct DerivedRow {
    pub(in crate::engine) id: i64,
    pub(in crate::engine) person_id: i64,
    pub(in crate::engine) group_id: i64,
    pub(in crate::engine) kind: String,
    pub(in crate::engine) subject_id: i64,
    pub(in crate::engine) detail: String,
}

pub(in crate::engine) async fn add(
    conn: &mut Conn,
    source: &str,
    row: &DerivedRow,
    keep_until: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into derived (source, person_id, group_id, kind, subject_id, detail, keep_until)
         values (?, ?, ?, ?, ?, ?, ?)",
        source,
        row.person_id,
        row.group_id,
        row.kind,
        row.subject_id,
        row.detail,
        keep_until
    )
    .execute(conn)
    .await
    .map(drop)
}

/// What came of a message, in the order in which it came.
pub(in crate::engine) async fn of(conn: &mut Conn, source: &str) -> sqlx::Result<Vec<DerivedRow>> {
    sqlx::query_as!(
        DerivedRow,
        r#"select id as "id!", person_id, group_id, kind, subject_id, detail
           from derived where source = ? order by id"#,
        source
    )
    .fetch_all(conn)
    .await
}

/// Whether a later message made the same.
pub(in crate::engine) async fn renewed(conn: &mut Conn, id: i64) -> sqlx::Result<bool> {
    let later = sqlx::query_scalar!(
        "select count(*) from derived one join derived other
             on other.person_id = one.person_id and other.kind = one.kind
                and other.subject_id = one.subject_id and other.detail = one.detail
                and other.source <> one.source and other.id > one.id
         where one.id = ?",
        id
    )
    .fetch_one(conn)
    .await?;
    Ok(later > 0)
}

/// Whether another message made a part of it.
pub(in crate::engine) async fn joined(conn: &mut Conn, id: i64) -> sqlx::Result<bool> {
    let others = sqlx::query_scalar!(
        "select count(*) from derived one join derived other
             on other.person_id = one.person_id and other.kind = one.kind
                and other.detail = one.detail and other.source <> one.source
         where one.id = ?",
        id
    )
    .fetch_one(conn)
    .await?;
    Ok(others > 0)
}

pub(in crate::engine) async fn remove(conn: &mut Conn, id: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from derived where id = ?", id).execute(conn).await.map(drop)
}
