package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts for clusters ask {@code spark-submit} for, which here only says so. */
class SparkScriptsTest {
  private static final Map<String, String> CLUSTER = Map.of("NETADAPT_DEPLOY_MODE", "cluster");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "yarn.sh, spark.yarn.appMasterEnv.LC_MESSAGES=C",
    "kubernetes.sh, spark.kubernetes.driverEnv.LC_MESSAGES=C",
    "standalone.sh, spark.executorEnv.LC_MESSAGES=C",
  })
  void messagesOfTheSystemAreEnglishWhereverTheProgramRuns(String script, String inTheCluster)
      throws Exception {
    assertThat(FakeSpark.echoing(folder).run(script, Map.of(), "run").lines())
        .contains("spark.executorEnv.LC_MESSAGES=C", inTheCluster);
  }

  @Test
  void messagesOfTheSystemAreEnglishAndFilesKeepTheirNames() throws Exception {
    FakeSpark spark = new FakeSpark(folder, "echo \"${LC_ALL-unset} $LC_CTYPE $LC_MESSAGES\"");
    Map<String, String> locale = Map.of("LC_ALL", "C.UTF-8", "LC_CTYPE", "C");

    assertThat(spark.run("yarn.sh", locale, "run").lines()).containsExactly("unset C.UTF-8 C");
  }

  @ParameterizedTest
  @CsvSource({"yarn.sh, ./gpus.sh, ", "kubernetes.sh, /opt/netadapt/gpus.sh, nvidia.com"})
  void executorsAreToldHowToFindTheirGpus(String script, String discovery, String vendor)
      throws Exception {
    Map<String, String> settings =
        FakeSpark.echoing(folder).settings(script, Map.of("NETADAPT_GPUS", "1"));

    assertThat(settings)
        .containsEntry("spark.executor.resource.gpu.amount", "1")
        .containsEntry("spark.task.resource.gpu.amount", "1")
        .containsEntry("spark.task.cpus", "4")
        .containsEntry("spark.executor.resource.gpu.discoveryScript", discovery);
    assertThat(settings.get("spark.executor.resource.gpu.vendor")).isEqualTo(vendor);
  }

  @Test
  void theScriptThatFindsGpusTravelsToYarn() throws Exception {
    assertThat(FakeSpark.echoing(folder).settings("yarn.sh", Map.of("NETADAPT_GPUS", "1")))
        .extractingByKey("spark.yarn.dist.files")
        .asString()
        .contains("/conf/spark/log4j2.properties,")
        .endsWith("/submit/gpus.sh");
  }

  @Test
  void workersOfAStandaloneClusterFindTheGpus() throws Exception {
    assertThat(FakeSpark.echoing(folder).settings("standalone.sh", Map.of("NETADAPT_GPUS", "1")))
        .containsEntry("spark.executor.resource.gpu.amount", "1")
        .doesNotContainKey("spark.executor.resource.gpu.discoveryScript");
  }

  @ParameterizedTest
  @CsvSource({"12, 1, 3, 0.3333, 4", "8, 2, 4, 0.2500, 1", "8, 4, 1, 1, 2"})
  void coresAndGpusLeaveRoomForTheSameTasks(
      String cores, String gpus, String tasks, String share, String taskCores) throws Exception {
    Map<String, String> variables =
        Map.of("NETADAPT_CORES", cores, "NETADAPT_GPUS", gpus, "NETADAPT_TASKS_PER_GPU", tasks);

    assertThat(FakeSpark.echoing(folder).settings("yarn.sh", variables))
        .containsEntry("spark.task.resource.gpu.amount", share)
        .containsEntry("spark.task.cpus", taskCores);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NETADAPT_CORES | four | yarn.sh: NETADAPT_CORES is four but must be a whole number, at least 1",
        "NETADAPT_EXECUTORS | 0 | yarn.sh: NETADAPT_EXECUTORS is 0 but must be a whole number, at least 1",
        "NETADAPT_GPUS | 3 | yarn.sh: NETADAPT_CORES is 4 but must be a multiple of 3, the tasks on NETADAPT_GPUS: each needs as many cores",
        "NETADAPT_TASKS_PER_GPU | 2 | yarn.sh: NETADAPT_TASKS_PER_GPU is 2 but there are no GPUs to share: set NETADAPT_GPUS",
        "NETADAPT_DEPLOY_MODE | both | yarn.sh: NETADAPT_DEPLOY_MODE is both but must be client or cluster",
      })
  void mistakesAreTold(String variable, String value, String message) throws Exception {
    FakeSpark.Output output = FakeSpark.echoing(folder).run("yarn.sh", Map.of(variable, value));

    assertThat(output.lines()).containsExactly(message);
    assertThat(output.code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dspark.hadoop.fs.s3a.secret.key=hunter2",
        "-Dspark.hadoop.fs.s3a.access.key=hunter2",
        "-Dspark.hadoop.fs.azure.account.key.STORE.dfs.core.windows.net=hunter2",
        "-Dspark.executorEnv.AWS_SECRET_ACCESS_KEY=hunter2",
        "-Dspark.ssl.keyStorePassword=hunter2"
      })
  void secretsAreNoOptions(String option) throws Exception {
    FakeSpark spark = FakeSpark.echoing(folder);
    String inSparks = "--conf " + option.substring("-D".length());

    for (FakeSpark.Output output :
        new FakeSpark.Output[] {
          spark.run("yarn.sh", Map.of(), "run", option),
          spark.run("yarn.sh", Map.of("NETADAPT_SPARK_OPTIONS", inSparks), "run"),
          spark.run("yarn.sh", Map.of("NETADAPT_JAVA_OPTIONS", option), "run")
        }) {
      assertThat(output.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(output.text())
          .contains(option.substring("-D".length(), option.indexOf('=')), "docs/operating.md")
          .doesNotContain("hunter2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dspark.hadoop.fs.s3a.aws.credentials.provider=a.b.C",
        "-Dspark.hadoop.hadoop.security.credential.provider.path=jceks://hdfs/keys",
        "-Dspark.kubernetes.authenticate.submission.oauthTokenFile=/run/token",
        "-Dspark.kubernetes.driver.secretKeyRef.AWS_SECRET_ACCESS_KEY=netadapt-s3:secret",
        "-Dspark.kubernetes.driver.secrets.s3-secret=/etc/secrets",
        "-Dspark.kerberos.keytab=/etc/me.keytab"
      })
  void whereSecretsAreMayBeAnOption(String option) throws Exception {
    assertThat(FakeSpark.echoing(folder).run("yarn.sh", Map.of(), "run", option).lines())
        .endsWith("run", option);
  }

  @Test
  void configurationTravelsToADriverInTheCluster() throws Exception {
    assertThat(
            FakeSpark.echoing(folder)
                .run("yarn.sh", CLUSTER, "run", "--config", "conf/quickstart.conf")
                .lines())
        .containsSubsequence("--files", "conf/quickstart.conf", "any.jar")
        .endsWith("--config", "quickstart.conf");
  }

  @Test
  void driverOnAWorkerReadsTheConfigurationWhereItIs() throws Exception {
    FakeSpark spark =
        new FakeSpark(folder, "printf '%s\\n' \"$@\" 'State of driver d is FINISHED, exiting'");
    FakeSpark.Output output =
        spark.run("standalone.sh", CLUSTER, "run", "--config", "conf/quickstart.conf");

    assertThat(output.code()).as(output.text()).isZero();
    assertThat(output.lines())
        .contains(Path.of("conf/quickstart.conf").toAbsolutePath().toString())
        .doesNotContain("--files");
  }

  @Test
  void configurationMayBeInTheImage() throws Exception {
    FakeSpark spark =
        new FakeSpark(
            folder,
            "printf '%s\\n' \"$@\" 'container name: spark-kubernetes-driver' 'exit code: 0'");

    assertThat(spark.run("kubernetes.sh", CLUSTER, "run", "--config=local:///opt/a.conf").lines())
        .contains("--config=/opt/a.conf")
        .doesNotContain("--files");
  }

  /** What Spark 3.5.9 says at the end; it exits with 0 in every case. */
  @ParameterizedTest
  @CsvSource({
    "standalone.sh, '26/01/02 INFO ClientEndpoint: State of driver driver-1 is FINISHED, exiting spark-submit JVM.', 0",
    "standalone.sh, '26/01/02 INFO ClientEndpoint: State of driver driver-1 is FAILED, exiting spark-submit JVM.', 3",
    "standalone.sh, nothing, 3",
    "kubernetes.sh, '\t container name: spark-kubernetes-driver\n\t container state: terminated\n\t exit code: 0', 0",
    "kubernetes.sh, '\t container name: spark-kubernetes-driver\n\t container state: terminated\n\t exit code: 4', 4",
    "kubernetes.sh, '\t container name: spark-kubernetes-driver\n\t container state: running', 3",
    "kubernetes.sh, '\t container name: sidecar\n\t exit code: 0\n\t container name: spark-kubernetes-driver\n\t exit code: 2', 2",
  })
  void howADriverInTheClusterHasEndedIsTheExitCode(String script, String said, int code)
      throws Exception {
    Path log = Files.writeString(folder.resolve("said"), said + "\n");
    FakeSpark spark = new FakeSpark(folder, "cat '" + log + "' >&2");

    FakeSpark.Output output = spark.run(script, CLUSTER, "run");

    assertThat(output.code()).as(output.text()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"standalone.sh", "kubernetes.sh", "yarn.sh"})
  void whatSparkItselfEndsWithIsTheExitCode(String script) throws Exception {
    assertThat(new FakeSpark(folder, "exit 101").run(script, CLUSTER, "run").code()).isEqualTo(101);
    assertThat(new FakeSpark(folder, "exit 4").run(script, Map.of(), "run").code()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"standalone.sh", "kubernetes.sh"})
  void mistakesBeforeSparkAreToldInClusterModeToo(String script) throws Exception {
    FakeSpark.Output output =
        FakeSpark.echoing(folder).run(script, CLUSTER, "run", "--config", "missing.conf");

    assertThat(output.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(output.text()).contains("--config is missing.conf but there is no such file");
  }
}
