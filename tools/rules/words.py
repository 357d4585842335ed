"""Words that do not stand in the code, each with what stands there instead."""
import re
from pathlib import Path

from rules import Problem, Rule
from rules.code import bare, line_of

CODE = (".cc", ".h")
TESTS = re.compile(r"_test\.cc$|^tests/")

# (what, where, instead)
BANNED = [
    (r"\bstd::(cout|cerr|clog)\b|\b(printf|puts)\(", r"^src/(?!cli/)", "base/log.h, or the writers of cli"),
    (r"\bnew\s+(?:\(?[\w:<]|$)", r"^(src|tests|bench|fuzz)/", "std::make_unique or a container"),
    (r"(?<!operator )\bdelete\b(?!\s*;)", r"^(src|tests|bench|fuzz)/", "a destructor that owns"),
    (r"\b(malloc|calloc|realloc)\(", r"^(src|tests|bench)/", "std::vector"),
    (r"\bstd::endl\b", r"", "'\\n'"),
    (r"\bNULL\b", r"", "nullptr"),
    (r"\bstd::regex\b|#include <regex>", r"", "RE2: linear time on hostile input"),
    (r"\bs?rand\(|(?<![.>])\btime\((NULL|nullptr|0)\)", r"", "a generator with a seed; std::chrono"),
    (r"\bstd::random_device\b|_clock::now\(\)", r"^src/(model|journey|analysis|design|experience|simulate)/",
     "a seed or an instant that is passed in: pure folders answer the same every time"),
    (r"\bstd::(stoi|stol|stoll|stoul|stoull|stod|stof)\b|\b(atoi|atof|atol|strtod|strtol)\(", r"^(src|tests|fuzz)/",
     "base/text.h (no locale, whole word, no exception)"),
    (r"\busing namespace std\b", r"", "the names themselves"),
    (r"\bdetach\(\)", r"", "std::jthread, or an object that owns the thread"),
]
BANNED = [(re.compile(what, re.M), re.compile(where), instead) for what, where, instead in BANNED]
SLEEPS = re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep|waitForTimeout)\b")
LEFT_OPEN = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X:|HA" r"CK)\b")
VAGUE = re.compile(r"(^|[_\-/])(utils?|helpers?|commons?|managers?|misc|stuff)([_\-./]|$)", re.I)
VAGUE_TYPE = re.compile(r"\b(?:class|struct|namespace)\s+(\w*(?:Utils?|Helpers?|Manager|Common)|utils?|helpers?|common)\b")
TEXTS = {".cc", ".h", ".py", ".sh", ".cmake", ".txt", ".md", ".ts", ".svelte", ".mjs", ".yaml", ".json", ""}


def banned(tree):
    for path, text in tree.under("src", "tests", "bench", "fuzz", ends=CODE):
        code = bare(text)
        for what, where, instead in BANNED:
            if where.search(path):
                for found in what.finditer(code):
                    word = " ".join(found.group().split())
                    yield Problem(path, line_of(code, found.start()), f"`{word}`: use {instead}")


def sleeps(tree):
    for path, text in tree.texts.items():
        in_test = TESTS.search(path) and path.endswith(CODE)
        in_web_test = re.search(r"^web/test/(?!mock/).*\.(ts|mjs)$", path)
        if in_test or in_web_test:
            code = bare(text)
            for found in SLEEPS.finditer(code):
                yield Problem(path, line_of(code, found.start()),
                              f"`{found.group()}` in a test: wait for the thing itself")


def left_open(tree):
    for path, text in tree.texts.items():
        if Path(path).suffix in TEXTS and "package-lock" not in path and not path.startswith("tests/data/"):
            for found in LEFT_OPEN.finditer(text):
                yield Problem(path, line_of(text, found.start()),
                              f"`{found.group()}`: do it, or say in an ADR or the guide why not")


def vague_names(tree):
    for path, text in tree.texts.items():
        if path.startswith(("src/", "web/src/", "tests/", "tools/", "bench/", "fuzz/")):
            if VAGUE.search(path):
                yield Problem(path, 0, "name the file by what it holds")
            if path.endswith(CODE):
                code = bare(text)
                for found in VAGUE_TYPE.finditer(code):
                    yield Problem(path, line_of(code, found.start()), f"`{found.group(1)}`: name it by what it does")


def pragma(tree):
    for path, text in tree.texts.items():
        if path.endswith(".h") and not text.startswith("#pragma once\n"):
            yield Problem(path, 1, "a header opens with `#pragma once`")


def _sample(code, path="src/store/a.cc"):
    return {path: code + "\n"}


RULES = [
    Rule("banned words", banned,
         bad=[_sample(code) for code in (
             'std::cout << "a";', "auto* a = new Thing;", "auto* a = new int[3];", "  delete thing;",
             "delete[] things;", "void* p = malloc(3);", "out << std::endl;", "int* p = NULL;",
             "const std::regex r;", 'const int n = std::stoi("3");', "using namespace std;",
             "thread.detach();")]
         + [_sample("std::srand(1); int a = rand();"),
            _sample("const auto now = std::chrono::system_clock::now();", "src/analysis/a.cc")],
         good=[_sample('// a new line in std::cout\nlog("std::cout, NULL, new Thing");'),
               _sample("Thing(const Thing&) = delete;\nThing& operator=(const Thing&) = delete;"),
               _sample("int a = 1'000'000; char b = 'n';\nauto p = std::make_unique<Thing>();"),
               _sample("std::cout << answer;", "src/cli/a.cc")]),
    Rule("sleeps", sleeps,
         bad=[_sample("std::this_thread::sleep_for(1s);", "src/base/a_test.cc"),
              _sample("await page.waitForTimeout(100);", "web/test/browser/a.mjs")],
         good=[_sample("// no sleep_for here", "src/base/a_test.cc"),
               _sample("const guard = setTimeout(fail, 1000);", "web/test/a.ts")]),
    Rule("left open", left_open, bad=[_sample("// TO" "DO later"), _sample("FIX" "ME", "README.md")],
         good=[_sample("// the method of todos")]),
    Rule("vague names", vague_names,
         bad=[_sample("", "src/base/string_utils.h"), _sample("", "src/common/a.cc"),
              _sample("class SessionManager {};")],
         good=[_sample("class Sessions {};", "src/base/text.h"), _sample("", "src/base/community.cc")]),
    Rule("pragma once", pragma, bad=[_sample("// words\n#pragma once", "src/base/a.h")],
         good=[_sample("#pragma once\n// words", "src/base/a.h")]),
]
