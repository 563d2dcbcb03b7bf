//! The recovery key: what gets the bot's identity and its encrypted history back when the folder of
//! the library is lost.

use crate::platform::matrix::edge::{Edge, apart};
use crate::store::write_private;
use anyhow::Context as _;
use matrix_sdk::Client;
use matrix_sdk::encryption::recovery::RecoveryState;
use std::fs;

/// Characters of a key without its spaces.
const SHORTEST: usize = 40;

/// Sets recovery up, or recovers, whichever is needed.
pub(super) async fn settle(edge: &Edge, client: &Client) -> anyhow::Result<()> {
    let recovery = client.encryption().recovery();
    let kept = kept(edge);
    match (recovery.state(), kept) {
        (RecoveryState::Disabled, old) => {
            room_for_a_key(edge, old.as_deref())?;
            let key = recovery.enable().await.context("recovery was not switched on")?;
            keep(edge, &key)?;
            tracing::info!(
                path = %edge.config.recovery_key_file.display(),
                "recovery is set up; keep a copy of its key elsewhere"
            );
        }
        // The key was made and never kept: a new one takes its place.
        (RecoveryState::Enabled, None) => {
            room_for_a_key(edge, None)?;
            let key = recovery.reset_key().await.context("no new recovery key")?;
            keep(edge, &key)?;
        }
        (RecoveryState::Incomplete, Some(key)) => {
            apart(recovery.recover(&key)).await.context("the recovery key did not work")?;
        }
        (RecoveryState::Incomplete, None) => {
            anyhow::bail!(
                "there is no recovery key in {}: with this folder the encrypted history would be lost",
                edge.config.recovery_key_file.display()
            );
        }
        (RecoveryState::Enabled, Some(_)) | (RecoveryState::Unknown, _) => {}
    }
    Ok(())
}

/// Whether there is a key that a new device could recover with.
pub(super) fn key_is_kept(edge: &Edge) -> bool {
    kept(edge).is_some()
}

/// The recovery key, where there is one.
pub(super) fn kept(edge: &Edge) -> Option<String> {
    let text = fs::read_to_string(&edge.config.recovery_key_file).ok()?;
    let text = text.trim();
    (text.split_whitespace().collect::<String>().len() >= SHORTEST).then(|| text.to_owned())
}

fn keep(edge: &Edge, key: &str) -> anyhow::Result<()> {
    write_private(&edge.config.recovery_key_file, format!("{key}\n").as_bytes())
        .context("the recovery key could not be written")
}

/// Makes sure beforehand that the key can be written, as it is shown once only. An old key is kept
/// under another name.
fn room_for_a_key(edge: &Edge, old: Option<&str>) -> anyhow::Result<()> {
    let path = &edge.config.recovery_key_file;
    if let Some(old) = old {
        let mut name = path.clone().into_os_string();
        name.push(".old");
        write_private(name.as_ref(), format!("{old}\n").as_bytes())
            .context("the old recovery key could not be kept")?;
    }
    write_private(path, b"(being made)\n").context("the recovery key could not be written")
}
