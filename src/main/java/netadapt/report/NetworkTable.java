package netadapt.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import netadapt.arch.Layer;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubBlock;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.cost.MacCount;

/**
 * A sub-network as the paper's tables show it, a row for each layer, with a bar of the filters that
 * it keeps and of the input channels that pass around it.
 */
final class NetworkTable {
  private static final List<String> HEADER =
      List.of("Layer", "Input", "Operator", "Kernel", "Filters", "of", "Bypassed", "", "MACs");

  private NetworkTable() {}

  static Html html(SubNetwork network) {
    HtmlTable table =
        new HtmlTable(
            "Every layer's input, kernel, filters, the input channels that pass around it, and MACs",
            HEADER);
    network.blocks().forEach(block -> rows(table, block));
    return table.html();
  }

  /** What the bars mean. */
  static Html legend() {
    return Html.element(
        "p",
        Map.of("class", "legend"),
        bar(1, 0),
        Html.text(" filters kept "),
        bar(0, 1),
        Html.text(" input channels that pass around the layer "),
        bar(0, 0),
        Html.text(" filters removed"));
  }

  private static void rows(HtmlTable table, SubBlock block) {
    if (block.removed()) {
      List<Html> cells = new ArrayList<>();
      cells.add(Html.text(shape(block.input())));
      cells.add(Html.text("removed"));
      cells.addAll(List.of(Html.NOTHING, Html.NOTHING, Html.NOTHING));
      cells.add(Html.text(Integer.toString(block.input().channels())));
      cells.add(bar(0, 1));
      cells.add(Html.text("0"));
      table.row(block.block().name(), cells);
    }
    block.layers().forEach(layer -> table.row(layer.layer().name(), cells(layer)));
    if (block.block().skips()) {
      List<Html> cells = new ArrayList<>();
      cells.add(Html.text(shape(block.own())));
      cells.add(Html.text("plus " + block.block().skip()));
      cells.addAll(Collections.nCopies(5, Html.NOTHING));
      cells.add(Html.text("0"));
      table.row(block.block().name(), cells);
    }
  }

  private static List<Html> cells(SubLayer sub) {
    List<Html> cells = new ArrayList<>();
    cells.add(Html.text(shape(sub.input())));
    cells.add(Html.text(operator(sub.layer())));
    if (sub.layer() instanceof Layer.Convolution convolution) {
      int bypassed = sub.output().channels() - sub.filters();
      double whole = Math.max(convolution.filters(), sub.output().channels());
      cells.add(Html.text(sub.filters() == 0 ? "–" : Integer.toString(sub.kernel())));
      cells.add(Html.text(Integer.toString(sub.filters())));
      cells.add(Html.text(Integer.toString(convolution.filters())));
      cells.add(Html.text(bypassed == 0 ? "–" : Integer.toString(bypassed)));
      cells.add(bar(sub.filters() / whole, bypassed / whole));
    } else {
      cells.addAll(List.of(Html.NOTHING, Html.NOTHING, Html.NOTHING, Html.NOTHING, Html.NOTHING));
    }
    cells.add(Html.text(Numbers.amount(MacCount.count(sub))));
    return cells;
  }

  /** Both in [0, 1]. */
  private static Html bar(double kept, double bypassed) {
    return Html.element(
        "span",
        Map.of(
            "class",
            "bar",
            "aria-hidden",
            "true",
            "style",
            String.format(
                Locale.ROOT, "--kept:%.1f%%;--bypassed:%.1f%%", 100 * kept, 100 * bypassed)),
        Html.element("i"),
        Html.element("b"));
  }

  private static String shape(Shape shape) {
    return "%d × %d × %d".formatted(shape.height(), shape.width(), shape.channels());
  }

  private static String operator(Layer layer) {
    if (layer instanceof Layer.Convolution convolution) {
      String stride = convolution.stride() == 1 ? "" : ", stride " + convolution.stride();
      return (convolution.depthwise() ? "depthwise" : "convolution") + stride;
    }
    if (layer instanceof Layer.SqueezeExcite) {
      return "squeeze-and-excite";
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
