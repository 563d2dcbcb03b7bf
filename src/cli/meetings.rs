//! Meetings on the command line: reading a feed, keeping it in a store, writing one.

mod keep;
mod read;

use super::{ExportFrom, ImportMeetings, Stop, print, store};
use crate::chat::message::Line;
use crate::engine::directory;
use crate::feature::feed::{export as written, say};
use crate::ids::GroupId;
use crate::store::{Conn, Store};
use crate::words::{Arg, Words};
use serde_json::json;

/// `hearth import meetings`: reads a feed and shows what was read, kept, skipped and why; keeps it
/// in a store when one is named.
///
/// # Errors
///
/// [`Stop::Usage`] for a zone that does not exist, [`Stop::Failed`] for a feed that cannot be read.
pub async fn import(import: &ImportMeetings, words: &Words) -> Result<(), Stop> {
    let zone = crate::schedule::zone::lookup(&import.zone).map_err(|unknown| {
        Stop::Usage(crate::command::error::zone(words, &unknown.asked, &unknown.near))
    })?;
    let zone = crate::engine::turn::zone_name(&zone);
    let loaded = match read::read(import, &zone, words).await? {
        Ok(loaded) => loaded,
        Err(wrong) => {
            if import.json {
                print(&json!({"error": {"code": wrong.code}}).to_string());
            }
            return Err(Stop::Failed(wrong.line));
        }
    };
    let reading = &loaded.reading;
    // The feed is shown even when the store then refuses it.
    if !import.json {
        print(&words.import_from(import.source.as_str()).plain());
        print(&say::summary(words, reading).plain());
        section(&words.feed_skips_title(), reading.skipped.iter().map(|s| say::skip(words, s)));
        section(&words.feed_warnings_title(), say::warnings(words, reading));
    }
    let kept = match &import.store {
        Some(path) => Some(keep::keep(import, path, &zone, &loaded, words).await?),
        None => None,
    };
    if import.json {
        let mut out = json!({
            "source": import.source, "kind": reading.kind.code(), "read": reading.read,
            "kept": reading.kept(), "skipped": reading.skipped, "warnings": reading.warnings,
        });
        if let (Some(kept), Some(out)) = (&kept, out.as_object_mut()) {
            out.insert("stored".to_owned(), json!(kept));
        }
        print(&out.to_string());
    } else if let (Some(kept), Some(path)) = (kept, &import.store) {
        let path = Arg::code(path.display().to_string());
        let line = words.import_kept(kept.listed(), Arg::code(&import.group), path);
        let changed = kept.changed + kept.details;
        print(&line.then(words.feed_changes(kept.added, changed, kept.removed)).plain());
    } else {
        print(&words.import_not_kept(Arg::code("--store")).plain());
    }
    Ok(())
}

fn section(title: &Line, lines: impl IntoIterator<Item = Line>) {
    let mut lines = lines.into_iter().peekable();
    if lines.peek().is_some() {
        print(&title.plain());
    }
    lines.for_each(|line| print(&format!("- {}", line.plain())));
}

/// `hearth export meetings`: the group's meetings and those of its feeds, as Meeting Guide JSON.
///
/// # Errors
///
/// [`Stop::Failed`] when there is no such store or group.
pub async fn export(from: &ExportFrom, words: &Words) -> Result<(), Stop> {
    let (store, _copy) = open(from, words).await?;
    let mut view = store.read().await?;
    let group = group(&mut view, &from.group, words).await?;
    print(&serde_json::to_string_pretty(&written::meetings(&mut view, group).await?)?);
    Ok(())
}

/// `hearth export`: everything that a group owns, as JSON. Nothing about any member.
///
/// # Errors
///
/// [`Stop::Failed`] when there is no such store or group.
pub async fn export_group(from: &ExportFrom, words: &Words) -> Result<(), Stop> {
    let (store, _copy) = open(from, words).await?;
    let mut view = store.read().await?;
    let group = group(&mut view, &from.group, words).await?;
    let all = written::group(&mut view, group, &from.group).await?;
    print(&serde_json::to_string_pretty(&all)?);
    Ok(())
}

/// A copy of the store, which may be in use meanwhile and is not changed.
async fn open(from: &ExportFrom, words: &Words) -> Result<(Store, tempfile::TempDir), Stop> {
    if !from.store.is_file() {
        return Err(Stop::Failed(words.import_no_store(crate::store::shown(&from.store))));
    }
    let key = store::key_of(from.key_file.as_deref())?;
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join("hearth.db");
    crate::store::backup(&from.store, &copy, key.as_ref()).await?;
    Ok((Store::open(&copy, key.as_ref()).await?, folder))
}

async fn group(conn: &mut Conn, slug: &str, words: &Words) -> Result<GroupId, Stop> {
    if let Some(group) = directory::group_by_slug(conn, slug).await? {
        return Ok(group);
    }
    let known = written::known_groups(conn).await?;
    let slug = Arg::code(slug);
    Err(Stop::Failed(match known.is_empty() {
        true => words.import_no_groups(slug),
        false => words.cli_unknown_group(slug, known.join(", ")),
    }))
}
