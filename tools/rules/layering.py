"""The architecture as a check: src/layers.txt (our folders) and src/parts.txt (third parties)."""
import re

from rules import Problem, Rule
from rules.code import line_of

OURS = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
THEIRS = re.compile(r"^\s*#\s*include\s+<([^>]+)>", re.M)
MODULE = re.compile(r"parcours_module\(\s*(\w+)([^)]*)\)")
DEPENDS = re.compile(r"\bDEPENDS\s+((?:[a-z_]+\s*)+)")
LAYERS, PARTS = "src/layers.txt", "src/parts.txt"


def table(text):
    """`name : word word` lines -> [(line number, name, words)]; `#` starts a comment."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split("#")[0].strip()
        if ":" in line:
            name, words = line.split(":", 1)
            rows.append((number, name.strip(), words.split()))
    return rows


def allowed(tree):
    return {name: set(words) | {name} for _, name, words in table(tree.texts.get(LAYERS, ""))}


def downward(tree):
    above = set()
    for number, name, words in table(tree.texts.get(LAYERS, "")):
        for word in words:
            if word not in above:
                yield Problem(LAYERS, number, f"{name} names {word}, which does not stand above it")
        if name in above:
            yield Problem(LAYERS, number, f"{name} has two lines")
        above.add(name)


def includes(tree):
    may = allowed(tree)
    for path, text in tree.under("src", ends=(".cc", ".h")):
        folder = path.split("/")[1]
        if folder not in may:
            continue
        for found in OURS.finditer(text):
            target = found.group(1)
            other = target.split("/")[0]
            line = line_of(text, found.start(1))
            if "/" not in target:
                yield Problem(path, line, f'"{target}": include by "{folder}/{target}"')
            elif other in may and other not in may[folder]:
                yield Problem(path, line, f"{folder} may not include {other} (src/layers.txt)")
            elif other in may and other != folder and "/detail/" in target:
                yield Problem(path, line, f'"{target}" is private to {other}')


def depends(tree):
    may = allowed(tree)
    for path, text in tree.under("src", ends=("CMakeLists.txt",)):
        text = re.sub(r"#[^\n]*", "", text)
        for name, body in MODULE.findall(text):
            if name not in may:
                yield Problem(path, 0, f"{name} is not in src/layers.txt")
                continue
            for words in DEPENDS.findall(body):
                for word in words.split():
                    if word not in may[name]:
                        yield Problem(path, 0, f"DEPENDS {word}: {name} may not use it (src/layers.txt)")


def parts(tree):
    """A third party is met by the folders that parts.txt names, so that it can be exchanged there."""
    rows = table(tree.texts.get(PARTS, ""))
    for path, text in tree.under("src", ends=(".cc", ".h")):
        folder = path.split("/")[1]
        for found in THEIRS.finditer(text):
            header = found.group(1)
            if "/" not in header and "." not in header:
                continue  # the standard library
            for _, part, folders in rows:
                if header == part or (part.endswith("/") and header.startswith(part)):
                    if folder not in folders and "*" not in folders:
                        yield Problem(path, line_of(text, found.start()),
                                      f"<{header}> belongs to {' and '.join(folders)} (src/parts.txt)")
                    break
            else:
                yield Problem(path, line_of(text, found.start()), f"<{header}> is not in src/parts.txt")


_TWO = {LAYERS: "base  :\nmodel : base  # nouns\n", PARTS: "duckdb.h : model\nfmt/ : *\nsys/ : *\n"}

RULES = [
    Rule("downward", downward, bad=[{LAYERS: "base : model\nmodel :\n"}, {LAYERS: "base :\nbase :\n"}], good=[_TWO]),
    Rule("includes", includes,
         bad=[{**_TWO, "src/base/a.h": '#include "model/b.h"\n'}, {**_TWO, "src/base/a.h": '#include "b.h"\n'},
              {**_TWO, "src/model/a.cc": '  # include "base/detail/b.h"\n'}],
         good=[{**_TWO, "src/model/a.cc": '#include "base/b.h"\n#include "model/detail/c.h"\n#include "support/x.h"\n'}]),
    Rule("depends", depends,
         bad=[{**_TWO, "src/base/CMakeLists.txt": "parcours_module(base SOURCES a.cc\n  DEPENDS model\n)"},
              {**_TWO, "src/odd/CMakeLists.txt": "parcours_module(odd SOURCES a.cc)"}],
         good=[{**_TWO, "src/model/CMakeLists.txt": "parcours_module(model SOURCES a.cc DEPENDS base LIBRARIES fmt::fmt)"}]),
    Rule("parts", parts,
         bad=[{**_TWO, "src/base/a.cc": "#include <duckdb.h>\n"}, {**_TWO, "src/base/a.cc": "#include <odd/a.h>\n"}],
         good=[{**_TWO, "src/model/a.cc": "#include <vector>\n#include <duckdb.h>\n#include <fmt/core.h>\n#include <sys/stat.h>\n"}]),
]
