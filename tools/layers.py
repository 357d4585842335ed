#!/usr/bin/env python3
"""Holds the code to src/layers.txt: layers.py [--self-test].

A folder includes only itself and the folders its line lists, never another folder's detail/; a line
lists only folders above it; DEPENDS in CMake says nothing else; a third party's headers stay in the
folders that src/parts.txt gives them.
"""
import sys

from rules import layering, run

sys.exit(run(layering.RULES, sys.argv[1:]))
