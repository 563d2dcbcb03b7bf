//! The only reader of capabilities: whether a form is asked as a conversation, and where an answer goes so that a private one stays private.

use super::event::RoomKind;
use super::platform::Capabilities;

/// Who may see an answer. It belongs to the command, because some platforms fix it at the first
/// sign of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Everybody in the room.
    Public,
    /// The one who asked.
    Private,
}

/// Where an answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Into the room, for all.
    InPlace,
    /// Into the room, for the one who asked.
    Ephemeral,
    /// Into the direct room, with one neutral line in the room.
    DirectWithNotice,
    /// Nowhere: the way to ask privately is said instead.
    Refuse,
}

/// Whether a form is asked as a conversation in the direct room.
pub fn converses(can: &Capabilities) -> bool {
    !can.forms && can.direct
}

/// Where an answer goes. Private never degrades to public.
pub fn route(visibility: Visibility, room: RoomKind, can: &Capabilities) -> Route {
    match (visibility, room) {
        (Visibility::Public, _) | (Visibility::Private, RoomKind::Direct) => Route::InPlace,
        (Visibility::Private, _) if can.ephemeral => Route::Ephemeral,
        (Visibility::Private, _) if can.direct => Route::DirectWithNotice,
        (Visibility::Private, _) => Route::Refuse,
    }
}
