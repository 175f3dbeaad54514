package netadapt.settings;

/**
 * How the carbon dioxide that a run causes is estimated.
 *
 * @param devices that work while a step does; 0 for as many as there are executors
 * @param poundsPerHour of one device
 */
public record CarbonSettings(int devices, double poundsPerHour) {
  static CarbonSettings read(Section carbon) {
    CarbonSettings settings =
        new CarbonSettings(
            carbon.integer("devices", 0),
            carbon.number("pounds-per-hour", rate -> rate >= 0, "at least 0"));
    carbon.finish();
    return settings;
  }
}
