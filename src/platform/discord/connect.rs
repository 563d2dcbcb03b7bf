//! Connects: how many shards, where, and what is left of earlier sessions.

use super::edge::Edge;
use super::gateway::progress::{Progress, Session};
use super::gateway::{self, Gate, Shard};
use super::read::text;
use super::rest::{Call, RestError, pause};
use super::sql::{self, SessionRow};
use super::{intake, sent};
use crate::chat::platform::{Fatal, Inbox};
use crate::clock::within;
use crate::config::discord::Shards;
use anyhow::Context as _;
use reqwest::Method;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How many events wait between the gateway and the engine before the gateway has to.
const WAITING: usize = 4_096;
/// How often it is noted how far sessions were handled.
const NOTE: Duration = Duration::from_millis(500);
/// A session that was left longer ago than this, Discord does not know any more, in milliseconds.
const REMEMBERED: i64 = 10 * 60 * 1000;
/// For what was begun when it ends.
const ENDING: Duration = Duration::from_secs(5);

/// Serves until `stop`.
pub(super) async fn run(
    edge: &Arc<Edge>,
    inbox: &Inbox,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let told = tokio::select! {
        () = stop.cancelled() => return Ok(()),
        told = ask(edge) => told?,
    };
    if let Err(error) = identity(edge).await {
        // A session that begins says so as well; only one that is resumed does not.
        tracing::warn!(%error, "Discord does not say who the bot is");
    }
    // What Discord says for now may be what it has just refused.
    let total = told.shards.max(edge.too_few.load(Ordering::Relaxed) + 1);
    let served = edge.config.shards.unwrap_or(Shards { first: 0, last: total - 1, total });
    edge.connected.store(0, Ordering::Relaxed);
    edge.shards.store((served.last - served.first + 1) as usize, Ordering::Relaxed);
    let known = {
        let mut tx = edge.store.begin_soon().await?;
        sql::forget_sending(&mut tx, edge.millis() - sent::KEPT).await?;
        let known = sql::guilds(&mut tx).await?;
        tx.commit().await?;
        known
    };
    *edge.guilds.lock().unwrap_or_else(PoisonError::into_inner) = known.into_iter().collect();
    let gate = Arc::new(Gate::new(told.concurrency));
    let (out, events) = mpsc::channel(WAITING);
    let child = stop.child_token();
    let mut shards = JoinSet::new();
    let mut all = Vec::new();
    for id in served.first..=served.last {
        let shard = Shard { id, total: served.total };
        let progress = Arc::new(Progress::new(earlier(edge, shard).await?));
        all.push((shard, Arc::clone(&progress)));
        let (edge, url, gate, out, child) =
            (Arc::clone(edge), told.url.clone(), Arc::clone(&gate), out.clone(), child.clone());
        shards.spawn(async move {
            gateway::run(&edge, shard, &url, progress, &gate, &out, &child).await
        });
    }
    let ended = {
        let noting = note(edge, &all);
        let taking = intake::run(edge, events, inbox);
        let first = async { shards.join_next().await };
        tokio::pin!(noting, taking, first);
        tokio::select! {
            first = &mut first => first,
            () = &mut noting => None,
            () = &mut taking => None,
        }
    };
    // Not before: that nothing more comes would be taken for an end in order.
    drop(out);
    child.cancel();
    let rest = async { while shards.join_next().await.is_some() {} };
    if within(ENDING, rest).await.is_none() {
        tracing::warn!("the gateway's connections were not closed in time");
    }
    keep(edge, &all).await;
    match ended {
        Some(Ok(result)) => result,
        Some(Err(error)) => Err(error.into()),
        None => Ok(()),
    }
}

/// What Discord says about connecting.
struct Told {
    url: String,
    shards: u32,
    concurrency: u32,
}

async fn ask(edge: &Edge) -> anyhow::Result<Told> {
    let call = Call::new(Method::GET, "/gateway/bot").patience(Duration::from_secs(10));
    let answer = match edge.rest.call(&call).await {
        Ok(answer) => answer,
        Err(RestError::Refused { status: 401, .. }) => {
            return Err(Fatal { why: edge.words.discord_token_refused().plain() }.into());
        }
        Err(error) => return Err(error).context("Discord does not say where its gateway is"),
    };
    let limit = &answer["session_start_limit"];
    if limit["remaining"].as_u64() == Some(0) {
        // One more would cost the token.
        let wait = limit["reset_after"].as_u64().unwrap_or(60_000).min(24 * 60 * 60 * 1000);
        tracing::error!(seconds = wait / 1000, "Discord allows no new session for a while");
        pause(Duration::from_millis(wait)).await;
    }
    let number = |value: &serde_json::Value| value.as_u64().and_then(|n| u32::try_from(n).ok());
    let told = answer["url"].as_str().context("no address of the gateway")?.to_owned();
    let url = edge.config.gateway_base.as_ref().map_or(told, |base| base.as_str().to_owned());
    Ok(Told {
        url,
        shards: number(&answer["shards"]).unwrap_or(1),
        concurrency: number(&limit["max_concurrency"]).unwrap_or(1),
    })
}

/// Asks who the bot is: a session of an earlier process is resumed without a word about it.
async fn identity(edge: &Edge) -> Result<(), RestError> {
    let get = |path: &str| Call::new(Method::GET, path).patience(Duration::from_secs(10));
    let application = edge.rest.call(&get("/oauth2/applications/@me")).await?;
    let user = edge.rest.call(&get("/users/@me")).await?;
    edge.is(text(&application["id"]), text(&user["id"]));
    Ok(())
}

fn bot(edge: &Edge) -> String {
    edge.token.application().unwrap_or_default()
}

fn name(shard: Shard) -> String {
    format!("{}/{}", shard.id, shard.total)
}

/// The session of an earlier process, if Discord may still know it.
async fn earlier(edge: &Edge, shard: Shard) -> anyhow::Result<Option<Session>> {
    let mut tx = edge.store.read().await?;
    let since = edge.millis() - REMEMBERED;
    let row = sql::session(&mut tx, &name(shard), &bot(edge), since).await?;
    Ok(row.map(|row| {
        // A session that is resumed does not say who the bot is.
        edge.is(row.application, row.bot_user);
        Session { id: row.session, url: row.url, seq: row.seq.unsigned_abs() }
    }))
}

/// Notes again and again how far sessions were handled, and at once when one has begun.
async fn note(edge: &Edge, all: &[(Shard, Arc<Progress>)]) {
    let mut noted: Vec<Option<Session>> = vec![None; all.len()];
    loop {
        tokio::select! {
            () = pause(NOTE) => {}
            () = edge.begun.notified() => {}
        }
        for ((shard, progress), noted) in all.iter().zip(&mut noted) {
            let now = progress.to_keep();
            if now != *noted {
                keep_one(edge, *shard, now.as_ref()).await;
                *noted = now;
            }
        }
    }
}

async fn keep(edge: &Edge, all: &[(Shard, Arc<Progress>)]) {
    for (shard, progress) in all {
        keep_one(edge, *shard, progress.to_keep().as_ref()).await;
    }
}

async fn keep_one(edge: &Edge, shard: Shard, session: Option<&Session>) {
    let session = session.zip(edge.application_known());
    let keeping = async {
        let mut tx = edge.store.begin_soon().await?;
        match session {
            Some((Session { id, url, seq }, application)) => {
                let row = SessionRow {
                    application,
                    bot_user: edge.user(),
                    session: id.clone(),
                    url: url.clone(),
                    seq: i64::try_from(*seq).unwrap_or(0),
                };
                sql::keep_session(&mut tx, &name(shard), &bot(edge), &row, edge.millis()).await?;
            }
            None => sql::drop_session(&mut tx, &name(shard)).await?,
        }
        tx.commit().await
    };
    if let Err(error) = keeping.await {
        let error: sqlx::Error = error;
        tracing::error!(%error, "a session could not be noted");
    }
}
