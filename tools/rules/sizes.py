"""How long a file may be: a reader should hold it in mind."""
from pathlib import Path

from rules import Problem, Rule

GENERATED = ("web/src/api/",)
FIXED = {"CMakeLists.txt": 80, "CONTRIBUTING.md": 80}
MEBIBYTE = 1 << 20


def length(text):
    return text.count("\n") + (not text.endswith("\n"))


def lines(tree):
    for path, text in tree.texts.items():
        count, suffix = length(text), Path(path).suffix
        if path in FIXED and count > FIXED[path]:
            yield Problem(path, 0, f"{count} lines; the limit is {FIXED[path]}")
        if path.startswith(("src/", "tests/", "bench/", "fuzz/", "tools/")):
            if suffix == ".h" and count > 200:
                yield Problem(path, 0, f"{count} lines; a header has 200 at most: one idea a header")
            if suffix in (".cc", ".py", ".sh") and count > 500:
                yield Problem(path, 0, f"{count} lines; split by phase (500, at most 800)", count > 800)
        if path.startswith("web/") and suffix in (".ts", ".svelte", ".mjs"):
            if count > 300 and not path.startswith(GENERATED):
                yield Problem(path, 0, f"{count} lines; a file of the web application has 300 at most")


def blobs(tree):
    for path, size in tree.sizes.items():
        if size > MEBIBYTE:
            yield Problem(path, 0, f"{size} bytes; nothing above 1 MB goes into git: make it in a test")
    for path, text in tree.texts.items():
        if len(text) > MEBIBYTE:
            yield Problem(path, 0, f"{len(text)} characters; nothing above 1 MB goes into git")


RULES = [
    Rule("lines", lines,
         bad=[{"src/base/a.h": "//\n" * 201}, {"src/base/a.cc": "//\n" * 801},
              {"web/src/data/a.ts": "//\n" * 301}, {"CONTRIBUTING.md": "a\n" * 81}],
         good=[{"src/base/a.h": "//\n" * 200, "src/base/a.cc": "//\n" * 700,
                "web/src/api/types.ts": "//\n" * 900}]),
    Rule("blobs", blobs, bad=[{"tests/data/log.csv": "a" * (MEBIBYTE + 1)}],
         good=[{"tests/data/log.csv": "a" * 1000}]),
]
