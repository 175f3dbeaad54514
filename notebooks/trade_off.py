# Databricks notebook source
# Searches, or continues a search, and shows what it came to: the trade-off curve and the winner of
# each iteration. Import it into Databricks, or run it elsewhere:
#   RUN=runs/quickstart spark-submit notebooks/trade_off.py
# With CONFIG=conf/quickstart.conf, too, and the program's jar (spark-submit --jars …-all.jar, or a
# library of the Databricks cluster) the run's steps are done first, as far as they are not.
import os

from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
run = os.environ.get("RUN", "runs/quickstart")  # any file system that Spark knows
config = os.environ.get("CONFIG")

# COMMAND ----------

if config:
    netadapt = spark._jvm.netadapt
    settings = netadapt.settings.Settings.read(
        spark._jvm.java.io.File(config).toPath(), {"run.directory": run}
    )
    search = netadapt.NetAdapt.open(settings, spark._jsparkSession, netadapt.RunListener.NONE)
    try:
        search.run()
    finally:
        search.close()

# COMMAND ----------

spark.read.parquet(f"{run}/samples").createOrReplaceTempView("samples")
spark.read.parquet(f"{run}/trajectory").createOrReplaceTempView("trajectory")

# COMMAND ----------

winners = spark.sql("""
SELECT t.iteration, t.resource, t.target, t.resource / i.resource AS share_of_initial,
       t.score, t.budget_met, array_join(s.shrunk_layers, ', ') AS shrunk_layers
FROM trajectory t
JOIN trajectory i ON i.iteration = 0
JOIN samples s ON s.iteration = t.iteration AND s.selected
ORDER BY t.iteration
""")
winners.show(1000, truncate=False)

# COMMAND ----------

layers = spark.sql("""
SELECT layer, count(*) AS times_shrunk, avg(score) AS mean_score,
       sum(CAST(selected AS INT)) AS wins
FROM (SELECT explode(shrunk_layers) AS layer, score, selected
      FROM samples WHERE iteration > 0 AND NOT dropped)
GROUP BY layer
ORDER BY wins DESC, times_shrunk DESC
""")
layers.show(1000, truncate=False)

# COMMAND ----------

# The curve: all samples, and the winners on top. Needs matplotlib.
curve = spark.sql("""
SELECT macs, score, IF(selected, 'winner', 'sample') AS kind
FROM samples
WHERE score IS NOT NULL AND NOT dropped
ORDER BY macs
""").toPandas()

import matplotlib.pyplot as plt

figure, axes = plt.subplots()
for kind, points in curve.groupby("kind"):
    axes.plot(points["macs"], points["score"], "." if kind == "sample" else "o-", label=kind)
axes.set_xlabel("MACs")
axes.set_ylabel("accuracy on the held-out images")
axes.legend()
figure.savefig("trade-off.png")
