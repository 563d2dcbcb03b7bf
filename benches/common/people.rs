//! A store of 100,000 members and 10,000,000 answers.

use super::fill::{SCENE, kept, millis, remove};
use super::world::NOW;
use std::path::{Path, PathBuf};

/// Members, all of whom agreed to have a year kept.
pub(crate) const MEMBERS: i64 = 100_000;
/// Answers of each, one a day until yesterday.
pub(crate) const DAYS: i64 = 100;

/// The store; it is made at the first use.
pub(crate) async fn store() -> anyhow::Result<PathBuf> {
    let now = millis(NOW)?;
    let statements = [
        SCENE.to_owned(),
        format!(
            "with recursive n (i) as (select 1 union all select i + 1 from n where i < {MEMBERS})
             insert into person (id, history_days, history_at, history_notice, created_at)
             select i, 365, 0, '2026-11', 0 from n;
             insert into account (id, person_id, seen_at)
             select 'console:m' || id, id, 0 from person;
             insert into membership (person_id, group_id, seen_at) select id, 1, 0 from person;"
        ),
        // By person and then by day, which is the order of the rows; the second index at the end.
        format!(
            "drop index checkin_expiry;
             create temp table day (back integer primary key, civil text, at integer);
             with recursive n (i) as (select -{DAYS} union all select i + 1 from n where i < -1)
             insert into day
             select i, date({now} / 1000, 'unixepoch', i || ' days'), {now} + i * 86400000 from n;
             insert into checkin (person_id, day, mood, craving, note, answered_at, changed_at)
             select p.id, d.civil, 1 + (p.id + d.back * 7 + 700) % 5, (p.id * 3 + d.back + 700) % 11,
                 case (p.id + d.back + 700) % 5
                     when 0 then 'Slept better, and walked to the meeting with a friend.' else '' end,
                 d.at + p.id % 3600000, d.at + p.id % 3600000
             from person p cross join day d;
             create index checkin_expiry on checkin (answered_at);
             drop table day;"
        ),
    ];
    kept("people", &statements).await
}

/// A copy of a store in memory, where the machine has such a place and room for it.
pub(crate) fn memory(path: &Path) -> anyhow::Result<Option<PathBuf>> {
    let shared = Path::new("/dev/shm");
    if !shared.is_dir() {
        return Ok(None);
    }
    let copy = shared.join(format!("hearth-bench-{}.db", std::process::id()));
    remove(&copy)?;
    if std::fs::copy(path, &copy).is_err() {
        remove(&copy)?;
        return Ok(None);
    }
    Ok(Some(copy))
}
