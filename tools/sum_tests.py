#!/usr/bin/env python3
"""Adds up what the suites of ./test ran: sum_tests.py NAME:EXIT[:REPORT]...

A report is a JUnit file (.xml) or a log that closes with `N passed, N failed[, N skipped]`. A step
without a report counts as one test. A suite that failed without naming a failed test counts as one
failure, so that the closing line never reads better than the exit code.
"""
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

CLOSING = re.compile(r"^\D*(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$", re.M)


def junit(path):
    passed = failed = skipped = 0
    for case in ET.parse(path).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def closing_line(path):
    found = CLOSING.findall(re.sub(r"\x1b\[[0-9;]*m", "", path.read_text(errors="replace")))
    if not found:
        return None
    return tuple(int(number or 0) for number in found[-1])


def count(status, report):
    counts = None
    if report is None:
        counts = (1, 0, 0) if status == 0 else (0, 1, 0)
    elif report.exists() and report.stat().st_size:
        counts = junit(report) if report.suffix == ".xml" else closing_line(report)
    passed, failed, skipped = counts or (0, 0, 0)
    if status != 0 and failed == 0:
        failed = 1
    return passed, failed, skipped


def main(arguments):
    total = [0, 0, 0]
    for argument in arguments:
        name, status, *report = argument.split(":", 2)
        counts = count(int(status), Path(report[0]) if report else None)
        print("%-28s %5d passed %3d failed %3d skipped" % (name, *counts))
        total = [a + b for a, b in zip(total, counts)]
    print("\n%d passed, %d failed, %d skipped" % tuple(total))
    return 1 if total[1] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
