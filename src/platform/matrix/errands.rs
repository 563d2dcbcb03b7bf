//! What has to be done besides reading and answering: invitations, upgrades, late keys, read marks, and
//! forgetting what is old. Each errand is a row or can be found out again, so that a restart loses none.

use super::ask::keep;
use super::edge::{Edge, apart, pause};
use super::{describe, intake, rooms, sql, start};
use matrix_sdk::Client;
use matrix_sdk::ruma::api::client::receipt::create_receipt::v3::ReceiptType;
use matrix_sdk::ruma::events::receipt::ReceiptThread;
use matrix_sdk::ruma::{EventId, RoomId};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// How soon something is tried again: sooner at first, as somebody may be waiting for the bot to come.
const SOON: Duration = Duration::from_secs(1);
/// At the latest.
const LATER: Duration = Duration::from_secs(30);
/// How often there is a look at everything.
const LOOK: Duration = Duration::from_mins(10);
/// How long messages are gathered before they are marked as read.
const MARKS: Duration = Duration::from_secs(3);
/// A day and two months, in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;
const MONTHS: i64 = 60 * DAY;

/// Sees to invitations, moves and late keys whenever there are some.
pub(super) async fn run(edge: Arc<Edge>, client: Client) {
    let mut soon = SOON;
    loop {
        let mut again = false;
        for (what, done) in [
            ("invitations", apart(rooms::invitations(&edge, &client)).await),
            ("upgrades", apart(rooms::upgrades(&edge, &client)).await),
            ("late keys", apart(intake::read_again(&edge, &client)).await),
            ("command descriptions", apart(describe_commands(&edge, &client)).await),
        ] {
            match done {
                Ok(wait) => again |= wait,
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "{what} have to wait");
                    again = true;
                }
            }
        }
        if let Err(error) = prune(&edge).await {
            tracing::warn!(%error, "what is old could not be forgotten");
        }
        let wait = if again { soon } else { LOOK };
        soon = if again { (soon * 2).min(LATER) } else { SOON };
        tokio::select! {
            () = edge.errands.notified() => {}
            () = pause(wait) => {}
        }
    }
}

async fn prune(edge: &Edge) -> sqlx::Result<()> {
    let now = edge.millis();
    let mut tx = edge.store.begin_soon().await?;
    sql::prune(&mut tx, now - DAY, now - MONTHS).await?;
    keep::forget(&mut tx, edge.clock.now()).await?;
    tx.commit().await
}

/// Marks what was handled as read, so that people see that it has arrived: the newest message of each
/// room, and what came meanwhile together with it. After the answers, because a homeserver tells every
/// client in the room of each mark, and whoever types one command after another would wait for that.
pub(super) async fn mark(edge: Arc<Edge>, client: Client) {
    loop {
        edge.read.notified().await;
        pause(MARKS).await;
        let unmarked =
            std::mem::take(&mut *edge.unmarked.lock().unwrap_or_else(PoisonError::into_inner));
        for (room, event) in unmarked {
            let (Ok(room), Ok(event)) = (RoomId::parse(&room), EventId::parse(&event)) else {
                continue;
            };
            let Some(room) = client.get_room(&room) else { continue };
            let marking =
                room.send_single_receipt(ReceiptType::Read, ReceiptThread::Unthreaded, event);
            if let Err(error) = apart(marking).await {
                let error = intake::describe(&error);
                tracing::debug!(error, "a message was not marked as read");
            }
        }
    }
}

/// What is set up once after each start, beside everything else.
pub(super) async fn settle_in(edge: Arc<Edge>, client: Client) {
    start::log_keys(&edge, &client).await;
    if let Ok(most) = apart(client.load_or_fetch_max_upload_size()).await {
        edge.upload_bytes.store(u64::from(most), Ordering::Relaxed);
    }
}

/// Describes the commands in the rooms where the bot has the power to do so and they are not described
/// as they are now.
async fn describe_commands(edge: &Edge, client: &Client) -> anyhow::Result<bool> {
    let (Some(commands), Some(own)) = (edge.commands.get(), client.user_id()) else {
        return Ok(false);
    };
    let wanted = describe::describe(own, commands, &edge.words);
    let mut again = false;
    for room in client.joined_rooms() {
        if room.is_space() {
            continue;
        }
        let may = apart(room.get_member_no_sync(own))
            .await?
            .is_some_and(|member| member.can_send_state(describe::EVENT_TYPE.into()));
        if !may {
            continue;
        }
        for one in &wanted {
            let there =
                apart(room.get_state_event(describe::EVENT_TYPE.into(), &one.state_key)).await?;
            if there.is_some_and(|raw| describe::says(&raw, &one.content)) {
                continue;
            }
            let sent = room.send_state_event_raw(
                describe::EVENT_TYPE,
                &one.state_key,
                one.content.clone(),
            );
            if let Err(error) = sent.await {
                tracing::debug!(error = intake::describe(&error), "a command is not described");
                again = true;
                break;
            }
        }
    }
    Ok(again)
}
