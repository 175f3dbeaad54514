package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;

class RedactionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.secret.key",
        "spark.hadoop.fs.s3a.access.key",
        "spark.hadoop.fs.s3a.session.token",
        "spark.hadoop.fs.s3a.bucket.images.secret.key",
        "spark.executorEnv.AWS_SECRET_ACCESS_KEY",
        "spark.executorEnv.AWS_ACCESS_KEY_ID",
        "spark.hadoop.fs.azure.account.key.store.blob.core.windows.net",
        "spark.hadoop.fs.azure.sas.images.store.blob.core.windows.net",
        "spark.ssl.keyStorePassword",
        "spark.hadoop.ftp.passwd"
      })
  void sparksPagesAndEventLogHideWhatFilesHide(String key) {
    SparkConf spark = new SparkConf(false);
    Redaction.require(spark);

    assertThat(shownBySpark(spark, key)).isNotEqualTo("hunter2");
    assertThat(Redaction.of(spark).shown(key, "hunter2")).isNotEqualTo("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"spark.executor.memory", "spark.hadoop.fs.s3a.endpoint", "spark.kerberos.keytab"})
  void whatIsNoSecretIsShown(String key) {
    SparkConf spark = new SparkConf(false);
    Redaction.require(spark);

    assertThat(shownBySpark(spark, key)).isEqualTo("hunter2");
    assertThat(Redaction.of(spark).shown(key, "hunter2")).isEqualTo("hunter2");
  }

  @Test
  void aPatternOfTheUsersStays() {
    SparkConf spark = new SparkConf(false).set("spark.redaction.regex", "memory");

    Redaction.require(spark);

    assertThat(shownBySpark(spark, "spark.executor.memory")).isNotEqualTo("hunter2");
    assertThat(shownBySpark(spark, "spark.x.secret")).isEqualTo("hunter2");
    assertThat(Redaction.of(spark).shown("spark.x.secret", "hunter2")).isNotEqualTo("hunter2");
  }

  private static String shownBySpark(SparkConf spark, String key) {
    Seq<Tuple2<String, String>> settings =
        JavaConverters.asScalaBuffer(List.of(new Tuple2<>(key, "hunter2"))).toSeq();
    return Utils.redact(spark, settings).head()._2();
  }
}
