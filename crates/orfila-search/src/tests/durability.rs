use std::path::{Path, PathBuf};

use super::*;

/// Everything a search shows, without scores: replaced entries stay in the engine's word statistics until segments merge.
fn everything(index: &SearchIndex) -> Vec<String> {
    let results = index.search(&Query::new("").page(0, 1000)).unwrap();
    let mut shown: Vec<String> =
        results.hits.into_iter().map(|hit| format!("{:?}", Hit { score: 0.0, ..hit })).collect();
    shown.sort();
    shown.push(format!("{:?}", results.facets));
    shown
}

#[test]
fn a_replay_changes_nothing() {
    let corpus = Corpus::sample();
    let (_folder, mut index) = corpus.index();
    let before = everything(&index);
    for watermark in 2..5 {
        corpus.feed(&mut index, watermark);
        assert_eq!(everything(&index), before);
    }
    assert_eq!(index.watermark(), Some(4));
}

#[test]
fn a_document_is_replaced_and_removed_as_a_whole() {
    let corpus = Corpus::sample();
    let (_folder, mut index) = corpus.index();
    let changed = document("report", &["Something else entirely."]);
    let touched = index.touched_substances(std::slice::from_ref(&changed.id)).unwrap();
    assert_eq!(touched.iter().collect::<Vec<_>>(), ["cas:50-00-0"]);
    let substances = [SubstanceClaims { key: "cas:50-00-0".into(), records: vec![] }];
    let batch = Batch { documents: &[&changed], substances: &substances, ..Batch::default() };
    index.update(batch, 2).unwrap();
    assert_eq!(search(&index, "formaldehyde").total, 0);
    assert_eq!(search(&index, "entirely").total, 1);
    assert_eq!(search(&index, "bisphenol type:substance").total, 1);

    let removed = [corpus.documents[0].id.clone(), changed.id.clone()];
    let substances = [SubstanceClaims { key: "cas:80-05-7".into(), records: vec![] }];
    index.update(Batch { removed_documents: &removed, substances: &substances, ..Batch::default() }, 3).unwrap();
    assert_eq!(search(&index, "").total, 0);
    assert_eq!(index.watermark(), Some(3));
}

#[test]
fn the_watermark_survives_reopening_and_goes_with_clearing() {
    let corpus = Corpus::sample();
    let (folder, mut index) = corpus.index();
    assert_eq!(index.watermark(), Some(1));
    corpus.feed(&mut index, 77);
    let before = everything(&index);
    drop(index);
    let mut index = SearchIndex::open_or_create(folder.path()).unwrap();
    assert_eq!(index.watermark(), Some(77));
    assert_eq!(everything(&index), before);
    assert_eq!(search(&index, "ld50:<5000 mg/kg").total, 2);
    index.clear().unwrap();
    assert_eq!((index.watermark(), search(&index, "").total), (None, 0));
    drop(index);
    assert_eq!(SearchIndex::open_or_create(folder.path()).unwrap().watermark(), None);
}

#[test]
fn a_second_reader_sees_what_was_committed_after_refreshing() {
    let corpus = Corpus::sample();
    let (folder, mut index) = corpus.index();
    let mut other = SearchIndex::open_or_create(folder.path()).unwrap();
    index.clear().unwrap();
    corpus.feed(&mut index, 9);
    other.refresh().unwrap();
    assert_eq!((other.watermark(), everything(&other)), (Some(9), everything(&index)));
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let corpus = Corpus::sample();
    let (folder, mut index) = corpus.index();
    let other = SearchIndex::open_or_create(folder.path()).unwrap();
    let writer = other.write_without_commit(&Batch::default());
    assert!(matches!(index.update(Batch::default(), 2), Err(SearchError::Busy { .. })));
    drop(writer);
    index.update(Batch::default(), 2).unwrap();
}

fn segment_files(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.file_stem().is_some_and(|stem| stem.len() >= 32)).collect();
    paths.sort();
    paths
}

#[track_caller]
fn check_damaged(folder: &Path, file: &Path) {
    match SearchIndex::open_or_create(folder) {
        Err(error @ SearchError::Damaged { .. }) => assert!(error.to_string().contains("orfila rebuild"), "{error}"),
        other => panic!("{}: {other:?}", file.display()),
    }
}

#[test]
fn one_flipped_byte_in_any_segment_file_is_noticed() {
    let (folder, index) = Corpus::sample().index();
    drop(index);
    let files = segment_files(folder.path());
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        let whole = std::fs::read(&file).unwrap();
        // The footer names the engine's version beside the checksum; only the bytes before it are data.
        let data = whole.windows(11).rposition(|bytes| bytes == b"{\"version\":").unwrap_or(whole.len());
        for at in [0, data / 3, data / 2, data.saturating_sub(1)] {
            if data == 0 {
                continue;
            }
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            std::fs::write(&file, &damaged).unwrap();
            check_damaged(folder.path(), &file);
        }
        for length in [0, 5, whole.len() / 2, whole.len() - 1] {
            std::fs::write(&file, &whole[..length]).unwrap();
            check_damaged(folder.path(), &file);
        }
        std::fs::write(&file, &whole).unwrap();
    }
    assert_eq!(SearchIndex::open_or_create(folder.path()).unwrap().watermark(), Some(1));
}

#[test]
fn damage_to_the_list_of_segments_is_noticed_and_a_rebuild_mends_it() {
    let corpus = Corpus::sample();
    let (folder, index) = corpus.index();
    let before = everything(&index);
    drop(index);
    let meta = folder.path().join("meta.json");
    let whole = std::fs::read_to_string(&meta).unwrap();
    for damaged in [
        "",
        "{",
        &whole.replace("\\\"watermark\\\":1,", "\\\"watermark\\\":8,"),
        &whole.replace("\"payload\"", "\"other\""),
    ] {
        assert_ne!(damaged, whole);
        std::fs::write(&meta, damaged).unwrap();
        check_damaged(folder.path(), &meta);
    }
    std::fs::write(&meta, &whole).unwrap();
    // The list of managed files has no checksum; emptying it must not switch the check off.
    std::fs::write(folder.path().join(".managed.json"), "[]").unwrap();
    let file = segment_files(folder.path()).remove(0);
    std::fs::write(&file, "rubbish, longer than eight bytes").unwrap();
    check_damaged(folder.path(), &file);
    let mut index = SearchIndex::recreate(folder.path()).unwrap();
    assert_eq!(index.watermark(), None);
    corpus.feed(&mut index, 1);
    assert_eq!(everything(&index), before);
}

#[test]
fn only_the_folder_of_an_index_is_emptied() {
    let folder = tempfile::tempdir().unwrap();
    let precious = folder.path().join("precious.txt");
    std::fs::write(&precious, "mine").unwrap();
    assert!(matches!(SearchIndex::recreate(folder.path()), Err(SearchError::Folder { .. })));
    assert_eq!(std::fs::read_to_string(&precious).unwrap(), "mine");
    assert!(matches!(SearchIndex::open_or_create(&precious), Err(SearchError::Folder { .. })));
}

const FOLDER_OF_THE_KILLED: &str = "ORFILA_SEARCH_TEST_FOLDER";

/// Started by the test below in a process of its own, it dies in the middle of an update; else it does nothing.
#[test]
fn dies_between_adding_and_committing() {
    let Some(folder) = std::env::var_os(FOLDER_OF_THE_KILLED) else { return };
    let index = SearchIndex::open_or_create(Path::new(&folder)).unwrap();
    let text = "garbage ".repeat(2_000);
    let documents: Vec<Document> =
        (0..400).map(|number| document(&format!("garbage {number}"), &[text.as_str(); 8])).collect();
    let documents: Vec<&Document> = documents.iter().collect();
    let removed = [DocumentId::of_bytes(b"sheet"), DocumentId::of_bytes(b"report")];
    let writer =
        index.write_without_commit(&Batch { documents: &documents, removed_documents: &removed, ..Batch::default() });
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(writer.commit_opstamp() > 0);
    std::process::abort();
}

#[test]
fn a_kill_between_adding_and_committing_leaves_the_old_state() {
    let corpus = Corpus::sample();
    let (folder, index) = corpus.index();
    let before = everything(&index);
    drop(index);
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::durability::dies_between_adding_and_committing"])
        .env(FOLDER_OF_THE_KILLED, folder.path())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), None, "the process must have been killed by its own abort");
    let mut index = SearchIndex::open_or_create(folder.path()).unwrap();
    assert_eq!((index.watermark(), everything(&index)), (Some(1), before.clone()));
    corpus.feed(&mut index, 2);
    assert_eq!((index.watermark(), everything(&index)), (Some(2), before));
}
