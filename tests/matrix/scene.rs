//! A room with the bot and people in it.

use super::crew::Crew;
use super::home::unique;
use super::member::{Member, Sealed};
use futures_util::future::join_all;
use std::sync::Arc;

/// A room of a group. Whoever comes first made it, and is its admin.
pub(crate) struct Scene {
    pub(crate) room: String,
    pub(crate) people: Vec<Member>,
}

impl Scene {
    /// A room with so many people, who are all there before the bot is invited.
    pub(crate) async fn new(bot: &str, sealed: Sealed, people: usize) -> Self {
        let scene = Self::without_bot(sealed, people).await;
        scene.let_in(bot).await;
        scene
    }

    /// The same, before anybody has thought of the bot.
    pub(crate) async fn without_bot(sealed: Sealed, people: usize) -> Self {
        let crew = crew().await;
        let names: Vec<String> = (0..people).map(|_| unique("member")).collect();
        let people = join_all(names.iter().map(|name| Member::new(&crew, name))).await;
        let others: Vec<&str> = people[1..].iter().map(Member::id).collect();
        let room = people[0].room("Harbour group", sealed, &others).await;
        for other in others {
            people[0].sees_in(&room, other).await;
        }
        Self { room, people }
    }

    /// The bot is invited and comes.
    pub(crate) async fn let_in(&self, bot: &str) {
        self.people[0].invite(&self.room, bot).await;
        join_all(self.people.iter().map(|one| one.sees_in(&self.room, bot))).await;
    }

    /// Who made the room.
    pub(crate) fn admin(&self) -> &Member {
        &self.people[0]
    }
}

/// The process in which members live, started by whoever comes first.
pub(crate) async fn crew() -> Arc<Crew> {
    tokio::task::spawn_blocking(Crew::shared).await.expect("members")
}

/// A direct room that a member opens with the bot.
pub(crate) async fn direct(member: &Member, bot: &str, sealed: Sealed) -> String {
    let room = member.direct(bot, sealed).await;
    member.sees_in(&room, bot).await;
    room
}
