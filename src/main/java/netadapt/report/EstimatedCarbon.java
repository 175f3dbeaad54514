package netadapt.report;

import java.util.Optional;
import netadapt.run.Emission;
import netadapt.run.RunResults;

/** The carbon dioxide that a run is estimated to have caused, in words. */
public final class EstimatedCarbon {
  private EstimatedCarbon() {}

  /**
   * {@code estimated CO2: 0.0184 pounds, for 0.0645 device hours}.
   *
   * @return empty if nothing is estimated
   */
  public static Optional<String> line(RunResults results) {
    Emission emission = results.emission();
    return emission.pounds() == 0
        ? Optional.empty()
        : Optional.of(
            "estimated CO2: %s pounds, for %s device hours"
                .formatted(
                    Numbers.significant(emission.pounds()),
                    Numbers.significant(emission.deviceHours())));
  }
}
