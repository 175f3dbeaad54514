package netadapt.plan;

import java.util.List;

/**
 * The work of a run, and how long it takes.
 *
 * @param supernet training of the shared weights
 * @param search of networks
 * @param trainings of the networks that are trained after the search
 * @param volumes bytes that are sent, kept and written
 * @param devices how long it takes on what
 * @param notes what is to be known of these hours, a sentence each
 */
public record Workload(
    PlannedTraining supernet,
    PlannedSearch search,
    List<PlannedTraining> trainings,
    List<Volume> volumes,
    List<DeviceHours> devices,
    List<String> notes) {
  public Workload {
    trainings = List.copyOf(trainings);
    volumes = List.copyOf(volumes);
    devices = List.copyOf(devices);
    notes = List.copyOf(notes);
  }
}
