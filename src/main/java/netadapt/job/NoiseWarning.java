package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import netadapt.report.Numbers;
import netadapt.search.ChooseBy;
import netadapt.search.Iteration;
import netadapt.search.Spread;
import netadapt.task.ScoreUnit;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/** Tells that scores were too noisy to tell a search's samples apart. */
final class NoiseWarning {
  /** An error half as large takes four times as many images. */
  private static final int IMAGES_TO_HALVE = 4;

  private NoiseWarning() {}

  /**
   * What to tell after a search, if noise was most of what the samples' scores differed by in most
   * of its iterations. Iterations with one score do not count.
   *
   * @param iterations of the whole search
   * @param unit of its scores
   * @param chooseBy by what the search chose
   * @param heldOut images that samples were scored on
   * @param train images that the super-network was trained on
   */
  static Optional<String> of(
      List<Iteration> iterations, ScoreUnit unit, ChooseBy chooseBy, int heldOut, int train) {
    List<Spread> spreads =
        iterations.stream()
            .map(iteration -> Spread.of(iteration.scores()))
            .filter(spread -> spread.deviation() > 0)
            .toList();
    long drowned = spreads.stream().filter(Spread::drowned).count();
    if (2 * drowned <= spreads.size()) {
      return Optional.empty();
    }
    return Optional.of(
        ("noise drowned the differences between samples in %d of %d iterations: the standard"
                + " deviation of their scores is %s, the standard error of a score %s (medians). In a"
                + " new run directory, %s")
            .formatted(
                drowned,
                spreads.size(),
                unit.difference(median(spreads, Spread::deviation)),
                unit.difference(median(spreads, Spread::error)),
                mend(chooseBy, heldOut, train)));
  }

  private static double median(List<Spread> spreads, ToDoubleFunction<Spread> number) {
    return new Median().evaluate(spreads.stream().mapToDouble(number).toArray());
  }

  private static String mend(ChooseBy chooseBy, int heldOut, int train) {
    List<String> mends = new ArrayList<>();
    long enough = (long) IMAGES_TO_HALVE * heldOut;
    if (enough < train) {
      mends.add(
          "raise data.held-out from %s to %s, which halves the error"
              .formatted(Numbers.amount((long) heldOut), Numbers.amount(enough)));
    }
    if (chooseBy == ChooseBy.SCORE) {
      mends.add("set search.choose-by = expected");
    }
    return mends.isEmpty()
        ? "score on more images than these %s".formatted(Numbers.amount((long) heldOut))
        : String.join(", or ", mends);
  }
}
