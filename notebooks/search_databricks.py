# Databricks notebook source
# Starts a search, watches it, reads its results in SQL, and trains a network of your choice.
#
# On Databricks: make the program's jar, netadapt-spark-…-all.jar, a library of the cluster, whose access
# mode must be dedicated to a user, and whose runtime must have Spark 3.5, Scala 2.12 and Java 17. Elsewhere,
# with the widgets' values in variables of the environment:
#   RUN=runs/quickstart spark-submit --driver-memory 4g --jars netadapt-spark-…-all.jar \
#     notebooks/search_databricks.py
import os

from pyspark.sql import DataFrame, SparkSession

spark = SparkSession.builder.getOrCreate()

# COMMAND ----------

# The widgets. On Databricks, type full paths: others begin where the driver's JVM was started.
def widget(name, default):
    if "dbutils" in globals():
        dbutils.widgets.text(name, default)
        return dbutils.widgets.get(name)
    return os.environ.get(name.upper(), default)


if "display" not in globals():

    def display(table):
        table.show(1000, truncate=False)


configuration = widget("configuration", "conf/quickstart.conf")  # full path of a file on the driver's machine
directory = widget("run", "runs/quickstart")  # full path, of any file system that Spark knows
compare = widget("compare", directory)  # the directories of several runs, separated by commas
share = float(widget("share", "0.5"))  # of the initial network's MACs, for the network to pick

# COMMAND ----------

# Open the run, once, in the Spark session that is there. The session is neither changed nor stopped.
# To open it again, close it first.
netadapt = spark._jvm.netadapt
settings = netadapt.settings.Settings.read(
    spark._jvm.java.io.File(configuration).toPath(), {"run.directory": directory}
)
run = netadapt.NetAdapt.open(settings, spark._jsparkSession, netadapt.RunListener.NONE)
for warning in run.warnings():
    print("warning:", warning)

# COMMAND ----------

# Start the search in the background: this cell ends at once. What was done before is skipped.
Step = netadapt.Step
search = run.begin([Step.PREPARE, Step.TRAIN_SUPERNET, Step.SEARCH])

# COMMAND ----------

# Watch it, as often as you like. `search.cancel()` ends the search; begun again, it resumes.
print(search.progress())
if run.iterations() > 0:
    iterations = DataFrame(run.trajectory(), spark)
    display(iterations.select("iteration", "stage", "macs", "score", "expected_score", "seconds"))

# COMMAND ----------

# Wait for its end. If the search fails, this throws the reason.
search.join()
print(search.progress())

# COMMAND ----------

# Name the tables, for SQL.
run.samples().createOrReplaceTempView("samples")
run.trajectory().createOrReplaceTempView("trajectory")
run.front().createOrReplaceTempView("front")

# COMMAND ----------

# Trade-off: accuracy on the held-out images against MACs.
trade_off = spark.sql("""
SELECT macs, score, IF(selected, 'winner', 'sample') AS kind
FROM samples
WHERE score IS NOT NULL AND NOT dropped
ORDER BY macs
""")
display(trade_off)

# COMMAND ----------

# Which layers were shrunk, and how often that won.
layers = spark.sql("""
SELECT layer, count(*) AS times_shrunk, avg(score) AS mean_score,
       sum(CAST(selected AS INT)) AS wins
FROM (SELECT explode(shrunk_layers) AS layer, score, selected
      FROM samples WHERE iteration > 0 AND NOT dropped)
GROUP BY layer
ORDER BY wins DESC, times_shrunk DESC
""")
display(layers)

# COMMAND ----------

# How much of the differences between samples is noise (`noise_share`), and how lucky the winner is.
noise = spark.sql("""
SELECT iteration, score_spread, score_error, score_error / score_spread AS noise_share,
       score - expected_score AS luck
FROM trajectory
WHERE iteration > 0 AND score_spread > 0
ORDER BY iteration
""")
display(noise)

# COMMAND ----------

# Read several runs: their directories, separated by commas.
from functools import reduce

from pyspark.sql.functions import lit

tables = [
    spark.read.parquet(f"{path.strip()}/trajectory").withColumn("run", lit(path.strip()))
    for path in compare.split(",")
]
together = reduce(lambda some, more: some.unionByName(more, allowMissingColumns=True), tables)
together.createOrReplaceTempView("runs")

# COMMAND ----------

# Compare what the runs found at each budget, and what that took.
compared = spark.sql("""
SELECT run, budget, max_by(resource, iteration) AS resource, max_by(score, iteration) AS score,
       max_by(expected_score, iteration) AS expected_score, count(*) AS iterations,
       sum(samples) AS samples, sum(seconds) AS seconds
FROM runs
WHERE iteration > 0
GROUP BY run, budget
ORDER BY budget DESC, run
""")
display(compared)

# COMMAND ----------

# Pick a network: the best one that costs at most a share of the initial network's MACs.
best = spark.sql(f"""
SELECT iteration, sample, macs, params, score, expected_score
FROM front
WHERE macs <= {share} * (SELECT macs FROM trajectory WHERE iteration = 0)
ORDER BY expected_score DESC
LIMIT 1
""")
display(best)
first = best.first()
if first is None:
    raise ValueError(f"no network costs at most {share} of the MACs: give a larger share")
picked = run.sample(first.iteration, first.sample)

# COMMAND ----------

# Train it, in the background, too. The seed decides everything random in the training.
seed = 1
training = run.beginTraining(picked, seed)

# COMMAND ----------

# Watch the training.
print(training.progress())

# COMMAND ----------

# Wait for the trained network.
training.join()
trained = run.train(picked, seed)  # is done, and tells what came out
print("test accuracy:", trained.testAccuracy().orElse(float("nan")))
print("ONNX model:", trained.model().toString())

# COMMAND ----------

# See the page with all pictures; outside of Databricks, a browser shows the file.
if "displayHTML" in globals():
    displayHTML(run.page())
else:
    run.begin([Step.REPORT]).join()
    print(f"{run.directory().toString()}/report.html")

# COMMAND ----------

# Close the run. It ends what goes on in the background; the Spark session stays.
run.close()
