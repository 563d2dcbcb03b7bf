//! A turn's points: the places at which it waits, and so could be killed or passed by another.
//!
//! How many there are is not the turn's alone: where the store's thread has answered before the turn
//! looks, the turn does not wait. On a busy machine that happens often, and a scene that has a dozen
//! points is over after four. What must hold is looked at in every play; only how much was covered
//! needs a play that was not hurried, so a scene is played through again until one had enough.

/// A turn with fewer points than this has become so short that nothing can happen in between.
const ENOUGH: u32 = 6;

/// So often is a scene played through: far more often than a busy machine needs.
const ROUNDS: u32 = 30;

/// Plays a scene once for each point of its turn, by number from 0. `true` from the scene says that
/// the turn was over before the point came.
pub(crate) async fn at_each_point(what: &str, scene: impl AsyncFn(u32) -> bool) {
    let mut most = 0;
    for _ in 0..ROUNDS {
        let mut point = 0;
        while !scene(point).await {
            point += 1;
            assert!(point < 400, "{what}: this does not come to an end");
        }
        most = most.max(point);
        if most >= ENOUGH {
            return;
        }
    }
    panic!("{what}: only {most} points in {ROUNDS} rounds");
}
