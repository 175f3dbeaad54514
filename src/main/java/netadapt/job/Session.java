package netadapt.job;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import netadapt.BadInput;
import netadapt.nn.Backend;
import netadapt.settings.Settings;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark session of a run: one that was there before, which is left as it is, or one of its own,
 * which ends with it.
 *
 * @param own whether it ends with the run
 */
public record Session(SparkSession spark, boolean own) implements AutoCloseable {
  private static final String SERIALIZER = "spark.serializer";
  private static final String JAVA_SERIALIZER = "org.apache.spark.serializer.JavaSerializer";
  private static final Pattern MASTER =
      Pattern.compile(
          "local(\\[([1-9][0-9]*|\\*)( *, *[0-9]+)?])?|local-cluster\\[.*|yarn|[a-z0-9]+://.+");
  private static final Pattern CORES = Pattern.compile("[1-9][0-9]{0,5}");
  private static final Set<String> NEVER_APPLIED_LATER = Set.of("spark.master", "spark.app.name");

  /**
   * Takes a session that somebody else has started, and will stop.
   *
   * @param warnings told what it lacks
   * @throws netadapt.BadInput if a run cannot be done in it
   */
  public static Session given(SparkSession spark, Settings settings, Consumer<String> warnings) {
    SparkConf configuration = spark.sparkContext().getConf();
    requireJavaSerializer(configuration.get(SERIALIZER, JAVA_SERIALIZER));
    SparkKeys.warnings(settings).forEach(warnings);
    MemoryCheck.of(configuration).forEach(warnings);
    DynamicAllocation.warnings(settings, configuration).forEach(warnings);
    IdleCores.warnings(configuration).forEach(warnings);
    for (Map.Entry<String, String> wanted : settings.spark().entrySet()) {
      String now = configuration.get(wanted.getKey(), "not set");
      if (!now.equals(wanted.getValue()) && !NEVER_APPLIED_LATER.contains(wanted.getKey())) {
        warnings.accept(
            "%s is %s in the Spark session that runs already, and not what the configuration says"
                .formatted(
                    wanted.getKey(), Redaction.of(configuration).shown(wanted.getKey(), now)));
      }
    }
    Backend.choose();
    return new Session(spark, false);
  }

  /**
   * Takes the session of this process, such as a notebook's, or starts one.
   *
   * @param warnings told what it lacks
   * @param waiting told how many executors of a cluster are there, while they start
   * @throws netadapt.BadInput if a run cannot be done in it
   */
  public static Session open(Settings settings, Consumer<String> warnings, Progress waiting) {
    if (SparkEnv.get() != null) {
      return given(SparkSession.builder().getOrCreate(), settings, warnings);
    }
    SparkConf configuration = new SparkConf();
    settings.spark().forEach(configuration::set);
    configuration.setIfMissing("spark.master", "local[*]");
    requireMaster(configuration.get("spark.master"));
    Redaction.require(configuration);
    MasterAddress.of(configuration).check();
    if (configuration.get("spark.master").startsWith("local")) {
      LocalFolders.of(configuration).check();
    }
    requireTaskCores(configuration);
    configuration.setIfMissing("spark.app.name", settings.run().application());
    configuration.setIfMissing("spark.ui.showConsoleProgress", "false");
    requireJavaSerializer(settings.spark().getOrDefault(SERIALIZER, JAVA_SERIALIZER));
    configuration.set(SERIALIZER, JAVA_SERIALIZER); // whatever the cluster's defaults say
    // As many native threads as a task has cores, for executors to begin with.
    configuration.setIfMissing(
        TaskThreads.EXECUTOR_VARIABLE, Integer.toString(TaskThreads.taskCores(configuration)));
    SparkKeys.warnings(settings).forEach(warnings);
    MemoryCheck.of(configuration).forEach(warnings);
    DynamicAllocation.warnings(settings, configuration).forEach(warnings);
    IdleCores.warnings(configuration).forEach(warnings);
    Backend.choose();
    return started(configuration, warnings, waiting);
  }

  /** Starts Spark, and waits for its executors. */
  private static Session started(
      SparkConf configuration, Consumer<String> warnings, Progress waiting) {
    Optional<AwaitedExecutors> awaited = AwaitedExecutors.of(configuration);
    Runnable starting =
        () ->
            waiting.update(
                0, "waiting for %s to start Spark".formatted(configuration.get("spark.master")));
    Session session =
        new Session(start(configuration, awaited.isEmpty() ? () -> {} : starting), true);
    try {
      awaited
          .flatMap(executors -> executors.await(session.spark().sparkContext(), waiting))
          .ifPresent(warnings);
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * What Spark refuses is most often a setting of the user's.
   *
   * @param starting tells again and again that it goes on: YARN may be long about it
   */
  private static SparkSession start(SparkConf configuration, Runnable starting) {
    starting.run();
    try (Poll poll = new Poll(starting)) {
      return SparkSession.builder().config(configuration).getOrCreate();
    } catch (Exception e) { // Spark throws checked exceptions without declaring them
      if (e instanceof SparkException || e instanceof IllegalArgumentException) {
        throw new BadInput(
            "Spark did not start; check the settings spark.* and the cluster: "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
            e);
      }
      throw e;
    }
  }

  private static void requireTaskCores(SparkConf configuration) {
    String cores = configuration.get("spark.task.cpus", "1");
    if (!CORES.matcher(cores).matches()) {
      throw new BadInput(
          "spark.task.cpus is %s but must be a whole number of cores, at least 1".formatted(cores));
    }
  }

  /** Spark's own message comes with a stack trace. */
  private static void requireMaster(String master) {
    if (!MASTER.matcher(master).matches()) {
      throw new BadInput(
          "spark.master is %s but must be local[*], local[4], yarn, spark://HOST:7077 or k8s://URL"
              .formatted(master));
    }
  }

  private static void requireJavaSerializer(String serializer) {
    if (!serializer.equals(JAVA_SERIALIZER)) {
      throw new BadInput(
          "%s is %s but must be %s: Kryo cannot read back the records that tasks exchange; set it before the session starts"
              .formatted(SERIALIZER, serializer, JAVA_SERIALIZER));
    }
  }

  @Override
  public void close() {
    if (own) {
      spark.stop();
    }
  }
}
