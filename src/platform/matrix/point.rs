//! How a room sees that somebody was answered in their direct room.
//!
//! One neutral line for a person, a room and an hour; for what they ask after that, a ✅ on their own
//! message, which says that it has arrived. A click needs neither.

use crate::ids::{AccountId, RoomId};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// For how long one line is enough.
const ENOUGH: SignedDuration = SignedDuration::from_hours(1);

/// The reaction that takes the place of the line.
pub const DONE: &str = "✅";

/// How many are remembered; the oldest go first. Forgetting costs a line that is said twice.
const MOST: usize = 10_000;

/// What the room sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The line, as an answer to their message.
    Line,
    /// [`DONE`] on their message.
    Reaction,
    /// Nothing.
    Nothing,
}

/// Remembers who was told lately. In memory: after a restart a line may come once more.
#[derive(Debug, Default)]
pub struct Told(Mutex<HashMap<(RoomId, AccountId), Timestamp>>);

impl Told {
    /// What the room sees now. `message` is whether there is a message of theirs to answer.
    pub fn sign(&self, room: &RoomId, account: &AccountId, message: bool, now: Timestamp) -> Sign {
        if !message {
            return Sign::Nothing;
        }
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |at: &Timestamp| {
            let age = now.duration_since(*at);
            age < ENOUGH && age > -ENOUGH
        };
        if told.len() >= MOST {
            told.retain(|_, at| fresh(at));
        }
        if told.len() >= MOST
            && let Some(oldest) = told.iter().min_by_key(|(_, at)| **at).map(|(key, _)| key.clone())
        {
            told.remove(&oldest);
        }
        match told.get(&(room.clone(), account.clone())) {
            Some(at) if fresh(at) => Sign::Reaction,
            _ => {
                told.insert((room.clone(), account.clone()), now);
                Sign::Line
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PlatformId;

    #[test]
    fn one_line_an_hour_for_each_person_and_room() {
        let told = Told::default();
        let room = |name: &str| RoomId::new(PlatformId::Matrix, name);
        let account = |name: &str| AccountId::new(PlatformId::Matrix, name);
        let at = |minutes: i64| {
            Timestamp::from_second(1_774_700_000 + minutes * 60).expect("an instant")
        };
        for (minutes, name, place, message, seen) in [
            (0, "ann", "a", true, Sign::Line),
            (1, "ann", "a", true, Sign::Reaction),
            (2, "ann", "a", false, Sign::Nothing),
            (3, "bob", "a", true, Sign::Line),
            (4, "ann", "b", true, Sign::Line),
            (59, "ann", "a", true, Sign::Reaction),
            (60, "ann", "a", true, Sign::Line),
            (61, "ann", "a", true, Sign::Reaction),
        ] {
            assert_eq!(
                told.sign(&room(place), &account(name), message, at(minutes)),
                seen,
                "{minutes} {name}"
            );
        }
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let told = Told::default();
        let room = RoomId::new(PlatformId::Matrix, "a");
        let now = Timestamp::from_second(1_774_700_000).expect("an instant");
        for number in 0..MOST + 50 {
            let account = AccountId::new(PlatformId::Matrix, format!("{number}"));
            assert_eq!(told.sign(&room, &account, true, now), Sign::Line);
        }
        assert_eq!(told.0.lock().expect("a lock").len(), MOST);
    }
}
