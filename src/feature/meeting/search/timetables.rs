//! The timetables of the groups in which people searched last, in memory: reading one of a hundred
//! thousand meetings takes longer than any search.
//!
//! Each search asks the store for the group's version first; so what another process writes, `hearth
//! import` for one, is seen at once.

use super::sql::{self, Frame};
use super::timetable::Timetable;
use crate::ids::GroupId;
use crate::store::Conn;
use jiff::civil::Date;
use sqlx::Connection as _;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Of how many groups they are kept. With twelve bytes and an entry in a set for each meeting, what a
/// feed of ten thousand takes is 150 KB.
const KEPT: usize = 64;

/// Timetables, the one that was used last at the end. Cloning is cheap.
#[derive(Clone, Default)]
pub struct Timetables(Arc<Mutex<Vec<Kept>>>);

struct Kept {
    group: GroupId,
    version: Vec<u8>,
    table: Arc<Timetable>,
}

impl Timetables {
    /// That of a group, and its dates that are cancelled from a day on.
    pub(super) async fn of(
        &self,
        conn: &mut Conn,
        group: GroupId,
        from: Date,
    ) -> sqlx::Result<(Arc<Timetable>, Vec<(i64, String)>)> {
        let Frame { version, cancelled } =
            sql::frame(&mut *conn, group.0, &from.to_string()).await?;
        let Some(version) = version else { return Ok((Arc::default(), cancelled)) };
        if let Some(table) = self.kept(group, &version) {
            return Ok((table, cancelled));
        }
        // The version and the table are those of one moment, also where each statement stands alone.
        let mut view = conn.begin().await?;
        let Frame { version, cancelled } =
            sql::frame(&mut view, group.0, &from.to_string()).await?;
        let Some(version) = version else { return Ok((Arc::default(), cancelled)) };
        let table = Arc::new(Timetable::load(&mut view, group).await?);
        view.commit().await?;
        self.keep(Kept { group, version, table: Arc::clone(&table) });
        Ok((table, cancelled))
    }

    fn kept(&self, group: GroupId, version: &[u8]) -> Option<Arc<Timetable>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = all.iter().position(|one| one.group == group && one.version == version)?;
        let one = all.remove(place);
        let table = Arc::clone(&one.table);
        all.push(one);
        Some(table)
    }

    fn keep(&self, new: Kept) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|one| one.group != new.group);
        if all.len() >= KEPT {
            all.remove(0);
        }
        all.push(new);
    }
}

impl fmt::Debug for Timetables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timetables").finish_non_exhaustive()
    }
}
