//! Puts what can be tapped below questions, and ends polls: behind messages, in order, and again
//! after a restart.

use super::pace::Pace;
use super::sql::{self, WorkRow};
use super::{Look, poll};
use crate::chat::platform::SendError;
use crate::clock::Clock;
use crate::engine::prompt;
use crate::ids::PromptId;
use crate::store::{Store, instant, millis};
use crate::words::Words;
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use matrix_sdk::ruma::events::poll::unstable_end::UnstablePollEndEventContent;
use matrix_sdk::ruma::events::poll::unstable_start::UnstablePollStartEventContent;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// How many questions are looked at together.
const TOGETHER: i64 = 20;

/// How long to wait after something that another try may mend.
const PATIENCE: SignedDuration = SignedDuration::from_secs(30);

/// How often something is tried: for an hour, at that pace. The question can be answered without it.
const MOST_TRIES: i64 = 120;

/// How often to look for polls that have to end.
const LOOK: SignedDuration = SignedDuration::from_mins(1);

/// What sends. Each call has to be harmless when it is made again.
#[async_trait(?Send)]
pub trait Hand {
    /// Puts a reaction below an event.
    async fn react(&self, room: &str, event: &str, sign: &str) -> Result<(), SendError>;

    /// Puts a poll below an event; gives the poll's event.
    async fn poll(
        &self,
        room: &str,
        event: &str,
        poll: UnstablePollStartEventContent,
    ) -> Result<String, SendError>;

    /// Ends a poll.
    async fn end(
        &self,
        room: &str,
        poll: &str,
        end: UnstablePollEndEventContent,
    ) -> Result<(), SendError>;
}

/// Does what is missing.
#[derive(Clone)]
pub struct Worker {
    /// The store.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The count of what was sent.
    pub pace: Arc<Pace>,
    /// The words of polls that end.
    pub words: Words,
}

/// How far a look at the work came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// All is done.
    Done,
    /// More at that instant.
    Until(Timestamp),
    /// More when the message on its way is out.
    Behind,
    /// It did not go out this time.
    Failed,
}

impl Worker {
    /// Works until `stop`.
    pub async fn run(&self, hand: &dyn Hand, stop: CancellationToken) {
        loop {
            let now = self.clock.now();
            let until = match self.round(hand, &stop).await {
                Ok(Progress::Done | Progress::Behind | Progress::Failed) => later(now, LOOK),
                Ok(Progress::Until(at)) => at,
                Err(error) => {
                    tracing::warn!(%error, "what can be tapped below questions waits");
                    later(now, PATIENCE)
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.pace.rung() => {}
                () = self.clock.sleep_until(until) => {}
            }
        }
    }

    /// All that can be done now.
    pub(super) async fn round(
        &self,
        hand: &dyn Hand,
        stop: &CancellationToken,
    ) -> sqlx::Result<Progress> {
        loop {
            let rows = {
                let mut tx = self.store.read().await?;
                sql::work(&mut tx, millis(self.clock.now()), TOGETHER).await?
            };
            if rows.is_empty() || stop.is_cancelled() {
                return Ok(Progress::Done);
            }
            let mut failed = false;
            for row in rows {
                match self.one(hand, &row).await? {
                    Progress::Done => {}
                    // Others may go through.
                    Progress::Failed => failed = true,
                    wait => return Ok(wait),
                }
            }
            if failed {
                return Ok(Progress::Until(later(self.clock.now(), PATIENCE)));
            }
        }
    }

    /// All that is missing below one question.
    async fn one(&self, hand: &dyn Hand, row: &WorkRow) -> sqlx::Result<Progress> {
        if row.open == 0 {
            return match &row.poll {
                Some(poll) => self.end(hand, row, poll).await,
                None => self.give_up(row).await,
            };
        }
        if Look::parse(&row.look) == Some(Look::Poll) {
            return self.poll(hand, row).await;
        }
        let signs: Vec<String> = serde_json::from_str(&row.signs).unwrap_or_default();
        let done = usize::try_from(row.signs_done).unwrap_or(usize::MAX);
        for (index, sign) in signs.iter().enumerate().skip(done) {
            if let Some(wait) = self.wait() {
                return Ok(wait);
            }
            if let Err(error) = hand.react(&row.room, &row.event, sign).await {
                return self.failed(row, &error).await;
            }
            self.pace.sent(self.clock.now());
            let mut tx = self.store.begin_soon().await?;
            sql::signs_done(&mut tx, &row.event, index as i64 + 1).await?;
            tx.commit().await?;
        }
        Ok(Progress::Done)
    }

    async fn poll(&self, hand: &dyn Hand, row: &WorkRow) -> sqlx::Result<Progress> {
        let asked = {
            let mut tx = self.store.read().await?;
            prompt::find(&mut tx, PromptId(row.prompt_id)).await?
        };
        let Some(content) = asked.and_then(|asked| poll::start(&asked.prompt, &row.question))
        else {
            return self.give_up(row).await;
        };
        if let Some(wait) = self.wait() {
            return Ok(wait);
        }
        match hand.poll(&row.room, &row.event, content).await {
            Ok(poll) => {
                self.pace.sent(self.clock.now());
                let mut tx = self.store.begin().await?;
                sql::poll_done(&mut tx, &row.event, &poll).await?;
                tx.commit().await?;
                Ok(Progress::Done)
            }
            Err(error) => self.failed(row, &error).await,
        }
    }

    async fn end(&self, hand: &dyn Hand, row: &WorkRow, poll: &str) -> sqlx::Result<Progress> {
        let Ok(id) = poll.try_into() else { return self.give_up(row).await };
        if let Some(wait) = self.wait() {
            return Ok(wait);
        }
        let content = poll::end(id, &self.words.matrix_poll_over().plain());
        if let Err(error) = hand.end(&row.room, poll, content).await {
            return self.failed(row, &error).await;
        }
        let now = self.clock.now();
        self.pace.sent(now);
        let mut tx = self.store.begin_soon().await?;
        sql::poll_ended(&mut tx, &row.event, millis(now)).await?;
        tx.commit().await?;
        Ok(Progress::Done)
    }

    fn wait(&self) -> Option<Progress> {
        let now = self.clock.now();
        match self.pace.next(now) {
            None => Some(Progress::Behind),
            Some(at) if at > now => Some(Progress::Until(at)),
            Some(_) => None,
        }
    }

    async fn failed(&self, row: &WorkRow, error: &SendError) -> sqlx::Result<Progress> {
        let now = self.clock.now();
        match error {
            SendError::RateLimited { retry_after } => {
                let wait = SignedDuration::try_from(*retry_after).unwrap_or(PATIENCE);
                self.pace.limited(now, wait);
                Ok(Progress::Until(later(now, wait)))
            }
            SendError::Transport(error) => {
                tracing::debug!(%error, "something to tap did not go out");
                let mut tx = self.store.begin_soon().await?;
                let tries = sql::failed(&mut tx, &row.event).await?;
                tx.commit().await?;
                if tries >= MOST_TRIES { self.give_up(row).await } else { Ok(Progress::Failed) }
            }
            SendError::Gone | SendError::Forbidden | SendError::Unsupported(_) => {
                tracing::debug!(%error, "nothing can be put below a question");
                self.give_up(row).await
            }
        }
    }

    async fn give_up(&self, row: &WorkRow) -> sqlx::Result<Progress> {
        let mut tx = self.store.begin_soon().await?;
        sql::give_up(&mut tx, &row.event, millis(self.clock.now())).await?;
        tx.commit().await?;
        Ok(Progress::Done)
    }
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker").finish_non_exhaustive()
    }
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or_else(|_| instant(i64::MAX))
}
