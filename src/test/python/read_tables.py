"""Reads every table of a run with pandas, polars, DuckDB and pyarrow, and runs docs/tables.md's lines.

    python3 -m venv readers && readers/bin/pip install pandas pyarrow polars duckdb
    readers/bin/python src/test/python/read_tables.py runs/quickstart

Ends with an error where two of them do not read the same. Spark is tried by SearchJournalIT.
"""

import glob
import math
import os
import re
import sys

import duckdb
import numpy
import pandas
import polars
import pyarrow.parquet

FOLDERS = ["samples", "trajectory", "scores", "rank-check", "data/images.parquet"]
FILES = ["found/front.parquet", "supernet/training-log.parquet", "trained/*/training-log.parquet"]


def plain(value):
    """A value of any reader as Python's own."""
    if isinstance(value, numpy.ndarray):
        return [plain(one) for one in value.tolist()]
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value


def texts(rows):
    """Rows as texts, in which whole and other numbers, truth values, NaN and None differ."""
    return [repr(plain(row)) for row in rows]


def without_nan(rows):
    """The same with None for NaN, which are one to pandas."""
    return [
        {name: None if isinstance(one, float) and math.isnan(one) else one for name, one in row.items()}
        for row in rows
    ]


def check_same(table, files):
    """All readers find the same columns and the same values of the same types, row by row."""
    arrow = pyarrow.parquet.read_table(table).to_pylist()
    wide = pandas.read_parquet(table).to_dict("records")
    lazy = polars.read_parquet(files).to_dicts()
    query = duckdb.sql(f"SELECT * FROM '{files}'")
    ducks = [dict(zip(query.columns, row)) for row in query.fetchall()]
    expected = texts(arrow)
    same(table, "polars", texts(lazy), expected)
    same(table, "duckdb", texts(ducks), expected)
    same(table, "pandas", texts(without_nan(wide)), texts(without_nan(arrow)))
    print(f"{table}: {len(arrow)} rows, {', '.join(query.columns)}")


def same(table, reader, found, expected):
    assert len(found) == len(expected), f"{table}: {reader} {len(found)}, pyarrow {len(expected)} rows"
    for i, (one, other) in enumerate(zip(found, expected)):
        assert one == other, f"{table}, row {i}:\n{reader}: {one[:2000]}\nother: {other[:2000]}"


def run_document():
    """The Python and SQL lines of the documentation, but Spark's."""
    with open("docs/tables.md", encoding="utf-8") as document:
        blocks = re.findall(r"```(python|sql)\n(.*?)```", document.read(), re.DOTALL)
    for language, text in blocks:
        if text.startswith("# Spark"):
            continue
        here = text.replace("runs/quickstart", run)
        print(text.splitlines()[0])
        if language == "sql":
            print(duckdb.sql(here))
        else:
            exec(here, {})


run = sys.argv[1]
for folder in FOLDERS:
    path = os.path.join(run, folder)
    if os.path.isdir(path):
        check_same(path, path + "/*.parquet")
for pattern in FILES:
    for path in sorted(glob.glob(os.path.join(run, pattern))):
        check_same(path, path)
if os.path.isdir(os.path.join(run, "samples")):
    samples = pandas.read_parquet(os.path.join(run, "samples"))
    assert pandas.api.types.is_integer_dtype(samples.iteration), samples.iteration.dtype
    polars.read_parquet(os.path.join(run, "samples"))  # the folder itself, too
    run_document()
