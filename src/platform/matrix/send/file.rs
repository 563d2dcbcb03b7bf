//! Files, encrypted where the room is.

use super::content::Relation;
use super::trouble::send_error;
use crate::chat::event::FileRef;
use crate::chat::message::Upload;
use crate::chat::platform::SendError;
use crate::platform::matrix::edge::{Edge, apart};
use crate::platform::matrix::said::file::source;
use anyhow::{Context as _, bail};
use bytes::Bytes;
use matrix_sdk::Room;
use matrix_sdk::attachment::{AttachmentConfig, AttachmentInfo, BaseFileInfo, BaseImageInfo};
use matrix_sdk::media::{MediaFormat, MediaRequestParameters};
use matrix_sdk::room::reply::{EnforceThread, Reply};
use matrix_sdk::ruma::events::room::message::{
    AddMentions, ReplyWithinThread, TextMessageEventContent,
};
use matrix_sdk::ruma::{EventId, OwnedTransactionId, UInt};
use std::sync::atomic::Ordering;

/// Sends a file. Tried again it is uploaded again, but stands in the room once.
pub(super) async fn upload(
    edge: &Edge,
    room: &Room,
    file: &Upload,
    relation: &Relation,
    txn: &str,
) -> Result<String, SendError> {
    if file.bytes.len() as u64 > edge.upload_bytes.load(Ordering::Relaxed) {
        return Err(SendError::Unsupported("the file is larger than the server takes"));
    }
    let size = UInt::try_from(file.bytes.len()).ok();
    let info = match file.media_type.starts_with("image/") {
        true => AttachmentInfo::Image(BaseImageInfo { size, ..BaseImageInfo::default() }),
        false => AttachmentInfo::File(BaseFileInfo { size }),
    };
    let mut config = AttachmentConfig::new()
        .txn_id(OwnedTransactionId::from(txn))
        .info(info)
        .reply(reply(relation));
    if !file.description.is_empty() {
        config = config.caption(Some(TextMessageEventContent::plain(&file.description)));
    }
    let kind = file
        .media_type
        .parse()
        .map_err(|_| SendError::Unsupported("the file is of no known type"))?;
    let sending = room.send_attachment(&file.name, &kind, file.bytes.to_vec(), config);
    let sent = apart(sending.into_future()).await;
    sent.map(|sent| sent.event_id.to_string()).map_err(|error| send_error(&error))
}

fn reply(relation: &Relation) -> Option<Reply> {
    // Outside a thread the text before it says what it answers.
    let Relation::Thread { root, .. } = relation else { return None };
    let event_id = EventId::parse(root).ok()?;
    let enforce_thread = EnforceThread::Threaded(ReplyWithinThread::No);
    Some(Reply { event_id, enforce_thread, add_mentions: AddMentions::No })
}

/// Fetches a file that came with a message.
pub(in crate::platform::matrix) async fn download(
    edge: &Edge,
    file: &FileRef,
    limit: u64,
) -> anyhow::Result<Bytes> {
    let client = edge.client().await?;
    if file.bytes.is_some_and(|bytes| bytes > limit) {
        bail!("the file is longer than {limit} bytes");
    }
    let source = source(&file.native).context("not a file of Matrix")?;
    let request = MediaRequestParameters { source, format: MediaFormat::File };
    let bytes = apart(client.media().get_media_content(&request, false)).await?;
    if bytes.len() as u64 > limit {
        bail!("the file is longer than {limit} bytes");
    }
    Ok(Bytes::from(bytes))
}
