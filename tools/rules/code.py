"""C++ text without its comments and strings, line for line."""
import re

_TOKEN = re.compile(
    r'R"(?P<d>[^\s()\\]{0,16})\((?:.|\n)*?\)(?P=d)"'  # raw string
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'"  # not a digit separator
    r"|//[^\n]*"
    r"|/\*(?:.|\n)*?\*/"
)


def _blank(match):
    found = match.group()
    kept = "\n" * found.count("\n")
    return kept if found.startswith("/") else '""' + kept


def bare(text):
    """The code alone: comments gone, strings empty, every line where it was."""
    return _TOKEN.sub(_blank, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1
