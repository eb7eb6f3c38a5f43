//! What a reader of a page cannot see is said, with the reason; what he can see is never called hidden.

#![expect(dead_code, reason = "the made files serve several tests")]

mod made;

use lopdf::{Object, dictionary};
use made::{Made, hidden};
use orfila_records::{Concealment, LossReason, TextSource};

/// A word at a height, ten points high, after `before`.
fn word(before: &str, y: u32, word: &str) -> String {
    format!("q {before} BT /F1 10 Tf 20 {y} Td ({word}) Tj ET Q\n")
}

#[test]
fn reasons_for_not_being_seen_are_told() {
    use Concealment::{Clipped, Colour, Covered, LayerOff, NotPainted, OffPage, Tiny};
    let mut made = Made::new();
    let off = made.add(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("off") });
    let on = made.add(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("on") });
    made.catalog.set(
        "OCProperties",
        dictionary! {
            "OCGs" => vec![Object::Reference(off), Object::Reference(on)],
            "D" => dictionary! { "OFF" => vec![Object::Reference(off)] },
        },
    );
    made.resources.set("Properties", dictionary! { "Off" => off, "On" => on });
    made.resources.set(
        "ExtGState",
        dictionary! {
            "Glass" => dictionary! { "ca" => 0.4 },
            "Gone" => dictionary! { "ca" => 0.0 },
            "Multiply" => dictionary! { "BM" => "Multiply" },
        },
    );
    let mut content = String::new();
    let mut cases = Vec::new();
    let mut case = |before: &str, after: &str, name: &'static str, reason: Option<Concealment>| {
        let y = 385 - 12 * cases.len() as u32;
        let fit = |text: &str| text.replace("BOX", &format!("15 {} 250 11 re", y - 2));
        content.push_str(&word(&fit(before), y, name));
        content.push_str(&format!("q {} Q\n", fit(after)));
        cases.push((name, reason));
    };
    case("", "", "plain", None);
    case("1 g", "", "whiteonpaper", Some(Colour));
    case("0.2 0.4 0.8 rg BOX f", "", "blueonblue", Some(Colour));
    case("0.2 0.4 0.8 rg BOX f 1 g", "", "whiteonblue", None);
    case("1 g BOX f 0 g", "", "blackonwhite", None);
    case("0 g BOX f 1 0 0 rg BOX f 0 g", "", "blackonred", None);
    case("3 Tr", "", "unpainted", Some(NotPainted));
    case("/Gone gs", "", "transparent", Some(NotPainted));
    case("15 0 20 5 re W n", "", "clipped", Some(Clipped));
    case("", "1 g BOX f", "covered", Some(Covered));
    case("", "/Glass gs 1 g BOX f", "behindglass", None);
    case("", "/Multiply gs 1 1 0 rg BOX f", "highlighted", None);
    case("", "1 0 0 RG BOX S", "framed", None);
    case("/OC /Off BDC", "EMC", "layeroff", Some(LayerOff));
    case("EMC /OC /On BDC", "EMC", "layeron", None);
    case("1 Tr 1 g", "", "outlined", None);
    case("1 Tr 1 G", "", "whiteoutline", Some(Colour));
    case("0 0 0 0 k", "", "noink", Some(Colour));
    case("1 0 0 1 400 0 cm", "", "offpage", Some(OffPage));
    case("0.05 0 0 0.05 0 0 cm 1 0 0 1 400 3000 cm", "", "tiny", Some(Tiny));
    let document = made.read(&content);
    for (name, reason) in cases {
        assert_eq!(hidden(&document, name), reason, "{name}");
    }
}

/// An image of the whole page or of a part of it.
fn image(made: &mut Made, mask: bool) {
    let header = dictionary! {
        "Subtype" => "Image", "Width" => 1, "Height" => 1, "BitsPerComponent" => 8, "ColorSpace" => "DeviceGray",
        "ImageMask" => mask,
    };
    let image = made.stream(header, &[128]);
    made.resources.set("XObject", dictionary! { "I" => image });
}

#[test]
fn text_of_an_image_is_its_layer_and_text_below_an_image_is_not_seen() {
    const WHOLE: &str = "q 300 0 0 400 0 0 cm /I Do Q\n";
    const PART: &str = "q 100 0 0 20 10 90 cm /I Do Q\n";
    let scan = format!("{WHOLE}{}", word("3 Tr", 100, "recognised"));
    let below = format!("{}{WHOLE}", word("", 100, "recognised"));
    let part = format!("{}{}{PART}", word("", 200, "seen"), word("", 95, "beneath"));
    for (content, name, reason, source) in [
        (&scan, "recognised", None, TextSource::Layer),
        (&below, "recognised", None, TextSource::Layer),
        (&part, "beneath", Some(Concealment::Covered), TextSource::Stated),
    ] {
        let mut made = Made::new();
        image(&mut made, false);
        let document = made.read(content);
        assert_eq!(hidden(&document, name), reason, "{content}");
        assert_eq!(document.pages[0].text_source, source, "{content}");
    }
    let mut made = Made::new();
    image(&mut made, true);
    assert_eq!(hidden(&made.read(&part), "beneath"), None, "a stencil hides only where it paints");
}

#[test]
fn text_printed_twice_is_read_once_and_counted() {
    let shadow = format!("{}{}", word("0.7 g 1 0 0 1 0.4 -0.4 cm", 100, "shadow"), word("", 100, "shadow"));
    let document = Made::new().read(&shadow);
    assert_eq!(document.text, "shadow");
    let loss = document.losses.iter().find(|loss| loss.reason == LossReason::Duplicate).expect("a loss");
    assert_eq!(loss.characters, 6);
}
