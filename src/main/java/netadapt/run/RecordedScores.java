package netadapt.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.run.TypedTable.Field;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.search.ScoreEstimate;
import netadapt.search.Scorer;

/**
 * The scores that a run has recorded, as a dataset that searches can be tried on: no images, no
 * weights and no cluster are needed. Those are the scores of the run's own search, and of its
 * tables in {@code scores} that are of the same images, weights and metric.
 *
 * <pre>
 * RunTables run = RunTables.open(new RunDirectory("runs/quickstart", new Configuration()));
 * Scorer scorer = RecordedScores.of(run, network, UnknownScores.ESTIMATE);
 * SearchResult found = search.run(scorer, Journal.none(), SearchListener.NONE);
 * </pre>
 *
 * <p>A network that was scored several times has the score of the iteration that asks, if that
 * scored it, so that the run's own search goes as it went; else the first one on all images.
 */
public final class RecordedScores implements Scorer {
  /** Where an estimated score was made, as a row's {@code executor} says it. */
  public static final String ESTIMATED = "estimate";

  private final Provenance provenance;
  private final UnknownScores unknown;
  private final Map<Integer, Map<Architecture, Score>> iterations = new HashMap<>();
  private final Map<Architecture, Score> networks = new LinkedHashMap<>();
  private final Optional<ScoreEstimate> estimate;
  private final long images;

  private RecordedScores(
      SuperNetwork network,
      List<SampleRow> samples,
      List<ScoreTable> tables,
      UnknownScores unknown) {
    this.provenance = samples.get(0).provenance();
    this.unknown = unknown;
    for (SampleRow row : samples) {
      Architecture architecture =
          read(network, row, "sample %d of iteration %d".formatted(row.sample(), row.iteration()));
      Score score = SearchRows.score(row);
      iterations.computeIfAbsent(row.iteration(), none -> new HashMap<>()).put(architecture, score);
      keep(architecture, score);
    }
    for (ScoreTable table : tables) {
      for (SampleRow row : table.rows()) {
        if (alike(row.provenance(), provenance)) {
          keep(read(network, row, table.file().toString()), SearchRows.score(row));
        }
      }
    }
    this.images = networks.values().stream().mapToLong(Score::images).max().orElse(0);
    this.estimate =
        unknown == UnknownScores.ESTIMATE
            ? Optional.of(ScoreEstimate.of(network, networks))
            : Optional.empty();
  }

  /**
   * Reads the scores of a run.
   *
   * @param network the run's, for the size and the classes of its images
   * @throws BadInput if the run has not searched yet, searched another network, or a table lacks a
   *     column
   */
  public static RecordedScores of(RunTables run, SuperNetwork network, UnknownScores unknown) {
    List<SampleRow> samples = run.samples();
    if (samples.stream().allMatch(SampleRow::failed)) {
      throw new BadInput(
          "run %s has recorded no scores of a search: run search first".formatted(run.name()));
    }
    return new RecordedScores(network, samples, run.scores(), unknown);
  }

  /**
   * Looks scores up.
   *
   * @throws BadInput if unknown scores fail, and none of the samples has one that can win
   */
  @Override
  public List<Score> score(int iteration, List<Sample> samples) {
    List<Score> scores =
        samples.stream().flatMap(sample -> score(iteration, sample).stream()).toList();
    if (unknown == UnknownScores.FAIL && scores.stream().noneMatch(Score::eligible)) {
      throw new BadInput(
          ("none of the %d networks of iteration %d has a recorded score: let scores be estimated"
                  + " (--unknown estimate), or choose settings nearer to the run's")
              .formatted(samples.size(), iteration));
    }
    return scores;
  }

  private Optional<Score> score(int iteration, Sample sample) {
    Architecture asked = sample.architecture();
    Score then = iterations.getOrDefault(iteration, Map.of()).get(asked);
    Score recorded = then == null ? networks.get(asked) : then;
    return recorded == null
        ? estimate.map(model -> estimated(model, sample))
        : Optional.of(recorded.at(sample.index()));
  }

  /** An estimate has no noise of its own, and counts as one on all images. */
  private Score estimated(ScoreEstimate model, Sample sample) {
    double mean = model.of(sample.architecture()).mean();
    boolean counts = networks.values().stream().anyMatch(score -> score.correct().isPresent());
    OptionalLong correct =
        counts ? OptionalLong.of(Math.round(mean * images)) : OptionalLong.empty();
    return new Score(sample.index(), mean, 0, correct, images, false, 0, 0, ESTIMATED);
  }

  /** Whether a network has a recorded score, by its canonical architecture. */
  public boolean has(Architecture canonical) {
    return networks.containsKey(canonical);
  }

  /** How many different networks have a recorded score. */
  public int count() {
    return networks.size();
  }

  /** How many different networks the run's own search had asked for after an iteration. */
  public int askedByRun(int iteration) {
    Set<Architecture> asked = new HashSet<>();
    iterations.forEach(
        (index, scores) -> {
          if (index <= iteration) {
            asked.addAll(scores.keySet());
          }
        });
    return asked.size();
  }

  /** What the scores depend on beside the architectures; the seed is that of the run's search. */
  public Provenance provenance() {
    return provenance;
  }

  private void keep(Architecture architecture, Score score) {
    Score before = networks.get(architecture);
    boolean better = before == null || (before.dropped() && score.eligible());
    if (better && !score.failed()) {
      networks.put(architecture, score);
    }
  }

  private static Architecture read(SuperNetwork network, SampleRow row, String where) {
    Architecture architecture = row.architecture().in(network, where);
    long macs = MacCount.count(SubNetwork.of(network, architecture));
    if (macs != row.costs().macs()) {
      throw new BadInput(
          "macs is %d in the run but would now be %d: go back to the network that it was started with (%s)"
              .formatted(row.costs().macs(), macs, where));
    }
    return architecture;
  }

  /** Whether scores can be compared: seeds may differ, and none of {@code scores} is of a race. */
  private static boolean alike(Provenance one, Provenance other) {
    return Provenance.CONSTANTS.stream()
        .filter(constant -> !constant.column().name().equals("seed"))
        .filter(constant -> !constant.column().name().equals("racing_confidence"))
        .map(Field::value)
        .allMatch(value -> value.apply(one).equals(value.apply(other)));
  }
}
