//! Pages made to take long: as many letters, lines and drawings as a page may hold, at the worst places.

#![expect(dead_code, reason = "the made files serve several tests")]

mod made;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use lopdf::Object;
use made::{Made, problems};

/// Every page here takes about a second; a machine that does other work too takes a few.
const LONGEST: Duration = Duration::from_secs(20);

/// What a page shows, how high it is, and how many letters that are.
struct Crowd {
    name: &'static str,
    content: String,
    height: i64,
    letters: usize,
}

/// Numbers without an order, the same every time.
fn scattered(index: usize, below: usize) -> usize {
    (index.wrapping_mul(2_654_435_761) >> 7) % below
}

/// Texts of a size, each at its place.
fn texts(size: f32, texts: impl Iterator<Item = (f32, f32, String)>) -> (String, usize) {
    let mut content = format!("BT /F1 {size} Tf\n");
    let mut letters = 0;
    for (x, y, text) in texts {
        letters += text.chars().filter(|letter| !letter.is_whitespace()).count();
        writeln!(content, "1 0 0 1 {x:.2} {y:.3} Tm ({text}) Tj").expect("a line");
    }
    content.push_str("ET\n");
    (content, letters)
}

fn crowd(name: &'static str, height: i64, before: &str, (text, letters): (String, usize)) -> Crowd {
    Crowd { name, content: format!("0.3 w\n{before}{text}"), height, letters }
}

fn lines(count: usize, line: impl Fn(usize) -> [f32; 4]) -> String {
    let mut content = String::new();
    for index in 0..count {
        let [x0, y0, x1, y1] = line(index);
        writeln!(content, "{x0:.2} {y0:.2} m {x1:.2} {y1:.2} l S").expect("a line");
    }
    content
}

fn check(crowd: Crowd) {
    let mut made = Made::new();
    let media: Vec<Object> = vec![0.into(), 0.into(), 300.into(), crowd.height.into()];
    made.page.set("MediaBox", media);
    let bytes = made.bytes(&crowd.content);
    let started = Instant::now();
    let document = orfila_documents::read(&bytes, "made.pdf", &orfila_documents::Limits::default()).expect(crowd.name);
    let spent = started.elapsed();
    assert!(spent < LONGEST, "{}: {spent:?}", crowd.name);
    let read = document.text.chars().filter(|letter| !letter.is_whitespace()).count();
    let dropped: usize = document.losses.iter().map(|loss| loss.characters).sum();
    assert_eq!(read + dropped, crowd.letters, "{}: {:?}", crowd.name, document.problems);
    assert!(problems(&document, "page_limit").is_empty(), "{}: {:?}", crowd.name, document.problems);
}

#[test]
fn letters_at_any_place_take_bounded_time() {
    let many = 200_000;
    let letter = |index: usize| char::from(b'a' + scattered(index, 16) as u8).to_string();
    for (name, place) in [
        (
            "each on a line of its own",
            Box::new(|i| (scattered(i, 290) as f32, 2.0 + i as f32 * 0.0019)) as Box<dyn Fn(usize) -> (f32, f32)>,
        ),
        ("all at one point", Box::new(|_| (100.0, 100.0))),
        ("all on one line", Box::new(|i| (scattered(i, 29_000) as f32 * 0.01, 100.0))),
        ("anywhere", Box::new(|i| (scattered(i, 290) as f32, scattered(i * 7 + 3, 390) as f32))),
    ] {
        let placed = (0..many).map(|index| (place(index).0, place(index).1, letter(index)));
        check(crowd(name, 400, "", texts(6.0, placed)));
    }
}

#[test]
fn words_in_rows_and_columns_take_bounded_time() {
    let grid = |index: usize, across: usize, step: (f32, f32), top: f32| {
        ((index % across) as f32 * step.0 + 4.0, top - (index / across) as f32 * step.1)
    };
    let word = |index: usize| char::from(b'a' + scattered(index, 16) as u8).to_string().repeat(2);
    let tiny = (0..100_000).map(|index| {
        let (x, y) = grid(index, 316, (0.93, 1.2), 396.0);
        (x, y, word(index))
    });
    check(crowd("tiny words in a grid", 400, "", texts(0.8, tiny)));
    let rows = (0..48_000).map(|index| {
        let (x, y) = grid(index, 3, (90.0, 12.0), 191_990.0);
        (x, y, if index % 3 == 0 { word(index) } else { format!("{}.{}", index % 90 + 10, index % 7) })
    });
    check(crowd("a table of sixteen thousand rows", 192_000, "", texts(9.0, rows)));
}

#[test]
fn lines_and_drawings_take_bounded_time() {
    let words = || {
        texts(
            4.0,
            (0..9_000).map(|index| ((index % 60) as f32 * 4.9, (index / 60) as f32 * 2.6 + 2.0, "ab".to_owned())),
        )
    };
    let at = |index: usize, below: usize| scattered(index, below * 10) as f32 * 0.1;
    let crossing = lines(50_000, |index| {
        let (x, y, length) = (at(index, 300), at(index * 3 + 1, 400), 5.0 + at(index * 5 + 2, 90));
        if index % 2 == 0 { [x, y, x + length, y] } else { [x, y, x, y + length] }
    });
    check(crowd("lines that cross", 400, &crossing, words()));
    let slanted = lines(50_000, |index| {
        let (x, y) = (at(index, 297), at(index * 3 + 1, 397));
        [x, y, x + 3.0, y + 3.0]
    });
    check(crowd("strokes", 400, &slanted, words()));
    let ruled = lines(12_000, |index| [2.0, 12.0 * index as f32, 280.0, 12.0 * index as f32]);
    let cells = texts(
        9.0,
        (0..36_000).map(|index| {
            let text = if index % 3 == 0 { "ab".to_owned() } else { format!("{}.{}", index % 90 + 10, index % 7) };
            ((index % 3) as f32 * 90.0 + 5.0, (index / 3) as f32 * 12.0 + 3.0, text)
        }),
    );
    check(crowd("a ruled table of twelve thousand rows", 144_010, &ruled, cells));
}

#[test]
fn captions_of_hundreds_of_drawings_take_bounded_time() {
    let drawings = lines(1_160, |index| {
        let (figure, stroke) = (index / 4, (index % 4) as f32 * 5.0);
        let (x, y) = (10.0 + (figure % 8) as f32 * 35.0, 20.0 + (figure / 8) as f32 * 45.0 + stroke);
        [x, y, x + 22.0, y + 9.0]
    });
    let captions = texts(
        1.5,
        (0..20_000)
            .map(|index| (5.0 + (index % 29) as f32 * 10.0, 5.0 + (index / 29) as f32 * 2.4, "Fig. 1".to_owned())),
    );
    check(crowd("captions", 1_700, &drawings, captions));
}

#[test]
fn a_text_of_very_many_pieces_is_shown_whole() {
    let pieces = "(x)-900".repeat(20_000);
    let document = Made::new().read(&format!("BT /F1 0.01 Tf 100 0 0 100 0 0 Tm [{pieces}] TJ ET"));
    let hidden_too = document.text.chars().filter(|letter| *letter == 'x').count();
    assert_eq!(hidden_too, 20_000);
}
