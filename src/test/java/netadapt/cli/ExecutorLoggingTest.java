package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What executors, and drivers in a cluster, log by {@code conf/spark/log4j2.properties}. */
class ExecutorLoggingTest {
  @ParameterizedTest
  @CsvSource({
    "org.apache.spark.scheduler.DAGScheduler, WARN",
    "org.apache.hadoop.fs.s3a.S3AFileSystem, WARN",
    "netadapt.job.Session, INFO",
    "netadapt.score.ScoringJob, INFO",
    "org.apache.spark.executor.Executor, WARN", // that a task failed, and why
    "netadapt.shaded.mlflow.Any, ERROR"
  })
  void warningsAndTheProgramsOwnLines(String logger, String level) {
    assertThat(configuration().getLoggerConfig(logger).getLevel()).isEqualTo(Level.valueOf(level));
  }

  @Test
  void onStandardErrorAlone() {
    ConsoleAppender console = configuration().getAppender("stderr");

    assertThat(console.getTarget()).isEqualTo(ConsoleAppender.Target.SYSTEM_ERR);
    assertThat(configuration().getRootLogger().getAppenders()).containsOnlyKeys("stderr");
  }

  private static Configuration configuration() {
    Configuration configuration =
        ConfigurationFactory.getInstance()
            .getConfiguration(
                new LoggerContext("executor"),
                "executor",
                Path.of("conf/spark/log4j2.properties").toUri());
    configuration.initialize();
    return configuration;
  }
}
