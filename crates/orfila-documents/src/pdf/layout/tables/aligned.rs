//! Tables that the alignment of words alone tells: at least three lines in a row with cells in the same columns.

use orfila_records::TableEvidence;

use crate::pdf::layout::rows::Chunk;
use crate::pdf::layout::tables::anchors::is_casrn;
use crate::pdf::layout::tables::carried::Carried;
use crate::pdf::layout::tables::grid::{Grid, Setting, grid};
use crate::pdf::layout::tables::header::is_value;
use crate::pdf::layout::tables::labels::{has_colons, is_label_block};
use crate::pdf::layout::tables::listings::is_listing;
use crate::pdf::layout::tables::runs::{FEWEST, Run, runs};
use crate::pdf::layout::tables::stops::Column;
use crate::pdf::layout::tables::text_lines::{TextLine, piece_gap, text_lines, word_rows};
use crate::pdf::layout::tables::{PageCell, PageTable, area_of};
use crate::pdf::layout::words::Words;

/// Tables among the chunks of a region, from top to bottom; `carried` is the head of the table at the foot of the page
/// before.
pub(crate) fn aligned(words: &Words, chunks: &[Chunk], carried: Option<&Carried>) -> Vec<PageTable> {
    if chunks.len() < 2 * FEWEST {
        return Vec::new();
    }
    let indices: Vec<usize> = chunks.iter().flat_map(|chunk| chunk.words.iter().copied()).collect();
    let rows = word_rows(words, indices);
    let gap = piece_gap(words, &rows).max(0.6);
    let lines = text_lines(words, rows, gap);
    runs(words, &lines, carried).into_iter().filter_map(|run| table(words, &run, carried)).collect()
}

fn table(words: &Words, run: &Run<'_>, carried: Option<&Carried>) -> Option<PageTable> {
    let carried = carried.filter(|_| run.carried);
    if carried.is_none() && (has_colons(words, run.lines) || is_listing(words, run.lines)) {
        return None;
    }
    let indices: Vec<usize> =
        run.lines.iter().flat_map(|line| line.pieces.iter().flat_map(|piece| piece.words.iter().copied())).collect();
    let size = run.lines.first()?.size;
    let found = grid(words, indices, Setting { across: &[], width: f32::INFINITY, carried })?;
    let goes_on = found.carried && found.rows > found.header_rows;
    if !goes_on && (is_label_block(words, &found) || !is_table(words, &found, size, run.captioned)) {
        return None;
    }
    let indices: Vec<usize> = found.cells.iter().flat_map(|cell| cell.words.iter().copied()).collect();
    let area = area_of(words, &indices);
    let Grid { columns, cells, rows, header_rows, .. } = found;
    Some(PageTable { area, evidence: TableEvidence::Aligned, rows, columns, header_rows, stub_columns: 1, cells })
}

/// Three columns or more; or two with a header and values: a label beside a text is no table.
fn is_table(words: &Words, grid: &Grid, size: f32, captioned: bool) -> bool {
    let rows = grid.rows - grid.header_rows;
    let filled = |row: usize| grid.cells.iter().filter(|cell| cell.row == row).count();
    let celled = (grid.header_rows..grid.rows).filter(|row| filled(*row) >= 2).count();
    let values = grid.cells.iter().filter(|cell| is_value(words, cell)).count();
    let characters: usize = grid.lines.iter().map(TextLine::count).sum();
    let short = characters <= 45 * grid.cells.len();
    let wide = grid.columns.len() >= 3;
    let full = (grid.header_rows..grid.rows).filter(|row| filled(*row) >= 3).count();
    let headed = grid.header_rows > 0 || values * 3 >= grid.cells.len();
    let parted = apart(&grid.columns, size);
    let enough = celled >= FEWEST.min(rows.max(2)) && celled * 2 >= rows && rows >= 2;
    // The last row of a table of substances, alone below its head on the next page; the first below a caption.
    let numbered = |cell: &&PageCell| {
        cell.words.iter().any(|word| words.words.get(*word).is_some_and(|word| is_casrn(words.text(word))))
    };
    let alone = rows == 1
        && grid.header_rows > 0
        && filled(grid.header_rows) >= if captioned { 3 } else { 4 }
        && (captioned || grid.cells.iter().any(|cell| numbered(&cell)));
    if alone && short && parted {
        return true;
    }
    enough && short && parted && headed && (wide && full >= 2 || values * 5 >= 2 * grid.cells.len() && rows >= 4)
}

/// Whether white space parts all columns.
fn apart(columns: &[Column], size: f32) -> bool {
    columns.windows(2).filter(|pair| pair[1].u0 - pair[0].u1 > 0.5 * size).count() * 2 >= columns.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::tables::typed::{LEADING, chunks_of, rows_of, typed, typed_apart};

    fn check(page: &[&str], expected: &[&[&str]]) {
        check_words(&typed(page), page, expected);
    }

    fn check_words(words: &Words, page: &[&str], expected: &[&[&str]]) {
        let found: Vec<Vec<String>> =
            aligned(words, &chunks_of(words), None).iter().map(|table| rows_of(words, &table.cells)).collect();
        assert_eq!(found, expected, "{page:#?}");
    }

    #[test]
    fn words_below_each_other_are_tables() {
        check(
            &[
                "Substance      CAS No.      Share",
                "Ethanol        64-17-5      10 %",
                "Water          7732-18-5    90 %",
            ],
            &[&["Substance|CAS No.|Share", "Ethanol|64-17-5|10 %", "Water|7732-18-5|90 %"]],
        );
        check(
            &["Carbon       0.14 to 0.20 %", "Silicon      0.05 %", "Nickel       1.5 %", "Chromium     0.75"],
            &[&["Carbon|0.14 to 0.20 %", "Silicon|0.05 %", "Nickel|1.5 %", "Chromium|0.75"]],
        );
        check(
            &["Carbon       0.14 %", "Silicon      0.05", "Nickel       1.5 %", "Chromium     0.75"],
            &[&["Carbon|0.14 %", "Silicon|0.05", "Nickel|1.5 %", "Chromium|0.75"]],
        );
        // Words that bound a number are no header.
        check(
            &[
                "Carbon       less than 0.28 %",
                "Manganese    less than 0.60 %",
                "Silicon      0.05 %",
                "Nickel       1.5 %",
            ],
            &[&["Carbon|less than 0.28 %", "Manganese|less than 0.60 %", "Silicon|0.05 %", "Nickel|1.5 %"]],
        );
    }

    #[test]
    fn codes_beside_long_names_are_rows() {
        let rows: &[&str] = &[
            "0077|Alkali metal dinitrophenolates wetted with more than fifteen percent water",
            "0078|Dinitroresorcinol",
            "0079|Hexanitrodiphenylamine",
            "0113|Guanyl nitrosamino hydrazine",
        ];
        let page: Vec<String> = rows.iter().map(|row| row.replace('|', "     ")).collect();
        check(&page.iter().map(String::as_str).collect::<Vec<_>>(), &[rows]);
    }

    #[test]
    fn labels_lists_and_sections_are_none() {
        check(
            &[
                "Product name     Cleaner 12",
                "Product code     4711-25",
                "CAS No.          64-17-5",
                "Telephone        030 1234567",
            ],
            &[],
        );
        check(
            &[
                "Product name:    Cleaner 12",
                "Product code:    4711-25",
                "Share:           12 %",
                "Count:           14",
            ],
            &[],
        );
        check(
            &[
                "5.1     Extinguishing media",
                "        12 13",
                "5.2     Special hazards",
                "        14 15",
                "5.3     Advice for firefighters",
                "        16 17",
            ],
            &[],
        );
        check(
            &[
                "Introduction ............     3",
                "Methods .................     7",
                "Results .................    12",
                "Discussion ..............    15",
            ],
            &[],
        );
    }

    #[test]
    fn how_a_claim_begins_is_no_row() {
        check(
            &[
                "1.      A rotor shaft of steel that has the composition",
                "C       less than 0.3 %",
                "Si      less than 0.05 %",
                "Mn      up to 0.5 %",
                "Ni      3.5 to 5 %",
            ],
            &[&["C|less than 0.3 %", "Si|less than 0.05 %", "Mn|up to 0.5 %", "Ni|3.5 to 5 %"]],
        );
    }

    #[test]
    fn entries_end_a_table() {
        check(
            &[
                "State      CAS No.      Name",
                "NJ         64-17-5      Ethanol",
                "PA         64-17-5      Ethanol",
                "Hazard codes",
                "Health: 1      Fire: 1      Special: 0",
                "Rating",
                "Health: 1      Fire: 1      Special: 0",
            ],
            &[&["State|CAS No.|Name", "NJ|64-17-5|Ethanol", "PA|64-17-5|Ethanol"]],
        );
    }

    #[test]
    fn names_with_dots_before_several_values_are_rows() {
        check(
            &[
                "Proportion          1.0      1.1",
                "0.99 ...........    800      880",
                "0.95 ...........    160      176",
                "0.90 ...........     80       88",
            ],
            &[&[
                "Proportion|1.0|1.1",
                "0.99 ...........|800|880",
                "0.95 ...........|160|176",
                "0.90 ...........|80|88",
            ]],
        );
    }

    #[test]
    fn one_row_is_a_table_where_a_number_or_a_caption_says_so() {
        let head = "Substance      CAS No.      EC No.       Share";
        let row = "Ethanol        64-17-5      200-578-6    10 %";
        check(&[head, "", row], &[&["Substance|CAS No.|EC No.|Share", "Ethanol|64-17-5|200-578-6|10 %"]]);
        check(&[head, "", "Ethanol        none         none         10 %"], &[]);
    }

    #[test]
    fn the_last_lines_of_a_row_stay_with_it() {
        check(
            &[
                "Identifiers      Substance     Share    Class",
                "",
                "CAS: 64-17-5     Ethanol       10 %     Flam. Liq. 2",
                "EC: 200-578-6",
                "Index: 603-002",
                "",
                "Printed in the year when it was written, for whom it may concern and for all others who read on.",
            ],
            &[&[
                "Identifiers|Substance|Share|Class",
                "CAS: 64-17-5/EC: 200-578-6/Index: 603-002|Ethanol|10 %|Flam. Liq. 2",
            ]],
        );
    }

    #[test]
    fn the_last_lines_of_a_row_stay_with_it_where_cells_stand_half_way_between_others() {
        let page = [
            "*Identifiers              Name              Classification         Amount",
            "",
            "",
            "",
            "                                            Flam. Liq. 2, H225;",
            "                          Toluene and",
            "CAS: 108-88-3                               Repr. 2, H361d;        10 %",
            "                          others",
            "                                            Asp. Tox. 1, H304",
            "",
            "",
            "",
            "CAS: 67-64-1",
            "",
            "EC: 200-662-2                               Flam. Liq. 2, H225;",
            "                          Acetone                                  20 %",
            "Index: 606-001-00-8                         Eye Irrit. 2, H319",
            "",
            "REACH: 01-2119471330-49",
            "",
            "",
            "",
            "The full text of the hazard statements stands in section sixteen.",
        ];
        check_words(
            &typed_apart(&page, LEADING / 2.0),
            &page,
            &[&[
                "Identifiers|Name|Classification|Amount",
                "CAS: 108-88-3|Toluene and/others|Flam. Liq. 2, H225;/Repr. 2, H361d;/Asp. Tox. 1, H304|10 %",
                "CAS: 67-64-1/EC: 200-662-2/Index: 606-001-00-8/REACH: 01-2119471330-49|Acetone|\
                 Flam. Liq. 2, H225;/Eye Irrit. 2, H319|20 %",
            ]],
        );
    }

    #[test]
    fn titles_of_several_lines_begin_above_the_first_line_with_cells() {
        check(
            &[
                "Set in one line",
                "",
                "                            Amount",
                "Substance      CAS No.      in per cent",
                "Ethanol        64-17-5      10 %",
                "Water          7732-18-5    90 %",
            ],
            &[&["Substance|CAS No.|Amount/in per cent", "Ethanol|64-17-5|10 %", "Water|7732-18-5|90 %"]],
        );
    }

    #[test]
    fn titles_with_signs_and_numbers_are_no_row() {
        let rows = [
            "Ethanol       CAS: 64-17-5     not classified    < 5",
            "Water         CAS: 7732-18-5   not classified    < 9",
        ];
        check(
            &["Name          CAS number       1272/2008         %", "", rows[0], "", rows[1]],
            &[&[
                "Name|CAS number|1272/2008|%",
                "Ethanol|CAS: 64-17-5|not classified|< 5",
                "Water|CAS: 7732-18-5|not classified|< 9",
            ]],
        );
        // The first row's number stands half-way down the row.
        let page = [
            "                               Flam. Liq. 2",
            "Ethanol       CAS: 64-17-5                       < 5",
            "                               Eye Irrit. 2",
            "",
            "",
            "",
            "Water         CAS: 7732-18-5   not classified    < 9",
            "",
            "",
            "",
            "Acetone       CAS: 67-64-1     Flam. Liq. 2      < 3",
        ];
        check_words(
            &typed_apart(&page, LEADING / 2.0),
            &page,
            &[&[
                "Ethanol|CAS: 64-17-5|Flam. Liq. 2/Eye Irrit. 2|< 5",
                "Water|CAS: 7732-18-5|not classified|< 9",
                "Acetone|CAS: 67-64-1|Flam. Liq. 2|< 3",
            ]],
        );
    }
}
