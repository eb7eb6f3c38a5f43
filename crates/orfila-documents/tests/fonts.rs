//! Characters of fonts that tell them well, badly or not at all.

#![expect(dead_code, reason = "the made files serve several tests")]

mod made;

use lopdf::{Dictionary, Object, dictionary};
use made::{Made, problems, script};
use orfila_records::Script;

fn shown(made: Made, bytes: &str) -> orfila_records::Document {
    made.read(&format!("BT /T 10 Tf 20 100 Td {bytes} Tj ET"))
}

fn with_font(font: Dictionary, to_unicode: Option<&str>) -> Made {
    let mut made = Made::new();
    let mut font = font;
    if let Some(map) = to_unicode {
        let stream = made.stream(Dictionary::new(), map.as_bytes());
        font.set("ToUnicode", stream);
    }
    let font = made.add(font);
    made.fonts.set("T", font);
    made
}

fn type1(base: &str) -> Dictionary {
    dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => base }
}

fn named(base: &str, names: &[&str]) -> Dictionary {
    let mut differences = vec![Object::Integer(1)];
    differences.extend(names.iter().map(|name| Object::Name(name.as_bytes().to_vec())));
    let mut font = type1(base);
    font.set("Encoding", dictionary! { "Type" => "Encoding", "Differences" => differences });
    font
}

#[test]
fn fonts_without_a_map_are_read_by_names_and_standard_encodings() {
    for (font, bytes, text) in [
        (type1("Symbol"), "(abm\\243\\263\\261\\260)", "αβµ≤≥±°"),
        (type1("ZapfDingbats"), "(4\\063l)", "✔✓●"),
        (named("Custom", &["mu", "lessequal", "uni2265", "fi", "minus", "zero.oldstyle"]), "<010203040506>", "µ≤≥fi−0"),
        (named("Custom", &["alpha", "degree", "C"]), "<010203>", "α°C"),
    ] {
        let document = shown(with_font(font, None), bytes);
        assert_eq!(document.text, text);
        assert!(problems(&document, "broken_encoding").is_empty(), "{:?}", document.problems);
    }
}

#[test]
fn names_that_are_only_numbers_tell_nothing() {
    let document = shown(with_font(named("Custom", &["g37", "g12", "c5", "g1", "g2"]), None), "<0102030405>");
    assert_eq!(document.text, "\u{FFFD}".repeat(5));
    assert_eq!(problems(&document, "broken_encoding").len(), 1, "{:?}", document.problems);
    assert_eq!(problems(&document, "unmapped_glyphs").len(), 1);
}

#[test]
fn type3_fonts_have_their_own_widths_and_names() {
    let mut made = Made::new();
    let shape = made.stream(Dictionary::new(), b"500 0 0 0 500 700 d1 0 0 500 700 re f");
    let font = made.add(dictionary! {
        "Type" => "Font", "Subtype" => "Type3", "FontBBox" => vec![0.into(), 0.into(), 50.into(), 70.into()],
        "FontMatrix" => vec![0.01.into(), 0.into(), 0.into(), 0.01.into(), 0.into(), 0.into()],
        "CharProcs" => dictionary! { "A" => shape, "mu" => shape },
        "Encoding" => dictionary! { "Differences" => vec![65.into(), "A".into(), "mu".into()] },
        "FirstChar" => 65, "LastChar" => 66, "Widths" => vec![50.into(), 60.into()],
    });
    made.fonts.set("T", font);
    let document = shown(made, "(AB)");
    assert_eq!(document.text, "Aµ");
    let bounds = &document.passages[0].segments[0].bounds;
    assert!((bounds.width() - 11.0).abs() < 0.1, "{bounds:?}");
}

/// `beginbfchar` lines for single-byte codes.
fn map(entries: &[(u8, &str)]) -> String {
    let line = |(code, text): &(u8, &str)| {
        let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        format!("1 beginbfchar <{code:02X}> <{units}> endbfchar\n")
    };
    entries.iter().map(line).collect()
}

#[test]
fn maps_that_contradict_clear_names_are_not_believed_and_that_is_said() {
    let mut font = type1("Helvetica");
    font.set("Encoding", "WinAnsiEncoding");
    let shifted = map(&[(b'6', "7"), (b'4', "5"), (b'0', "1"), (b'm', "n"), (b'g', "h")]);
    let same = map(&[(b'6', "x"), (b'4', "x"), (b'0', "x"), (b'm', "x"), (b'g', "x")]);
    let private =
        map(&[(b'6', "\u{E001}"), (b'4', "\u{E002}"), (b'0', "\u{E003}"), (b'm', "\u{E004}"), (b'g', "\u{5}")]);
    for wrong in [shifted, same, private] {
        let document = shown(with_font(font.clone(), Some(&wrong)), "(640 mg)");
        assert_eq!(document.text, "640 mg", "{wrong}");
        let messages = problems(&document, "broken_encoding");
        assert!(messages.len() == 1 && messages[0].starts_with("5 characters"), "{messages:?}");
        assert!(document.problems.iter().all(|problem| problem.page.is_some()));
    }
}

#[test]
fn sound_maps_are_believed() {
    let sound = map(&[(1, "6"), (2, "4"), (3, "0"), (4, "ﬀ"), (5, "∘"), (6, "C")]);
    let document = shown(with_font(type1("Subset"), Some(&sound)), "<010203040506>");
    // A ring operator stays what it is: nothing is corrected in silence.
    assert_eq!(document.text, "640ff∘C");
    assert!(document.problems.is_empty(), "{:?}", document.problems);
}

fn composite(made: &mut Made, encoding: &str, ordering: &str) {
    let information = dictionary! {
        "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal(ordering), "Supplement" => 0,
    };
    let descendant = made.add(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "Any", "CIDSystemInfo" => information,
    });
    let font = made.add(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Any", "Encoding" => encoding,
        "DescendantFonts" => vec![Object::Reference(descendant)],
    });
    made.fonts.set("T", font);
}

#[test]
fn predefined_maps_of_east_asian_fonts_are_known() {
    for (encoding, ordering, bytes, text) in [
        ("UniGB-UCS2-H", "GB1", "<82EF4E0D>", "苯不"),
        ("UniJIS-UTF16-H", "Japan1", "<5B895168>", "安全"),
        ("90ms-RKSJ-H", "Japan1", "<88C09153>", "安全"),
        ("Identity-H", "Japan1", "<00220023>", "AB"),
        ("KSCms-UHC-H", "Korea1", "<BEC8C0FC>", "안전"),
        ("ETen-B5-H", "CNS1", "<AED4>", "挺"),
    ] {
        let mut made = Made::new();
        composite(&mut made, encoding, ordering);
        let document = shown(made, bytes);
        if encoding != "ETen-B5-H" {
            assert_eq!(document.text, text, "{encoding}");
        }
        assert!(
            !document.text.contains('\u{FFFD}') && document.text.chars().count() <= 2,
            "{encoding}: {}",
            document.text
        );
    }
}

#[test]
fn vertical_writing_runs_down_the_column() {
    let mut made = Made::new();
    composite(&mut made, "UniJIS-UTF16-V", "Japan1");
    let document = made.read("BT /T 10 Tf 200 300 Td <5B8951686027> Tj ET BT /T 10 Tf 180 300 Td <82EF> Tj ET");
    assert!(document.text.contains("安全性"), "{:?}", document.text);
    let passage = &document.passages[0];
    assert!(passage.direction.vertical && passage.direction.rotation == 0, "{:?}", passage.direction);
    let bounds = &passage.segments[0].bounds;
    assert!((bounds.height() - 30.0).abs() < 0.5 && (bounds.width() - 10.0).abs() < 0.5, "{bounds:?}");
    assert!((bounds.y0 - 100.0).abs() < 0.5 && (bounds.x0 - 195.0).abs() < 0.5, "{bounds:?}");
    assert!(document.text.find('安') < document.text.find('苯'), "columns run from right to left");
}

#[test]
fn turned_pages_and_lines_have_their_direction() {
    for (turn, matrix, rotation) in
        [(0, "0 1 -1 0 100 100", 270), (90, "0 1 -1 0 100 100", 0), (90, "1 0 0 1 100 100", 90)]
    {
        let mut made = Made::new();
        made.page.set("Rotate", turn);
        let document = made.read(&format!("BT /F1 10 Tf {matrix} Tm (turned) Tj ET"));
        assert_eq!(document.text, "turned");
        assert_eq!(document.passages[0].direction.rotation, rotation, "{turn} {matrix}");
    }
}

#[test]
fn stated_text_fills_gaps_only() {
    let font = named("Custom", &["g1", "five", "zero"]);
    for (stated, text) in [("(<=)", "<="), ("<FEFF2264>", "≤")] {
        let content = format!("BT /T 10 Tf 20 100 Td /Span <</ActualText {stated}>> BDC <01> Tj EMC <0203> Tj ET");
        let document = with_font(font.clone(), None).read(&content);
        assert_eq!(document.text, format!("{text}50"));
    }
    let content = "BT /T 10 Tf 20 100 Td /Span <</ActualText (99)>> BDC <0203> Tj EMC ET";
    assert_eq!(with_font(font, None).read(content).text, "50");
}

#[test]
fn raised_and_lowered_letters_never_join_a_value() {
    let set = |base: &str, part: &str, rise: &str, after: &str| {
        let content =
            format!("BT /F1 10 Tf 20 100 Td ({base}) Tj /F1 6 Tf {rise} Ts ({part}) Tj /F1 10 Tf 0 Ts ({after}) Tj ET");
        Made::new().read(&content)
    };
    for (base, part, rise, after, text, flag) in [
        ("5.3", "2", "4", "", "5.3²", Script::Superscript),
        ("12.4", "a", "4", "", "12.4ᵃ", Script::Superscript),
        ("10", "-6", "4", " M", "10⁻⁶ M", Script::Superscript),
        ("5 mg/m", "3", "4", "", "5 mg/m³", Script::Superscript),
        ("log K", "ow", "-2", " 2.13", "log Kow 2.13", Script::Subscript),
        ("LD", "50", "-2", " 640", "LD50 640", Script::Subscript),
        ("C", "6", "-2", "H", "C6H", Script::Subscript),
    ] {
        let document = set(base, part, rise, after);
        assert_eq!(document.text, text);
        let shown = text.chars().nth(base.chars().count()).map(String::from).unwrap_or_default();
        let at = &text[text.char_indices().nth(base.chars().count()).expect("a part").0..];
        assert_eq!(script(&document, at.split(' ').next().unwrap_or(&shown)), flag, "{text}");
    }
}

#[test]
fn private_bullets_of_pictorial_fonts_are_their_plain_characters() {
    for (base, code, text) in [
        ("ABCDEF+Wingdings-Regular", '\u{F0A7}', "▪"),
        ("Wingdings", '\u{F0FC}', "✓"),
        ("Wingdings2", '\u{F050}', "✓"),
        ("Wingdings-3", '\u{F075}', "▶"),
        ("Webdings", '\u{F061}', "✓"),
        ("SymbolMT", '\u{F0B7}', "•"),
        // Writers keep the code of Symbol's bullet when another font takes its place.
        ("TimesNewRomanPSMT", '\u{F0B7}', "•"),
        ("TimesNewRomanPSMT", '\u{F0FC}', "\u{FFFD}"),
    ] {
        let document = shown(with_font(type1(base), Some(&map(&[(1, &code.to_string())]))), "<01>");
        assert_eq!(document.text, text, "{base}");
        assert_eq!(document.problems.is_empty(), text != "\u{FFFD}", "{base}: {:?}", document.problems);
    }
}

#[test]
fn garbled_text_is_told_with_its_page_and_what_can_be_done() {
    let plain = "the animals were treated by gavage and the dose for which no effects have been found is not from this \
                 study that was used with rats as all of the values are ";
    // Codes from 1 on; the names of the glyphs tell nothing.
    let names: Vec<String> = (1..96).map(|code| format!("g{code}")).collect();
    let font = named("Custom", &names.iter().map(String::as_str).collect::<Vec<_>>());
    let shifted = |code: u8| char::from_u32(u32::from(code) + 0x1F - 29).expect("a character").to_string();
    let codes: Vec<(u8, String)> =
        (b'a' - 0x1F..=b'z' - 0x1F).map(|code| (code, shifted(code))).chain([(1, " ".to_owned())]).collect();
    let entries: Vec<(u8, &str)> = codes.iter().map(|(code, text)| (*code, text.as_str())).collect();
    let bytes: String = plain.repeat(2).bytes().map(|byte| format!("{:02X}", byte - 0x1F)).collect();
    let made = with_font(font, Some(&map(&entries)));
    let document = made.read(&format!("BT /T 1.5 Tf 20 100 Td <{bytes}> Tj ET"));
    let messages = problems(&document, "broken_encoding");
    assert!(messages.iter().any(|message| message.contains("29 places")), "{messages:?}");
    let problem = document.problems.iter().find(|problem| problem.message.contains("29 places")).expect("a problem");
    assert!(problem.remedy.contains("tesseract") && problem.page.is_some(), "{problem:?}");
}

#[test]
fn text_inside_glyph_procedures_is_read() {
    let mut made = Made::new();
    let helvetica = made.fonts.get(b"F1").expect("a font").clone();
    let procedures = ["500 0 d0 BT /H 1 Tf (5) Tj ET", "900 0 d0 BT /H 1 Tf (mg) Tj ET", "500 0 d0 0 0 1 1 re f"];
    let [five, unit, shape] = procedures.map(|content| made.stream(Dictionary::new(), content.as_bytes()));
    let names: Vec<Object> = vec![1.into(), "g1".into(), "g2".into(), "g3".into()];
    let font = made.add(dictionary! {
        "Type" => "Font", "Subtype" => "Type3", "FontBBox" => vec![0.into(), 0.into(), 1.into(), 1.into()],
        "FontMatrix" => vec![1.into(), 0.into(), 0.into(), 1.into(), 0.into(), 0.into()],
        "CharProcs" => dictionary! { "g1" => five, "g2" => unit, "g3" => shape },
        "Resources" => dictionary! { "Font" => dictionary! { "H" => helvetica } },
        "Encoding" => dictionary! { "Differences" => names },
        "FirstChar" => 1, "LastChar" => 3, "Widths" => vec![Object::Real(0.5), Object::Real(0.9), Object::Real(0.5)],
    });
    made.fonts.set("T", font);
    let document = shown(made, "<010203>");
    // A shape stays unknown, and that is said.
    assert_eq!(document.text, "5mg\u{FFFD}");
    assert_eq!(problems(&document, "unmapped_glyphs").len(), 1, "{:?}", document.problems);
}

#[test]
fn text_inside_tiling_patterns_is_a_loss_that_says_it() {
    let mut made = Made::new();
    let font = made.fonts.get(b"F1").expect("a font").clone();
    let tile = dictionary! {
        "PatternType" => 1, "PaintType" => 1, "TilingType" => 1, "XStep" => 50, "YStep" => 20,
        "BBox" => vec![0.into(), 0.into(), 50.into(), 20.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
    };
    let silent = made.stream(tile.clone(), b"0 0 10 10 re f");
    let tile = made.stream(tile, b"BT /F 8 Tf 2 2 Td (Confi) Tj (dential) Tj ET");
    made.resources.set("Pattern", dictionary! { "P" => tile, "Q" => silent });
    let document = made.read(
        "/Pattern cs /Q scn 0 0 50 50 re f /P scn 0 0 300 400 re f 0 0 9 9 re f 0 g BT /F1 10 Tf 20 100 Td (Text) Tj ET",
    );
    assert_eq!(document.text, "Text");
    assert_eq!(problems(&document, "pattern_text"), ["text in a painted pattern is left out: `Confidential`"]);
    assert!(document.losses.iter().any(|loss| loss.text == "Confidential" && loss.characters == 12));
}
