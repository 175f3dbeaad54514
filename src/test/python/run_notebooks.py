"""Runs the notebooks of `notebooks/` in one Spark session, cell by cell, and checks what they came to.

    PYSPARK_SUBMIT_ARGS="--jars target/netadapt-spark-…-all.jar pyspark-shell" \\
        python3 src/test/python/run_notebooks.py CONFIGURATION DIRECTORY

CONFIGURATION is of a run that takes seconds; the runs are kept in DIRECTORY; both are full paths. Needs the packages of
requirements.txt. Works in `notebooks/`, where Jupyter starts the kernel.
"""
import json
import os
import shutil
import sys
import types

import matplotlib
import numpy
import onnxruntime
from pyspark.sql import SparkSession

NOTEBOOKS = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../../notebooks"))
SHARE = 0.8
TOO_SMALL = 0.001
CODE = "code"


def notebook_cells(path):
    """The code cells of a .ipynb file, each with its tags."""
    with open(path) as file:
        notebook = json.load(file)
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == CODE]
    for cell in cells:
        assert cell["outputs"] == [] and cell["execution_count"] is None, "clear the outputs"
    return [("".join(cell["source"]), cell["metadata"].get("tags", [])) for cell in cells]


def databricks_cells(path):
    """The cells of a source file of Databricks."""
    with open(path) as file:
        text = file.read()
    assert text.startswith("# Databricks notebook source\n")
    return [(cell, []) for cell in text.split("\n# COMMAND ----------\n")]


class Widgets:
    """Stands in for `dbutils.widgets`: what a user has typed."""

    def __init__(self, typed):
        self.typed = typed
        self.shown = {}

    def text(self, name, default):
        self.shown[name] = self.typed.get(name, default)

    def get(self, name):
        return self.shown[name]


class Dbutils:
    def __init__(self, typed):
        self.widgets = Widgets(typed)


def run(cells, names, parameters):
    """Runs cells; what is in `parameters` is set after the cell that is tagged so."""
    watch = next(text for text, _ in cells if "search.progress()" in text)
    for number, (text, tags) in enumerate(cells):
        print(f"cell {number}")
        if "run.sample(" in text:
            names["share"] = TOO_SMALL
            check_refused(text, names)
            names["share"] = SHARE
        exec(compile(text, f"cell {number}", "exec"), names)
        if "parameters" in tags:
            assert os.path.isfile(names["configuration"]), names["configuration"]  # the default
            names.update(parameters)
        if "search.join()" in text:
            exec(watch, names)  # again, now that there are iterations
            assert names["iterations"].count() > 1
            # The second of the runs to compare.
            other = parameters["compare"].split(",")[1].strip()
            shutil.copytree(names["directory"] + "/trajectory", other + "/trajectory", dirs_exist_ok=True)


def check_refused(text, names):
    """Checks that no network is picked where all cost too much, and that the user is told why."""
    try:
        exec(text, names)
    except ValueError as error:
        assert str(error) == f"no network costs at most {TOO_SMALL} of the MACs: give a larger share", error
    else:
        raise AssertionError("a network was picked")


def check(names):
    """Checks what the cells have left behind."""
    spark = names["spark"]
    assert spark.range(3).count() == 3  # the session goes on
    assert not names["search"].running() and not names["training"].running()
    assert names["search"].progress().startswith("search: done"), names["search"].progress()
    assert names["trade_off"].columns == ["macs", "score", "kind"]
    assert all(0 <= row.score <= 1 for row in names["trade_off"].collect())
    assert {row.kind for row in names["trade_off"].collect()} == {"sample", "winner"}
    layers = names["layers"].collect()
    assert layers and all(0 <= row.wins <= row.times_shrunk for row in layers)
    noise = names["noise"].collect()
    assert noise and all(row.noise_share > 0 for row in noise)
    compared = names["compared"].collect()
    assert len({row.run for row in compared}) == 2
    assert compared and all(row.resource <= row.budget for row in compared)
    initial = spark.table("trajectory").where("iteration = 0").first().macs
    assert names["trained"].macs() <= SHARE * initial
    path = names["trained"].model().toUri().getPath()
    model = onnxruntime.InferenceSession(path)
    facts = model.get_modelmeta().custom_metadata_map
    assert facts["macs"] == str(names["trained"].macs())
    image = numpy.zeros((1, 1, int(facts["height"]), int(facts["width"])), "float32")
    assert model.run(["logits"], {"images": image})[0].shape == (1, 10)


def main(configuration, directory):
    matplotlib.use("agg")
    os.chdir(NOTEBOOKS)
    SparkSession.builder.getOrCreate()  # the session that is there

    def parameters(name):
        path = f"{directory}/{name}"
        return {"configuration": configuration, "compare": f"{path}, {path}-other", "share": SHARE}

    def typed(name):
        return {"run": f"{directory}/{name}", **{key: str(value) for key, value in parameters(name).items()}}

    # Stands in for Jupyter's. There is no module IPython beside it, since matplotlib would take it for the whole.
    sys.modules["IPython.display"] = types.SimpleNamespace(HTML=str)
    jupyter = {}
    relative = os.path.relpath(f"{directory}/jupyter")  # as the default is
    run(notebook_cells("search.ipynb"), jupyter, {**parameters("jupyter"), "directory": relative})
    check(jupyter)
    reported = jupyter["trained"].testAccuracy().getAsDouble()
    assert abs(jupyter["accuracy"] - reported) < 0.002, (jupyter["accuracy"], reported)

    assert jupyter["page"].startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;'), jupyter["page"][:100]

    cells = databricks_cells("search_databricks.py")
    shown = []
    databricks = {"dbutils": Dbutils(typed("databricks")), "display": lambda table: shown.append(table.collect()), "displayHTML": shown.append}
    run(cells, databricks, typed("databricks"))
    check(databricks)
    assert len(shown) >= 5, shown
    assert shown[-1].startswith("<!DOCTYPE html>"), shown[-1]

    # The same without Databricks: nothing is left to do.
    os.environ.update({key.upper(): value for key, value in typed("databricks").items()})
    plain = {}
    run(cells, plain, typed("databricks"))
    check(plain)
    assert os.path.exists(plain["directory"] + "/report.html")
    print("all cells ran")


if __name__ == "__main__":
    main(*sys.argv[1:])
