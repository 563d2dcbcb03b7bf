//! The queries of the search.

use super::index::json;
use super::query::Reads;
use crate::store::Conn;
use roaring::RoaringBitmap;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What goes into the search of a meeting, before it is folded.
#[derive(Deserialize)]
pub(super) struct Source {
    pub(super) id: i64,
    pub(super) group_id: i64,
    pub(super) name: String,
    pub(super) ruled: i64,
    pub(super) zone: String,
    pub(super) minutes: i64,
    pub(super) weekday: Option<i64>,
    pub(super) start_minute: Option<i64>,
    pub(super) inactive: i64,
    pub(super) listing: String,
    /// The tokens with which it is in the search.
    pub(super) search: String,
    pub(super) removed: i64,
}

/// Meetings; `ids` is a JSON list.
pub(super) async fn sources(conn: &mut Conn, ids: &str) -> sqlx::Result<Vec<Source>> {
    let list = sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'group_id', group_id, 'name', name, 'ruled', phrase is not null,
               'zone', zone, 'minutes', minutes, 'weekday', weekday,
               'start_minute', start_minute, 'inactive', attendance = 'inactive',
               'listing', listing, 'search', search, 'removed', removed_at is not null
           )) as "list!: String"
           from meeting
           where id in (select value from json_each(?))"#,
        ids
    )
    .fetch_one(conn)
    .await?;
    listed(&list)
}

/// Notes with which tokens meetings are in the search; `rows` is a JSON list of `[id, tokens]`.
pub(super) async fn note(conn: &mut Conn, rows: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "update meeting set search = new.value ->> 1
         from json_each(?) as new where meeting.id = new.value ->> 0",
        rows
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The numbers of zones, each that has none gets one; `names` is a JSON list.
pub(super) async fn zones(conn: &mut Conn, names: &str) -> sqlx::Result<Vec<(String, i64)>> {
    sqlx::query!(
        "insert into meeting_zone (name) select value from json_each(?) where true
         on conflict do nothing",
        names
    )
    .execute(&mut *conn)
    .await?;
    let rows = sqlx::query!(
        "select id, name from meeting_zone where name in (select value from json_each(?))",
        names
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.id)).collect())
}

/// The names of all zones, by their numbers.
pub(super) async fn zone_names(conn: &mut Conn) -> sqlx::Result<Vec<(u16, String)>> {
    let list = sqlx::query_scalar!(
        r#"select json_group_array(json_array(id, name)) as "list!: String" from meeting_zone"#
    )
    .fetch_one(conn)
    .await?;
    listed(&list)
}

/// What a search has to know of a group first.
pub(super) struct Frame {
    /// Another one after each change of its timetable; none when it has no meeting.
    pub(super) version: Option<Vec<u8>>,
    /// Cancelled dates.
    pub(super) cancelled: Vec<(i64, String)>,
}

/// The frame of a group, with what is cancelled from a day on. `cross` keeps SQLite from looking through
/// all meetings for the few that are cancelled.
pub(super) async fn frame(conn: &mut Conn, group: i64, from: &str) -> sqlx::Result<Frame> {
    let row = sqlx::query!(
        r#"select (select content from meeting_search where group_id = ?2 and token = 'v')
                      as "version?: Vec<u8>",
                  (select json_group_array(json_array(c.meeting_id, c.day))
                   from meeting_cancel c cross join meeting m
                   where c.day >= ?1 and m.id = c.meeting_id and m.group_id = ?2
                     and m.removed_at is null) as "cancelled!: String""#,
        from,
        group
    )
    .fetch_one(conn)
    .await?;
    Ok(Frame { version: row.version, cancelled: listed(&row.cancelled)? })
}

/// What stands under tokens, and under all tokens that begin as some do.
pub(super) async fn contents(
    conn: &mut Conn,
    group: i64,
    reads: &Reads,
) -> sqlx::Result<Vec<(String, Vec<u8>)>> {
    let (tokens, beginnings) = (json(&reads.tokens), json(&reads.beginnings));
    let rows = sqlx::query!(
        r#"select token as "token!", content as "content!: Vec<u8>" from meeting_search
           where group_id = ?1 and token in (select value from json_each(?2))
           union all
           select s.token, s.content from json_each(?3) b cross join meeting_search s
           where s.group_id = ?1 and s.token >= b.value and s.token < b.value || char(127)"#,
        group,
        tokens,
        beginnings
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.token, row.content)).collect())
}

/// The meetings of tokens, and of all tokens that begin as some do.
pub(super) async fn postings(
    conn: &mut Conn,
    group: i64,
    reads: &Reads,
) -> sqlx::Result<Vec<(String, RoaringBitmap)>> {
    let bitmap = |bytes: Vec<u8>| RoaringBitmap::deserialize_from(bytes.as_slice());
    let decode = |error: std::io::Error| sqlx::Error::Decode(error.into());
    let rows = contents(conn, group, reads).await?.into_iter();
    rows.map(|(token, bytes)| Ok((token, bitmap(bytes).map_err(decode)?))).collect()
}

/// Writes tokens. `rows` is a JSON list of `[token, from, length]`: where in `all` their contents stand.
pub(super) async fn put(conn: &mut Conn, group: i64, all: &[u8], rows: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "with list (row) as materialized (select value from json_each(?3))
         insert into meeting_search (group_id, token, content)
         select ?1, row ->> 0, substr(?2, row ->> 1, row ->> 2) from list where true
         on conflict do update set content = excluded.content",
        group,
        all,
        rows
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Takes tokens out that no meeting has any more; `tokens` is a JSON list.
pub(super) async fn forget(conn: &mut Conn, group: i64, tokens: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from meeting_search
         where group_id = ? and token in (select value from json_each(?))",
        group,
        tokens
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The phrases of meetings; `ids` is a JSON list.
pub(super) async fn rules(conn: &mut Conn, ids: &str) -> sqlx::Result<Vec<(i64, String)>> {
    let list = sqlx::query_scalar!(
        r#"select json_group_array(json_array(m.id, m.phrase)) as "list!: String"
           from json_each(?) wanted cross join meeting m
           where m.id = wanted.value and m.phrase is not null"#,
        ids
    )
    .fetch_one(conn)
    .await?;
    listed(&list)
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

/// Words that are, or have without one letter, one of some texts, and if a beginning is given those that
/// begin so and are about as long; with how often they are used. `texts` is a JSON list.
pub(super) async fn near(
    conn: &mut Conn,
    texts: &str,
    beginning: Option<&str>,
    length: i64,
) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"select word as "word!", uses as "uses!" from search_word where word in (
               select word from search_variant where variant in (select value from json_each(?1))
               union select value from json_each(?1))
           union all
           select word, uses from (
               select word, uses from search_word
               where word >= ?2 and word < ?2 || char(127)
                 and length(word) between ?3 - 2 and ?3 + 2 limit 2000)"#,
        texts,
        beginning,
        length
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.word, row.uses)).collect())
}

/// What came in one row: each row wakes the thread that waits for it, and there are hundreds.
fn listed<T: DeserializeOwned>(list: &str) -> sqlx::Result<Vec<T>> {
    serde_json::from_str(list).map_err(|error| sqlx::Error::Decode(error.into()))
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
