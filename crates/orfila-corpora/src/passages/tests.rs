use proptest::prelude::*;

use super::vocabulary::{SAME, TYPES, arguments, may_repeat};
use super::*;
use crate::corpus::{Corpus, Split};
use crate::example::{Mention, Relation};

const HEADER: &str = "=== t-1 lang=en genre=sds section=toxicology kind=form exposure=none";
const GOOD: &str = "\
# a comment
=== t-1 lang=en genre=sds section=toxicology kind=form exposure=none
Oral: {endpoint#e1 LD50} {species#p1 Rät}: {qualifier#q1 >} {amount#a1 2,000} {unit#u1 mg/kg bw} (\\{{method OECD 401}\\})
# no text
{substance#s2 It} is {substance#s1 lime}.
~ a1: q1 u1 e1 p1
~ s2 = s1

=== t-2 lang=de genre=label section=other kind=list exposure=none
eins zwei drei
";

fn related(example: &Example) -> Vec<String> {
    let quote = |index: usize| example.quote(&example.mentions[index]);
    example.relations.iter().map(|r| format!("{} {} {}", quote(r.head), r.kind, quote(r.tail))).collect()
}

#[test]
fn passages_are_read_and_printed() {
    let passages = parse("a.passages", GOOD);
    assert_eq!(passages.problems, []);
    let [first, second] = passages.examples.as_slice() else { panic!("{:?}", passages.examples) };
    assert_eq!(first.text, "Oral: LD50 Rät: > 2,000 mg/kg bw ({OECD 401})\nIt is lime.");
    let kinds: Vec<&str> = first.mentions.iter().map(|mention| mention.kind.as_str()).collect();
    assert_eq!(kinds, ["endpoint", "species", "qualifier", "amount", "unit", "method", "substance", "substance"]);
    let expected =
        ["2,000 qualifier >", "2,000 unit mg/kg bw", "2,000 endpoint LD50", "2,000 species Rät", "It same lime"];
    assert_eq!(related(first), expected);
    assert_eq!((first.label("section"), first.label("genre")), (Some("toxicology"), Some("sds")));
    assert_eq!((second.language.as_str(), second.mentions.len()), ("de", 0));
    let printed = format!("{}\n{}", print(first).unwrap(), print(second).unwrap());
    assert_eq!(parse("b", &printed).examples, passages.examples);
}

#[test]
fn everything_against_the_rules_has_its_line() {
    let text = |body: &str| format!("{HEADER}\n{body}\n");
    for (input, line, message) in [
        ("words without header\n".to_owned(), 1, "expected a header"),
        ("=== t-1\none two three\n".to_owned(), 1, "expected a header"),
        (format!("{GOOD}\n{HEADER}\none two three\n"), 12, "the id t-1 is given twice"),
        ("=== t-9 lang=en genre=sds kind=form exposure=none\none two three\n".to_owned(), 1, "`section` is missing"),
        (format!("{HEADER} lang=en\none two three\n"), 1, "`lang` is given twice"),
        (format!("{HEADER} mood=good\none two three\n"), 1, "no field `mood`"),
        (format!("{HEADER} mood\none two three\n"), 1, "`mood` is no field"),
        (HEADER.replace("lang=en", "lang=it") + "\none two three\n", 1, "lang=it is not in the list"),
        (text("one two"), 2, "2 words"),
        (text(&"word ".repeat(261)), 2, "261 words"),
        (text("one two three\n{unit {amount 5} kg} of it"), 3, "a span in a span"),
        (text("one two three {weight 5}"), 2, "a bad begin of a span"),
        (text("one two three {unit}"), 2, "a bad begin of a span"),
        (text("one two three {unit#- kg}"), 2, "a bad begin of a span"),
        (text("one two three }"), 2, "without a `{`"),
        (text("one two three {unit  kg}"), 2, "white space at its ends"),
        (text("one two three {unit }"), 2, "empty"),
        (text("one two three {unit kg\nfour} five"), 2, "over a line break"),
        (text("one two three {unit kg"), 2, "not closed"),
        (text("{unit#u1 kg} {amount#u1 5} three\n~ u1 = u1"), 2, "the id u1 is given twice"),
        (text("one two three\n~ a1: u1"), 3, "unknown id a1"),
        (text("{amount#a1 5} two three\n~ a1: u1"), 3, "unknown id u1"),
        (text("{amount#a1 5} {unit#u1 kg} three\n~ u1: a1"), 3, "unit cannot be a head"),
        (text("{hazard#h1 H315} {unit#u1 kg} three\n~ h1: u1"), 3, "hazard takes no unit"),
        (text("{amount#a1 5} {unit#u1 kg} {unit#u2 g}\n~ a1: u1 u2"), 3, "a1 has more than one unit"),
        (text("{amount#a1 5} {unit#u1 kg} {unit#u2 g}\n~ a1: u1\n~ a1: u2"), 4, "a1 has more than one unit"),
        (text("{amount#a1 5} {unit#u1 kg} three\n~ a1 = u1"), 3, "amount = unit"),
        (text("{amount#a1 5} two three"), 2, "the id a1 is used in no relation"),
        (text("one two three\n~ what is this"), 3, "a bad relation line"),
        (text("{amount#a1 5} {unit#u1 kg} three\n~ a1: u1\nfour"), 4, "text after relations"),
        (format!("{HEADER}\none two three\n=== t-2 lang=en\n"), 3, "without an empty line"),
    ] {
        let passages = parse("f", &input);
        let found = passages.problems.iter().any(|problem| problem.line == line && problem.message.contains(message));
        assert!(found, "{message} at {line} in\n{input}\n{:?}", passages.problems);
        assert!(passages.problems.iter().all(|problem| problem.to_string().starts_with("f:")));
    }
}

#[test]
fn several_arguments_of_one_type_are_right_where_the_guideline_says_so() {
    let text = format!("{HEADER}\n{{amount#a1 5}} {{route#r1 oral}} {{route#r2 dermal}} three\n~ a1: r1 r2\n");
    assert_eq!(parse("f", &text).problems, []);
}

#[test]
fn blank_texts_show_nothing_of_the_first_hand() {
    let passages = parse("f", GOOD);
    let text = blank(&passages.examples).unwrap();
    assert!(text.starts_with("=== t-1 lang=en genre=sds section=? kind=? exposure=?\nOral: LD50 Rät"), "{text}");
    let again = parse("g", &text);
    assert!(again.problems.iter().all(|problem| problem.message.contains("=? is not in the list")));
    let texts = |passages: &Passages| passages.examples.iter().map(|e| e.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&again), texts(&passages));
    assert!(again.examples.iter().all(|example| example.mentions.is_empty() && example.relations.is_empty()));
}

#[test]
fn what_the_format_cannot_say_is_refused() {
    let mention = |start, end, kind: &str| Mention { start, end, kind: kind.to_owned(), concepts: vec![] };
    let good = parse("f", &format!("{HEADER}\none two three\nfour\\ five\n")).examples.remove(0);
    for (mentions, why) in [
        (vec![mention(0, 7, "unit"), mention(4, 7, "unit")], "overlaps"),
        (vec![mention(0, 99, "unit")], "outside"),
        (vec![mention(0, 4, "unit")], "white space"),
        (vec![mention(8, 18, "unit")], "line break"),
        (vec![mention(0, 3, "Chemical")], "kind"),
        (vec![mention(14, 19, "unit")], "backslash"),
    ] {
        let error = print(&Example { mentions, ..good.clone() }).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    for text in ["a b c\n\nd", "a\n# b", "~ a b c", "=== a"] {
        let example = Example { text: text.to_owned(), ..good.clone() };
        assert!(matches!(print(&example), Err(Unprintable::Line { .. })), "{text}");
        assert!(blank(&[example]).is_err(), "{text}");
    }
    assert!(print(&Example { labels: vec![], ..good.clone() }).is_err());
    let relations = vec![Relation { head: 7, tail: 8, kind: "unit".to_owned() }];
    assert!(matches!(print(&Example { relations, ..good }), Err(Unprintable::Relation { .. })));
}

#[test]
fn our_own_passages_are_printed_and_read_back() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/passages");
    let files = std::fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let sorted = |mut example: Example| {
        example.relations.sort();
        example
    };
    for file in files.filter(|file| file.extension().is_some_and(|ending| ending == "passages")) {
        let passages = parse("f", &std::fs::read_to_string(&file).unwrap());
        let bad = passages.with_problems();
        for example in passages.examples.iter().filter(|example| !bad.contains(example.id.as_str())) {
            let again = parse("g", &print(example).unwrap());
            assert_eq!(again.problems, []);
            assert_eq!(again.examples.into_iter().map(sorted).next(), Some(sorted(example.clone())));
        }
    }
}

/// A word that may hold everything the format escapes, or a span.
fn part() -> impl Strategy<Value = (String, Option<usize>)> {
    ("[a-zµ{}\\\\][a-zµ{}#~=\\\\ :]{0,6}[a-zµ]", proptest::option::of(0..TYPES.len()))
}

fn example() -> impl Strategy<Value = Example> {
    let parts = proptest::collection::vec((part(), proptest::bool::weighted(0.2)), 1..20);
    (parts, any::<u64>()).prop_map(|(parts, seed)| {
        let mut example = Example::new(Corpus::Passages, Split::of_key("t-1"), "t-1", "en", "one two three");
        for ((word, kind), new_line) in parts {
            example.text.push(if new_line { '\n' } else { ' ' });
            let start = example.text.len();
            example.text.push_str(&word);
            if let Some(kind) = kind {
                let (end, kind) = (example.text.len(), TYPES[kind].to_owned());
                example.mentions.push(Mention { start, end, kind, concepts: vec![] });
            }
        }
        for (task, value) in [("genre", "sds"), ("section", "other"), ("kind", "list"), ("exposure", "none")] {
            example.put_label(task, value);
        }
        example.relations = some_relations(&example, seed);
        example
    })
}

/// About half of the relations that the types allow, in the order in which they are printed.
fn some_relations(example: &Example, mut seed: u64) -> Vec<Relation> {
    let mut chosen = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 63 == 1
    };
    let kind = |index: usize| example.mentions[index].kind.as_str();
    let pairs =
        || (0..example.mentions.len()).flat_map(|head| (0..example.mentions.len()).map(move |tail| (head, tail)));
    let mut relations: Vec<Relation> = Vec::new();
    for (head, tail) in pairs() {
        let allowed = arguments(kind(head)).is_some_and(|allowed| allowed.contains(&kind(tail)));
        let there = relations.iter().any(|relation| relation.head == head && relation.kind == kind(tail));
        if allowed && (!there || may_repeat(kind(head), kind(tail))) && chosen() {
            relations.push(Relation { head, tail, kind: kind(tail).to_owned() });
        }
    }
    for (head, tail) in pairs().filter(|(head, tail)| head > tail && kind(*head) == kind(*tail)) {
        if chosen() {
            relations.push(Relation { head, tail, kind: SAME.to_owned() });
        }
    }
    relations
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(example in example()) {
        let printed = print(&example).unwrap();
        let passages = parse("f", &printed);
        prop_assert_eq!(&passages.problems, &vec![], "{}", printed);
        prop_assert_eq!(&passages.examples, &vec![example]);
    }

    #[test]
    fn no_text_makes_the_reader_stop(text in "(=== |[a-z{}#~=:\\\\ \n]|\\{unit#a |~ a: b)*") {
        let passages = parse("f", &text);
        for example in &passages.examples {
            prop_assert!(example.mentions.iter().all(|mention| !example.quote(mention).is_empty()));
        }
    }
}
