"""What the program says, and its French: every pattern of said("…") has an entry in locale/fr, no
entry is left over, placeholders agree, and French typography is kept."""
import json
import re

from rules import Problem, Rule
from rules.code import line_of

CALL = re.compile(r"(?<![\w:])said\(\s*(?=\")")
LITERAL = re.compile(r'\s*("(?:[^"\\\n]|\\.)*")')
FIELD = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
# A quoted key, a colon, and the quoted French on the same line or the next.
ENTRY = re.compile(r'^("(?:[^"\\\n]|\\.)*"):\s+("(?:[^"\\\n]|\\.)*")\s*$', re.M)
NARROW = "\u202f"
NO_BREAK = "\u00a0"


def patterns(tree):
    """(path, line, pattern) of each said() with a literal; adjoining literals are one."""
    for path, text in tree.under("src", ends=(".cc", ".h")):
        if path.endswith("_test.cc"):
            continue
        for call in CALL.finditer(text):
            if "//" in text[text.rfind("\n", 0, call.start()) + 1:call.start()]:
                continue
            at, parts = call.end(), []
            while literal := LITERAL.match(text, at):
                parts.append(json.loads(literal.group(1)))
                at = literal.end()
            yield path, line_of(text, call.start()), "".join(parts)


def entries(tree):
    """(path, line, English, French) of the catalogue."""
    for path, text in tree.under("locale/fr", ends=(".yaml",)):
        for entry in ENTRY.finditer(text):
            yield path, line_of(text, entry.start()), json.loads(entry.group(1)), json.loads(entry.group(2))


def fields(pattern):
    """The numbers of a pattern's fields, sorted; None if a field says how it is written."""
    found, following = [], 0
    for field in FIELD.finditer(pattern):
        name = field.group(1)
        if name is None:
            continue
        if name and not name.isdigit():
            return None
        found.append(int(name) if name else following)
        following += not name
    return sorted(set(found))


def catalogue(tree):
    french, used = {}, set()
    for path, line, pattern, words in entries(tree):
        if pattern in french:
            yield Problem(path, line, f"{pattern!r} stands in the catalogue twice")
        french[pattern] = (path, line, words)
    for path, line, pattern in patterns(tree):
        used.add(pattern)
        if fields(pattern) is None:
            yield Problem(path, line, "fields are {} or {0}: format the argument itself")
        elif pattern not in french:
            yield Problem(path, line, f"no French in locale/fr for {json.dumps(pattern, ensure_ascii=False)}")
    for pattern, (path, line, words) in french.items():
        if pattern not in used:
            yield Problem(path, line, f"{pattern!r} is said nowhere")
        elif fields(words) != fields(pattern):
            yield Problem(path, line, f"the fields differ from those of {pattern!r}")


# What must not stand in French: an ordinary space before high punctuation, within « », or none at all.
TYPOGRAPHY = [
    # "!x" and "!=" are of the language of patterns.
    (re.compile(r" (?:[:;?»]|!(?![\w=]))"), "a non-breaking space stands before : ; ? ! »"),
    (re.compile(r"« |«[^" + NO_BREAK + NARROW + " ]"), "a non-breaking space follows «"),
    (re.compile(r"(?<![" + NO_BREAK + NARROW + r" ])»"), "a non-breaking space stands before »"),
    (re.compile(r"'\{\d?\}'"), "quotation marks are « »"),
]


def typography(tree):
    for path, line, _, words in entries(tree):
        for wrong, instead in TYPOGRAPHY:
            if wrong.search(words):
                yield Problem(path, line, instead)


def whole(tree):
    """Every line of the catalogue is part of an entry that is read."""
    for path, text in tree.under("locale/fr", ends=(".yaml",)):
        rest = ENTRY.sub(lambda entry: "\n" * entry.group().count("\n"), text)
        for number, line in enumerate(rest.splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                yield Problem(path, number, 'an entry is: "English": "French", or the French on the next line')


def _sample(code, french):
    return {"src/base/a.cc": code, "locale/fr/base.yaml": french}


RULES = [
    Rule("catalogue", catalogue,
         bad=[_sample('throw Error(c, said("no {}", a));', ""),
              _sample('said("a "\n     "b")', '"a ": "x"\n'),
              _sample('said("{:.1f} %", a)', '"{:.1f} %": "{:.1f} %"\n'),
              _sample('said("{} of {}", a, b)', '"{} of {}": "{} de"\n'),
              _sample("", '"old": "vieux"\n'),
              _sample('said("a")', '"a": "x"\n"a": "y"\n')],
         good=[_sample('said("a "\n     "b {}", c); // said("z")', '"a b {}":\n  "x {}"\n'),
               _sample('said("{} of {}", a, b)', '"{} of {}": "{1} {0}"\n'),
               _sample('said("as {{by: {}}}", a)', '"as {{by: {}}}": "{{by: {}}}"\n')]),
    Rule("typography", typography,
         bad=[_sample("", '"a": "quoi ?"\n'), _sample("", '"a": "« {} »"\n'), _sample("", "\"a\": \"'{}'\"\n")],
         good=[_sample("", '"a": "«\u00a0{}\u00a0»\u00a0: quoi\u202f?"\n'),
               _sample("", '"a": "a -> !b, ou a != b"\n')]),
    Rule("entries", whole, bad=[_sample("", "a: b\n")], good=[_sample("", '# words\n"a":\n  "b"\n')]),
]
