//! A greeting that found no room: the community has none for it, or the bot may not write there.
//!
//! It goes nowhere else by itself. Whoever looks after the community and asks the bot something there
//! hears it besides the answer, alone; one of them, once for each time that the bot is new there.

use super::enter::greeting;
use super::sql;
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::engine::turn::Visit;
use crate::store::{Conn, millis};

/// A greeting that was taken for somebody.
#[derive(Debug)]
pub struct Greeting {
    room: String,
    /// What it says.
    pub message: Message,
}

/// Whether a greeting waits for somebody like the visitor. Nearly always there is none.
pub async fn waits(conn: &mut Conn, visit: &Visit) -> sqlx::Result<bool> {
    match &visit.place.community {
        Some(community) if visit.role >= Role::Organizer => {
            sql::waits(conn, visit.account.platform().as_str(), community).await
        }
        _ => Ok(false),
    }
}

/// Takes it. From then on nobody else hears it, so it is [put back](put_back) when it did not reach them.
pub async fn take(conn: &mut Conn, visit: &Visit) -> sqlx::Result<Option<Greeting>> {
    let Some(community) = &visit.place.community else { return Ok(None) };
    let room = sql::take_greeting(conn, visit.account.platform().as_str(), community).await?;
    let message = greeting(&visit.words).paragraph(visit.words.room_greeting_alone());
    Ok(room.map(|room| Greeting { room, message }))
}

/// It did not reach them: the next one hears it.
pub async fn put_back(conn: &mut Conn, visit: &Visit, greeting: &Greeting) -> sqlx::Result<()> {
    sql::put_greeting_back(conn, &greeting.room, millis(visit.now)).await
}
