//! A process that is killed while it commits loses nothing that it was told is committed, and doubles nothing.
//!
//! This proves what the process must do. That the disk keeps what it was told to keep is `synchronous = FULL`'s part,
//! which a kill cannot try.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::sample::{open, sample};
use crate::{Journal, RecordFilter};

const FOLDER: &str = "ORFILA_STORE_KILL_TEST_FOLDER";
const DOCUMENTS: usize = 2000;
const RECORDS: usize = 5;
const KILLS: u32 = 20;

/// The child: commits documents in order and says so after each. The parent below starts it; on its own it does nothing.
#[test]
fn child_commits_documents() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let mut journal = open(Path::new(&folder));
    for number in 0..DOCUMENTS {
        let sample = sample(number, "a", RECORDS);
        if journal.has_extraction(&sample.document.id, &sample.run).unwrap() {
            continue;
        }
        sample.commit(&mut journal).unwrap();
        writeln!(std::io::stdout(), "committed {number}").unwrap();
    }
}

fn child(folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill_tests::child_commits_documents", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Lets a child commit, kills it after `life` from its first commit, and returns the last document it spoke of.
fn kill_after(folder: &Path, life: Duration) -> Option<usize> {
    let mut child = child(folder);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let number = |line: &String| line.strip_prefix("committed ").and_then(|number| number.parse::<usize>().ok());
    let mut last = lines.find_map(|line| number(&line));
    std::thread::sleep(life);
    child.kill().unwrap();
    for line in lines {
        last = number(&line).or(last);
    }
    assert!(!child.wait().unwrap().success(), "the child ended before it was killed");
    last
}

/// Every document up to `last` is there whole, the journal is sound, and nothing is doubled. Returns how many there are.
fn check(folder: &Path, last: usize) -> usize {
    let journal = open(folder);
    let verification = journal.verify().unwrap();
    assert!(verification.is_sound(), "{verification:?}");
    let documents = journal.documents().unwrap();
    assert!(documents.len() > last, "document {last} was committed and {} are there", documents.len());
    assert_eq!(verification.extractions, documents.len());
    assert_eq!(journal.records(&RecordFilter::default()).unwrap().len(), documents.len() * RECORDS);
    assert_eq!(verification.records, documents.len() * RECORDS);
    let all = journal.loss_summary().unwrap().iter().map(|total| total.losses).sum::<usize>();
    assert_eq!(all, documents.len() * 2);
    documents.len()
}

fn same_as_undisturbed(killed: &Journal, count: usize) {
    let folder = tempfile::tempdir().unwrap();
    let mut undisturbed = open(folder.path());
    for number in 0..count {
        sample(number, "a", RECORDS).commit(&mut undisturbed).unwrap();
    }
    let records = |journal: &Journal| journal.records(&RecordFilter::default()).unwrap();
    assert_eq!(records(killed), records(&undisturbed));
    assert_eq!(killed.verify().unwrap(), undisturbed.verify().unwrap());
}

#[test]
fn twenty_kills_lose_and_double_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos();
    let begun = Instant::now();
    let mut count = 0;
    for _ in 0..KILLS {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let life = Duration::from_micros(u64::from(seed >> 8) % 60_000);
        let last = kill_after(folder.path(), life).expect("a child commits something before it is killed");
        let now = check(folder.path(), last);
        assert!(now > count, "every child gets further");
        count = now;
        assert!(begun.elapsed() < Duration::from_secs(300), "too slow a machine for this test");
    }
    assert!(count < DOCUMENTS, "the children finished too early for the kills to mean anything");
    same_as_undisturbed(&open(folder.path()), count);
}
