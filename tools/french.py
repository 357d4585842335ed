#!/usr/bin/env python3
"""Holds what the program says to its French catalogue: french.py [--self-test].

Each pattern of said("…") under src/ has one entry in locale/fr/*.yaml, with the same fields; no entry is
left over; French typography is kept.
"""
import sys

from rules import french, run

sys.exit(run(french.RULES, sys.argv[1:]))
