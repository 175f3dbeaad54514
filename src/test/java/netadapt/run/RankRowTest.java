package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import netadapt.BadInput;
import netadapt.rank.RankedNetwork;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankRowTest {
  @TempDir java.nio.file.Path local;
  private RunDirectory directory;

  @BeforeEach
  void name() {
    directory = new RunDirectory(local.resolve("run").toString(), new Configuration());
  }

  private static RankTerms terms(int epochs) {
    return new RankTerms(
        0.3, 0.7, 5, epochs, "shared", "test", "top-1", "running", 0, "digits", "w1");
  }

  private static RankRow row(int network, OptionalDouble score) {
    return row(network, 0, score, OptionalDouble.of(0.9));
  }

  private static RankRow row(
      int network, int training, OptionalDouble score, OptionalDouble accuracy) {
    return new RankRow(
        "first",
        network,
        training,
        new WrittenArchitecture("mnist", List.of()),
        "a" + network,
        new Costs(4000 + network, 20, Map.of()),
        score,
        1000,
        accuracy,
        500,
        terms(8),
        2.5,
        "driver");
  }

  @Test
  void rowsComeBackByTheirNumbers() {
    RankRow late = row(11, OptionalDouble.empty());
    RankRow early = row(2, OptionalDouble.of(0.75));
    RankRow again = row(2, 1, OptionalDouble.of(0.75), OptionalDouble.of(0.8));
    again.commit(directory);
    late.commit(directory);
    early.commit(directory);

    assertThat(RankRow.read(directory)).containsExactly(early, again, late);
  }

  @Test
  void noRowsAreThereBeforeTheFirst() {
    assertThat(RankRow.read(directory)).isEmpty();
  }

  @Test
  void aNetworkWithoutAScoreIsNotRanked() {
    assertThat(RankRow.ranked(List.of(row(1, OptionalDouble.empty())))).isEmpty();
    assertThat(RankRow.ranked(List.of(row(1, OptionalDouble.of(0.75)))))
        .containsExactly(new RankedNetwork(0.75, 4001, 20, 0.9));
  }

  @Test
  void trainingsOfANetworkAreOneNetworkAndThoseThatFailedDoNotCount() {
    OptionalDouble score = OptionalDouble.of(0.75);
    List<RankRow> rows =
        List.of(
            row(1, 0, score, OptionalDouble.of(0.9)),
            row(1, 1, score, OptionalDouble.empty()),
            row(1, 2, score, OptionalDouble.of(0.7)));

    assertThat(RankRow.ranked(rows))
        .containsExactly(new RankedNetwork(0.75, 4001, 20, List.of(0.9, 0.7)));
  }

  @Test
  void otherTermsThanThoseOfTheRowsAreRefusedByName() {
    List<RankRow> rows = List.of(row(1, OptionalDouble.of(0.75)));

    assertThatCode(() -> terms(8).check(rows, directory)).doesNotThrowAnyException();
    assertThatThrownBy(() -> terms(4).check(rows, directory))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "epochs is 4 but this rank check was begun with 8: go back to that, or remove "
                + directory.rankCheck());
  }
}
