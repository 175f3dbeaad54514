package netadapt.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Pattern;
import netadapt.BackgroundWork;
import netadapt.NetAdapt;
import netadapt.notebook.ZeppelinNote.Paragraph;
import netadapt.onnx.OnnxClassifier;
import netadapt.run.TrainedNetwork;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every paragraph of the note for Zeppelin, in Spark's own shell. */
@Timeout(300)
class ZeppelinNoteIT {
  private static final Path NOTE = Path.of("notebooks/search.zpln");

  /** What a step says of itself: {@code train-supernet: 43%, epoch 1}. */
  private static final String SAID = ": (started|\\d+%.*|done.*)";

  private static final Pattern SEARCH_GOES_ON =
      Pattern.compile("^(begun|(prepare|train-supernet|search)" + SAID + ")$", Pattern.MULTILINE);
  private static final Pattern TRAINING_GOES_ON =
      Pattern.compile("^(begun|train" + SAID + ")$", Pattern.MULTILINE);

  @TempDir private Path folder;

  private SparkSession spark;
  private SparkShell shell;
  private ZeppelinContext context;
  private Deque<Paragraph> left;

  @BeforeEach
  void start() throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.repl.class.outputDir", classes.toString())
            .getOrCreate();
    shell = new SparkShell(spark, classes);
    left = new ArrayDeque<>(ZeppelinNote.read(NOTE).paragraphs());
    context =
        new ZeppelinContext(
            Map.of(
                "configuration",
                TinyRun.configuration(folder).toString(),
                "run",
                folder.resolve("run").toString(),
                "runs to compare",
                folder.resolve("run") + ", " + folder.resolve("other")));
    shell.bind("z", ZeppelinContext.class.getName(), context);
  }

  @AfterEach
  void stop() {
    shell.close();
    spark.stop();
  }

  @Test
  void everyParagraphDoesWhatItSays() throws Exception {
    assertThat(left).allMatch(Paragraph::cleared);
    assertThat(next("About this note", "md")).contains("starts a search", "4g");

    assertThat(scala("Open the run")).contains("warning: this process's options lack");
    assertThat(context.defaults()).containsEntry("run", "runs/quickstart");
    scala("Start the search");
    BackgroundWork search = shell.value(BackgroundWork.class, "search");
    String watch = next("Watch it", "spark");
    assertThat(shell.run(watch)).containsPattern(SEARCH_GOES_ON);
    assertThat(scala("Wait for its end")).contains("search: done: ");
    assertThat(search.running()).isFalse();
    assertThat(shell.run(watch)).contains("search: done: ").containsPattern("iteration *\\|stage");
    scala("Name the tables");

    assertThat(sql("Trade-off").columns()).containsExactly("macs", "score", "kind");
    assertThat(sql.where("kind = 'winner' AND score BETWEEN 0 AND 1").count()).isPositive();
    assertThat(sql("Which layers").columns())
        .containsExactly("layer", "times_shrunk", "mean_score", "wins");
    assertThat(sql.where("times_shrunk >= wins AND wins >= 0").count()).isPositive();
    assertThat(sql("How much of the differences").columns())
        .containsExactly("iteration", "score_spread", "score_error", "noise_share", "luck");
    assertThat(sql.where("noise_share > 0").count()).isPositive();

    FileUtils.copyDirectory(
        folder.resolve("run/trajectory").toFile(), folder.resolve("other/trajectory").toFile());
    scala("Read several runs");
    assertThat(sql("Compare").select("run").distinct().count()).isEqualTo(2);
    assertThat(sql.where("resource <= budget").count()).isEqualTo(sql.count()).isPositive();

    NetAdapt run = shell.value(NetAdapt.class, "run");
    String pick = next("Pick a network", "spark");
    context.type("share of the MACs", "0.001");
    assertThatThrownBy(() -> shell.run(pick))
        .hasMessageContaining("no network costs at most 0.001 of the MACs: give a larger share");
    context.type("share of the MACs", "0.8");
    assertThat(shell.run(pick)).contains("expected_score");
    scala("Train it");
    assertThat(scala("Watch the training")).containsPattern(TRAINING_GOES_ON);
    String told = scala("Wait for the trained network");
    TrainedNetwork trained = shell.value(TrainedNetwork.class, "trained");
    assertThat(told).contains("test accuracy: 0.", "ONNX model: file:" + folder.resolve("run"));
    assertThat((double) trained.macs()).isLessThanOrEqualTo(0.8 * initialMacs());
    byte[] model = Files.readAllBytes(Path.of(trained.model().toUri()));
    assertThat(OnnxClassifier.metadata("trained", model))
        .containsEntry("macs", Long.toString(trained.macs()))
        .containsEntry("architecture_id", trained.architectureId());

    assertThat(scala("See the report"))
        .contains("%html <iframe srcdoc=\"<!DOCTYPE html>", "<h2>Search</h2>");
    scala("Close the run");
    assertThat(left).isEmpty();
    assertThat(folder.resolve("run/lease.json")).doesNotExist();
    assertThat(spark.range(3).count()).isEqualTo(3);
    assertThat(run.directory()).hasToString("file:" + folder.resolve("run"));
  }

  private Dataset<Row> sql;

  private Dataset<Row> sql(String title) {
    sql = spark.sql(next(title, "spark.sql")).cache();
    return sql;
  }

  private String scala(String title) {
    return shell.run(next(title, "spark"));
  }

  /** The text of the next paragraph, whose title begins so, and which an interpreter runs. */
  private String next(String title, String interpreter) {
    Paragraph paragraph = left.remove();
    assertThat(paragraph.title()).startsWith(title);
    assertThat(paragraph.interpreter()).as(title).isEqualTo(interpreter);
    return paragraph.text();
  }

  private double initialMacs() {
    return spark.table("trajectory").where("iteration = 0").head().<Long>getAs("macs");
  }
}
