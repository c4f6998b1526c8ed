#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks the documentation as far as a script can.

    check_docs.py [--tree DIR] [--why] [--write]

Each *.md in the tree: no line is longer than 120 columns; each link leads to a file, and to one of
its headings if it has an anchor; each file named in `backticks` exists, and so does each function
of `file.c: function()` in that file; figures that `make bench` measures are only in
docs/figures.md. Each source: the pages that it names exist. tests/where, lines of 'question | file |
word': the file exists and has the word, and README.md or docs/architecture.md leads to it, as it is
named there or in a page at most two links away; --why prints the way. docs/architecture.md draws
the floors of tools/layers and lists its upward calls; --write updates that list. Prints 'passed' or
'FAILED' lines.
"""

import argparse
import os
import re
import subprocess
import sys
import textwrap

COLUMNS = 120
START = ("README.md", "docs/architecture.md")
FIGURES = "docs/figures.md"
TEST = "tests/check_pages_test.py"
MOST_LINKS = 2
LEAST_QUESTIONS = 30

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FILE = re.compile(r"^[\w.+-]+(/[\w.+-]+)*\.(c|cc|h|S|py|mk|lds|sh)$")
FUNCTION = re.compile(r"`([\w/.-]+\.[chS]): ((?:\w+\(\)(?:, )?)+)`")
# A count measured by `make bench`; promised bounds are permitted anywhere.
FIGURE = re.compile(r"\b(\d{3,}|\d{1,3}(?:,\d{3})+) (instructions|bytes an instruction)\b")
BOUNDS = ("250,000", "50,000")
# Files that are not in the tree: those of others, of examples, and those a reader is to write.
FOREIGN = {"main.c", "main.cc", "lua.c", "luac.c", "lua5.4-deb-multiarch.h", "luaconf.h", "lapi.c",
           "missing.c", "signal.h", "pthread.h", "termios.h", "stdlib.h", "unistd.h", "errno.h"}
# Pages about headers of the C library, and one with a recorded session.
NO_NAMES = ("docs/posix/posix.md", "docs/porting.md")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def prose(text):
    """A page with its blocks of code blanked, so that lines keep their numbers."""
    fenced, lines = False, []
    for line in text.split("\n"):
        if line.startswith("```"):
            fenced = not fenced
        lines.append("" if fenced or line.startswith("    ") or line.startswith("```") else line)
    return "\n".join(lines)


def anchors(path):
    """The anchors that GitHub gives to the headings of a page."""
    found = set()
    for heading in re.findall(r"^#+ (.*)$", prose(read(path)), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-"))
    return found


def links(path):
    """(target, anchor) of each link of a page, without links to web sites."""
    for target in LINK.findall(prose(read(path))):
        if not re.match(r"[a-z]+:", target):
            name, _, anchor = target.partition("#")
            yield os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path, anchor


def named(path):
    """The words of a page that are in backticks."""
    return [word for text in re.findall(r"`([^`\n]+)`", prose(read(path)))
            for word in re.split(r"[\s,:]+", text)]


def wrong_lines(path):
    return [f"{path}:{number}: {len(line)} columns, at most {COLUMNS}"
            for number, line in enumerate(read(path).split("\n"), 1) if len(line) > COLUMNS]


def wrong_links(path):
    wrong = []
    for target, anchor in links(path):
        if not os.path.exists(target):
            wrong.append(f"{path}: a link to {target}, which is not there")
        elif anchor and target.endswith(".md") and anchor not in anchors(target):
            wrong.append(f"{path}: a link to #{anchor} of {target}, which has no such heading")
    return wrong


def ends_with(files, name):
    return [path for path in files if path == name or path.endswith("/" + name)]


def wrong_names(path, files):
    wrong = [f"{path}: `{word}` is named, and no file is called so" for word in named(path)
             if FILE.match(word) and word not in FOREIGN and not ends_with(files, word)]
    for name, functions in FUNCTION.findall(prose(read(path))):
        texts = [read(file) for file in ends_with(files, name)]
        wrong += [f"{path}: {name} has no {function}()" for function in re.findall(r"\w+", functions)
                  if texts and not any(re.search(rf"\b{function}\b", text) for text in texts)]
    return wrong


def wrong_mentions(files):
    """Sources that refer to a page that does not exist."""
    return [f"{path}: {page} is not there" for path in files
            if re.search(r"(\.(c|cc|h|S|py|mk|cfg)|Makefile)$", path) and path != TEST
            for page in sorted(set(re.findall(r"\bdocs/[\w/-]+\.md\b", read(path))))
            if not os.path.exists(page)]


def wrong_figures(path):
    return [f"{path}: '{count} {unit}' is a figure: it stands in {FIGURES} alone"
            for count, unit in FIGURE.findall(prose(read(path)).replace("\n", " "))
            if count not in BOUNDS]


def pages_near():
    """{page: the way to it} for pages at most MOST_LINKS links from the first pages."""
    near = {path: [path] for path in START if os.path.exists(path)}
    edge = list(near)
    for _ in range(MOST_LINKS):
        following = []
        for path in edge:
            for target, _ in links(path):
                if target.endswith(".md") and os.path.exists(target) and target not in near:
                    near[target] = near[path] + [target]
                    following.append(target)
        edge = following
    return near


def way_to(file, near):
    for page, way in near.items():
        if file in named(page) or file in (target for target, _ in links(page)):
            return way
    return None


def wrong_where(why):
    wrong, count, near = [], 0, pages_near()
    for line in read("tests/where").splitlines():
        if not line or line.startswith("#"):
            continue
        count += 1
        question, file, word = (part.strip() for part in line.split(" | "))
        way = way_to(file, near)
        if not os.path.exists(file):
            wrong.append(f"where is {question}? {file} is not there")
        elif word not in read(file):
            wrong.append(f"where is {question}? {file} has no '{word}'")
        elif not way:
            wrong.append(f"where is {question}? no page near {' or '.join(START)} names {file}")
        elif why:
            print(f"{question}: {' -> '.join(way)} -> {file}")
    if count < LEAST_QUESTIONS:
        wrong.append(f"tests/where asks {count} questions, at least {LEAST_QUESTIONS}")
    return wrong


def upward_calls():
    """The permissions of tools/layers, as docs/architecture.md shows them."""
    lines = []
    for line in read("tools/layers").splitlines():
        match = re.fullmatch(r"up (\S+) (\S+): ([^:]+): (.+)", line)
        if match:
            names = " ".join(f"`{name}`" for name in match[3].split())
            low = "any floor" if match[1] == "*" else match[1]
            lines += textwrap.wrap(f"- {low} to {match[2]}: {names}: {match[4]}", COLUMNS,
                                   subsequent_indent="  ", break_long_words=False,
                                   break_on_hyphens=False)
    return "\n".join(lines)


def floors():
    """The floors of tools/layers, from the top."""
    return list(dict.fromkeys(re.findall(r"^floor (\S+)", read("tools/layers"), re.MULTILINE)))[::-1]


def wrong_layers(write):
    page = START[1]
    drawn = re.findall(r"^ +(\w+) +\|  ", read(page), re.MULTILINE)
    if drawn != floors():
        return [f"{page} draws the floors {' '.join(drawn)}, not {' '.join(floors())}"]
    parts = re.fullmatch(r"(.*<!-- tools/layers[^>]*-->\n)(.*?)(<!-- end -->.*)", read(page), re.DOTALL)
    if not parts:
        return [f"{page}: the marks around the list of tools/layers are not there"]
    wanted = upward_calls() + "\n"
    if write:
        with open(page, "w", encoding="utf-8") as file:
            file.write(parts[1] + wanted + parts[3])
    elif parts[2] != wanted:
        return [f"{page} does not list what tools/layers does: tests/check_docs.py --write"]
    return []


def say(what, wrong):
    for line in wrong:
        print(f"FAILED  docs/{what}: {line}")
    if not wrong:
        print(f"passed  docs/{what}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tree", default=".")
    parser.add_argument("--why", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    os.chdir(options.tree)
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], capture_output=True,
                           text=True, check=True).stdout.split()
    files = [path for path in files if os.path.exists(path)]
    pages = [path for path in files if path.endswith(".md")]
    say("lines", [wrong for path in pages for wrong in wrong_lines(path)])
    say("links", [wrong for path in pages for wrong in wrong_links(path)])
    say("names", [wrong for path in pages if path not in NO_NAMES
                  for wrong in wrong_names(path, files)] + wrong_mentions(files))
    say("figures", [wrong for path in pages if path != FIGURES for wrong in wrong_figures(path)])
    say("layers", wrong_layers(options.write))
    say("where", wrong_where(options.why))
    return 0


if __name__ == "__main__":
    sys.exit(main())
