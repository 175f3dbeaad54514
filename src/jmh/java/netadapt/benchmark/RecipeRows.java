package netadapt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** The rows about what parts of a recipe give. */
final class RecipeRows {
  private static final String PLAIN = "plain";

  private RecipeRows() {}

  /**
   * {@link RecipeTrainings}.
   *
   * @param measured of {@link Experiment#RECIPES}
   */
  static List<Line> of(Measured measured) {
    List<Line> lines = new ArrayList<>();
    String macs =
        String.format(Locale.ROOT, "%.1f%% of the MACs", 100 * measured.values("macs").getMean());
    for (TrainingRecipe recipe : RecipeTrainings.recipes("")) {
      lines.add(accuracy(measured, recipe.title(), recipe.word(), macs));
      if (!recipe.word().equals(PLAIN)) {
        lines.add(over(measured, recipe));
      }
    }
    lines.add(accuracy(measured, "initial network, the teacher", "initial", ""));
    return lines;
  }

  private static Line accuracy(Measured measured, String title, String word, String beside) {
    SummaryStatistics values = measured.ofSeeds(seed -> measured.tested(seed, word).getMean());
    return line(title, ConfidenceInterval.percent("%.2f", values, "%"), beside);
  }

  /** Trainings of a seed start from the same random weights and see images in the same order. */
  private static Line over(Measured measured, TrainingRecipe recipe) {
    SummaryStatistics more =
        measured.ofSeeds(
            seed ->
                measured.tested(seed, recipe.word()).getMean()
                    - measured.tested(seed, PLAIN).getMean());
    return line(
        recipe.title() + " over the configuration's",
        ConfidenceInterval.percent("%+.2f", more, " points"),
        "");
  }

  private static Line line(String what, String value, String beside) {
    return new Line(Experiment.RECIPES.word(), what, value, beside, "");
  }
}
