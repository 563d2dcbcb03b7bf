//! A thread of its own for all that waits for the Matrix library.
//!
//! A future that may change threads has to be proven to be able to, and the compiler goes through
//! all that it contains for that, again for each future around it. With the library's deep futures
//! that takes a quarter of an hour. What stays on one thread needs no proof.

use futures_util::future::LocalBoxFuture;
use std::thread::JoinHandle;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{LocalSet, spawn_local};
use tokio_util::sync::CancellationToken;

/// Work that begins on the thread and stays there.
type Work = Box<dyn FnOnce() -> LocalBoxFuture<'static, ()> + Send>;

/// The thread. Ends, with all that is under way on it, when it is dropped.
pub(super) struct Thread {
    work: Option<mpsc::UnboundedSender<Work>>,
    handle: Option<JoinHandle<()>>,
}

/// The work did not come to an end: it panicked, or the thread is gone.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the work on Matrix's thread ended early")]
pub(super) struct EndedEarly;

impl Thread {
    /// Starts the thread.
    pub(super) fn start() -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (work, mut waiting) = mpsc::unbounded_channel::<Work>();
        let serve = move || {
            let local = LocalSet::new();
            local.block_on(&runtime, async move {
                while let Some(begin) = waiting.recv().await {
                    spawn_local(begin());
                }
            });
            // What is under way ends here. The library's parts look for the runtime as they go, and
            // a panic among them would end the process.
            let _within = runtime.enter();
            drop(local);
        };
        let handle = std::thread::Builder::new().name("matrix".to_owned()).spawn(serve)?;
        Ok(Self { work: Some(work), handle: Some(handle) })
    }

    /// Runs on the thread what `begin` gives. Stops it when the caller no longer waits.
    pub(super) async fn run<F, T>(&self, begin: F) -> Result<T, EndedEarly>
    where
        F: FnOnce() -> LocalBoxFuture<'static, T> + Send + 'static,
        T: Send + 'static,
    {
        let (done, result) = oneshot::channel();
        let left = CancellationToken::new();
        let until = left.clone();
        let work: Work = Box::new(move || {
            let doing = begin();
            Box::pin(async move {
                tokio::select! {
                    () = until.cancelled() => {}
                    // Nobody to tell when the caller has left in this moment.
                    result = doing => drop(done.send(result)),
                }
            })
        });
        let _stops = left.drop_guard();
        self.work.as_ref().and_then(|thread| thread.send(work).ok()).ok_or(EndedEarly)?;
        result.await.map_err(|_| EndedEarly)
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.work = None;
        // The last to let go may be work of the thread itself.
        let Some(handle) = self.handle.take() else { return };
        if handle.thread().id() != std::thread::current().id() {
            // A panic has been reported where it happened.
            let _ = handle.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    #[tokio::test]
    async fn work_that_cannot_change_threads_gives_its_result() {
        let thread = Thread::start().expect("a thread");
        let sum = thread.run(|| {
            Box::pin(async {
                let number = Rc::new(2);
                tokio::task::yield_now().await;
                *number + 1
            })
        });
        assert_eq!(sum.await.ok(), Some(3));
    }

    #[tokio::test]
    async fn a_panic_ends_its_own_work_alone() {
        let thread = Thread::start().expect("a thread");
        let broken = thread.run::<_, ()>(|| Box::pin(async { panic!("on purpose") })).await;
        assert!(broken.is_err());
        assert_eq!(thread.run(|| Box::pin(async { 1 })).await.ok(), Some(1));
    }

    #[tokio::test]
    async fn what_is_under_way_at_the_end_finds_its_runtime() {
        struct Parting(std::sync::mpsc::Sender<bool>);
        impl Drop for Parting {
            fn drop(&mut self) {
                let _ = self.0.send(tokio::runtime::Handle::try_current().is_ok());
            }
        }
        let thread = Thread::start().expect("a thread");
        let (gone, seen) = std::sync::mpsc::channel();
        let begun = thread.run(move || {
            let parting = Parting(gone);
            Box::pin(async move {
                spawn_local(async move {
                    let _held = parting;
                    std::future::pending::<()>().await;
                });
            })
        });
        begun.await.expect("begun");
        drop(thread);
        assert_eq!(seen.recv(), Ok(true));
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_stopped() {
        let thread = Thread::start().expect("a thread");
        let (held, freed) = oneshot::channel::<()>();
        let waiting = thread.run(move || {
            Box::pin(async move {
                std::future::pending::<()>().await;
                drop(held);
            })
        });
        let waiting = Box::pin(waiting);
        // Begun, and then left.
        let begun = thread.run(|| Box::pin(async {}));
        tokio::select! {
            biased;
            _ = waiting => panic!("it never ends"),
            done = begun => assert!(done.is_ok()),
        }
        assert!(freed.await.is_err(), "what it held is let go of");
    }
}
