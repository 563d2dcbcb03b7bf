//! Keeps the feed that `hearth import` read in a store.

use super::super::store::key_of;
use super::super::{ImportMeetings, Stop};
use crate::chat::platforms::Platforms;
use crate::clock::SystemClock;
use crate::engine::ctx::{Ctx, Defaults};
use crate::engine::directory;
use crate::engine::interview::Interviews;
use crate::feature::feed::load::Loaded;
use crate::feature::feed::take::{self, Incoming};
use crate::feature::meeting::keep::Kept;
use crate::feature::meeting::search::Timetables;
use crate::feed::fetch::{Fetcher, Limits};
use crate::ids::{GroupId, PlatformId};
use crate::outbox::Bell;
use crate::store::{Conn, Store};
use crate::words::Words;
use jiff::Timestamp;
use std::path::Path;
use std::sync::Arc;

/// When a feed is fetched again, until a Hearth with a configuration does so.
const REFRESH: &str = "daily 03:00";

/// Keeps the feed in the store at `path`, which is made when there is none.
pub(super) async fn keep(
    import: &ImportMeetings,
    path: &Path,
    zone: &str,
    loaded: &Loaded,
    words: &Words,
) -> Result<Kept, Stop> {
    let key = key_of(import.key_file.as_deref())?;
    let store = Store::open(path, key.as_ref()).await?;
    let ctx = Ctx {
        store: store.clone(),
        clock: Arc::new(SystemClock),
        defaults: Defaults::default(),
        platforms: Platforms::new(),
        bell: Bell::new(),
        fetcher: Fetcher::new(false, Limits::default())?,
        interviews: Interviews::default(),
        timetables: Timetables::default(),
        refresh: REFRESH.to_owned(),
    };
    let now = ctx.now();
    // Nothing else is in this process.
    store.roomy(true).await?;
    let mut tx = store.begin().await?;
    let group = group(&mut tx, &import.group, now).await?;
    let source = name(&import.source);
    let incoming = Incoming { group, source: &source, zone };
    let taken = take::take(&ctx, &mut tx, incoming, loaded, now).await?;
    tx.commit().await?;
    store.close().await;
    taken.kept.map_err(|trouble| Stop::Failed(trouble.say(words, &import.source)))
}

/// The group of a short name; a new one of the terminal when there is none.
async fn group(conn: &mut Conn, slug: &str, now: Timestamp) -> sqlx::Result<GroupId> {
    if let Some(group) = directory::group_by_slug(conn, slug).await? {
        return Ok(group);
    }
    directory::group_named(conn, PlatformId::Console, slug, now).await
}

/// What the feed is called in the store: its address, or the name of the file.
fn name(source: &str) -> String {
    if let Some(url) = crate::feature::feed::source::url(source) {
        return url.to_owned();
    }
    let name = Path::new(source).file_name();
    name.map_or_else(|| source.to_owned(), |name| name.to_string_lossy().into_owned())
}
