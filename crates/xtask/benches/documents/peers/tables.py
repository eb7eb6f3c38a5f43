"""Tables as other programs find them: `tables.py VARIANT FILE…` prints one JSON line a file.

A line holds `file` and either `tables` (page from 1; cells with row, column, row_span, column_span, text) or `error`.
Every program gets the whole file and must find the tables by itself; its own merged cells are kept as spans.
"""

import bisect
import json
import logging
import os
import signal
import sys
import warnings

SECONDS_A_FILE = 120


def edges(values):
    """Sorted places, those nearer than two points taken as one."""
    kept = []
    for value in sorted(values):
        if not kept or value - kept[-1] > 2:
            kept.append(value)
    return kept


def nearest(places, value):
    at = bisect.bisect_left(places, value)
    near = [index for index in (at - 1, at) if 0 <= index < len(places)]
    return min(near, key=lambda index: abs(places[index] - value))


def from_boxes(page, boxes):
    """Cells with boxes (left, top, right, bottom) and texts into rows and columns."""
    columns = edges([box[0] for box, _ in boxes] + [box[2] for box, _ in boxes])
    rows = edges([box[1] for box, _ in boxes] + [box[3] for box, _ in boxes])
    cells = []
    for (left, top, right, bottom), text in boxes:
        column, row = nearest(columns, left), nearest(rows, top)
        cells.append(
            {
                "row": row,
                "column": column,
                "row_span": max(1, nearest(rows, bottom) - row),
                "column_span": max(1, nearest(columns, right) - column),
                "text": text or "",
            }
        )
    return {"page": page, "cells": sorted(cells, key=lambda cell: (cell["row"], cell["column"]))}


def from_rows(page, rows):
    cells = [
        {"row": at, "column": column, "text": "" if text is None else str(text)}
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    return {"page": page, "cells": cells}


def pymupdf(file, mode):
    import pymupdf as program

    strategy, _, texts = mode.partition("+")
    options = {"vertical_strategy": strategy, "horizontal_strategy": strategy}
    tables = []
    with program.open(file) as document:
        for number, page in enumerate(document, 1):
            for table in page.find_tables(**options).tables:
                boxes = []
                for row, row_texts in zip(table.rows, table.extract()):
                    for box, text in zip(row.cells, row_texts):
                        if box is not None:
                            boxes.append((box, page.get_textbox(box) if texts == "textbox" else text))
                if boxes:
                    tables.append(from_boxes(number, boxes))
    return tables


def pdfplumber(file, mode):
    import pdfplumber as program

    tables = []
    with program.open(file) as document:
        for number, page in enumerate(document.pages, 1):
            for table in page.find_tables({"vertical_strategy": mode, "horizontal_strategy": mode}):
                boxes = [
                    (box, text)
                    for row, texts in zip(table.rows, table.extract())
                    for box, text in zip(row.cells, texts)
                    if box is not None
                ]
                if boxes:
                    tables.append(from_boxes(number, boxes))
            page.close()
    return tables


def camelot(file, mode):
    import camelot as program

    tables = []
    for table in program.read_pdf(file, pages="all", flavor=mode, suppress_stdout=True):
        boxes, taken = [], set()
        cells = table.cells
        for at, row in enumerate(cells):
            for column, cell in enumerate(row):
                if (at, column) in taken:
                    continue
                # A cell without its right or lower edge goes on in the next one.
                right, low = column, at
                while mode == "lattice" and right + 1 < len(row) and not row[right].right and not row[right + 1].left:
                    right += 1
                while mode == "lattice" and low + 1 < len(cells) and not cells[low][column].bottom and not cells[low + 1][column].top:
                    low += 1
                parts = [(r, c) for r in range(at, low + 1) for c in range(column, right + 1)]
                taken.update(parts)
                texts = [cells[r][c].text.strip() for r, c in parts]
                text = "\n".join(text for text in texts if text)
                boxes.append({"row": at, "column": column, "row_span": low - at + 1, "column_span": right - column + 1, "text": text})
        tables.append({"page": int(table.page), "cells": boxes})
    return tables


def tabula(file, mode):
    import pypdfium2
    import tabula as program

    options = {"lattice": {"lattice": True}, "stream": {"stream": True}, "auto": {}}[mode]
    tables = []
    # Its tables do not say their page, so it is asked for one page at a time.
    for number in range(1, len(pypdfium2.PdfDocument(file)) + 1):
        found = program.read_pdf(file, pages=number, output_format="json", silent=True, **options)
        for table in found:
            if table.get("data"):
                rows = [[cell["text"].replace("\r", "\n") for cell in row] for row in table["data"]]
                tables.append(from_rows(number, rows))
    return tables


def pdf_oxide(file, mode):
    import pdf_oxide as program

    document = program.PdfDocument(file)
    tables = []
    count = document.page_count() if callable(document.page_count) else document.page_count
    for index in range(count):
        for table in document.extract_tables(index):
            rows = table["rows"] if isinstance(table, dict) else table.rows
            texts = []
            for row in rows:
                cells = row["cells"] if isinstance(row, dict) else getattr(row, "cells", row)
                texts.append([cell["text"] if isinstance(cell, dict) else getattr(cell, "text", cell) for cell in cells])
            tables.append(from_rows(index + 1, texts))
    return tables


PROGRAMS = {"pymupdf": pymupdf, "pdfplumber": pdfplumber, "camelot": camelot, "tabula": tabula, "pdf_oxide": pdf_oxide}


def late(_signal, _frame):
    raise TimeoutError(f"more than {SECONDS_A_FILE} s")


def main():
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    variant, files = sys.argv[1], sys.argv[2:]
    name, _, mode = variant.partition(":")
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # Whatever a program prints does not get among the results.
    signal.signal(signal.SIGALRM, late)
    for file in files:
        signal.alarm(SECONDS_A_FILE)
        try:
            line = {"file": file, "tables": PROGRAMS[name](file, mode)}
        except Exception as error:  # Any failure of a program is its result for this file.
            line = {"file": file, "error": f"{type(error).__name__}: {error}"}
        signal.alarm(0)
        print(json.dumps(line, ensure_ascii=False), file=out, flush=True)


if __name__ == "__main__":
    main()
