//! Registry numbers in the text of a report, with the name that stands beside each.

use orfila_chemistry::identifiers::{CasrnOutcome, find_casrns};
use orfila_records::{SubstanceRole, TextRange};

use super::agents::Agents;
use crate::claims::Context;
use crate::substances::Naming;

/// How far before its number, in bytes, a name may stand.
const REACH: usize = 80;

/// Adds every registry number outside of tables to the substance named before it in its line, to the subject of a line
/// that is a label with a number, or as a substance of its own.
pub(super) fn read(context: &mut Context<'_>, agents: &mut Agents) {
    let lines: Vec<TextRange> =
        context.lines.iter().filter(|line| line.table.is_none()).map(|line| line.range).collect();
    for line in lines {
        for candidate in find_casrns(context.text(line)) {
            let range = candidate.range.shifted(line.start);
            let (casrn, exact) = match candidate.outcome {
                CasrnOutcome::Valid(casrn) => (casrn, true),
                CasrnOutcome::Repaired { casrn, .. } => (casrn, false),
                CasrnOutcome::BadCheckDigit(_) => continue,
            };
            let evidence = if exact {
                context.evidence("/substance/casrn/0", range)
            } else {
                context.normalized("/substance/casrn/0", range)
            };
            let Some(evidence) = evidence else { continue };
            let name = bearer(context, agents, line, range);
            let role = if name.is_some() { SubstanceRole::Subject } else { SubstanceRole::Mentioned };
            if let Some(index) =
                context.substances.add(Naming { name, casrn: vec![(casrn, evidence)], ..Naming::default() }, role)
                && agents.sole.is_none()
                && role == SubstanceRole::Subject
            {
                let printed =
                    context.substances.get(index).map(|item| item.substance.raw_name.clone()).unwrap_or_default();
                agents.learn(&printed, index);
            }
        }
    }
}

/// The name a number belongs to, with its proof.
fn bearer(
    context: &Context<'_>,
    agents: &Agents,
    line: TextRange,
    number: TextRange,
) -> Option<(String, orfila_records::Evidence)> {
    let before = TextRange::new(line.start, number.start);
    let mention = agents
        .named_in(context, before)
        .into_iter()
        .next_back()
        .filter(|(_, place)| number.start - place.end <= REACH)
        .map(|(index, _)| index);
    let label = context.text(before).trim().to_uppercase();
    let labelled = label.is_empty() || label.len() <= 40 && (label.starts_with("CAS") || label.contains("REGISTRY"));
    let index = mention.or(agents.sole.filter(|_| labelled))?;
    let item = context.substances.get(index)?;
    let evidence = item.evidence.iter().find(|evidence| evidence.field == "/substance/raw_name")?;
    Some((item.substance.raw_name.clone(), evidence.clone()))
}
