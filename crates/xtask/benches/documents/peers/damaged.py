"""Damaged files: `damaged.py PROGRAM FILE…` reads each in a process of its own and prints one JSON line a file.

A line holds `outcome` (`read`, `refused`, `crash`, `hang`), `pages`, `seconds` (processor time of the process) and
`peak` (KiB). The processes have the limits that `cargo xtask mutate` sets: 11 s of processor time, 3 GiB of address
space. `orfila=PROGRAM` runs the given program of ours with the argument `mutant`.
"""

import json
import os
import resource
import signal
import subprocess
import sys

SECONDS = 10
CHILDREN = []


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS + 1, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))


def pymupdf(file):
    import pymupdf as program

    with program.open(file) as document:
        for page in document:
            page.get_text("words")
        return len(document)


def pdfium(file):
    import pypdfium2 as program

    document = program.PdfDocument(file)
    for page in document:
        page.get_textpage().get_text_range()
    return len(document)


def forked(program, file):
    """Reads in a copy of this process, so that loading the program does not count."""
    answer, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        limits()
        try:
            pages, code = program(file), 0
        except Exception:  # A refusal is an outcome.
            pages, code = 0, 3
        os.write(tell, str(pages).encode())
        os._exit(code)
    os.close(tell)
    return child, answer


def started(command, file):
    """A program that is started for the file; it says its pages on standard output, or nothing."""
    answer, tell = os.pipe()
    with open(file, "rb") as source:
        child = subprocess.Popen(command, stdin=source, stdout=tell, stderr=subprocess.DEVNULL, preexec_fn=limits)
    os.close(tell)
    CHILDREN.append(child)  # Python waits for a child that it forgets, and its status would be lost.
    return child.pid, answer


def line(name, file):
    if name.startswith("orfila="):
        child, answer = started([name.split("=", 1)[1], "mutant", os.path.basename(file)], file)
    elif name == "pdftotext":
        child, answer = started(["pdftotext", "-bbox", file, "-"], file)
    else:
        child, answer = forked({"pymupdf": pymupdf, "pdfium": pdfium}[name], file)
    said = bytearray()
    while part := os.read(answer, 1 << 16):
        said += part
    os.close(answer)
    _, status, usage = os.wait4(child, 0)
    for started_child in CHILDREN:
        started_child.returncode = 0
    CHILDREN.clear()
    seconds = usage.ru_utime + usage.ru_stime
    pages, refused = 0, False
    if name == "pdftotext":
        pages, refused = said.count(b"<page "), os.waitstatus_to_exitcode(status) > 0
    elif name.startswith("orfila="):
        words = said.split()
        pages, refused = (int(words[1]), words[0] != b"read") if len(words) == 4 else (0, False)
    else:
        pages, refused = int(said or b"0"), os.waitstatus_to_exitcode(status) == 3
    code = os.waitstatus_to_exitcode(status)
    if seconds > SECONDS or code in (-signal.SIGXCPU, -signal.SIGKILL):
        outcome = "hang"
    elif refused:
        outcome = "refused"
    else:
        outcome = "read" if code == 0 else "crash"
    return {"file": file, "outcome": outcome, "pages": pages, "seconds": seconds, "peak": usage.ru_maxrss}


def main():
    name, files = sys.argv[1], sys.argv[2:]
    if name in ("pymupdf", "pdfium"):
        __import__({"pdfium": "pypdfium2"}.get(name, name))
    for file in files:
        print(json.dumps(line(name, file)), flush=True)


if __name__ == "__main__":
    main()
