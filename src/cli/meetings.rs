//! Meetings on the command line.

use super::{ExportFrom, ImportMeetings, Stop};
use crate::words::Words;

/// Placeholder while the feature is merged.
pub async fn import(_import: &ImportMeetings, _words: &Words) -> Result<(), Stop> {
    Ok(())
}

/// Placeholder while the feature is merged.
pub async fn export(_from: &ExportFrom, _words: &Words) -> Result<(), Stop> {
    Ok(())
}

/// Placeholder while the feature is merged.
pub async fn export_group(_from: &ExportFrom, _words: &Words) -> Result<(), Stop> {
    Ok(())
}
