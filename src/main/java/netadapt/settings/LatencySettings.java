package netadapt.settings;

import java.util.List;

/**
 * What networks cost on a device.
 *
 * @param tables files of tables of costs, on any file system that Hadoop knows
 */
public record LatencySettings(List<String> tables) {
  public LatencySettings {
    tables = List.copyOf(tables);
  }

  static LatencySettings read(Section latency) {
    LatencySettings settings = new LatencySettings(latency.texts("table"));
    latency.finish();
    return settings;
  }
}
