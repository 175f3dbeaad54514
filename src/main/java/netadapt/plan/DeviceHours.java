package netadapt.plan;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How long a run takes on executors of one kind.
 *
 * @param speed of one executor
 * @param hours by number of executors, ascending
 * @param poundsOfCarbon that the work of the steps causes, by the settings {@code carbon}; empty if
 *     the device cannot do a step
 */
public record DeviceHours(DeviceSpeed speed, List<StepHours> hours, OptionalDouble poundsOfCarbon) {
  public DeviceHours {
    hours = List.copyOf(hours);
  }
}
