package netadapt.cost;

import java.util.List;
import java.util.Optional;

/** The resources that configurations may name. */
public final class Resources {
  private static final List<Resource> ALL = List.of(new MacCount(), new ParameterCount());

  private Resources() {}

  /** The resource of a name, such as {@code macs}; empty if there is none. */
  public static Optional<Resource> of(String name) {
    return ALL.stream().filter(resource -> resource.name().equals(name)).findFirst();
  }

  /** The names. */
  public static List<String> names() {
    return ALL.stream().map(Resource::name).toList();
  }

  /** The names, as a rule says them: {@code macs or params}. */
  public static String words() {
    return String.join(" or ", names());
  }
}
