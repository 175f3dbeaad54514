package netadapt.run;

/**
 * An estimate of the carbon dioxide that a run has caused.
 *
 * @param deviceHours hours of all steps, times the devices that worked in each
 * @param pounds these times the rates that were set, at least 0
 */
public record Emission(double deviceHours, double pounds) {
  /** Of a run that has done nothing. */
  public static final Emission NONE = new Emission(0, 0);

  /** Of devices that have worked for a time, at a rate per hour of one. */
  public static Emission of(double seconds, int devices, double poundsPerHour) {
    double hours = seconds / 3600 * devices;
    return new Emission(hours, hours * poundsPerHour);
  }

  Emission plus(Emission more) {
    return new Emission(deviceHours + more.deviceHours, pounds + more.pounds);
  }
}
