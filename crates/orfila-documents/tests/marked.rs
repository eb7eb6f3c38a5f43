//! Text that a file states for its letters: in marked content, and in the structure tree by the number of the content.

#![expect(dead_code, reason = "the made files serve several tests")]

mod made;

use lopdf::{Dictionary, Object, dictionary};
use made::{Made, problems};

/// A page whose font `G` tells nothing about its five letters.
fn made() -> Made {
    let mut made = Made::new();
    let names = ["g1", "g2", "g3", "g4", "g5"].map(|name| Object::Name(name.as_bytes().to_vec()));
    let differences: Vec<Object> = std::iter::once(Object::Integer(1)).chain(names).collect();
    let font = made.add(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Custom",
        "Encoding" => dictionary! { "Type" => "Encoding", "Differences" => differences },
    });
    made.fonts.set("G", font);
    made
}

fn text(string: &str) -> Object {
    Object::string_literal(string)
}

/// `ActualText` in UTF-16, as a hexadecimal string.
fn stated(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<</ActualText <FEFF{units}>>>")
}

/// Adds a structure tree with these elements, each with what it states and the numbers of its contents; `direct` elements
/// state it themselves, the others have a child for each content.
fn with_tree(made: &mut Made, elements: &[(Dictionary, &[i64], bool)]) {
    let root = made.document.new_object_id();
    let most = elements.iter().flat_map(|(_, numbers, _)| numbers.iter()).max().copied().unwrap_or(0);
    let mut parents = vec![Object::Null; most as usize + 1];
    for (states, numbers, direct) in elements {
        let mut element = states.clone();
        element.set("Type", Object::Name(b"StructElem".to_vec()));
        element.set("P", root);
        let id = made.document.new_object_id();
        let mut kids: Vec<Object> = Vec::new();
        for number in *numbers {
            let owner = if *direct {
                kids.push((*number).into());
                id
            } else {
                let child = made.add(dictionary! { "Type" => "StructElem", "P" => id, "K" => *number });
                kids.push(child.into());
                child
            };
            parents[*number as usize] = owner.into();
        }
        element.set("K", kids);
        made.document.objects.insert(id, Object::Dictionary(element));
    }
    let tree = made.add(dictionary! { "Nums" => vec![0.into(), Object::Array(parents)] });
    let kids = made.add(dictionary! { "Kids" => vec![tree.into()] });
    let tree_root = dictionary! { "Type" => "StructTreeRoot", "ParentTree" => kids };
    made.document.objects.insert(root, Object::Dictionary(tree_root));
    made.catalog.set("StructTreeRoot", root);
    made.page.set("StructParents", 0);
}

#[test]
fn stated_text_stands_for_letters_that_are_not_known() {
    let ge = stated("≥");
    for (content, expected, replaced) in [
        (
            format!("/F1 10 Tf (LD50) Tj /G 10 Tf /Span {ge} BDC ( ) Tj <01> Tj EMC /F1 10 Tf (5 mg) Tj"),
            "LD50 ≥5 mg",
            true,
        ),
        (format!("/G 10 Tf /Span {} BDC <010203> Tj EMC", stated("5 µg")), "5µg", true),
        // Over a font's change: known letters are anchors.
        (format!("/F1 10 Tf /Span {} BDC (5 ) Tj /G 10 Tf <01> Tj /F1 10 Tf (C) Tj EMC", stated("5 °C")), "5 °C", true),
        // In the page's property lists, and nested.
        ("/G 10 Tf /P <</MCID 3>> BDC /Span /Named BDC <01> Tj EMC EMC".to_owned(), "≤", true),
        ("/F1 10 Tf /Span <</ActualText <FEFF00AD>>> BDC (non-) Tj EMC".to_owned(), "non-", false),
    ] {
        let mut made = made();
        let list = made.add(
            dictionary! { "ActualText" => Object::String(b"\xFE\xFF\x22\x64".to_vec(), lopdf::StringFormat::Literal) },
        );
        made.resources.set("Properties", dictionary! { "Named" => list });
        let document = made.read(&format!("BT 20 100 Td {content} ET"));
        assert_eq!(document.text, expected, "{content}");
        assert_eq!(problems(&document, "stated_text").len(), usize::from(replaced), "{:?}", document.problems);
        assert!(problems(&document, "stated_text_differs").is_empty(), "{:?}", document.problems);
        assert!(problems(&document, "unmapped_glyphs").is_empty(), "{:?}", document.problems);
    }
}

#[test]
fn what_is_printed_stays_and_the_difference_is_said() {
    let document = made().read(&format!("BT /F1 10 Tf 20 100 Td /Span {} BDC (50 mg) Tj EMC ET", stated("60 mg")));
    assert_eq!(document.text, "50 mg");
    assert_eq!(problems(&document, "stated_text_differs").len(), 1, "{:?}", document.problems);
    let same =
        made().read(&format!("BT /F1 10 Tf 20 100 Td /Span {} BDC (50 mg-) Tj EMC ET", stated("50\u{A0}mg\u{AD}")));
    assert!(same.problems.is_empty(), "{:?}", same.problems);
}

#[test]
fn elements_of_the_structure_tree_state_text_by_the_number_of_the_content() {
    let content = "BT 20 100 Td /G 10 Tf /P <</MCID 0>> BDC <01> Tj EMC /F1 10 Tf /P <</MCID 1>> BDC (5) Tj EMC \
                   /G 10 Tf /P /Two BDC <02> Tj EMC ET";
    let actual = |string: &str| dictionary! { "S" => "Span", "ActualText" => text(string) };
    for (elements, expected, unknown) in [
        (vec![(actual("<"), &[0][..], true), (actual("%"), &[2], true)], "<5%", 0),
        // A child of the element that states it.
        (
            vec![(actual("<"), &[0], false), (dictionary! { "S" => "Figure", "Alt" => text("%") }, &[2], false)],
            "<5%",
            0,
        ),
        // One text for three contents.
        (vec![(actual("<5%"), &[0, 1, 2], true)], "<5%", 0),
        // A part of the element is on another page.
        (vec![(actual("<"), &[0, 7], true), (actual("%"), &[2], true)], "\u{FFFD}5%", 1),
        (vec![(dictionary! { "S" => "P" }, &[0, 1, 2], true)], "\u{FFFD}5\u{FFFD}", 2),
    ] {
        let mut made = made();
        made.resources.set("Properties", dictionary! { "Two" => dictionary! { "MCID" => 2 } });
        with_tree(&mut made, &elements);
        let document = made.read(content);
        assert_eq!(document.text, expected, "{elements:?}");
        let lost: usize = document.losses.iter().map(|loss| loss.characters).sum();
        assert_eq!(lost, unknown, "{elements:?} {:?}", document.losses);
    }
}

#[test]
fn a_tree_that_turns_in_a_circle_ends() {
    let mut made = made();
    let (root, node, element) =
        (made.document.new_object_id(), made.document.new_object_id(), made.document.new_object_id());
    let tree = dictionary! { "Kids" => vec![Object::Reference(node); 3], "Nums" => vec![0.into(), vec![element.into()].into()] };
    made.document.objects.insert(node, Object::Dictionary(tree));
    made.document.objects.insert(element, Object::Dictionary(dictionary! { "P" => element, "K" => element }));
    made.document.objects.insert(root, Object::Dictionary(dictionary! { "ParentTree" => node }));
    made.catalog.set("StructTreeRoot", root);
    made.page.set("StructParents", 0);
    let document = made.read("BT 20 100 Td /F1 10 Tf /P <</MCID 0>> BDC (text) Tj EMC ET");
    assert_eq!(document.text, "text");
}
