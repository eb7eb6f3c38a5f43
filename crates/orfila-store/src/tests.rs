//! What the journal promises, one promise a test.

use std::time::Duration;

use orfila_records::{DecisionAction, DocumentId, LossReason, RecordId, RecordKind, ReviewStatus};

use crate::sample::{AT, decide, folder, open, run, sample, wanted};
use crate::{DocumentOutcome, DocumentRefused, EventKind, Journal, RecordFilter, Refusal, StoreError};

#[test]
fn committing_twice_adds_nothing() {
    let folder = folder();
    let mut journal = open(folder.path());
    let sample = sample(0, "a", 3);
    let first = sample.commit(&mut journal).unwrap();
    assert!(first.new_document && first.new_extraction);
    assert_eq!(first.new_records, 3);
    let seq = journal.last_seq().unwrap();
    let mut again = open(folder.path());
    assert_eq!(sample.commit(&mut again).unwrap(), crate::Committed::default());
    assert_eq!(again.last_seq().unwrap(), seq);
    assert_eq!(again.records(&RecordFilter::default()).unwrap(), sample.records);
    assert_eq!(again.document(&sample.document.id).unwrap().unwrap(), sample.document);
    assert_eq!(again.passage_outcomes(&sample.document.id).unwrap(), sample.outcomes);
    let losses: Vec<_> = sample.document.losses.iter().chain(&sample.losses).cloned().collect();
    assert_eq!(again.losses(&sample.document.id).unwrap(), losses);
    assert!(again.has_extraction(&sample.document.id, &sample.run).unwrap());
    assert!(!again.has_extraction(&sample.document.id, &run("b")).unwrap());
}

#[test]
fn a_run_that_reads_something_else_the_second_time_is_told() {
    let folder = folder();
    let mut journal = open(folder.path());
    let mut sample = sample(0, "a", 3);
    sample.commit(&mut journal).unwrap();
    sample.records.pop();
    let committed = sample.commit(&mut journal).unwrap();
    assert!(committed.differs && !committed.new_extraction);
    assert_eq!(journal.records(&RecordFilter::default()).unwrap().len(), 3);
}

#[test]
fn the_latest_run_is_current_and_the_older_one_is_kept() {
    let folder = folder();
    let mut journal = open(folder.path());
    let (old, new) = (sample(0, "a", 3), sample(0, "b", 2));
    old.commit(&mut journal).unwrap();
    decide(&mut journal, &wanted(&old.records[0].id, DecisionAction::Accept)).unwrap();
    let committed = new.commit(&mut journal).unwrap();
    assert_eq!((committed.new_document, committed.reviewed_records_replaced), (true, 0), "another document");
    let newer = {
        let mut again = sample(0, "b", 3);
        again.losses.clear();
        again
    };
    let committed = newer.commit(&mut journal).unwrap();
    assert_eq!((committed.new_document, committed.reviewed_records_replaced), (false, 1));
    let of_document = RecordFilter { document: Some(old.document.id.clone()), ..RecordFilter::default() };
    assert_eq!(journal.records(&of_document).unwrap(), newer.records);
    let of_run = journal.records_of_run(&old.document.id, &run("a")).unwrap();
    assert!(of_run.iter().map(|record| &record.id).eq(old.records.iter().map(|record| &record.id)));
    assert_eq!(of_run[0].review.status, ReviewStatus::Accepted);
    assert_eq!(journal.record(&old.records[0].id).unwrap().unwrap().review.status, ReviewStatus::Accepted);
    assert_eq!(journal.losses(&old.document.id).unwrap().len(), 1, "losses of the latest run");
    assert_eq!(journal.documents().unwrap().len(), 2);
    assert!(journal.verify().unwrap().is_sound());
}

#[test]
fn summaries_count_what_is_current() {
    let folder = folder();
    let mut journal = open(folder.path());
    for number in 0..5 {
        sample(number, "a", 4).commit(&mut journal).unwrap();
    }
    let substances = journal.substances().unwrap();
    assert_eq!(substances.len(), 4);
    let formaldehyde = substances.iter().find(|substance| substance.key == "cas:50-00-0").unwrap();
    assert_eq!((formaldehyde.name.as_str(), formaldehyde.total()), ("formaldehyde", 8));
    assert_eq!(formaldehyde.records, [(RecordKind::Hazard, 4), (RecordKind::Property, 4)]);
    let losses = journal.loss_summary().unwrap();
    assert_eq!(losses.len(), 2);
    assert_eq!((losses[0].reason, losses[0].losses, losses[0].characters), (LossReason::Furniture, 5, 30));
    let filter = RecordFilter {
        kind: Some(RecordKind::Hazard),
        substance_key: Some("cas:50-00-0".into()),
        limit: Some(2),
        offset: 1,
        ..RecordFilter::default()
    };
    assert_eq!(journal.records(&filter).unwrap().len(), 2);
    let DocumentOutcome::Read { records, losses, coverage, .. } = &journal.documents().unwrap()[0].outcome else {
        panic!("not read")
    };
    assert_eq!((*records, *losses, coverage.unexplained), (4, 2, 0));
}

#[test]
fn invalid_records_are_refused_whole() {
    let folder = folder();
    let mut journal = open(folder.path());
    let sound = sample(0, "a", 2);
    let mut ungrounded = sound.clone();
    ungrounded.records[1].evidence.clear();
    ungrounded.records[1].id = ungrounded.records[1].content_id();
    let mut tampered = sound.clone();
    tampered.records[1].substance.raw_name = "something else".into();
    let mut other_run = sound.clone();
    other_run.run = run("b");
    let mut other_document = sound.clone();
    other_document.records = sample(1, "a", 1).records;
    let mut infinite = sound.clone();
    infinite.records[1].evidence[0].boxes =
        vec![orfila_records::BoundingBox { x0: f32::NAN, y0: 0.0, x1: 1.0, y1: 1.0 }];
    infinite.records[1].id = infinite.records[1].content_id();
    for (broken, field) in [
        (&ungrounded, "/evidence"),
        (&tampered, "/id"),
        (&other_run, "/extraction/run"),
        (&other_document, "/evidence/0"),
        (&infinite, ""),
    ] {
        match broken.commit(&mut journal) {
            Err(StoreError::Invalid { violation, .. }) => assert_eq!(violation.field, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    assert_eq!(journal.last_seq().unwrap(), 0);
    sound.commit(&mut journal).unwrap();
}

#[test]
fn refusals_are_kept_and_give_way_to_a_reading() {
    let folder = folder();
    let mut journal = open(folder.path());
    let sample = sample(0, "a", 1);
    let path = format!("in/{}", sample.document.file_name);
    let by_run = run("a");
    let refusal = |document| Refusal {
        document,
        path: &path,
        byte_length: None,
        run: &by_run,
        run_description: "{}",
        code: "no_permission",
        message: "the file cannot be opened",
        remedy: "change its permissions",
        at: AT,
    };
    assert!(journal.commit_refusal(&refusal(None)).unwrap());
    assert!(!journal.commit_refusal(&refusal(None)).unwrap(), "the same refusal adds nothing");
    assert!(journal.has_refusal(&DocumentRefused::path_identifier(&path), &by_run).unwrap());
    let rows = journal.documents().unwrap();
    assert!(
        matches!(&rows[..], [row] if matches!(&row.outcome, DocumentOutcome::Refused { code, .. } if code == "no_permission"))
    );
    assert!(journal.commit_refusal(&refusal(Some(&sample.document.id))).unwrap());
    assert_eq!(journal.documents().unwrap().len(), 2);
    sample.commit(&mut journal).unwrap();
    let rows = journal.documents().unwrap();
    assert!(matches!(&rows[..], [row] if matches!(row.outcome, DocumentOutcome::Read { .. })), "{rows:?}");
    let empty = Refusal { message: "", ..refusal(None) };
    assert!(matches!(journal.commit_refusal(&empty), Err(StoreError::Invalid { .. })));
    assert!(journal.verify().unwrap().is_sound());
}

#[test]
fn the_queue_begins_with_what_is_least_sure() {
    let folder = folder();
    let mut journal = open(folder.path());
    let sample = sample(0, "a", 6);
    sample.commit(&mut journal).unwrap();
    let queue = journal.review_queue(10).unwrap();
    let confidence = |record: &orfila_records::Record| record.extraction.confidence["/payload/quantity"];
    assert_eq!(queue.len(), 6);
    assert!(queue.windows(2).all(|pair| confidence(&pair[0]) <= confidence(&pair[1])));
    decide(&mut journal, &wanted(&queue[0].id, DecisionAction::Accept)).unwrap();
    let rest = journal.review_queue(2).unwrap();
    assert_eq!(rest, queue[1..3]);
    let stats = journal.review_stats().unwrap();
    assert_eq!(stats.by_status, [(ReviewStatus::Accepted, 1), (ReviewStatus::Unreviewed, 5)]);
    assert_eq!((stats.records, stats.decisions), (6, 1));
}

#[test]
fn projections_can_follow_the_events() {
    let folder = folder();
    let mut journal = open(folder.path());
    let sample = sample(0, "a", 1);
    sample.commit(&mut journal).unwrap();
    decide(&mut journal, &wanted(&sample.records[0].id, DecisionAction::Accept)).unwrap();
    let events = journal.events_after(0, 10).unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::Run, EventKind::DocumentRead, EventKind::Decision]);
    assert_eq!(events[1].subject, sample.document.id.as_str());
    assert_eq!(journal.events_after(2, 10).unwrap(), events[2..]);
    assert_eq!(journal.events_after(0, 1).unwrap(), events[..1]);
    assert_eq!(journal.events_after(u64::MAX, usize::MAX).unwrap(), []);
    assert_eq!(journal.last_seq().unwrap(), 3);
}

#[test]
fn a_second_writer_waits_and_then_is_told() {
    let folder = folder();
    let holder = open(folder.path());
    let mut second = open(folder.path());
    second.set_patience(Duration::from_millis(50)).unwrap();
    holder.connection().execute_batch("BEGIN IMMEDIATE").unwrap();
    let sample = sample(0, "a", 1);
    let refused = sample.commit(&mut second);
    assert!(matches!(refused, Err(StoreError::Locked { .. })), "{refused:?}");
    assert!(second.documents().unwrap().is_empty(), "readers do not wait");
    second.set_patience(Duration::from_secs(20)).unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| sample.commit(&mut second));
        std::thread::sleep(Duration::from_millis(100));
        holder.connection().execute_batch("COMMIT").unwrap();
        assert!(waiting.join().unwrap().unwrap().new_extraction);
    });
}

#[test]
fn several_writers_lose_nothing() {
    let folder = folder();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let path = folder.path();
            scope.spawn(move || {
                let mut journal = open(path);
                for number in 0..10 {
                    sample(writer * 5 + number, "a", 2).commit(&mut journal).unwrap();
                }
            });
        }
    });
    let journal = Journal::open_read_only(folder.path()).unwrap();
    assert_eq!(journal.documents().unwrap().len(), 25);
    assert_eq!(journal.records(&RecordFilter::default()).unwrap().len(), 50);
    assert!(journal.verify().unwrap().is_sound());
}

#[test]
fn opening_tells_what_is_in_the_way() {
    let folder = folder();
    let journal = folder.path().join(crate::FILE_NAME);
    assert!(matches!(Journal::open_read_only(folder.path()), Err(StoreError::Missing { .. })));
    std::fs::write(&journal, b"this is a text file, and a long enough one to be read as a database header by SQLite")
        .unwrap();
    assert!(matches!(Journal::open(folder.path()), Err(StoreError::NotAJournal { .. })));
    std::fs::remove_file(&journal).unwrap();
    let foreign = rusqlite::Connection::open(&journal).unwrap();
    foreign.execute_batch("CREATE TABLE other (a)").unwrap();
    assert!(matches!(Journal::open(folder.path()), Err(StoreError::NotAJournal { .. })));
    drop(foreign);
    std::fs::remove_file(&journal).unwrap();
    let own = open(folder.path());
    own.connection().pragma_update(None, "user_version", 99).unwrap();
    drop(own);
    for outcome in [Journal::open(folder.path()), Journal::open_read_only(folder.path())] {
        let error = outcome.unwrap_err();
        assert!(matches!(error, StoreError::NewerSchema { found: 99, known: 1, .. }), "{error}");
        assert!(error.is_user_fixable());
    }
    let file = folder.path().join("a-file");
    std::fs::write(&file, b"").unwrap();
    assert!(matches!(Journal::open(&file.join("project")), Err(StoreError::NotWritable { .. })));
}

#[test]
fn reading_alone_writes_nothing() {
    let folder = folder();
    let sample = sample(0, "a", 1);
    sample.commit(&mut open(folder.path())).unwrap();
    let mut reader = Journal::open_read_only(folder.path()).unwrap();
    assert_eq!(reader.records(&RecordFilter::default()).unwrap(), sample.records);
    assert!(reader.verify().unwrap().is_sound());
    assert!(matches!(sample.commit(&mut reader), Err(StoreError::ReadOnly { .. })));
    assert_eq!(reader.document(&DocumentId::from_hash("none")).unwrap(), None);
    assert_eq!(reader.record(&RecordId::from_hash("none")).unwrap(), None);
}

#[test]
fn a_full_disk_loses_nothing_that_was_committed() {
    let folder = folder();
    let mut journal = open(folder.path());
    sample(0, "a", 2).commit(&mut journal).unwrap();
    let pages: i64 = journal.connection().pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    journal.connection().pragma_update(None, "max_page_count", pages).unwrap();
    let outcome = sample(1, "a", 200).commit(&mut journal);
    assert!(matches!(outcome, Err(StoreError::DiskFull { .. })), "{outcome:?}");
    assert_eq!(journal.records(&RecordFilter::default()).unwrap().len(), 2);
    journal.connection().pragma_update(None, "max_page_count", 1_000_000).unwrap();
    assert_eq!(sample(1, "a", 200).commit(&mut journal).unwrap().new_records, 200);
    assert!(journal.verify().unwrap().is_sound());
}
