//! The platforms that are switched on.

use super::platform::ChatPlatform;
use crate::ids::PlatformId;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The platforms that are switched on. Cloning is cheap.
#[derive(Clone, Default)]
pub struct Platforms(BTreeMap<PlatformId, Arc<dyn ChatPlatform>>);

impl Platforms {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// These and one more, which takes the place of an earlier one with the same id.
    #[must_use]
    pub fn with(mut self, platform: Arc<dyn ChatPlatform>) -> Self {
        self.0.insert(platform.id(), platform);
        self
    }

    /// The platform, when it is switched on.
    pub fn get(&self, id: PlatformId) -> Option<&Arc<dyn ChatPlatform>> {
        self.0.get(&id)
    }

    /// All of them, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn ChatPlatform>> {
        self.0.values()
    }
}

impl fmt::Debug for Platforms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
