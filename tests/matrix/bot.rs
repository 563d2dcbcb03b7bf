//! The bot on Matrix, inside the test.

use super::home::Home;
pub(crate) use crate::bot::Bot;
use hearth::clock::ManualClock;
use hearth::platform::matrix::Matrix;
use std::sync::Arc;

/// Starts it on a clock that stands still.
pub(crate) async fn start(home: &Home, clock: &ManualClock) -> Bot {
    let section = home.config().matrix.expect("a section");
    let clock = Arc::new(clock.clone());
    Bot::start(&home.config(), clock, move |store, clock| {
        Ok(Arc::new(Matrix::open(&section, store, clock, "en")?))
    })
    .await
}
