"""Processor time of programs: `speed.py PROGRAM PAGES FILE…` reads every file once and prints one JSON line.

PAGES is the most pages of a file that are read, 0 for all. The line holds `pages` and `seconds` (user and system time
after the program was loaded; for a program that is started for each file, without the time of starting it for
nothing), and `failed`, the number of files it could not read.
"""

import ctypes
import json
import logging
import os
import resource
import subprocess
import sys
import warnings


def within(document, most):
    count = len(document)
    return range(min(count, most) if most else count)


def pdfium(file, most, mode):
    import pypdfium2 as program
    import pypdfium2.raw as raw

    document = program.PdfDocument(file)
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    places = [ctypes.byref(value) for value in (left, right, low, high)]
    box = raw.FPDFText_GetCharBox
    pages = within(document, most)
    for index in pages:
        page = document[index]
        text = page.get_textpage()
        text.get_text_range()
        if mode == "boxes":
            handle = text.raw
            for at in range(text.count_chars()):
                box(handle, at, *places)
        text.close()
        page.close()
    document.close()
    return len(pages)


def pymupdf(file, most, mode):
    import pymupdf as program

    with program.open(file) as document:
        pages = within(document, most)
        for index in pages:
            document[index].get_text(mode)
        return len(pages)


def pdf_oxide(file, most, mode):
    import pdf_oxide as program

    document = program.PdfDocument(file)
    count = document.page_count() if callable(document.page_count) else document.page_count
    read = document.extract_chars if mode == "chars" else document.extract_text
    pages = range(min(count, most) if most else count)
    for index in pages:
        read(index)
    return len(pages)


def pdfplumber(file, most, mode):
    import pdfplumber as program

    with program.open(file) as document:
        pages = document.pages[:most] if most else document.pages
        for page in pages:
            page.extract_words()
            if mode == "tables":
                page.extract_tables()
            page.close()
        return len(pages)


def pdftotext(file, most, mode):
    import pypdfium2

    count = len(pypdfium2.PdfDocument(file))
    last = min(count, most) if most else count
    options = {"plain": [], "bbox": ["-bbox"], "bbox-layout": ["-bbox-layout"]}[mode]
    subprocess.run(
        ["pdftotext", *options, "-l", str(last), file, "/dev/null"], check=True, capture_output=True
    )
    return last


PROGRAMS = {"pdfium": pdfium, "pymupdf": pymupdf, "pdf_oxide": pdf_oxide, "pdfplumber": pdfplumber, "pdftotext": pdftotext}


def seconds(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def main():
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    variant, most, files = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    name, _, mode = variant.partition(":")
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # Whatever a program prints does not get among the results.
    children = name == "pdftotext"
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    idle = 0.0
    if children:
        before = seconds(who)
        for _ in range(20):
            subprocess.run(["pdftotext", "-v"], check=False, capture_output=True)
        idle = (seconds(who) - before) / 20
    else:
        __import__({"pdfium": "pypdfium2"}.get(name, name))
    before = seconds(who)
    pages = failed = 0
    for file in files:
        try:
            pages += PROGRAMS[name](file, most, mode)
        except Exception:  # A file that a program cannot read is counted.
            failed += 1
    spent = seconds(who) - before - idle * len(files)
    print(json.dumps({"pages": pages, "seconds": spent, "failed": failed}), file=out, flush=True)


if __name__ == "__main__":
    main()
