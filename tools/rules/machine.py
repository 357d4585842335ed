"""Nothing of one machine or one network stands in the project."""
import re

from rules import Problem, Rule
from rules.code import line_of

# Written in halves: this file is judged too.
HOME = re.compile(r"(?<![\w.~$})/:])/(?:wo" r"rk|ro" r"ot|ho" r"me|Us" r"ers|m" r"nt)/[\w.]")
HOSTS = re.compile(r"regis" r"try\.npm|npm" r"mirror|deb\.deb" r"ian|arti" r"factory|snapshot\.deb" r"ian", re.I)
RESOLVED = re.compile(r'^\s*"resolved"\s*:', re.M)
REMOTE = re.compile(r"""["'`(]\s*(https?:)?//(?!www\.w3\.org/|localhost|127\.0\.0\.1)[\w.-]+\.\w""")
SCREENS = ("web/src", "web/public", "web/index.html")


def paths(tree):
    for path, text in tree.texts.items():
        for found in HOME.finditer(text):
            yield Problem(path, line_of(text, found.start()), "a path of one machine")


def hosts(tree):
    for path, text in tree.texts.items():
        for found in HOSTS.finditer(text):
            yield Problem(path, line_of(text, found.start()), "a registry's host: clients know it from their settings")
        if path.endswith("package-lock.json"):
            for found in RESOLVED.finditer(text):
                yield Problem(path, line_of(text, found.start()),
                              "an address in a lock file: npm install --omit-lockfile-registry-resolved")
                break


def remote(tree):
    """At run time the web application talks to its own server only."""
    for path, text in tree.texts.items():
        if path.startswith(SCREENS) and not path.endswith(".json"):
            for found in REMOTE.finditer(text):
                yield Problem(path, line_of(text, found.start()),
                              "an address outside: the web application asks its own server only")


RULES = [
    Rule("machine paths", paths, bad=[{"README.md": "run /ho" "me/ana/parcours/run"}, {"test": "cd /wo" "rk/main"}],
         good=[{"README.md": "GET /api/work/items, ~/home/x, docs/work/a.md, $HOME/work/b, https://a.org/home/b"}]),
    Rule("registry hosts", hosts, bad=[{"a.sh": "curl https://regis" "try.npmjs.org/x"},
                                       {"web/package-lock.json": '{\n  "resolved": "https://example.org/x"\n}'}],
         good=[{"a.sh": "npm ci", "web/package-lock.json": '{"integrity": "sha512-abc"}'}]),
    Rule("remote", remote, bad=[{"web/src/app/a.ts": 'fetch("https://example.org/fonts.css")'},
                                {"web/index.html": '<script src="//cdn.example.org/a.js">'}],
         good=[{"web/src/marks/a.ts": 'const svg = "http://www.w3.org/2000/svg"; // see https://example.org/x'}]),
]
