package netadapt.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import netadapt.BadInput;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;

/**
 * A super-network as written in a file of {@code conf/networks}.
 *
 * <p>A name stands for {@code conf/networks/NAME.conf} in the working directory, then in {@code
 * $NETADAPT_HOME}, then among the networks that come with the program; a path is a path.
 */
public final class NetworkFile {
  private static final String CLASSES = "classes";

  private final Config config;

  private NetworkFile(Config config) {
    this.config = config;
  }

  /**
   * Reads a network's file.
   *
   * @param nameOrPath such as {@code mobilenet-v1}, or {@code my/network.conf}
   * @throws BadInput if there is no such file, or it is not HOCON
   */
  public static NetworkFile open(String nameOrPath) {
    return Mistakes.reading(
        nameOrPath, () -> new NetworkFile(find(nameOrPath, System.getenv()).resolve()));
  }

  /**
   * Reads a network from a text like such a file.
   *
   * @param where it is from, for messages
   * @throws BadInput if it is not HOCON
   */
  public static NetworkFile parse(String text, String where) {
    ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(where);
    return Mistakes.reading(
        where, () -> new NetworkFile(ConfigFactory.parseString(text, options).resolve()));
  }

  /**
   * A file of the same network for other images: what {@link #network(Shape, int)} is of this one.
   *
   * @param input shape of one image
   * @param classes how many classes there are; without a meaning for a network that tells something
   *     of every pixel
   * @throws BadInput if the file has mistakes
   */
  public String text(Shape input, int classes) {
    int height = network().input().height();
    Map<String, Object> changed = new HashMap<>();
    changed.put(
        "input",
        Map.of("height", input.height(), "width", input.width(), "channels", input.channels()));
    changed.put("bypass-budget", bypassBudget(config.getInt("bypass-budget"), input, height));
    if (!pixelwise()) {
      changed.put(CLASSES, classes);
    }
    return ConfigFactory.parseMap(changed)
        .withFallback(config)
        .root()
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
  }

  /**
   * The network as its file says.
   *
   * @throws BadInput if the file has mistakes
   */
  public SuperNetwork network() {
    Mistakes mistakes = new Mistakes(ConfigFactory.empty());
    Section root = new Section(config.root(), "", mistakes);
    Shape shape = shape(root.section("input"));
    int classes = pixelwise() ? 0 : root.integer(CLASSES, 2);
    return read(root, mistakes, shape, shape.height(), classes);
  }

  /**
   * The network for other images than its file says. The layers' bypass limits stay as they are in
   * the file, although they are there derived from its resolution.
   *
   * @param input shape of one image
   * @param classes how many classes there are; without a meaning for a network that tells something
   *     of every pixel
   * @throws BadInput if the file has mistakes, or the images are too small
   */
  public SuperNetwork network(Shape input, int classes) {
    SuperNetwork written = network();
    Mistakes mistakes = new Mistakes(ConfigFactory.empty());
    Section root = new Section(config.root(), "", mistakes);
    return read(root, mistakes, input, written.input().height(), classes);
  }

  /** Whether the file has an end that tells something of every pixel, and so no classes. */
  private boolean pixelwise() {
    return config.root().get("blocks") instanceof ConfigList blocks
        && blocks.stream()
            .anyMatch(
                block ->
                    block instanceof ConfigObject object
                        && object.containsKey("type")
                        && "pixelwise".equals(object.get("type").unwrapped()));
  }

  private static Config find(String nameOrPath, Map<String, String> environment) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setAllowMissing(false)
            .setIncluder(new RequiredIncludes(nameOrPath));
    if (nameOrPath.endsWith(".conf") || nameOrPath.contains("/")) {
      Path path = Path.of(nameOrPath);
      if (!Files.isRegularFile(path)) {
        throw new BadInput("network " + nameOrPath + " is a path but there is no such file");
      }
      return ConfigFactory.parseFile(path.toFile(), options);
    }
    String file = nameOrPath + ".conf";
    Path home = Path.of(environment.getOrDefault("NETADAPT_HOME", "."));
    for (Path folder : List.of(Path.of(""), home)) {
      Path path = folder.resolve("conf").resolve("networks").resolve(file);
      if (Files.isRegularFile(path)) {
        return ConfigFactory.parseFile(path.toFile(), options);
      }
    }
    String resource = "netadapt/networks/" + file;
    if (NetworkFile.class.getClassLoader().getResource(resource) == null) {
      throw new BadInput(
          "network \"%s\" is neither conf/networks/%s here, nor in $NETADAPT_HOME (%s), nor one of"
                  .formatted(nameOrPath, file, environment.getOrDefault("NETADAPT_HOME", "not set"))
              + " the program's own: give the path of its file");
    }
    return ConfigFactory.parseResources(
        NetworkFile.class.getClassLoader(), resource, options.setOriginDescription(resource));
  }

  private static Shape shape(Section input) {
    Shape shape =
        new Shape(
            input.integer("height", 1), input.integer("width", 1), input.integer("channels", 1));
    input.finish();
    return shape;
  }

  private SuperNetwork read(
      Section root, Mistakes mistakes, Shape input, int writtenHeight, int classes) {
    root.known("input");
    if (!pixelwise()) {
      root.known(CLASSES);
    }
    String name = root.text("name");
    int widthChoices = root.integer("width-choices", 2);
    int widthDivisor = root.has("width-divisor") ? root.integer("width-divisor", 1) : 1;
    int bypassBudget = root.integer("bypass-budget", 0);
    boolean bypasses = !root.has("bypasses") || root.flag("bypasses");
    List<NetworkBlock> blocks =
        root.sections("blocks", NetworkFile::blockName).stream().map(NetworkBlock::read).toList();
    Set<String> names = new HashSet<>();
    for (NetworkBlock block : blocks) {
      if (!names.add(block.name())) {
        mistakes.add(
            "two blocks are named %s: rename one (%s)".formatted(block.name(), block.where()));
      }
    }
    root.finish();
    mistakes.throwIfAny();
    long scaled = bypassBudget(bypassBudget, input, writtenHeight);
    NetworkBuilder builder =
        new NetworkBuilder(name, input, widthChoices, Math.toIntExact(scaled))
            .widthDivisor(widthDivisor);
    if (!bypasses) {
      builder.withoutBypasses();
    }
    for (NetworkBlock block : blocks) {
      locate(block.where(), () -> block.add(builder, classes));
    }
    return locate(root.where("name"), builder::build);
  }

  private static long bypassBudget(int written, Shape input, int writtenHeight) {
    return Math.round((double) written * input.height() / writtenHeight);
  }

  private static String blockName(ConfigObject block) {
    return block.containsKey("name") && block.get("name").valueType() == ConfigValueType.STRING
        ? (String) block.get("name").unwrapped()
        : "block";
  }

  private static <T> T locate(String where, Supplier<T> step) {
    try {
      return step.get();
    } catch (IllegalArgumentException e) {
      throw new BadInput("%s (%s)".formatted(e.getMessage(), where), e);
    }
  }
}
