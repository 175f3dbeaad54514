package netadapt.report;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run beside others.
 *
 * @param directory where it is
 * @param contents what it has come to
 * @param settings values by keys; empty if they are not known
 */
record ComparedRun(String directory, RunContents contents, Map<String, String> settings) {
  ComparedRun {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  String name() {
    return contents.name();
  }
}
