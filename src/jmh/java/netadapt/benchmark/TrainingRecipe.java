package netadapt.benchmark;

import java.util.Map;

/**
 * Another way to train what a search found.
 *
 * @param word as in the names of what is measured
 * @param title as in tables
 * @param settings of the training
 */
record TrainingRecipe(String word, String title, Map<String, String> settings) {
  TrainingRecipe {
    settings = Map.copyOf(settings);
  }
}
