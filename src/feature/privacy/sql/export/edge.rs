//! What the Matrix edge keeps about somebody's accounts while it is of use.

use crate::store::Conn;

pub(super) async fn inbox(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'native', native, 'room', room, 'account_id', account_id, 'at', at,
               'source', source, 'thread', thread, 'happened', happened
           )) as "list!: String"
           from matrix_inbox
           where account_id in (select id from account where person_id = ?1)"#,
        person
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn unread(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'event', event, 'room', room, 'account_id', account_id, 'at', at, 'raw', raw,
               'told', told
           )) as "list!: String"
           from matrix_unread
           where account_id in (select id from account where person_id = ?1)"#,
        person
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn told(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'account_id', account_id, 'what', what, 'at', at
           )) as "list!: String"
           from matrix_told
           where account_id in (select id from account where person_id = ?1)"#,
        person
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn direct(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'account_id', account_id, 'room', room
           )) as "list!: String"
           from matrix_direct
           where account_id in (select id from account where person_id = ?1)"#,
        person
    )
    .fetch_one(conn)
    .await
}
