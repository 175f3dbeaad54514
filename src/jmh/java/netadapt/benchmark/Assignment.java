package netadapt.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a process that measures seeds of an experiment is given to do.
 *
 * @param folder for the runs
 * @param first seed
 * @param last seed
 * @param drawn random networks that are trained
 * @param further settings of all runs, beside and before the experiment's own
 */
record Assignment(
    Experiment experiment,
    Path folder,
    int first,
    int last,
    int drawn,
    Map<String, String> further) {
  Assignment {
    further = Map.copyOf(further);
  }

  /** As {@link #arguments} gave it, with the experiment's settings. */
  static Assignment of(String[] arguments) {
    Experiment experiment = Experiment.valueOf(arguments[0]);
    Map<String, String> all = new HashMap<>(experiment.settings());
    for (int i = 5; i < arguments.length; i++) {
      String[] setting = arguments[i].split("=", 2);
      all.put(setting[0], setting[1]);
    }
    return new Assignment(
        experiment,
        Path.of(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        Integer.parseInt(arguments[4]),
        all);
  }

  /** Of the process. */
  String[] arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                experiment.name(),
                folder.toString(),
                Integer.toString(first),
                Integer.toString(last),
                Integer.toString(drawn)));
    further.forEach((key, value) -> arguments.add(key + "=" + value));
    return arguments.toArray(new String[0]);
  }
}
