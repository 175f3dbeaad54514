package netadapt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** The rows about one network that is trained in several ways. */
final class RecipeRows {
  private final Experiment experiment;
  private final Measured measured;

  private RecipeRows(Experiment experiment, Measured measured) {
    this.experiment = experiment;
    this.measured = measured;
  }

  /**
   * {@link RecipeTrainings}.
   *
   * @param measured of {@link Experiment#RECIPES}
   */
  static List<Line> recipes(Measured measured) {
    RecipeRows rows = new RecipeRows(Experiment.RECIPES, measured);
    String macs = format("%.1f%% of the MACs", 100 * measured.values("macs").getMean());
    List<Line> lines = rows.of(RecipeTrainings.recipes(""), "the configuration's", macs);
    lines.add(rows.accuracy("initial network, the teacher", "initial", ""));
    return lines;
  }

  /**
   * {@link TrajectoryTrainings}.
   *
   * @param measured of {@link Experiment#TRAJECTORY}
   */
  static List<Line> trajectory(Measured measured) {
    String epochs =
        format(
            "%.0f epochs, with %.0f winners on the way",
            measured.values("epochs").getMean(), measured.values("winners").getMean());
    return new RecipeRows(Experiment.TRAJECTORY, measured)
        .of(TrajectoryTrainings.recipes(1), "from random weights", epochs);
  }

  /**
   * @param recipes the first one is what the others are compared with
   * @param first what that is called then
   */
  private List<Line> of(List<TrainingRecipe> recipes, String first, String beside) {
    List<Line> lines = new ArrayList<>();
    TrainingRecipe plain = recipes.get(0);
    for (TrainingRecipe recipe : recipes) {
      lines.add(accuracy(recipe.title(), recipe.word(), beside));
      if (!recipe.equals(plain)) {
        lines.add(over(recipe, plain, first));
      }
    }
    return lines;
  }

  private Line accuracy(String title, String word, String beside) {
    SummaryStatistics values = measured.ofSeeds(seed -> measured.tested(seed, word).getMean());
    return line(title, ConfidenceInterval.percent("%.2f", values, "%"), beside);
  }

  private Line over(TrainingRecipe recipe, TrainingRecipe plain, String first) {
    SummaryStatistics more =
        measured.ofSeeds(
            seed ->
                measured.tested(seed, recipe.word()).getMean()
                    - measured.tested(seed, plain.word()).getMean());
    return line(
        recipe.title() + " over " + first,
        ConfidenceInterval.percent("%+.2f", more, " points"),
        "");
  }

  private Line line(String what, String value, String beside) {
    return new Line(experiment.word(), what, value, beside, "");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
