//! The dossier as a page of HTML that stands alone: no script, no external resource.

use askama::Template;
use orfila_records::BoundingBox;

use super::{Degree, Dossier, PredictedEndpoint};

/// The stylesheet of every page.
pub(crate) const STYLESHEET: &str = include_str!("../../assets/style.css");

/// The dossier without the frame of a page.
#[derive(Template)]
#[template(path = "dossier_body.html")]
pub(crate) struct DossierBody<'a> {
    /// The dossier.
    pub(crate) dossier: &'a Dossier,
    /// Whether to link records, documents and substances to their pages on the server.
    pub(crate) links: bool,
}

#[derive(Template)]
#[template(path = "dossier_page.html")]
struct StandalonePage<'a> {
    title: &'a str,
    stylesheet: &'a str,
    body: DossierBody<'a>,
}

/// A box in points as `(left, upper)–(right, lower)`.
pub(crate) fn place(bounds: &BoundingBox) -> String {
    format!("({:.1}, {:.1})–({:.1}, {:.1}) pt", bounds.x0, bounds.y0, bounds.x1, bounds.y1)
}

impl DossierBody<'_> {
    fn place(&self, bounds: &BoundingBox) -> String {
        place(bounds)
    }

    fn degree(&self, degree: &Degree) -> &'static str {
        match degree {
            Degree::Slight => "slight difference",
            Degree::Clear => "clear difference",
        }
    }

    fn percent(&self, endpoint: &PredictedEndpoint) -> String {
        format!("{:.2}", endpoint.probability)
    }

    fn interval(&self, endpoint: &PredictedEndpoint) -> String {
        endpoint.interval.map(|(low, high)| format!("{low:.2} – {high:.2}")).unwrap_or_default()
    }
}

impl Dossier {
    /// The dossier as a page that can be saved and printed. Text from documents is escaped.
    ///
    /// # Errors
    /// If the page cannot be written, which is a fault of the program.
    pub fn to_html(&self) -> Result<String, askama::Error> {
        let body = DossierBody { dossier: self, links: false };
        StandalonePage { title: &self.name, stylesheet: STYLESHEET, body }.render()
    }
}
