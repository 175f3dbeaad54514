package netadapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import netadapt.settings.Settings;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class JobLabelsIT {
  private static final String TINY =
      "network = mnist, data { held-out = 8000, test = 1000 }, supernet.epochs = 1,"
          + " scoring.batch-norm = recalibrated,"
          + " search { budgets = [0.75], samples = 4, reduction = 0.2, racing = true }, train.epochs = 1";

  /** What Spark's pages say of a job. */
  private record Label(String group, String description) {}

  @TempDir private Path folder;

  @Test
  void everyJobOfARunSaysWhatItDoes() throws Exception {
    Queue<Label> labels = new ConcurrentLinkedQueue<>();
    Settings settings =
        Settings.of(TINY, Map.of("run.directory", folder.resolve("run").toString()));
    try (SparkSession spark =
            SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
        NetAdapt run = NetAdapt.open(settings, spark, RunListener.NONE)) {
      spark.sparkContext().addSparkListener(into(labels));

      run.run();
      run.score(List.of(run.network().full()));

      spark.sparkContext().listenerBus().waitUntilEmpty();
    }
    assertThat(labels)
        .extracting(Label::group)
        .containsOnly("prepare", "train-supernet", "search", "train", "score");
    assertThat(labels).allMatch(label -> label.description().startsWith(label.group()));
    assertThat(labels)
        .extracting(Label::description)
        .contains(
            "prepare: decodes the images",
            "train-supernet: reads the images",
            "train-supernet: round 0",
            "score: 1 in all: batch normalisation",
            "score: 1 in all")
        .anyMatch(job -> job.matches("search: iteration 1: 4 samples, target .*: round 1 of 8"))
        .anyMatch(job -> job.matches("train: .*: round 0"));
  }

  private static SparkListener into(Queue<Label> labels) {
    return new SparkListener() {
      @Override
      public void onJobStart(SparkListenerJobStart start) {
        labels.add(
            new Label(
                String.valueOf(start.properties().get("spark.jobGroup.id")),
                String.valueOf(start.properties().get("spark.job.description"))));
      }
    };
  }
}
