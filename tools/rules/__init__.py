"""The rules of the house. A rule looks at the tree's texts and says what breaks it, where.

    Tree (path -> text)  ->  rule(tree)  ->  Problem(path, line, message)

Each rule carries samples: what must be found and what must pass. They are run before the tree is
judged (`--self-test` runs only them), so that a rule that no longer sees anything is noticed.
"""
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

LEFT_OUT = {".git", ".cache", "build", "node_modules", "dist", "__pycache__", "parcours-data"}
BINARY = {".png", ".jpg", ".gz", ".parquet", ".so", ".woff2", ".ico", ".zip", ".db", ".bin"}


@dataclass
class Problem:
    path: str
    line: int
    message: str
    fatal: bool = True

    def __str__(self):
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {'' if self.fatal else 'notice: '}{self.message}"


@dataclass
class Tree:
    """The project's files: texts by path, sizes of all, and what exists (also folders)."""

    texts: dict
    sizes: dict = field(default_factory=dict)

    def __post_init__(self):
        self.paths = set(self.texts) | set(self.sizes)
        for path in list(self.paths):
            self.paths.update(str(parent) for parent in Path(path).parents)

    def under(self, *folders, ends=()):
        for path, text in self.texts.items():
            if path.startswith(tuple(f + "/" for f in folders)) and path.endswith(tuple(ends)):
                yield path, text


@dataclass
class Rule:
    name: str
    look: Callable
    bad: list  # samples, each a {path: text}: every one must raise a problem
    good: list  # samples that must raise none


def listed(root):
    """Files git knows or would add; without git, all but what is built or fetched."""
    try:
        names = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root, check=True, capture_output=True).stdout.decode().split("\0")
        return sorted(set(name for name in names if name))
    except (OSError, subprocess.CalledProcessError):
        names = []
        for folder, folders, files in os.walk(root):
            folders[:] = [f for f in folders if f not in LEFT_OUT]
            names += [os.path.relpath(os.path.join(folder, f), root) for f in files]
        return sorted(names)


def read_tree(root):
    texts, sizes = {}, {}
    for name in listed(root):
        path = root / name
        if not path.is_file() or path.is_symlink():
            continue
        sizes[name] = path.stat().st_size
        if path.suffix in BINARY or sizes[name] > 2_000_000:
            continue
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return Tree(texts, sizes)


def self_test(rules):
    wrong = []
    for rule in rules:
        for sample in rule.bad:
            if not any(problem.fatal for problem in rule.look(Tree(sample))):
                wrong.append(f"rule {rule.name}: does not see what is wrong in {sorted(sample)}")
        for sample in rule.good:
            wrong += [f"rule {rule.name}: false alarm: {p}" for p in rule.look(Tree(sample)) if p.fatal]
    return wrong


def run(rules, arguments):
    """Tests the rules on their samples, then judges the tree; the program's exit code."""
    wrong = self_test(rules)
    for line in wrong:
        print(line)
    if wrong or "--self-test" in arguments:
        print(f"{len(rules)} rules, {len(wrong)} broken")
        return 1 if wrong else 0
    tree = read_tree(Path(__file__).resolve().parents[2])
    problems = [problem for rule in rules for problem in rule.look(tree)]
    for problem in sorted(problems, key=lambda p: (p.path, p.line)):
        print(problem)
    fatal = sum(problem.fatal for problem in problems)
    print(f"{len(rules)} rules, {len(tree.texts)} files, {fatal} problems")
    sys.stdout.flush()
    return 1 if fatal else 0
