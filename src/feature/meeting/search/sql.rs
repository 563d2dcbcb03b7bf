//! The queries of the search.

use crate::store::Conn;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What goes into the search of a meeting, before it is folded.
#[derive(Deserialize)]
pub(super) struct Source {
    pub(super) id: i64,
    pub(super) group_id: i64,
    pub(super) name: String,
    pub(super) phrase: Option<String>,
    pub(super) zone: String,
    pub(super) weekday: Option<i64>,
    pub(super) start_minute: Option<i64>,
    pub(super) listing: String,
    pub(super) changed_at: i64,
}

/// What decides the order of meetings that match equally well.
#[derive(Deserialize)]
pub(super) struct Timed {
    pub(super) id: i64,
    pub(super) phrase: Option<String>,
    pub(super) zone: String,
    pub(super) minutes: i64,
    pub(super) weekday: Option<i64>,
    pub(super) start_minute: Option<i64>,
    /// It does not take place for now.
    pub(super) inactive: bool,
}

/// Meetings that are not removed; `ids` is a JSON list.
pub(super) async fn sources(conn: &mut Conn, ids: &str) -> sqlx::Result<Vec<Source>> {
    let list = sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'group_id', group_id, 'name', name, 'phrase', phrase, 'zone', zone,
               'weekday', weekday, 'start_minute', start_minute, 'listing', listing,
               'changed_at', changed_at
           )) as "list!: String"
           from meeting
           where id in (select value from json_each(?)) and removed_at is null"#,
        ids
    )
    .fetch_one(conn)
    .await?;
    listed(&list)
}

/// Takes meetings out; `ids` is a JSON list.
pub(super) async fn forget(conn: &mut Conn, ids: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from meeting_search where rowid in (select value from json_each(?))", ids)
        .execute(conn)
        .await
        .map(drop)
}

/// Puts meetings in; `rows` is a JSON list of `[id, name, place, notes, facets]`.
pub(super) async fn put(conn: &mut Conn, rows: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into meeting_search (rowid, name, place, notes, facets)
         select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 from json_each(?)",
        rows
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Adds words; `words` is a JSON list of `[word, uses]`.
pub(super) async fn add_words(conn: &mut Conn, words: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into search_word (word, uses)
         select value ->> 0, value ->> 1 from json_each(?) where true
         on conflict (word) do update set uses = max(uses, excluded.uses)",
        words
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Which of some words are known already; `words` is a JSON list.
pub(super) async fn known(conn: &mut Conn, words: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select word from search_word where word in (select value from json_each(?))",
        words
    )
    .fetch_all(conn)
    .await
}

/// Adds what is left of words without one letter; `variants` is a JSON list of `[variant, word]`.
pub(super) async fn add_variants(conn: &mut Conn, variants: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "insert or ignore into search_variant (variant, word)
         select value ->> 0, value ->> 1 from json_each(?)",
        variants
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Words in a range, in order.
pub(super) async fn words(
    conn: &mut Conn,
    from: &str,
    until: &str,
    limit: i64,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select word from search_word where word >= ? and word < ? order by word limit ?",
        from,
        until,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Words that are, or have without one letter, one of some texts; with how often they are used.
/// `texts` is a JSON list.
pub(super) async fn near(conn: &mut Conn, texts: &str) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"select word as "word!", uses as "uses!" from search_word where word in (
               select word from search_variant where variant in (select value from json_each(?1))
               union select value from json_each(?1))"#,
        texts
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.word, row.uses)).collect())
}

/// Words in a range and of a range of lengths, with how often they are used.
pub(super) async fn near_long(
    conn: &mut Conn,
    from: &str,
    until: &str,
    shortest: i64,
    longest: i64,
) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        "select word, uses from search_word
         where word >= ? and word < ? and length(word) between ? and ? limit 2000",
        from,
        until,
        shortest,
        longest
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.word, row.uses)).collect())
}

/// Meetings that match, at most `limit`, in no order that means anything.
pub(super) async fn matching(conn: &mut Conn, wanted: &str, limit: i64) -> sqlx::Result<Vec<i64>> {
    let list = sqlx::query_scalar!(
        r#"select json_group_array(id) as "list!: String" from (
               select rowid as id from meeting_search where meeting_search match ? limit ?)"#,
        wanted,
        limit
    )
    .fetch_one(conn)
    .await?;
    listed(&list)
}

/// What came in one row: each row wakes the thread that waits for it, and there are hundreds.
fn listed<T: DeserializeOwned>(list: &str) -> sqlx::Result<Vec<T>> {
    serde_json::from_str(list).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// When meetings of a group happen, without removed ones; `ids` is a JSON list.
pub(super) async fn timed(conn: &mut Conn, group: i64, ids: &str) -> sqlx::Result<Vec<Timed>> {
    let list = sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', m.id, 'phrase', case when m.weekday is null then m.phrase end,
               'zone', m.zone, 'minutes', m.minutes, 'weekday', m.weekday,
               'start_minute', m.start_minute,
               'inactive', json(iif(m.attendance = 'inactive', 'true', 'false'))
           )) as "list!: String"
           from json_each(?) wanted cross join meeting m
           where m.id = wanted.value and m.group_id = ? and m.removed_at is null"#,
        ids,
        group
    )
    .fetch_one(conn)
    .await?;
    listed(&list)
}

/// The group in which an account was seen last.
pub(super) async fn group_of(conn: &mut Conn, account: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        "select m.group_id from membership m join account a on a.person_id = m.person_id
         where a.id = ? order by m.seen_at desc limit 1",
        account
    )
    .fetch_optional(conn)
    .await
}

/// Names of a group's feeds in a range.
pub(super) async fn feeds(
    conn: &mut Conn,
    group: i64,
    from: &str,
    until: &str,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select slug from feed where group_id = ? and slug >= ? and slug < ? order by slug limit 25",
        group,
        from,
        until
    )
    .fetch_all(conn)
    .await
}
