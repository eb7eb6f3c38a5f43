//! The dossier as Markdown, for reports and for reading in a terminal.

use super::proof::Proof;
use super::{Conflict, Degree, Dossier, Entry, IdentitySection, Part, Section};

/// Text of a document as Markdown text: every character that could be markup is escaped, line breaks become spaces.
fn text(raw: &str) -> String {
    let mut escaped = String::with_capacity(raw.len());
    for character in raw.chars() {
        if character.is_whitespace() || character.is_control() {
            if !escaped.ends_with(' ') {
                escaped.push(' ');
            }
            continue;
        }
        if "\\`*_[]<>|&#~$!".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped.trim().to_owned()
}

/// A quote of at most 160 characters.
fn quote(raw: &str) -> String {
    let short: String = raw.chars().take(160).collect();
    let cut = if raw.chars().count() > 160 { "…" } else { "" };
    format!("“{}{cut}”", text(&short))
}

/// Document, page, quote, record and review of a proof, in one line.
fn source(proof: &Proof) -> String {
    let mut line = String::new();
    if let Some(citation) = proof.first() {
        line.push_str(&text(&citation.title));
        if let Some(page) = citation.page {
            line.push_str(&format!(", p. {page}"));
        }
        line.push_str(&format!(": {}", quote(&citation.quote)));
    }
    for correction in &proof.corrections {
        line.push_str(&format!(" — **corrected**: {}", text(&correction.line())));
    }
    let short: String = proof.record.as_str().chars().take(12).collect();
    format!("{line} — {}, record {short}", proof.review_word())
}

fn table(out: &mut String, head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    out.push_str(&line(&head.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>()));
    out.push_str(&line(&vec!["---".to_owned(); head.len()]));
    for row in rows {
        out.push_str(&line(&row));
    }
    out.push('\n');
}

fn value(entry: &Entry) -> String {
    match &entry.printed {
        Some(printed) => format!("{} (printed {})", text(&entry.value), quote(printed)),
        None => text(&entry.value),
    }
}

fn identity(out: &mut String, identity: &IdentitySection) {
    out.push_str("## Identity\n\n");
    table(
        out,
        &["what", "value", "records", "source"],
        identity.facts.iter().map(|fact| {
            let sources: Vec<String> = fact.proofs.iter().map(source).collect();
            vec![fact.kind.to_owned(), text(&fact.value), fact.records.to_string(), sources.join("; ")]
        }),
    );
    for doubt in &identity.doubts {
        out.push_str(&format!("- {doubt}\n"));
    }
    let mut parts = |title: &str, parts: &[Part]| {
        if !parts.is_empty() {
            out.push_str(&format!("\n### {title}\n\n"));
            let row = |part: &Part| vec![text(&part.name), text(&part.key), text(&part.amount), source(&part.proof)];
            table(out, &["substance", "key", "amount", "source"], parts.iter().map(row));
        }
    };
    parts("Components", &identity.components);
    parts("Component of", &identity.component_of);
}

fn section(out: &mut String, section: &Section) {
    out.push_str(&format!("## {}\n\n", section.title));
    if section.groups.is_empty() {
        out.push_str(&format!("{}\n\n", section.empty));
    }
    for group in &section.groups {
        out.push_str(&format!("### {}\n\n", text(&group.title)));
        table(
            out,
            &["what", "value", "circumstances", "source"],
            group.entries.iter().map(|entry| {
                vec![text(&entry.label), value(entry), text(&entry.circumstances()), source(&entry.proof)]
            }),
        );
    }
}

fn conflicts(out: &mut String, conflicts: &[Conflict]) {
    out.push_str("## Conflicts\n\n");
    if conflicts.is_empty() {
        out.push_str("No two documents state the same thing differently.\n\n");
    }
    for conflict in conflicts {
        let degree = if conflict.degree == Degree::Clear { "" } else { " (slight)" };
        out.push_str(&format!("### {}{degree}\n\n", text(&conflict.subject)));
        table(
            out,
            &["statement", "source"],
            conflict.positions.iter().map(|position| {
                let sources: Vec<String> = position.proofs.iter().map(source).collect();
                vec![text(&position.statement), sources.join("; ")]
            }),
        );
    }
}

fn prediction(out: &mut String, dossier: &Dossier) {
    let Some(prediction) = &dossier.prediction else { return };
    out.push_str(&format!("## Predictions (no evidence)\n\n> {}\n\n", prediction.caution));
    let domain = if prediction.in_domain { "inside" } else { "OUTSIDE" };
    out.push_str(&format!("Model {}, from SMILES {}.\n", text(&prediction.model), text(&prediction.smiles)));
    out.push_str(&format!("The structure lies {domain} the applicability domain: {}.\n\n", text(&prediction.domain)));
    table(
        out,
        &["endpoint", "probability", "interval", "remark"],
        prediction.endpoints.iter().map(|endpoint| {
            let interval = endpoint.interval.map(|(low, high)| format!("{low:.2} – {high:.2}"));
            let name = format!("{} {}", endpoint.endpoint, endpoint.description);
            let probability = format!("{:.2}", endpoint.probability);
            vec![text(&name), probability, interval.unwrap_or_default(), text(&endpoint.remark)]
        }),
    );
}

impl Dossier {
    /// The sentence that tells how many records stand behind the dossier and which were left out.
    #[must_use]
    pub fn basis(&self) -> String {
        let c = &self.counts;
        let mut basis = format!(
            "{} records from {} documents: {} accepted, {} corrected, {} without a decision.",
            c.shown,
            self.documents.len(),
            c.accepted,
            c.corrected,
            c.undecided
        );
        if c.rejected + c.superseded > 0 {
            basis.push_str(&format!(
                " Left out: {} rejected by a curator, {} superseded by another record.",
                c.rejected, c.superseded
            ));
        }
        basis
    }

    /// The dossier as Markdown (CommonMark with tables). Text from documents is escaped.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut out = format!("# {}\n\nKey: {}\n\n{}\n\n", text(&self.name), text(&self.key), self.basis());
        conflicts(&mut out, &self.conflicts);
        out.push_str("## Gaps\n\nNo document of the project states these. That is no sign of safety.\n\n");
        self.gaps.iter().for_each(|gap| out.push_str(&format!("- {}\n", gap.message)));
        out.push('\n');
        identity(&mut out, &self.identity);
        self.sections.iter().for_each(|part| section(&mut out, part));
        prediction(&mut out, self);
        out.push_str("## Documents\n\n");
        table(
            &mut out,
            &["document", "file", "records", "seen and not used", "SHA-256"],
            self.documents.iter().map(|document| {
                vec![
                    text(&document.title),
                    text(&document.file_name),
                    document.records.to_string(),
                    document.losses.to_string(),
                    document.id.to_string(),
                ]
            }),
        );
        for namesake in &self.namesakes {
            let (name, key) = (text(&namesake.name), text(&namesake.key));
            out.push_str(&format!(
                "- See also {key} ({name}, {} records): the same name, not merged\n",
                namesake.records
            ));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_documents_stays_text() {
        assert_eq!(text("a|b\n<script>*x*"), "a\\|b \\<script\\>\\*x\\*");
        assert_eq!(text("[x](http://y) ![i]"), "\\[x\\](http://y) \\!\\[i\\]");
    }
}
