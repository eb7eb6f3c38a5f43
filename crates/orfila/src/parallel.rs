//! Work on many items with a few threads, results in the caller's thread as they come.

use std::sync::Mutex;
use std::sync::mpsc::sync_channel;

/// Calls `work` on every item with `jobs` threads and `take` on every result, in the order in which they are done.
///
/// `take` returns `false` to stop early; items already begun are finished and dropped. Items are handed out one at a
/// time, so an iterator that reads from a pipe is not read ahead.
pub(crate) fn for_each<I: Send, R: Send>(
    items: impl Iterator<Item = I> + Send,
    jobs: usize,
    work: impl Fn(I) -> R + Sync,
    mut take: impl FnMut(R) -> bool,
) {
    let items = Mutex::new(items);
    let (sender, receiver) = sync_channel(jobs.max(1) * 2);
    std::thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            let (sender, items, work) = (sender.clone(), &items, &work);
            scope.spawn(move || {
                loop {
                    let next = match items.lock() {
                        Ok(mut items) => items.next(),
                        Err(_) => None,
                    };
                    let Some(item) = next else { break };
                    if sender.send(work(item)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        while let Ok(result) = receiver.recv() {
            if !take(result) {
                break;
            }
        }
        drop(receiver);
    });
}

/// The number of processors, for `--jobs`.
pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_worked_on_once() {
        let mut results = Vec::new();
        for_each(
            0..100,
            3,
            |item| item * 2,
            |result| {
                results.push(result);
                true
            },
        );
        results.sort_unstable();
        assert_eq!(results, (0..100).map(|item| item * 2).collect::<Vec<_>>());
    }

    #[test]
    fn stopping_early_ends_the_threads() {
        let mut taken = 0;
        for_each(
            0..,
            2,
            |item: u64| item,
            |_| {
                taken += 1;
                taken < 5
            },
        );
        assert_eq!(taken, 5);
    }
}
