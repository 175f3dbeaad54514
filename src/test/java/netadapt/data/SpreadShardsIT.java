package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import netadapt.JobLabels;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpreadShardsIT extends ClusterSpark {
  private LongAccumulator read;
  private JavaRDD<Integer> shards;

  @BeforeEach
  void keepTwoShards() {
    awaitExecutors();
    read = spark.sc().longAccumulator();
    LongAccumulator reads = read;
    shards =
        spark
            .parallelize(List.of(1, 2), 2)
            .map(
                shard -> {
                  reads.add(1);
                  return shard;
                })
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  @AfterEach
  void free() {
    shards.unpersist(true);
  }

  @Test
  void everyExecutorKeepsAShardAndReadsItOnce() {
    List<String> first = whoComputes(SpreadShards.of(shards));

    assertThat(first).containsExactlyInAnyOrderElementsOf(executors());
    assertThat(whoComputes(SpreadShards.of(shards))).isEqualTo(first);
    assertThat(read.value()).isEqualTo(2);
  }

  @Test
  void shardsThatOneExecutorKeepsAreSpreadAgain() {
    ExecutorKill kill = ExecutorKill.in(spark, "killed");
    try (JobLabels labels = JobLabels.set(spark, "killed")) {
      whoComputes(SpreadShards.of(shards));
    }
    String lost = kill.awaitLoss();
    whoComputes(SpreadShards.of(shards)); // by the other one, if there is none in its place yet
    awaitExecutors();

    assertThat(executors()).doesNotContain(lost);
    assertThat(whoComputes(SpreadShards.of(shards)))
        .containsExactlyInAnyOrderElementsOf(executors());
    long soFar = read.value();
    whoComputes(SpreadShards.of(shards));
    assertThat(read.value()).as("reads once they are spread").isEqualTo(soFar);
  }

  /** What is left behind by a loss, whatever takes whose place how soon. */
  @Test
  void twoShardsOnOneExecutorAreOneTooMany() {
    shards.coalesce(1).count(); // a task that reads both
    assertThat(new TreeSet<>(whoComputes(shards))).as("where they are kept").hasSize(1);

    assertThat(whoComputes(SpreadShards.of(shards)))
        .containsExactlyInAnyOrderElementsOf(executors());
  }
}
