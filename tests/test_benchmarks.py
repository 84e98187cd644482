"""Benchmarks, which nobody runs every day, still find what they measure.

A run of all of them takes minutes and a PostgreSQL of its own. So they are read here:
whatever of ours they import or call by name has to be there, and so have the tables
that their own SQL names. Their sizes are taken from the environment, and the one that
needs no database is run at a tiny one.
"""

import ast
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model


ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "benchmarks"
# One that is named after a room measures that room.
LEFT_OUT = {app.rpartition(".")[2] for app in settings.WITHOUT}
PROGRAMS = [
    program for program in sorted(FOLDER.glob("*.py")) if program.stem not in LEFT_OUT
]
TABLE = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+((?:wagtail_advocacy|testapp)_\w+)")

pytestmark = pytest.mark.skipif(not PROGRAMS, reason="there are no benchmarks here")


def imported(tree):
    """Import what a program imports anywhere in it, and yield names with what they are.

    :raises ImportError: it is not there.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                yield one.asname or one.name, importlib.import_module(one.name)
        elif isinstance(node, ast.ImportFrom):
            module = importlib.import_module(node.module)
            for one in node.names:
                if not hasattr(module, one.name):
                    importlib.import_module(f"{node.module}.{one.name}")
                yield one.asname or one.name, getattr(module, one.name)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_what_it_measures_is_there(program, monkeypatch):
    monkeypatch.syspath_prepend(FOLDER)
    tree = ast.parse(program.read_text(encoding="utf-8"))
    known = dict(imported(tree))
    missing = [
        f"{node.value.id}.{node.attr}, line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and isinstance(node.ctx, ast.Load)
        # Names that a function gives to something else are not imported ones.
        and (owner := known.get(node.value.id)) is not None
        and (isinstance(owner, type(ast)) or issubclass_of(owner, Model))
        and not hasattr(owner, node.attr)
    ]
    assert missing == []
    assert "main" in {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef)
    }


def issubclass_of(owner, parent):
    return isinstance(owner, type) and issubclass(owner, parent)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_tables_that_its_sql_names_are_there(program):
    ours = {
        model._meta.db_table for model in apps.get_models(include_auto_created=True)
    }
    named = set(TABLE.findall(program.read_text(encoding="utf-8")))
    assert named <= ours


@pytest.mark.own_processes
def test_judging_a_text_is_still_measured():
    pytest.importorskip("numpy", reason="rapidfuzz compares many at once with it only")
    done = subprocess.run(
        [sys.executable, str(FOLDER / "originality.py")],
        env={**os.environ, "TEXTS": "5", "ROUNDS": "3", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    # 1: over its limit, which says nothing at this size.
    assert done.returncode in {0, 1}, done.stderr
    assert "5 earlier texts, 3 judgements" in done.stdout, done.stderr
