//! Walks the schema, so that no table about persons is forgotten: neither by export, nor by erase,
//! nor when two persons become one. Which tables those are is computed, never listed.

use crate::engine::directory;
use crate::ids::PersonId;
use crate::store::{Conn, Store};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::{BTreeMap, BTreeSet};

/// A column that says whose a row is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner {
    pub(super) table: String,
    pub(super) column: String,
    /// What it holds: the person's number, or an account.
    of: Target,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Person,
    Account,
}

impl Owner {
    /// Whether the row names the person. One that names an account goes with that.
    pub(super) fn by_person(&self) -> bool {
        self.of == Target::Person
    }
}

struct Column {
    name: String,
    kind: String,
    must: bool,
    key: bool,
    usual: bool,
}

pub(crate) async fn text(conn: &mut Conn, sql: String) -> Vec<String> {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(conn).await.expect("reads")
}

async fn number(conn: &mut Conn, sql: String) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(conn).await.expect("counts")
}

pub(crate) async fn run(conn: &mut Conn, sql: String) {
    let what = sql.clone();
    sqlx::query(AssertSqlSafe(sql)).execute(conn).await.unwrap_or_else(|e| panic!("{what}: {e}"));
}

pub(super) async fn tables(conn: &mut Conn) -> Vec<String> {
    let sql = "select name from sqlite_master where type = 'table' and sql like 'create table%'
               and name not like 'sqlite_%' order by name";
    text(conn, sql.to_owned()).await
}

async fn columns(conn: &mut Conn, table: &str) -> Vec<Column> {
    let sql =
        format!("select name, type, \"notnull\", pk, dflt_value from pragma_table_info('{table}')");
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(conn).await.expect("columns");
    rows.iter()
        .map(|row| Column {
            name: row.get(0),
            kind: row.get::<String, _>(1).to_lowercase(),
            must: row.get::<i64, _>(2) == 1,
            key: row.get::<i64, _>(3) > 0,
            usual: row.get::<Option<String>, _>(4).is_some(),
        })
        .collect()
}

/// The foreign keys of a table: column, then the table that it names.
async fn references(conn: &mut Conn, table: &str) -> BTreeMap<String, String> {
    let sql = format!("select \"from\", \"table\" from pragma_foreign_key_list('{table}')");
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(conn).await.expect("keys");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Every column of every table that says whose a row is.
pub(super) async fn owners(conn: &mut Conn) -> BTreeSet<Owner> {
    let mut found = BTreeSet::new();
    for table in tables(conn).await {
        let references = references(conn, &table).await;
        for column in columns(conn, &table).await {
            let of = match references.get(&column.name).map(String::as_str) {
                Some("person") => Target::Person,
                Some("account") => Target::Account,
                _ if column.name == "person_id" => Target::Person,
                _ if column.name == "account_id" || column.name == "account" => Target::Account,
                _ if table == "person" && column.name == "id" => Target::Person,
                _ => continue,
            };
            found.insert(Owner { table: table.clone(), column: column.name, of });
        }
    }
    found
}

/// A store with a group and two persons: the second one, `console:ann`, has a row in every table.
pub(super) struct World {
    pub(super) store: Store,
    pub(super) bob: PersonId,
    pub(super) ann: PersonId,
}

/// Extra tables are made before anybody has rows.
pub(super) async fn world(extra: &[&str]) -> World {
    let store = Store::in_memory().await.expect("opens");
    let mut tx = store.begin().await.expect("begins");
    for sql in extra {
        run(&mut tx, (*sql).to_owned()).await;
    }
    let account = |name: &str| format!("console:{name}").parse().expect("an account");
    let bob = directory::meet(&mut tx, &account("bob"), now()).await.expect("bob");
    let ann = directory::meet(&mut tx, &account("ann"), now()).await.expect("ann");
    // Her check-ins are kept by her own choice, so that no rule deletes them on the way.
    let at = now().as_millisecond();
    let choice = format!("update person set history_days = 90, history_at = {at} where id = {ann}");
    run(&mut tx, choice).await;
    // First what rows refer to, then those with an owner.
    let owned: BTreeSet<String> = owners(&mut tx).await.into_iter().map(|one| one.table).collect();
    for table in tables(&mut tx).await {
        if !owned.contains(&table)
            && !matches!(table.as_str(), "job")
            && plain(&mut tx, &table).await
        {
            fill(&mut tx, &table, ann).await;
        }
    }
    let mut waiting: Vec<String> =
        owned.into_iter().filter(|table| table != "person" && table != "account").collect();
    waiting.extend(later(&mut tx).await);
    // Those that others refer to come first; three rounds are deeper than the schema.
    for _ in 0..3 {
        for table in &waiting {
            if number(&mut tx, format!("select count(*) from \"{table}\"")).await == 0
                && ready(&mut tx, table).await
            {
                fill(&mut tx, table, ann).await;
            }
        }
    }
    for table in &waiting {
        let rows = number(&mut tx, format!("select count(*) from \"{table}\"")).await;
        assert!(rows > 0, "{table} is empty, so that nothing about it would be proved");
    }
    tx.commit().await.expect("commits");
    World { store, bob, ann }
}

/// Whether a table can be filled on its own: what it refers to has rows.
async fn plain(conn: &mut Conn, table: &str) -> bool {
    !table.starts_with('_') && ready(conn, table).await
}

/// Tables without an owner that could not be filled at first.
async fn later(conn: &mut Conn) -> Vec<String> {
    let mut later = Vec::new();
    for table in tables(conn).await {
        let empty = number(conn, format!("select count(*) from \"{table}\"")).await == 0;
        let skipped = table.starts_with('_');
        if empty
            && !skipped
            && table != "job"
            && owners(conn).await.iter().all(|o| o.table != table)
        {
            later.push(table);
        }
    }
    later
}

async fn ready(conn: &mut Conn, table: &str) -> bool {
    for target in references(conn, table).await.into_values().collect::<BTreeSet<_>>() {
        if number(conn, format!("select count(*) from \"{target}\"")).await == 0 {
            return false;
        }
    }
    true
}

/// Puts one row into a table: the person's, where a column says whose it is, with every foreign
/// key set, and any value in the other columns that need one.
async fn fill(conn: &mut Conn, table: &str, person: PersonId) {
    let references = references(conn, table).await;
    let owners = owners(conn).await;
    let checked = [("meeting", "weekday"), ("resource", "url")];
    let (mut names, mut values) = (Vec::new(), Vec::new());
    let columns = columns(conn, table).await;
    // A whole number that is the only key is given by SQLite.
    let numbered = columns.iter().filter(|column| column.key).count() == 1;
    for column in columns {
        let owner = owners.iter().find(|one| one.table == table && one.column == column.name);
        let value = match (owner, references.get(&column.name)) {
            (Some(Owner { of: Target::Person, .. }), _) => person.to_string(),
            (Some(Owner { of: Target::Account, .. }), _) => "'console:ann'".to_owned(),
            (None, Some(target)) => {
                let any = format!("select quote(id) from \"{target}\" limit 1");
                text(conn, any).await.remove(0)
            }
            (None, None) if column.usual || checked.contains(&(table, column.name.as_str())) => {
                continue;
            }
            (None, None) if numbered && column.key && column.kind == "integer" => continue,
            (None, None) if !column.must && !column.key => continue,
            (None, None) => any_value(table, &column),
        };
        names.push(format!("\"{}\"", column.name));
        values.push(value);
    }
    if names.is_empty() {
        return run(conn, format!("insert into \"{table}\" default values")).await;
    }
    let (names, values) = (names.join(", "), values.join(", "));
    run(conn, format!("insert into \"{table}\" ({names}) values ({values})")).await;
}

/// A value that fits, where a check does not take any.
fn any_value(table: &str, column: &Column) -> String {
    match (table, column.name.as_str()) {
        ("schedule", "kind") => "'message'".to_owned(),
        ("attendance", "answer") => "'yes'".to_owned(),
        ("matrix_room", "state") => "'joined'".to_owned(),
        _ if column.kind == "integer" => now().as_millisecond().to_string(),
        _ if column.kind == "blob" => "x''".to_owned(),
        _ => format!("'{}'", column.name),
    }
}

/// How many rows of a table are somebody's.
pub(super) async fn rows_of(conn: &mut Conn, owner: &Owner, person: PersonId) -> i64 {
    let Owner { table, column, of } = owner;
    let whose = match of {
        Target::Person => person.to_string(),
        Target::Account => "'console:ann'".to_owned(),
    };
    number(conn, format!("select count(*) from \"{table}\" where \"{column}\" = {whose}")).await
}

/// The names of a table's columns that an export has to show.
pub(super) async fn column_names(conn: &mut Conn, table: &str) -> Vec<String> {
    columns(conn, table).await.into_iter().map(|column| column.name).collect()
}

pub(super) fn now() -> Timestamp {
    "2026-03-28T18:00:00Z".parse().expect("an instant")
}
