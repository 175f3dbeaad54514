"""Reads every table of a run with pandas, polars, DuckDB and pyarrow, and runs docs/tables.md's lines.

    python3 -m venv readers && readers/bin/pip install pandas pyarrow polars duckdb
    readers/bin/python src/test/python/read_tables.py runs/quickstart

Ends with an error where two of them do not read the same. Spark is tried by SearchJournalIT.
"""

import glob
import os
import re
import sys

import duckdb
import pandas
import polars
import pyarrow.parquet

FOLDERS = ["samples", "trajectory", "scores", "data/images.parquet"]
FILES = ["found/front.parquet", "supernet/training-log.parquet", "trained/*/training-log.parquet"]


def columns(names):
    return ", ".join(names)


def check_same(table, files):
    """All readers agree on rows, columns and, where there is one, the sum of the scores."""
    wide = pandas.read_parquet(table)
    arrow = pyarrow.parquet.read_table(table)
    lazy = polars.read_parquet(files)
    ducks = duckdb.sql(f"SELECT * FROM '{files}'")
    shapes = {
        "pandas": (len(wide), columns(wide.columns)),
        "pyarrow": (arrow.num_rows, columns(arrow.column_names)),
        "polars": (lazy.height, columns(lazy.columns)),
        "duckdb": (len(ducks), columns(ducks.columns)),
    }
    assert len(set(shapes.values())) == 1, shapes
    if "score" in wide:
        sums = [
            wide.score.sum(),
            lazy["score"].sum(),
            duckdb.sql(f"SELECT sum(score) FROM '{files}'").fetchall()[0][0] or 0,
        ]
        assert max(sums) - min(sums) < 1e-9, sums
    print(f"{table}: {len(wide)} rows, {columns(wide.columns)}")


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
samples = pandas.read_parquet(os.path.join(run, "samples"))
assert pandas.api.types.is_integer_dtype(samples.iteration), samples.iteration.dtype
polars.read_parquet(os.path.join(run, "samples"))  # the folder itself, too
run_document()
