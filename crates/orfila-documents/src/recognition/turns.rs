//! Pictures that lie on their side or upside down: recognised upright first; where that gives little, turned.

use std::time::{Duration, Instant};

use super::{DOUBTFUL, RecognisedWord, RecognitionError, TextRecogniser};

/// A word tells no more than so many of its characters.
const LONGEST: usize = 20;
/// Sure characters with which a picture surely stands upright, if most of its words are sure.
const ENOUGH: usize = 40;
/// Share of the characters that are sure where a picture stands upright.
const MOSTLY: f32 = 0.6;

/// The words of a picture.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Reading {
    /// In pixels of the picture as it was turned.
    pub(crate) words: Vec<RecognisedWord>,
    /// How many degrees clockwise the picture was turned to read them.
    pub(crate) turned: u32,
}

impl Reading {
    /// Characters in words that are sure, and all characters. Words that stand on end are none of them: engines read
    /// some lines that run upwards, but not in their order.
    fn sure(&self) -> (usize, usize) {
        let length = |word: &RecognisedWord| word.text.chars().count().min(LONGEST);
        let sure = self.words.iter().filter(|word| word.confidence >= DOUBTFUL && !stands_on_end(word));
        (sure.map(length).sum(), self.words.iter().map(length).sum())
    }

    fn is_upright(&self) -> bool {
        let (sure, all) = self.sure();
        sure >= ENOUGH && sure as f32 >= MOSTLY * all as f32
    }

    /// Whether it is clearly the better one of two.
    fn is_better_than(&self, other: &Self) -> bool {
        2 * self.sure().0 > 3 * other.sure().0
    }
}

/// Whether a word of several letters is clearly higher than wide.
fn stands_on_end(word: &RecognisedWord) -> bool {
    const FEWEST_LETTERS: usize = 4;
    word.text.chars().count() >= FEWEST_LETTERS && word.bounds.height() > 1.5 * word.bounds.width()
}

/// Recognises a picture as it is; if that gives little, turned as the engine finds it to lie, or, where the engine cannot
/// find that, in every turn. `turned` gives the picture turned clockwise.
pub(crate) fn read(
    recogniser: &dyn TextRecogniser,
    picture: &[u8],
    turned: impl Fn(u32) -> Option<Vec<u8>>,
    time: Duration,
) -> Result<Reading, RecognitionError> {
    let started = Instant::now();
    let mut best = Reading { words: recogniser.recognise(picture, time)?, turned: 0 };
    let left = || Some(time.saturating_sub(started.elapsed())).filter(|left| !left.is_zero());
    if best.is_upright() {
        return Ok(best);
    }
    let turns = match left().map(|left| recogniser.turn(picture, left)) {
        Some(Ok(turn)) => turn.into_iter().filter(|turn| *turn != 0).collect(),
        Some(Err(RecognitionError::NotStarted(_))) => vec![90, 270, 180],
        _ => Vec::new(),
    };
    for turn in turns {
        let Some((left, picture)) = left().and_then(|left| Some((left, turned(turn)?))) else { break };
        // The picture was read once: a turn that fails costs nothing of that.
        let Ok(words) = recogniser.recognise(&picture, left) else { continue };
        let reading = Reading { words, turned: turn };
        if reading.is_better_than(&best) {
            best = reading;
        }
        if best.is_upright() {
            break;
        }
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use orfila_records::BoundingBox;

    use super::*;

    /// Reads a picture, which is its turn, well if it is `upright`.
    struct Lying {
        upright: u8,
        on_end: u8,
        found: Result<Option<u32>, RecognitionError>,
        seen: RefCell<Vec<u8>>,
    }

    impl TextRecogniser for Lying {
        fn engine(&self) -> Option<&str> {
            Some("lying")
        }

        fn recognise(&self, picture: &[u8], _: Duration) -> Result<Vec<RecognisedWord>, RecognitionError> {
            self.seen.borrow_mut().extend(picture);
            let confidence = if picture == [self.upright] { 0.9 } else { 0.3 };
            // One turn is read on end.
            let height = if picture == [self.on_end] { 50.0 } else { 10.0 };
            let bounds = BoundingBox { x0: 0.0, y0: 0.0, x1: 20.0, y1: height };
            let confidence = if picture == [self.on_end] { 0.9 } else { confidence };
            let word = RecognisedWord { text: "abcdefgh".to_owned(), bounds, confidence, line: 1 };
            Ok(vec![word; 6])
        }

        fn turn(&self, _: &[u8], _: Duration) -> Result<Option<u32>, RecognitionError> {
            self.found.clone()
        }
    }

    #[test]
    fn a_picture_is_turned_only_if_it_must_be() {
        let unknown = || Err(RecognitionError::NotStarted("no data".to_owned()));
        for (upright, on_end, found, turned, seen) in [
            (0, 1, unknown(), 0, &[0][..]),
            (90, 1, Ok(Some(90)), 90, &[0, 90]),
            (90, 0, Ok(Some(90)), 90, &[0, 90]),
            (180, 1, unknown(), 180, &[0, 90, 14, 180]),
            // What the engine finds is believed only if it reads better.
            (90, 1, Ok(Some(180)), 0, &[0, 180]),
            (90, 1, Ok(None), 0, &[0]),
            (90, 1, Err(RecognitionError::Failed("no".to_owned())), 0, &[0]),
        ] {
            let engine = Lying { upright, on_end, found, seen: RefCell::default() };
            let picture = |turn: u32| Some(vec![turn as u8]);
            let reading = read(&engine, &[0], picture, Duration::from_secs(9)).expect("a reading");
            assert_eq!((reading.turned, engine.seen.borrow().as_slice()), (turned, seen), "{upright}");
        }
    }
}
