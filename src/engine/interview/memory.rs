//! Answers that are not kept: they are held while the conversation lasts, and a restart forgets them.

use crate::ids::{PersonId, PromptId};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Field keys with what was answered.
pub(super) type Answers = Vec<(String, String)>;

/// Conversations that are held at the same time; of more than these, the answers of some are lost.
const MOST: usize = 10_000;

/// The answers of conversations with persons whose history is off. Cloning is cheap.
#[derive(Clone, Default)]
pub struct Interviews(Arc<Mutex<HashMap<PersonId, (PromptId, Answers)>>>);

impl Interviews {
    /// What somebody has answered to a form; none after a restart.
    pub(super) fn held(&self, person: PersonId, form: PromptId) -> Option<Answers> {
        let held = self.lock();
        held.get(&person).filter(|(of, _)| *of == form).map(|(_, answers)| answers.clone())
    }

    /// Holds it.
    pub(super) fn hold(&self, person: PersonId, form: PromptId, answers: Answers) {
        let mut held = self.lock();
        if held.len() >= MOST && !held.contains_key(&person) {
            let any = held.keys().next().copied();
            any.map(|any| held.remove(&any));
        }
        held.insert(person, (form, answers));
    }

    /// Forgets it.
    pub(super) fn forget(&self, person: PersonId) {
        self.lock().remove(&person);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PersonId, (PromptId, Answers)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Interviews {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What they hold is nobody's business, a log's least of all.
        f.debug_struct("Interviews").finish_non_exhaustive()
    }
}
