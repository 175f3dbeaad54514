package netadapt.measure;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import netadapt.BadInput;
import netadapt.RunListener;
import netadapt.Stopped;
import netadapt.arch.SuperNetwork;
import netadapt.cost.CostTable;
import netadapt.onnx.OnnxStopwatch;

/**
 * Measures what the operators of a network take on a device: whole sub-networks that together have
 * every operator are run by ONNX Runtime, and timed as a whole and node by node, so that each
 * operator is measured amid others, fused and laid out in memory as it will be.
 *
 * <pre>{@code
 * LatencyMeasurement measurement = LatencyMeasurement.of(network);
 * MeasuredTable measured =
 *     measurement.measure(MeasurementEffort.DEFAULT, Path.of("laptop.timings"), RunListener.NONE);
 * System.out.println(measured.check());
 * }</pre>
 */
public final class LatencyMeasurement {
  private final MeasuredNetworks networks;

  private LatencyMeasurement(MeasuredNetworks networks) {
    this.networks = networks;
  }

  /** Says which of a network's sub-networks are measured; takes seconds for a large one. */
  public static LatencyMeasurement of(SuperNetwork network) {
    return new LatencyMeasurement(MeasuredNetworks.of(network));
  }

  /** How many networks are measured. */
  public int size() {
    return networks.all().size();
  }

  /**
   * Measures on this machine.
   *
   * @param timings the file that what is measured goes into; one that is there is resumed
   * @param listener is told how far it is
   * @throws Stopped if something else kept the machine too busy
   * @throws BadInput if the file holds other timings
   */
  public MeasuredTable measure(MeasurementEffort effort, Path timings, RunListener listener) {
    TimedDevice here =
        new TimedDevice(
            TimedDevice.FORMAT,
            networks.network().name(),
            networks.id(),
            Processor.name(),
            effort.threads(),
            OnnxStopwatch.runtime());
    TimingsFile file = TimingsFile.resume(timings, here);
    new Measurer(networks.all(), effort, listener).complete(file);
    int size = size();
    int unsettled = NetworkTimes.unsettled(file.timings(), size).size();
    if (unsettled > 0) {
      throw new Stopped(
          ("%d of %d networks did not take the same time twice: something else is using this"
                  + " machine. Give the same command again when nothing is; what was measured is kept"
                  + " in %s")
              .formatted(unsettled, size, timings));
    }
    return table(file);
  }

  /**
   * Writes what another device needs to measure itself: models, and a script that runs them.
   *
   * @param folder empty, or not there
   * @throws BadInput if it is not empty
   */
  public void export(Path folder, MeasurementEffort effort, RunListener listener) {
    new ModelExport(networks, effort).write(folder, listener);
  }

  /**
   * Makes a table of what another device has measured.
   *
   * @param timings the file that its script has written
   * @throws BadInput if it is not whole, or of other networks
   */
  public MeasuredTable read(Path timings) {
    TimingsFile file = TimingsFile.read(timings);
    if (!file.device().networks().equals(networks.id())) {
      throw new BadInput(
          "%s was measured with other models than %s has here: give the network or --config that they were exported with, or export and measure anew"
              .formatted(timings, networks.network().name()));
    }
    int size = size();
    Set<List<Integer>> measured = new HashSet<>();
    for (Timing timing : file.timings()) {
      if (timing.network() >= size || !measured.add(List.of(timing.network(), timing.pass()))) {
        throw new BadInput(
            "%s has a timing of network %d in pass %d that is there twice, or of no such network"
                .formatted(timings, timing.network(), timing.pass()));
      }
    }
    List<Integer> unsettled = NetworkTimes.unsettled(file.timings(), size);
    if (!unsettled.isEmpty()) {
      throw new BadInput(
          "%s lacks two timings that agree of %d of %d networks: start measure.py again, while nothing else uses the device"
              .formatted(timings, unsettled.size(), size));
    }
    return table(file);
  }

  private MeasuredTable table(TimingsFile file) {
    TableMaker maker = new TableMaker(networks, NetworkTimes.of(file.timings()));
    Map<String, String> about = new LinkedHashMap<>();
    about.put("network", file.device().network());
    about.put("processor", file.device().processor());
    about.put("threads", String.valueOf(file.device().threads()));
    about.put("batch", "1");
    about.put("runtime", file.device().runtime());
    CostTable table = maker.table(about);
    return new MeasuredTable(table, maker.check(table));
  }
}
