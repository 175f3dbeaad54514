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
    }
    String totals =
        String.format(
            Locale.ROOT,
            "%s at %s, %,d classes: %,d MACs, %,d parameters",
            network.network().name(),
            network.network().input(),
            network.network().classes(),
            MacCount.count(network),
            ParameterCount.count(network));
    for (Resource metric : further) {
      totals +=
          "\n%s: %s"
              .formatted(Numbers.metric(metric.name()), Numbers.significant(metric.of(network)));
    }
    return String.join("\n", TextTable.lines(HEADER, rows)) + "\n\n" + totals;
  }

  /** One object with {@code network, input, classes, macs, params, costs} and {@code layers}. */
  static String json(SubNetwork network, List<Resource> further) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("network", network.network().name());
    shape(root.putArray("input"), network.network().input());
    root.put("classes", network.network().classes());
    root.put("macs", MacCount.count(network));
    root.put("params", ParameterCount.count(network));
    ObjectNode costs = root.putObject("costs");
    further.forEach(metric -> costs.put(metric.name(), metric.of(network)));
    ArrayNode removed = root.putArray("removed");
    network.blocks().stream().filter(SubBlock::removed).forEach(b -> removed.add(b.block().name()));
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
    return sub.layer() instanceof Layer.GlobalAveragePool ? 0 : sub.filters();
  }

  private static String type(Layer layer) {
    if (layer instanceof Layer.Convolution convolution) {
      return convolution.depthwise() ? "depthwise" : "convolution";
    }
    if (layer instanceof Layer.SqueezeExcite) {
      return "squeeze-excite";
    }
    return layer instanceof Layer.Dense ? "dense" : "global average pool";
  }
}
