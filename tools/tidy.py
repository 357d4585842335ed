#!/usr/bin/env python3
"""Judges the project's texts by the rules of the house (tools/rules/): tidy.py [--self-test].

Sizes, words and what stands instead, places named that must exist, nothing of one machine.
"""
import sys

from rules import machine, places, run, sizes, words

sys.exit(run(sizes.RULES + words.RULES + places.RULES + machine.RULES, sys.argv[1:]))
