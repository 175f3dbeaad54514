package netadapt;

import java.util.List;
import netadapt.job.SearchReplay;
import netadapt.run.RecordedScores;
import netadapt.run.ReplayedBudget;
import netadapt.run.UnknownScores;
import netadapt.settings.Settings;

/**
 * Tries another search on the scores that a run has recorded: in seconds, without Spark, and
 * without writing into the run. Network, images and scoring are the run's, everything in {@code
 * search} may be another.
 *
 * <pre>{@code
 * for (String strategy : List.of("descent", "exchange", "evolution", "random")) {
 *   Settings settings = Settings.read(file, Map.of("search.strategy", strategy));
 *   for (ReplayedBudget found : Replay.search(settings, UnknownScores.ESTIMATE)) {
 *     System.out.println(strategy + " " + found.budget() + " " + found.replay());
 *   }
 * }
 * }</pre>
 *
 * <p>Programs with a search of their own give it {@link RecordedScores}.
 */
public final class Replay {
  private Replay() {}

  /**
   * Searches, and keeps nothing.
   *
   * @param settings whose {@code run.directory} is that of a run that has searched
   * @param unknown what becomes of networks that the run has not scored
   * @return what was found, one per budget of the settings, budgets descending
   * @throws BadInput if there is no such run, the settings are not fit for it, or no network of an
   *     iteration has a score
   */
  public static List<ReplayedBudget> search(Settings settings, UnknownScores unknown) {
    try (SearchReplay replay = new SearchReplay(settings)) {
      return replay.search(unknown);
    }
  }

  /**
   * Searches, and keeps {@code samples} and {@code trajectory} as a run does. An estimated score is
   * known by its executor, {@link RecordedScores#ESTIMATED}.
   *
   * @param settings whose {@code run.directory} is that of a run that has searched
   * @param unknown what becomes of networks that the run has not scored
   * @param directory where they are kept; empty or not there, and outside of the run's
   * @return what was found, one per budget of the settings, budgets descending
   * @throws BadInput if there is no such run, the settings are not fit for it, no network of an
   *     iteration has a score, or the directory is not empty
   */
  public static List<ReplayedBudget> search(
      Settings settings, UnknownScores unknown, String directory) {
    try (SearchReplay replay = new SearchReplay(settings)) {
      return replay.search(unknown, directory);
    }
  }
}
