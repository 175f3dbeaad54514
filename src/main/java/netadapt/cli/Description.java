package netadapt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import netadapt.arch.Layer;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubBlock;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.ParameterCount;
import netadapt.cost.Resource;
import netadapt.report.Numbers;

/** A sub-network layer by layer, for people and for programs. */
final class Description {
  private static final List<String> HEADER =
      List.of(
          "layer", "type", "kernel", "stride", "filters", "bypassed", "output", "MACs", "params");

  private Description() {}

  /**
   * An aligned table, with the totals below.
   *
   * @param further metrics beside MACs and parameters
   */
  static String table(SubNetwork network, List<Resource> further) {
    List<List<String>> rows = new ArrayList<>();
    for (SubBlock block : network.blocks()) {
      if (block.removed()) {
        String name = block.block().name();
        rows.add(List.of(name, "removed", "", "", "", "", block.output().toString(), "0", "0"));
      }
      block.layers().forEach(layer -> rows.add(row(layer)));
      if (block.block().skips()) {
        rows.add(skip(block));
      }
    }
    String totals =
        String.format(
            Locale.ROOT,
            "%s at %s, %s: %,d MACs, %,d parameters",
            network.network().name(),
            network.network().input(),
            network.network().tells(),
            MacCount.count(network),
            ParameterCount.count(network));
    for (Resource metric : further) {
      totals +=
          "\n%s: %s"
              .formatted(Numbers.metric(metric.name()), Numbers.significant(metric.of(network)));
    }
    return String.join("\n", TextTable.lines(HEADER, rows)) + "\n\n" + totals;
  }

  /**
   * One object with {@code network, input, output, macs, params, costs} and {@code layers}, and
   * {@code classes} if the network tells them apart.
   */
  static String json(SubNetwork network, List<Resource> further) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("network", network.network().name());
    shape(root.putArray("input"), network.network().input());
    shape(root.putArray("output"), network.network().output());
    if (!network.network().pixelwise()) {
      root.put("classes", network.network().classes());
    }
    root.put("macs", MacCount.count(network));
    root.put("params", ParameterCount.count(network));
    ObjectNode costs = root.putObject("costs");
    further.forEach(metric -> costs.put(metric.name(), metric.of(network)));
    ArrayNode removed = root.putArray("removed");
    network.blocks().stream().filter(SubBlock::removed).forEach(b -> removed.add(b.block().name()));
    ArrayNode skips = root.putArray("skips");
    network.blocks().stream()
        .filter(block -> block.block().skips())
        .forEach(
            block ->
                skips
                    .addObject()
                    .put("block", block.block().name())
                    .put("from", block.block().skip())
                    .put("channels", block.skipped()));
    ArrayNode layers = root.putArray("layers");
    for (SubBlock block : network.blocks()) {
      for (SubLayer layer : block.layers()) {
        describe(layers.addObject(), network.network(), block, layer);
      }
    }
    return root.toPrettyString();
  }

  private static List<String> row(SubLayer sub) {
    Layer.Convolution convolution = sub.layer() instanceof Layer.Convolution c ? c : null;
    String filters =
        convolution != null && sub.filters() != convolution.filters()
            ? sub.filters() + " of " + convolution.filters()
            : String.valueOf(width(sub));
    return List.of(
        sub.layer().name(),
        type(sub.layer()),
        convolution == null ? "" : String.valueOf(sub.kernel()),
        convolution == null ? "" : String.valueOf(convolution.stride()),
        width(sub) == 0 && convolution == null ? "" : filters,
        convolution == null ? "" : String.valueOf(bypassed(sub)),
        sub.output().toString(),
        String.format(Locale.ROOT, "%,d", MacCount.count(sub)),
        String.format(Locale.ROOT, "%,d", ParameterCount.count(sub)));
  }

  private static List<String> skip(SubBlock block) {
    String type = "plus " + block.block().skip();
    return List.of(block.block().name(), type, "", "", "", "", block.output().toString(), "0", "0");
  }

  private static void describe(
      ObjectNode layer, SuperNetwork network, SubBlock block, SubLayer sub) {
    layer.put("name", sub.layer().name());
    layer.put("block", block.block().name());
    layer.put("type", type(sub.layer()));
    shape(layer.putArray("input"), sub.input());
    shape(layer.putArray("output"), sub.output());
    if (sub.layer() instanceof Layer.Convolution convolution) {
      layer.put("filters", sub.filters());
      layer.put("full_filters", convolution.filters());
      layer.put("bypassed", bypassed(sub));
      layer.put("kernel", sub.kernel());
      layer.put("full_kernel", convolution.kernel());
      layer.put("stride", convolution.stride());
      network.widths(convolution).forEach(layer.putArray("widths")::add);
    } else if (width(sub) > 0) {
      layer.put("units", width(sub));
    }
    layer.put("macs", MacCount.count(sub));
    layer.put("params", ParameterCount.count(sub));
  }

  private static void shape(ArrayNode array, Shape shape) {
    array.add(shape.height()).add(shape.width()).add(shape.channels());
  }

  /** Channels of a convolution's output that are input channels passed through. */
  private static int bypassed(SubLayer sub) {
    return sub.output().channels() - sub.filters();
  }

  private static int width(SubLayer sub) {
    if (sub.layer() instanceof Layer.SqueezeExcite excite) {
      return excite.width();
    }
    return fixed(sub.layer()) ? 0 : sub.filters();
  }

  /** Whether the layer gives as many channels as it reads, whatever these are. */
  private static boolean fixed(Layer layer) {
    return layer instanceof Layer.GlobalAveragePool || layer instanceof Layer.Upsample;
  }

  private static String type(Layer layer) {
    if (layer instanceof Layer.Convolution convolution) {
      return convolution.depthwise() ? "depthwise" : "convolution";
    }
    if (layer instanceof Layer.SqueezeExcite) {
      return "squeeze-excite";
    }
    if (layer instanceof Layer.Upsample upsample) {
      return "upsample by " + upsample.factor();
    }
    if (layer instanceof Layer.Pixelwise) {
      return "pixelwise";
    }
    return layer instanceof Layer.Dense ? "dense" : "global average pool";
  }
}
