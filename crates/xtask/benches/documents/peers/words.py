"""Words in the order in which programs write them: `words.py PROGRAM FILE…` prints one JSON line a file.

A line holds `file` and either `pages` (for each page its words, split at white space) or `error`.
"""

import json
import logging
import os
import subprocess
import sys
import warnings


def pdftotext(file):
    text = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", file, "-"], check=True, capture_output=True
    ).stdout.decode("utf-8", "replace")
    return [page.split() for page in text.split("\f")[:-1]]


def pymupdf(file):
    import pymupdf as program

    with program.open(file) as document:
        return [page.get_text("text").split() for page in document]


def pdfium(file):
    import pypdfium2 as program

    pages = []
    document = program.PdfDocument(file)
    for page in document:
        text = page.get_textpage().get_text_range()
        # It marks a hyphen at the end of a line with U+0002 or U+FFFE and goes on with the next line.
        text = text.replace("\x02\r\n", "").replace("\ufffe\r\n", "").replace("\x02", "").replace("\ufffe", "")
        pages.append(text.split())
    return pages


def pdf_oxide(file):
    import pdf_oxide as program

    document = program.PdfDocument(file)
    count = document.page_count() if callable(document.page_count) else document.page_count
    return [document.extract_text(index).split() for index in range(count)]


def pdfplumber(file):
    import pdfplumber as program

    pages = []
    with program.open(file) as document:
        for page in document.pages:
            pages.append((page.extract_text() or "").split())
            page.close()
    return pages


PROGRAMS = {"pdftotext": pdftotext, "pymupdf": pymupdf, "pdfium": pdfium, "pdf_oxide": pdf_oxide, "pdfplumber": pdfplumber}


def main():
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    name, files = sys.argv[1], sys.argv[2:]
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # Whatever a program prints does not get among the results.
    for file in files:
        try:
            line = {"file": file, "pages": PROGRAMS[name](file)}
        except Exception as error:  # Any failure of a program is its result for this file.
            line = {"file": file, "error": f"{type(error).__name__}: {error}"}
        print(json.dumps(line), file=out, flush=True)


if __name__ == "__main__":
    main()
