package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.PaperNetworks;
import netadapt.search.Budgets;
import netadapt.search.ChooseBy;
import netadapt.search.Iteration;
import netadapt.search.Journal;
import netadapt.search.Landing;
import netadapt.search.Oracles;
import netadapt.search.ReductionSchedule;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.search.Scorer;
import netadapt.search.Search;
import netadapt.search.SearchListener;
import netadapt.search.SearchPlan;
import netadapt.search.SearchResult;
import netadapt.search.Strategy;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordedScoresTest {
  private static final SuperNetwork TINY = PaperNetworks.tiny();
  private static final MacCount MACS = new MacCount();
  private static final Provenance PROVENANCE =
      new Provenance("run", "digits", "w1", 5, "top-1", "running", 0, 0, OptionalDouble.of(0.95));

  @TempDir java.nio.file.Path local;
  private RunDirectory directory;

  @BeforeEach
  void nameDirectory() {
    directory = new RunDirectory(local.resolve("run").toString(), new Configuration());
  }

  /** Noise that depends on the iteration, races and failures: what makes rows differ. */
  private static Scorer noisy() {
    return (iteration, samples) ->
        samples.stream().map(sample -> noisy(iteration, sample)).toList();
  }

  private static Score noisy(int iteration, Sample sample) {
    if (sample.index() == 4) {
      return Score.failed(sample.index(), 1, "a");
    }
    boolean dropped = iteration > 0 && sample.index() == 3;
    double noise = (sample.architecture().hashCode() & 0xff) / 100.0;
    return new Score(
        sample.index(),
        Oracles.value(sample.architecture()) + noise,
        0.3 + 0.01 * iteration,
        7,
        dropped ? 5 : 10,
        dropped,
        1,
        0.5,
        "a");
  }

  private static SearchPlan plan(Strategy strategy, long seed) {
    return SearchPlan.descent(6, 2, new ReductionSchedule(0.1, 0.98), seed)
        .with(strategy)
        .with(ChooseBy.EXPECTED);
  }

  private static SearchResult search(
      SearchPlan plan, Scorer scorer, Journal journal, List<Iteration> done) {
    Budgets budgets = Budgets.of(List.of(0.6, 0.4), TINY, MACS);
    return new Search(TINY, MACS, budgets, plan)
        .run(
            scorer,
            journal,
            new SearchListener() {
              @Override
              public void iterationDone(Iteration iteration, List<Landing> landings, int left) {
                done.add(iteration);
              }
            });
  }

  /** Runs a search, and keeps it. */
  private List<Iteration> run(Strategy strategy) {
    List<Iteration> done = new ArrayList<>();
    SearchJournal journal =
        new SearchJournal(directory, TINY, PROVENANCE, strategy, MACS, List.of());
    search(plan(strategy, 5), noisy(), journal, done);
    return done;
  }

  private RecordedScores recorded(UnknownScores unknown) {
    return RecordedScores.of(RunTables.open(directory), TINY, unknown);
  }

  private static List<String> withoutSeconds(List<Iteration> iterations) {
    return iterations.stream()
        .map(iteration -> iteration.toString().replaceAll("seconds=[^]]*]$", ""))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void theRunsOwnSearchGoesAsItWent(Strategy strategy) {
    List<Iteration> before = run(strategy);
    List<Iteration> replayed = new ArrayList<>();

    search(plan(strategy, 5), recorded(UnknownScores.FAIL), Journal.none(), replayed);

    assertThat(withoutSeconds(replayed)).isEqualTo(withoutSeconds(before));
  }

  @Test
  void aNetworkThatNobodyScoredNeverWinsWhereUnknownScoresFail() {
    run(Strategy.EXCHANGE);
    RecordedScores recorded = recorded(UnknownScores.FAIL);
    List<Iteration> replayed = new ArrayList<>();

    search(plan(Strategy.DESCENT, 5), recorded, Journal.none(), replayed);

    assertThat(replayed)
        .anySatisfy(done -> assertThat(done.scores()).filteredOn(Score::failed).isNotEmpty());
    assertThat(replayed)
        .allSatisfy(
            done ->
                assertThat(recorded.has(done.best().sample().architecture()))
                    .as("iteration %d", done.index())
                    .isTrue());
  }

  @Test
  void anIterationWithoutAnyRecordedScoreIsAMistakeWhereUnknownScoresFail() {
    run(Strategy.DESCENT);
    Sample unknown = Sample.given(0, TINY.smallest(), 0);

    assertThatThrownBy(() -> recorded(UnknownScores.FAIL).score(3, List.of(unknown)))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "none of the 1 networks of iteration 3 has a recorded score: let scores be estimated"
                + " (--unknown estimate), or choose settings nearer to the run's");
  }

  @Test
  void unknownScoresAreEstimatedAndSaySo() {
    List<Iteration> before = run(Strategy.EXCHANGE);
    RecordedScores recorded = recorded(UnknownScores.ESTIMATE);
    Sample known = before.get(1).samples().get(0);
    Architecture other = SubNetwork.of(TINY, TINY.smallest()).canonical();
    assertThat(recorded.has(other)).isFalse();

    List<Score> scores = recorded.score(1, List.of(known, Sample.given(7, other, 0)));

    assertThat(scores.get(0)).isEqualTo(before.get(1).scores().get(0));
    assertThat(scores.get(1).executor()).isEqualTo(RecordedScores.ESTIMATED);
    assertThat(scores.get(1).sample()).isEqualTo(7);
    assertThat(scores.get(1).value())
        .isFinite()
        .isLessThan(before.get(0).scores().get(0).value()); // than the initial network's
  }

  @Test
  void tablesOfScoresCountIfTheyAreOfTheSameImagesWeightsAndMetric() {
    run(Strategy.DESCENT);
    Architecture other = SubNetwork.of(TINY, TINY.smallest()).canonical();
    write(
        "weights",
        other,
        0.1,
        new Provenance("run", "digits", "w2", 5, "top-1", "running", 0, 0, OptionalDouble.empty()));
    write(
        "metric",
        other,
        0.2,
        new Provenance("run", "digits", "w1", 5, "top-5", "running", 0, 0, OptionalDouble.empty()));
    assertThat(recorded(UnknownScores.FAIL).has(other)).isFalse();

    write(
        "same",
        other,
        0.3,
        new Provenance("run", "digits", "w1", 9, "top-1", "running", 0, 0, OptionalDouble.empty()));

    Sample sample = Sample.given(2, other, 0);
    assertThat(recorded(UnknownScores.FAIL).score(1, List.of(sample)))
        .singleElement()
        .satisfies(score -> assertThat(score.value()).isEqualTo(0.3))
        .satisfies(score -> assertThat(score.sample()).isEqualTo(2));
  }

  @Test
  void aRunThatHasNotSearchedIsAMistake() {
    directory.commitText(directory.configuration(), "network = tiny");

    assertThatThrownBy(() -> recorded(UnknownScores.ESTIMATE))
        .isInstanceOf(BadInput.class)
        .hasMessage("run run has recorded no scores of a search: run search first");
  }

  private void write(String name, Architecture network, double score, Provenance provenance) {
    ScoreTable.of(
            ScoreTable.newFile(directory, name),
            TINY,
            List.of(network),
            List.of(new Score(0, score, 0.1, 3, 10, false, 2, 1, "driver")),
            provenance)
        .write(directory);
  }
}
