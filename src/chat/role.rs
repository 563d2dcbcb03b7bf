//! What somebody may do.

/// What somebody may do in a group, from least to most.
///
/// Each platform maps its own world to this. Failing to find out is an error, not `Guest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Somebody outside the group.
    Guest,
    /// A member of the group.
    Member,
    /// Runs schedules, meetings and resources.
    Organizer,
    /// Runs feeds, settings and the ledger as well.
    Admin,
}

impl Role {
    /// The name as it is typed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::Member => "member",
            Self::Organizer => "organizer",
            Self::Admin => "admin",
        }
    }

    /// The role of a name as it is typed.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Guest, Self::Member, Self::Organizer, Self::Admin]
            .into_iter()
            .find(|role| role.as_str().eq_ignore_ascii_case(text))
    }
}
