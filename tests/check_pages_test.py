#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check_pages_test.py: checks that check_docs.py, check_course.py and mutants.py --check find all
kinds of errors.

A small tree of correct pages must pass; with one fault at a time, the fault must be named.
"""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
LONG = "a line that is too long, " * 5
README = "# R\n\n[plan](docs/architecture.md#floors) `lib/one.c` `one.c: one()`\n"
PLAN = ("# Floors\n\n     high |  code\n     low  |  code\n\n"
        "<!-- tools/layers: here -->\n- low to high: `one`: because\n<!-- end -->\n")
WHERE = "".join(f"thing {number} | lib/one.c | one\n" for number in range(30))
SITTING = """## {0}. Title

Page: [plan](architecture.md). Files:

- `lib/one.c`: all

Run:

    true
    make pv-check TESTS=tests/guest/one

Exercise:

    make mutants NAMES=one-is-two

Question {0}: why?

"""
COURSE = "".join(SITTING.format(number) for number in range(1, 11)) + "## Answers\n\n" + "".join(
    f"{number}. Because.\n" for number in range(1, 11))
TREE = {
    "README.md": README, "docs/architecture.md": PLAN, "docs/reading-order.md": COURSE,
    "tools/layers": "floor low low/\nfloor high high/\nup low high: one: because\n", "tests/where": WHERE,
    "lib/one.c": "int one(void);\n" + "/* one more */\n" * 399, "tests/guest/one/main.c": "one\n",
    "tests/mutants": "one-is-two | one | lib/one.c | int one | int two\n",
}

MUTANTS = "mutants.py --list tests/mutants --check"

# the checker, the fault, its file, old text, new text, expected output
CASES = [
    ("check_docs.py", "nothing", "README.md", "", "", "passed  docs/where"),
    ("check_docs.py", "a long line", "README.md", "# R\n", f"# R\n{LONG}\n", "README.md:2: 125 columns"),
    ("check_docs.py", "a link to nothing", "README.md", "docs/architecture", "docs/nothing",
     "a link to docs/nothing.md, which is not there"),
    ("check_docs.py", "a link to no heading", "README.md", "#floors", "#cellar", "a link to #cellar"),
    ("check_docs.py", "a file that is not there", "README.md", "`lib/one.c`", "`lib/two.c`",
     "`lib/two.c` is named"),
    ("check_docs.py", "a function that is not there", "README.md", "one.c: one()", "one.c: two()",
     "one.c has no two()"),
    ("check_docs.py", "a source that names no page", "lib/one.c", "/* one more */\n/", "/* docs/two.md */\n/",
     "lib/one.c: docs/two.md is not there"),
    ("check_docs.py", "a figure", "README.md", "# R\n", "# R\n\nIt takes 12,345\ninstructions.\n",
     "'12,345 instructions' is a figure"),
    ("check_docs.py", "another upward call", "tools/layers", "one:", "two:", "does not list what tools/layers"),
    ("check_docs.py", "another floor", "tools/layers", "floor high", "floor middle middle/\nfloor high",
     "draws the floors high low, not high middle low"),
    ("check_docs.py", "a thing in no file", "tests/where", "thing 3 | lib/one.c", "thing 3 | lib/two.c",
     "where is thing 3? lib/two.c is not there"),
    ("check_docs.py", "a thing that no page leads to", "tests/where", "thing 3 | lib/one.c | one",
     "thing 3 | tests/guest/one/main.c | one", "where is thing 3? no page near"),
    ("check_docs.py", "a thing that has moved", "tests/where", "thing 3 | lib/one.c | one",
     "thing 3 | lib/one.c | two", "where is thing 3? lib/one.c has no 'two'"),
    ("check_docs.py", "too few things", "tests/where", WHERE, "thing | lib/one.c | one\n", "asks 1 questions"),
    ("check_course.py", "nothing", "README.md", "", "", "passed  course: 30 commands"),
    ("check_course.py", "a sitting too long", "lib/one.c", "/* one more */\n", "/* one more */\n\n",
     "its files have 799 lines"),
    ("check_course.py", "a sitting too few", "docs/reading-order.md", "## 7. ", "## ", "it has the sittings"),
    ("check_course.py", "a question without an answer", "docs/reading-order.md", "7. Because", "Because",
     "sitting 7: its question, or the answer"),
    ("check_course.py", "a test that is not there", "docs/reading-order.md", "guest/one", "guest/two",
     "TESTS=tests/guest/two': there is no such test"),
    ("check_course.py", "a mutant that is not there", "docs/reading-order.md", "one-is-two", "two-is-one",
     "NAMES=two-is-one': there is no such mutant"),
    ("check_course.py", "a command that fails", "docs/reading-order.md", "    true", "    false",
     "'false': exit code 1"),
    (MUTANTS, "nothing", "README.md", "", "", "passed  tests/mutants: each of 1 mutants"),
    (MUTANTS, "a mutant without a place", "tests/mutants", "int one", "int none", "'int none' is 0 times"),
    (MUTANTS, "two mutants of one name", "tests/mutants", "int two\n",
     "int two\none-is-two | one | lib/one.c | (void) | ()\n", "tests/mutants:2: one-is-two is the name of another"),
    (MUTANTS, "a mutant of no test", "tests/mutants", "| one |", "| two |", "there is no test tests/guest/two"),
]


def run_case(checker, path, old, new):
    for name, text in TREE.items():
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "w", encoding="utf-8") as file:
            file.write(text.replace(old, new) if old and name == path else text)
    subprocess.run(["git", "init", "-q"], check=True)
    words = checker.split()
    return subprocess.run([f"{HERE}/{words[0]}", *words[1:]], capture_output=True, text=True,
                          check=False).stdout


def main():
    for checker, what, path, old, new, expected in CASES:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            said = run_case(checker, path, old, new)
            os.chdir("/")
        if expected in said and ("FAILED" in said) == (what != "nothing"):
            print(f"passed  pages/{checker.split()[0]}: {what}")
        else:
            print(f"FAILED  pages/{checker.split()[0]}: {what}: {said.strip()}")


if __name__ == "__main__":
    sys.exit(main())
