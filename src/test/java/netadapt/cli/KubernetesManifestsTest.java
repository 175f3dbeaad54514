package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The manifests of {@code submit/kubernetes}, by what the operator for Spark and Kubernetes read.
 */
class KubernetesManifestsTest {
  /** Fields of v1beta2 that the manifests may use. */
  private static final Set<String> SPEC =
      Set.of(
          "type",
          "mode",
          "sparkVersion",
          "image",
          "imagePullPolicy",
          "mainClass",
          "mainApplicationFile",
          "arguments",
          "restartPolicy",
          "sparkConf",
          "hadoopConf",
          "volumes",
          "driver",
          "executor",
          "monitoring",
          "timeToLiveSeconds");

  private static final Set<String> POD =
      Set.of(
          "cores",
          "coreLimit",
          "memory",
          "memoryOverhead",
          "serviceAccount",
          "javaOptions",
          "env",
          "envFrom",
          "volumeMounts",
          "securityContext",
          "tolerations",
          "nodeSelector");

  private static final Set<String> SCHEDULED =
      Set.of(
          "schedule",
          "concurrencyPolicy",
          "successfulRunHistoryLimit",
          "failedRunHistoryLimit",
          "suspend",
          "template");

  private static final Set<String> RESTART =
      Set.of(
          "type",
          "onFailureRetries",
          "onFailureRetryInterval",
          "onSubmissionFailureRetries",
          "onSubmissionFailureRetryInterval");

  private static List<Map<?, ?>> documents(String name) throws IOException {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<Map<?, ?>> documents = new ArrayList<>();
    new Yaml(strict)
        .loadAll(Files.readString(Path.of("submit/kubernetes/" + name + ".yaml")))
        .forEach(each -> documents.add((Map<?, ?>) each));
    return documents;
  }

  private static Map<?, ?> map(Map<?, ?> of, String key) {
    return (Map<?, ?>) of.get(key);
  }

  private static Set<String> keys(Map<?, ?> map) {
    Set<String> keys = new TreeSet<>();
    map.keySet().forEach(key -> keys.add((String) key));
    return keys;
  }

  @Test
  void driversMayHandleExecutorsAndNothingElse() throws IOException {
    List<Map<?, ?>> documents = documents("rights");
    assertThat(documents)
        .extracting(each -> (Object) each.get("kind"))
        .containsExactly("ServiceAccount", "Role", "RoleBinding");
    Map<String, List<?>> verbs = new TreeMap<>();
    for (Object each : (List<?>) documents.get(1).get("rules")) {
      Map<?, ?> rule = (Map<?, ?>) each;
      assertThat((List<?>) rule.get("apiGroups")).isEqualTo(List.of(""));
      ((List<?>) rule.get("resources"))
          .forEach(resource -> verbs.put((String) resource, (List<?>) rule.get("verbs")));
    }

    assertThat(verbs.keySet())
        .containsExactly("configmaps", "persistentvolumeclaims", "pods", "services");
    assertThat(verbs.values()).noneMatch(each -> each.contains("*"));
    verbs
        .values()
        .forEach(each -> assertThat(each).asList().contains("create", "deletecollection"));
    assertThat(verbs.get("pods")).asList().contains("list", "watch", "patch");
  }

  @Test
  void theRoleIsTheAccountsAndTheRunsAccountIsThis() throws IOException {
    List<Map<?, ?>> documents = documents("rights");
    Object account = map(documents.get(0), "metadata").get("name");
    Map<?, ?> binding = documents.get(2);

    assertThat(map(binding, "roleRef").get("name"))
        .isEqualTo(map(documents.get(1), "metadata").get("name"));
    assertThat((List<?>) binding.get("subjects"))
        .isEqualTo(List.of(Map.of("kind", "ServiceAccount", "name", account)));
    for (String name : List.of("run", "scheduled")) {
      assertThat(map(application(name), "driver").get("serviceAccount")).isEqualTo(account);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "scheduled"})
  void applicationsHaveFieldsThatTheOperatorReads(String name) throws IOException {
    Map<?, ?> spec = application(name);

    assertThat(documents(name)).hasSize(1);
    assertThat(documents(name).get(0).get("apiVersion")).isEqualTo("sparkoperator.k8s.io/v1beta2");
    assertThat(keys(spec)).isSubsetOf(SPEC);
    assertThat(keys(map(spec, "driver"))).isSubsetOf(POD);
    assertThat(keys(map(spec, "executor"))).isSubsetOf(with(POD, "instances"));
    assertThat(keys(map(spec, "restartPolicy"))).isSubsetOf(RESTART);
    // The operator passes these on as strings, and Kubernetes refuses others.
    assertThat(map(spec, "sparkConf").values()).allMatch(value -> value instanceof String);
    assertThat((List<?>) spec.get("arguments")).allMatch(value -> value instanceof String);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "scheduled"})
  void sparkIsTheOneOfTheBuildAndTheImage(String name) throws IOException {
    String version = org.apache.spark.package$.MODULE$.SPARK_VERSION();

    assertThat(application(name).get("sparkVersion")).isEqualTo(version);
    for (String file : List.of("Dockerfile", "Dockerfile.gpu")) {
      assertThat(Files.readString(Path.of("submit/docker", file)))
          .contains(
              "ARG SPARK=" + version + "-scala2.12-java17",
              "hadoop-aws:" + org.apache.hadoop.util.VersionInfo.getVersion() + " ",
              "\nUSER 185\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "scheduled"})
  void whatTheyCallIsInTheImage(String name) throws IOException {
    String image = Files.readString(Path.of("submit/docker/Dockerfile"));
    Map<?, ?> spec = application(name);

    assertThat(spec.get("mainApplicationFile")).isEqualTo("local:///opt/netadapt/netadapt.jar");
    assertThat(image).contains("/opt/netadapt/netadapt.jar\n", "COPY conf /opt/netadapt/conf\n");
    Object configuration = ((List<?>) spec.get("arguments")).get(2);
    assertThat(Path.of(((String) configuration).replace("/opt/netadapt/", ""))).exists();
    assertThat(spec.get("mainClass")).isEqualTo(Main.class.getName());
  }

  @Test
  void scheduledRunsHaveDirectoriesOfTheirOwnAndDoNotOverlap() throws IOException {
    Map<?, ?> spec = map(documents("scheduled").get(0), "spec");

    assertThat(keys(spec)).isSubsetOf(SCHEDULED);
    assertThat(spec.get("schedule").toString().split(" ")).hasSize(5);
    assertThat(spec.get("concurrencyPolicy")).isEqualTo("Forbid");
    List<?> arguments = (List<?>) application("scheduled").get("arguments");
    assertThat(arguments.toString()).contains("-Drun.directory=s3a://BUCKET/$(NETADAPT_RUN)");
    assertThat(map(application("scheduled"), "driver").get("env").toString())
        .contains("name=NETADAPT_RUN", "metadata.labels['sparkoperator.k8s.io/app-name']");
  }

  private static Map<?, ?> application(String name) throws IOException {
    Map<?, ?> spec = map(documents(name).get(0), "spec");
    return spec.containsKey("template") ? map(spec, "template") : spec;
  }

  private static Set<String> with(Set<String> fields, String more) {
    Set<String> all = new TreeSet<>(fields);
    all.add(more);
    return all;
  }
}
