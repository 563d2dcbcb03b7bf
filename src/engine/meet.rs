//! From whoever asks to somebody whom the store knows, in a group where one is needed.

use super::handle::Engine;
use super::turn::{Here, Known, Noted, Turn, Visit};
use super::{derived, directory};
use crate::error::Failure;
use crate::ids::PersonId;
use crate::store::Conn;
use crate::words::Words;
use std::sync::atomic::Ordering;

impl Engine {
    /// Makes the visitor somebody known.
    pub(super) async fn meet(&self, visit: &Visit) -> sqlx::Result<Known> {
        if let Some(person) = visit.here.person
            && is_noted(visit)
        {
            return Ok(Known { visit: visit.clone(), person });
        }
        // Who was seen where need not wait for the disk; what the command does will.
        let mut tx = self.ctx().store.begin_soon().await?;
        let person = met(&mut tx, visit).await?;
        if let Some(community) = &visit.place.community {
            let platform = visit.account.platform();
            let group = directory::group_named(&mut tx, platform, community, visit.now).await?;
            directory::see(&mut tx, person, group, &visit.place, visit.now).await?;
        }
        tx.commit().await?;
        Ok(Known { visit: visit.clone(), person })
    }

    /// Makes the visitor somebody known, in a group.
    pub(super) async fn turn(&self, visit: &Visit) -> Result<Turn, Failure> {
        if let Here { person: Some(person), group: Some(group), .. } = visit.here {
            if !is_noted(visit) {
                let mut tx = self.ctx().store.begin_soon().await?;
                met_again(&mut tx, visit).await?;
                directory::see(&mut tx, person, group, &visit.place, visit.now).await?;
                tx.commit().await?;
            }
            let (visit, group_zone) = (visit.clone(), visit.here.group_zone.clone());
            return Ok(Turn { known: Known { visit, person }, group, group_zone });
        }
        let mut tx = self.ctx().store.begin_soon().await?;
        let person = met(&mut tx, visit).await?;
        let platform = visit.account.platform();
        let group =
            directory::group_of(&mut tx, platform, &visit.place, Some(person), visit.now).await?;
        let Some(group) = group else {
            return Err(Failure::mend(visit.words.usage_group_needed()));
        };
        directory::see(&mut tx, person, group, &visit.place, visit.now).await?;
        let (profile, group_zone) =
            directory::profile_and_zone(&mut tx, &visit.account, group, &self.ctx().defaults)
                .await?;
        tx.commit().await?;
        let visit = Visit { words: Words::new(&profile.language), profile, ..visit.clone() };
        Ok(Turn { known: Known { visit, person }, group, group_zone })
    }

    /// Notes when who was met was seen. Whatever else there is to note was noted before.
    pub(super) async fn note_met(&self, visit: &Visit) {
        let (Noted::Before { met }, Some(person)) = (&visit.here.noted, visit.here.person) else {
            return;
        };
        if !met.load(Ordering::Relaxed) {
            return;
        }
        let noted = async {
            let mut tx = self.ctx().store.begin_soon().await?;
            // The turn may have erased them.
            if directory::are_there(&mut tx, person, visit.here.group).await? {
                directory::see_account(&mut tx, &visit.account, visit.now).await?;
                if let Some(group) = visit.here.group {
                    directory::see(&mut tx, person, group, &visit.place, visit.now).await?;
                }
            }
            tx.commit().await
        };
        if let Err(error) = noted.await {
            tracing::warn!(%error, "not noted when somebody was seen");
        }
    }
}

/// Whether the turn need not note who is where before it does anything. That it met them is remembered.
fn is_noted(visit: &Visit) -> bool {
    match &visit.here.noted {
        Noted::Not => false,
        Noted::Before { met } => {
            met.store(true, Ordering::Relaxed);
            true
        }
        Noted::Lately => true,
    }
}

/// Notes that an account was seen; its person, a new one when the store knows none.
async fn met(conn: &mut Conn, visit: &Visit) -> sqlx::Result<PersonId> {
    let person = directory::meet(conn, &visit.account, visit.now).await?;
    said(conn, visit).await?;
    Ok(person)
}

/// Notes that an account that the store knows was seen.
async fn met_again(conn: &mut Conn, visit: &Visit) -> sqlx::Result<()> {
    directory::see_account(conn, &visit.account, visit.now).await?;
    said(conn, visit).await
}

async fn said(conn: &mut Conn, visit: &Visit) -> sqlx::Result<()> {
    match &visit.source {
        Some(message) => derived::said_anew(conn, message).await,
        None => Ok(()),
    }
}
