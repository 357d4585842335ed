"""What a text names must exist, and what exists must belong somewhere."""
import re
from pathlib import Path

from rules import Problem, Rule
from rules.code import line_of

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
NAMED_IN_CODE = re.compile(r"\b(docs/[\w./-]+\w)|\bADR[- ](\d{4})\b")
TICKED = re.compile(r"`([\w.@*/<>-]+)`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)\s]*)?\)")
KNOWN = re.compile(r"^(src|web|api|tests|bench|fuzz|docs|changes|cmake|tools|third_party|examples|\.ci)/")
OUTPUT = re.compile(r"^(web/(dist|node_modules)|build|\.cache)(/|$)|^/(work|root|home)/")
ADR_PARTS = ["Question", "Decision", "What we measured or read", "Rejected, and why", "What would change our mind"]


def layers(tree):
    return re.findall(r"^(\w+)\s*:", tree.texts.get("src/layers.txt", ""), re.M)


def has_adr(tree, number):
    return any(path.startswith(f"docs/adr/{number}-") for path in tree.texts)


def owned(tree):
    """Every header and source of src/ stands in a folder of layers.txt; sources are built, headers read."""
    folders = layers(tree)
    read = set()
    for path, text in tree.under("src", "tests", "bench", "fuzz", ends=(".cc", ".h", ".in", ".cmake", ".txt")):
        read.update(INCLUDE.findall(text))
        read.update(f"{Path(path).parent.name}/{name}" for name in INCLUDE.findall(text))
    for path, _ in tree.under("src", ends=(".cc", ".h")):
        folder = path.split("/")[1]
        inside = path.split("/", 2)[2] if path.count("/") > 1 else ""
        if folder not in folders or not inside:
            yield Problem(path, 0, "its folder is not in src/layers.txt")
        elif path.endswith(".h") and path[len("src/"):] not in read:
            yield Problem(path, 0, "no file includes this header: remove it, or use it")
        elif path.endswith(".cc"):
            built = tree.texts.get(f"src/{folder}/CMakeLists.txt", "")
            if not re.search(rf"(?<![\w./-]){re.escape(inside)}(?![\w.])", built):
                yield Problem(path, 0, f"not named in src/{folder}/CMakeLists.txt: it is not built")


def sources(tree):
    """`Source:` and other mentions in the code lead somewhere."""
    for path, text in tree.under("src", "tests", "bench", "fuzz", "cmake", ends=(".cc", ".h", ".cmake", ".txt")):
        for found in NAMED_IN_CODE.finditer(text):
            target, number = found.groups()
            if target and target not in tree.paths:
                yield Problem(path, line_of(text, found.start()), f"names {target}, which does not exist")
            if number and not has_adr(tree, number):
                yield Problem(path, line_of(text, found.start()), f"names ADR-{number}, which does not exist")


def exists(tree, base, target):
    if OUTPUT.search(target) or "<" in target:
        return True
    if "*" in target:
        return any(Path(path).match(target) for path in tree.paths)
    parts = []
    for part in (Path(base) / target).parts:
        parts = parts[:-1] if part == ".." and parts else parts + ([part] if part != ".." else [])
    return "/".join(parts).rstrip("/") in tree.paths or not parts


def documents(tree):
    """Paths in the front pages, and links in every document, lead somewhere."""
    for path, text in tree.texts.items():
        if not path.endswith(".md"):
            continue
        if path in ("ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"):
            for found in TICKED.finditer(text):
                if KNOWN.search(found.group(1)) and not exists(tree, "", found.group(1)):
                    yield Problem(path, line_of(text, found.start()), f"names {found.group(1)}, which does not exist")
        for found in LINK.finditer(text):
            if not exists(tree, str(Path(path).parent), found.group(1)):
                yield Problem(path, line_of(text, found.start()), f"links to {found.group(1)}, which does not exist")


def records(tree):
    """Decision records: one number each, five parts, one page."""
    numbers = {}
    for path, text in tree.under("docs/adr", ends=(".md",)):
        name = Path(path).name
        if not re.match(r"\d{4}-[a-z0-9-]+\.md$", name):
            yield Problem(path, 0, "a decision record is named NNNN-short-noun.md")
            continue
        if name[:4] in numbers:
            yield Problem(path, 0, f"has the number of {numbers[name[:4]]}")
        numbers[name[:4]] = path
        for part in ADR_PARTS:
            if f"\n## {part}\n" not in text and f"\n**{part}.**" not in text:
                yield Problem(path, 0, f"a decision record has a part `## {part}` (or `**{part}.**`)")


_LAYERS = {"src/layers.txt": "base :\nmodel : base\n"}
_ADR = "# 1\n" + "".join(f"\n## {part}\ntext\n" for part in ADR_PARTS)

RULES = [
    Rule("owned", owned,
         bad=[{**_LAYERS, "src/other/a.h": ""},
              {**_LAYERS, "src/base/CMakeLists.txt": "parcours_module(base SOURCES b.cc)", "src/base/a.cc": ""},
              {**_LAYERS, "src/base/a.h": ""}],
         good=[{**_LAYERS, "src/base/CMakeLists.txt": "parcours_module(base SOURCES a.cc)",
                "src/base/a.cc": '#include "base/a.h"\n', "src/base/a.h": ""}]),
    Rule("sources", sources,
         bad=[{"src/base/a.h": "/// Source: docs/methods/funnel.md (definition)"},
              {"src/base/a.h": "/// Source: ADR-0042"}],
         good=[{"src/base/a.h": "/// Source: docs/methods/funnel.md, ADR-0001.", "docs/methods/funnel.md": "",
                "docs/adr/0001-layers.md": ""}]),
    Rule("documents", documents,
         bad=[{"ARCHITECTURE.md": "see `src/nowhere/`"}, {"docs/guide/a.md": "[b](b.md)"},
              {"README.md": "![canvas](docs/guide/images/canvas.png)"}],
         good=[{"ARCHITECTURE.md": "see `src/base/` and `a.h`, [b](docs/b.md#part), [c](https://example.org)",
                "src/base/a.h": "", "docs/b.md": "[up](../ARCHITECTURE.md)"}]),
    Rule("records", records,
         bad=[{"docs/adr/layers.md": _ADR}, {"docs/adr/0001-layers.md": "# 1\n\n## Question\n"},
              {"docs/adr/0001-a.md": _ADR, "docs/adr/0001-b.md": _ADR}],
         good=[{"docs/adr/0001-layers.md": _ADR, "docs/adr/0002-errors.md": _ADR}]),
]
