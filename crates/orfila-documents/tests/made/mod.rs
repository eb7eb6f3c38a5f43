//! PDF files of one page, made for a test.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use orfila_documents::{Limits, read};
use orfila_records::{Concealment, Script};

/// A file under construction: one page of 300 × 400 points with the font `F1` (Helvetica).
pub(crate) struct Made {
    pub(crate) document: Document,
    pub(crate) page: Dictionary,
    pub(crate) catalog: Dictionary,
    pub(crate) fonts: Dictionary,
    pub(crate) resources: Dictionary,
}

impl Made {
    pub(crate) fn new() -> Self {
        let mut document = Document::with_version("1.7");
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
        });
        let page = dictionary! { "Type" => "Page", "MediaBox" => vec![0.into(), 0.into(), 300.into(), 400.into()] };
        let catalog = dictionary! { "Type" => "Catalog" };
        let fonts = dictionary! { "F1" => font };
        Self { document, page, catalog, fonts, resources: Dictionary::new() }
    }

    pub(crate) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        self.document.add_object(object)
    }

    pub(crate) fn stream(&mut self, dictionary: Dictionary, content: &[u8]) -> ObjectId {
        self.document.add_object(Stream::new(dictionary, content.to_vec()))
    }

    /// The document with `content` on its page.
    pub(crate) fn finish(mut self, content: &str) -> Document {
        let stream = self.stream(Dictionary::new(), content.as_bytes());
        self.resources.set("Font", self.fonts);
        self.page.set("Contents", stream);
        self.page.set("Resources", self.resources);
        let pages = self.document.new_object_id();
        self.page.set("Parent", pages);
        let page = self.document.add_object(self.page);
        let tree = dictionary! { "Type" => "Pages", "Kids" => vec![Object::Reference(page)], "Count" => 1 };
        self.document.objects.insert(pages, Object::Dictionary(tree));
        self.catalog.set("Pages", pages);
        let catalog = self.document.add_object(self.catalog);
        self.document.trailer.set("Root", catalog);
        self.document
    }

    /// The file with `content` on its page.
    pub(crate) fn bytes(self, content: &str) -> Vec<u8> {
        bytes(self.finish(content))
    }

    /// What the reader makes of the file with `content` on its page.
    pub(crate) fn read(self, content: &str) -> orfila_records::Document {
        read(&self.bytes(content), "made.pdf", &Limits::default()).expect("a readable page")
    }
}

/// A document as a file.
pub(crate) fn bytes(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a writable document");
    bytes
}

/// Why the word is hidden; panics if it is not in the text.
pub(crate) fn hidden(document: &orfila_records::Document, word: &str) -> Option<Concealment> {
    segment(document, word).hidden
}

/// The script of the segment that begins with `word`.
pub(crate) fn script(document: &orfila_records::Document, word: &str) -> Script {
    segment(document, word).script
}

fn segment<'a>(document: &'a orfila_records::Document, word: &str) -> &'a orfila_records::Segment {
    let at = document.text.find(word).unwrap_or_else(|| panic!("{word} is missing in {:?}", document.text));
    let passage = document.passage_at(at).expect("a passage");
    let found = passage.segments.iter().find(|segment| segment.range.start <= at && at < segment.range.end);
    found.unwrap_or_else(|| panic!("{word} has no segment"))
}

/// The messages of the problems with a code.
pub(crate) fn problems<'a>(document: &'a orfila_records::Document, code: &str) -> Vec<&'a str> {
    let with_code = document.problems.iter().filter(|problem| problem.code == code);
    with_code.map(|problem| problem.message.as_str()).collect()
}
