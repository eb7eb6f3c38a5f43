//! Tables of measured concentrations and intakes: each number one claim, with its substance, medium, people, statistic and unit.

use std::sync::LazyLock;

use orfila_records::{Loss, LossReason, TextRange};
use regex::Regex;

use super::agents::Agents;
use super::analyte_tables::{Analytes, can_be_name, holds_names};
use super::cells::{CellNumber, CellReading, Part, read_cell};
use super::columns::{Column, Role, columns, named_role};
use super::detection_limits::{DetectionLimit, detection_limit};
use super::grid::{Grid, GridCell};
use super::labels::{Labels, is_biomarker, row_labels};
use super::legends::Legend;
use super::measurement_claims::{Facts, claim, claim_absence, statistic};
use super::unit_shapes::{UnitMatch, is_level, unit_at, units_in};
use crate::claims::Context;

/// Captions of tables in which something was done to animals, cells or reagents, or a method was checked.
static EXPERIMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\beffects?\s+of\b|\binfluence\b|\btreated\b|\btreatment\b|-induced|\bin\s+vitro\b|\binhibit|\bsynthesis\b|\bvalidation\b|\bverification\b|\bmethod\s+performance\b|\brecover(?:y|ies)\b|\bcalibration\b|\bspiked\b|\bmutagenicity\b|\bcytotoxic|\bmortality\b|\befficacy\b|\bsurvival\b|\bbioassay|\bIC\s?50|\bcorrelation|\bregression|\bcomparison\s+of\s+(?:this|the)\s+(?:proposed\s+)?method|hazard\s+quotient|\bodds\b")
        .expect("the pattern is constant")
});

/// Words that say the numbers are amounts of the substance the table or paper is about.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bconcentrations?\b|\bcontents?\b|\bresidues?\b|\bexposures?\b|\bintakes?\b|\bEDI\b|\bPDI\b|\bPMI\b|\bEWI\b|\boccurrence\b|\bcontaminat|\blevels?\b|\bamounts?\b|\bburden\b|\bemissions?\b|\btotal\b|\bdetected\b|\bincidence\b|\bin\s+(?:(?:human|maternal|breast|cord|whole|drinking|ground|surface|river|indoor|house)\s+)*(?:plasma|serum|blood|urine|milk|hair|tissues?|liver|kidney|muscle|water|soil|sediment|air|dust|food)\b")
        .expect("the pattern is constant")
});

/// Words of intake and exposure.
static INTAKE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bintakes?\b|\bexposures?\b|\bEDI\b|\bPDI\b|\bPMI\b|\bEWI\b|\bTWI\b")
        .expect("the pattern is constant")
});

/// Headers of columns whose labels are names of substances.
static ANALYTES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:\*|†)?\s*(?:target\s+)?(?:pesticides?|insecticides?|herbicides?|fungicides?|acaricides?|antibiotics?|veterinary\s+drugs?|compounds?|analytes?|elements?|(?:heavy\s+|trace\s+|toxic\s+)?metals?|trace\s+elements?|substances?|chemicals?|mycotoxins?|toxins?|congeners?|hydrocarbons?|active\s+(?:ingredients?|substances?)|contaminants?|pollutants?|parameters?|residues?|agents?|PAHs?|PCBs?|PFAS|VOCs?|phthalates?|chemical\s+(?:name|compounds?|substances?)|biomarkers?|metabolites?)(?:\s+name)?s?\b(?:\s*[(\[](?:units?|abbreviations?|acronyms?|short\s+names?)[)\]])?[^a-z]*$")
        .expect("the pattern is constant")
});

/// A table while it is read.
struct Reader<'g> {
    grid: &'g Grid,
    columns: Vec<Column>,
    /// Columns whose labels name substances.
    analyte_columns: Vec<usize>,
    /// Whether labels with a unit in brackets name substances.
    labels_are_analytes: bool,
    /// Whether a header of the table names a substance.
    headers_name_agents: bool,
    /// Whether a header or a label of a row does.
    names_agents: bool,
    /// Whether the title says that the values are limits: `Limits that apply: OSHA PEL`.
    lists_limits: bool,
    caption_agent: Option<usize>,
    caption_unit: Option<TextRange>,
    limit: Option<DetectionLimit>,
    /// What other tables say: limits of detection and signs.
    analytes: &'g Analytes,
    /// Signs that the table defines.
    legend: Legend,
    claimed: usize,
    without_unit: Option<TextRange>,
    without_substance: Option<TextRange>,
}

/// Reads the grid if it is a table of measurements; says how many claims it made.
pub(super) fn read(context: &mut Context<'_>, agents: &mut Agents, grid: &Grid, analytes: &Analytes) -> usize {
    if grid.caption.is_some_and(|caption| EXPERIMENT.is_match(context.text(caption))) {
        return 0;
    }
    if doses_are_columns(context, grid) {
        return 0;
    }
    let mut reader = Reader::new(context, agents, grid, analytes);
    let mut section = None;
    for row in grid.header_rows..grid.rows() {
        let cells = grid.row(row);
        match cells.as_slice() {
            [] => section = None,
            [only] if only.row == row && is_words(context, only) => section = Some(only.range),
            _ => reader.row(context, agents, row, section),
        }
    }
    let said = [
        (reader.without_substance, LossReason::NoSubstance, "values with a unit in a table that names no substance"),
        (reader.without_unit, LossReason::AmbiguousUnit, "limits in a table that prints no unit for them"),
    ];
    for (place, reason, detail) in said {
        let loss = |place| Loss::unused(reason, context.document, place, Some(detail.to_owned()));
        context.losses.extend(place.map(loss));
    }
    reader.claimed
}

/// Whether the columns are dose groups of an experiment: `Dose (ppm) | 0 | 200 | 650`. What stands below are findings.
fn doses_are_columns(context: &Context<'_>, grid: &Grid) -> bool {
    static DOSE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)^(?:dose|dosis|treatment|group)\b").expect("the pattern is constant"));
    (0..grid.header_rows.max(1)).any(|row| {
        let cells = grid.row(row);
        let Some((first, rest)) = cells.split_first() else { return false };
        let number = |cell: &&GridCell| {
            matches!(read_cell(context.text(cell.range), context.style), CellReading::Numbers { .. })
        };
        rest.len() >= 2 && DOSE.is_match(context.text(first.range).trim()) && rest.iter().all(number)
    })
}

fn is_words(context: &Context<'_>, cell: &GridCell) -> bool {
    matches!(read_cell(context.text(cell.range), context.style), CellReading::Words)
}

impl<'g> Reader<'g> {
    fn new(context: &Context<'_>, agents: &Agents, grid: &'g Grid, analytes: &'g Analytes) -> Self {
        let columns = columns(context, grid);
        let analyte_columns = (0..grid.columns)
            .filter(|column| columns[*column].role == Role::Label)
            .filter(|column| {
                columns[*column].headers.last().is_some_and(|header| ANALYTES.is_match(context.text(*header).trim()))
            })
            .collect();
        let caption_agent = grid.caption.and_then(|caption| agents.only_in(context, caption)).map(|(index, _)| index);
        let caption_unit = grid.caption.and_then(|caption| last_unit(context, caption));
        let lists_limits = grid.header_rows == 0
            && grid.caption.is_some_and(|caption| crate::vocabulary::names_limit(context.text(caption)));
        let labels_are_analytes = labels_name_substances(context, agents, grid);
        let limit = detection_limit(context);
        let headers: Vec<TextRange> = columns
            .iter()
            .filter(|column| column.role == Role::Value)
            .flat_map(|column| column.headers.iter().copied())
            .collect();
        let headers_name_agents = headers.into_iter().any(|header| agents.is_labelled(context, header));
        let labels = (grid.header_rows..grid.rows()).filter_map(|row| grid.at(row, 0)).map(|cell| cell.range);
        let names_agents =
            headers_name_agents || labels.into_iter().any(|label| agents.only_in(context, label).is_some());
        Self {
            grid,
            columns,
            analyte_columns,
            labels_are_analytes,
            headers_name_agents,
            names_agents,
            lists_limits,
            caption_agent,
            caption_unit,
            limit,
            analytes,
            legend: Legend::of(context, grid),
            claimed: 0,
            without_unit: None,
            without_substance: None,
        }
    }

    fn row(&mut self, context: &mut Context<'_>, agents: &mut Agents, row: usize, section: Option<TextRange>) {
        let labels = row_labels(context, self.grid, &self.columns, row, section);
        let cells: Vec<GridCell> = self.grid.row(row).into_iter().copied().collect();
        let sample_size =
            cells.iter().find(|cell| self.columns[cell.column].role == Role::SampleSize).map(|cell| cell.range);
        for cell in cells {
            if cell.row != row || cell.column == 0 && self.columns[0].role == Role::Label {
                continue;
            }
            let headers = self.grid.headers(&cell);
            let column_role =
                if cell.columns > 1 { named_role(context, &headers) } else { self.columns[cell.column].role };
            let role = labels.role(context).filter(|_| column_role == Role::Value).unwrap_or(column_role);
            let role = if self.lists_limits && role == Role::Value { Role::Limit } else { role };
            if matches!(role, Role::Value | Role::Limit) {
                self.cell(context, agents, &cell, &headers, &labels, sample_size, role);
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn cell(
        &mut self,
        context: &mut Context<'_>,
        agents: &mut Agents,
        cell: &GridCell,
        headers: &[TextRange],
        labels: &Labels,
        sample_size: Option<TextRange>,
        role: Role,
    ) {
        let printed = context.text(cell.range);
        let reading = self.legend.reading(printed).or_else(|| self.analytes.reading(printed));
        let reading = reading.unwrap_or_else(|| read_cell(printed, context.style));
        let (numbers, mark, deviation) = match reading {
            CellReading::Numbers { numbers, mark, deviation } => (numbers, mark, deviation),
            CellReading::NotDetected => (Vec::new(), None, false),
            CellReading::Empty | CellReading::Words => return,
        };
        let unit = self.unit(context, cell, headers, labels, numbers.first(), mark);
        if unit.is_none() {
            if !self.is_bare_limit(context, labels, role, &numbers) {
                return;
            }
            self.without_unit = self.without_unit.or(Some(cell.range));
        }
        let Some(substance) = self.substance(context, agents, headers, labels) else {
            self.without_substance = self.without_substance.or(Some(cell.range));
            return;
        };
        let facts = Facts { cell, headers, labels, unit, sample_size, role };
        if numbers.is_empty() {
            let before = context.claims.len();
            claim_absence(context, substance, &facts, self.analytes.of(substance).or(self.limit.as_ref()));
            self.claimed += context.claims.len() - before;
            return;
        }
        let words = facts.words(context, self.grid);
        for number in &numbers {
            let Some(statistic) = statistic(&words, number, deviation, numbers.len()) else { continue };
            let before = context.claims.len();
            claim(context, substance, &facts, number, statistic);
            self.claimed += context.claims.len() - before;
        }
        agents.promote(context, substance);
    }

    /// Whether a lone number is a limit of the substance its row names, in a table that leaves out the unit of its limits.
    fn is_bare_limit(&self, context: &Context<'_>, labels: &Labels, role: Role, numbers: &[CellNumber]) -> bool {
        let named = labels.by_column.iter().any(|(column, _)| {
            let header = self.columns[*column].headers.last().map_or("", |header| context.text(*header));
            self.analyte_columns.contains(column) && holds_names(header)
        });
        let alone = matches!(numbers, [only] if only.part == Part::Point && only.quantity.unit_raw.is_none());
        role == Role::Limit && named && alone
    }

    /// The unit of a value: printed behind it, told by its footnote mark, or in its label, its headers, its section or the caption.
    fn unit(
        &self,
        context: &Context<'_>,
        cell: &GridCell,
        headers: &[TextRange],
        labels: &Labels,
        number: Option<&CellNumber>,
        mark: Option<char>,
    ) -> Option<TextRange> {
        if let Some(number) = number {
            let text = context.text(cell.range);
            let own = number.quantity.unit_raw.is_some() || unit_at(text, number.range.end).is_some();
            if own {
                let from = number.range.start;
                return units_in(&text[from..])
                    .first()
                    .filter(|unit| is_level(unit))
                    .map(|unit| unit.range.shifted(cell.range.start + from));
            }
        }
        if let Some(unit) = mark.and_then(|mark| self.footnote_unit(context, mark)) {
            return Some(unit);
        }
        let mut places: Vec<TextRange> = labels.rows.iter().rev().copied().collect();
        places.extend(headers.iter().rev());
        places.extend(labels.section);
        places.iter().find_map(|place| last_unit(context, *place)).or_else(|| {
            let percent = headers.iter().chain(&labels.rows).any(|place| context.text(*place).contains('%'));
            self.caption_unit.filter(|_| !percent)
        })
    }

    /// The unit that the footnote with this mark states.
    fn footnote_unit(&self, context: &Context<'_>, mark: char) -> Option<TextRange> {
        let pattern = Regex::new(&format!(r"(?:^|[\s.;]){mark}\s?[\p{{Lu}}:]?[^.;]*")).ok()?;
        self.grid.footnotes.iter().find_map(|footnote| {
            let text = context.text(*footnote);
            let found = pattern.find_iter(text).find(|found| found.as_str().to_lowercase().contains("unit"))?;
            let unit = units_in(found.as_str()).into_iter().find(is_level)?;
            Some(unit.range.shifted(footnote.start + found.start()))
        })
    }

    /// The substance of a value: named by its row, its column, its section, the caption, or by the whole paper.
    fn substance(
        &self,
        context: &mut Context<'_>,
        agents: &mut Agents,
        headers: &[TextRange],
        labels: &Labels,
    ) -> Option<usize> {
        for (column, label) in &labels.by_column {
            if self.analyte_columns.contains(column) {
                return can_be_name(context.text(*label)).then(|| agents.analyte(context, *label)).flatten();
            }
        }
        let biomarker = labels.rows.iter().chain(headers).any(|place| is_biomarker(context.text(*place)));
        for label in labels.rows.iter().rev() {
            if let Some(index) = agents.labelled(context, *label) {
                return Some(index);
            }
            if self.labels_are_analytes && !biomarker && last_unit(context, *label).is_some() {
                return agents.analyte(context, *label);
            }
        }
        if biomarker {
            return None;
        }
        let named = headers.iter().rev().chain(&labels.section).find_map(|place| agents.labelled(context, *place));
        if named.is_some() {
            return named;
        }
        if self.names_agents
            && let Some(place) =
                labels.rows.iter().chain(headers.iter().rev()).find_map(|place| in_fluid(context, *place))
        {
            return agents.analyte(context, place);
        }
        let own: Vec<&str> = headers.iter().chain(&labels.rows).map(|place| context.text(*place)).collect();
        let caption = self.grid.caption.map_or("", |caption| context.text(caption));
        // Where another column names its substance, a column that names none needs words of its own that speak of intake.
        if self.headers_name_agents {
            let intake = own.iter().any(|words| INTAKE.is_match(words));
            return self.caption_agent.or(agents.sole).filter(|_| intake);
        }
        let amount = AMOUNT.is_match(caption) || own.iter().any(|words| AMOUNT.is_match(words));
        self.caption_agent.or_else(|| agents.sole.filter(|_| amount))
    }
}

fn last_unit(context: &Context<'_>, place: TextRange) -> Option<TextRange> {
    // A unit behind a number is a value of its own in the header, for example a tolerable intake.
    let text = context.text(place);
    let after_number =
        |unit: &UnitMatch| text[..unit.range.start].trim_end().ends_with(|before: char| before.is_ascii_digit());
    let found: Vec<UnitMatch> =
        units_in(text).into_iter().filter(|unit| is_level(unit) && !after_number(unit)).collect();
    found.last().map(|unit| unit.range.shifted(place.start))
}

/// The name in `Urinary α1MG (mg/g)`: what was measured in a fluid of the body, the fluid left out.
fn in_fluid(context: &Context<'_>, place: TextRange) -> Option<TextRange> {
    static FLUID: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\W*(?:urinary|urine|serum|plasma|(?:(?:whole|cord|maternal)[\s-]+)?blood|hair|salivary|breast[\s-]+milk)\s+(?P<name>[^\s(\[,][^(\[,]{1,60}?)\s*[(\[,]").expect("the pattern is constant")
    });
    let text = context.text(place);
    let name = FLUID.captures(text)?.name("name")?;
    let is_name = !AMOUNT.is_match(name.as_str()) && name.as_str().split_whitespace().count() <= 3;
    let range = TextRange::new(place.start + name.start(), place.start + name.end());
    (is_name && !is_biomarker(text) && last_unit(context, place).is_some()).then_some(range)
}

/// Whether labels such as `Manganese (µg/L)` name substances in this table: most labels with a unit hold a known name.
fn labels_name_substances(context: &Context<'_>, agents: &Agents, grid: &Grid) -> bool {
    let labels: Vec<TextRange> = (grid.header_rows..grid.rows())
        .filter_map(|row| grid.at(row, 0).filter(|cell| cell.row == row))
        .map(|cell| cell.range)
        .filter(|label| last_unit(context, *label).is_some())
        .collect();
    let known = labels.iter().filter(|label| agents.is_labelled(context, **label)).count();
    known >= 2 && known * 2 >= labels.len()
}
