package netadapt.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How numbers are written for people, on the console and in the report, in every locale alike. */
public final class Numbers {
  private Numbers() {}

  /** A number with thousands separated, and few decimals: {@code 223,056,000}. */
  public static String amount(double value) {
    if (Math.abs(value) < 1) {
      return significant(value);
    }
    if (value == Math.rint(value) || Math.abs(value) >= 1e5) {
      return format("%,.0f", value);
    }
    return format("%,.3f", value).replaceFirst("\\.?0+$", "");
  }

  /** A whole number with thousands separated. */
  public static String amount(long value) {
    return format("%,d", value);
  }

  /** A number per second, without decimals: {@code 1,204}. */
  public static String rate(double value) {
    return format("%,.0f", value);
  }

  /** A loss: {@code 1.625}. */
  public static String loss(double value) {
    return format("%.3f", value);
  }

  /** A number with three significant digits: {@code 0.0125}. */
  public static String significant(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  /** A number with two decimals: {@code 0.52}. */
  public static String hundredths(double value) {
    return format("%.2f", value).replaceFirst("^-0\\.00$", "0.00");
  }

  /** A share: {@code 44.3%}. */
  public static String share(double part, double whole) {
    return format("%.1f%%", 100 * part / whole);
  }

  /** A duration: {@code 3.2 s}, {@code 4 min 05 s} or {@code 2 h 07 min}. */
  public static String duration(double seconds) {
    if (seconds < 59.95) {
      return format("%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 3600) {
      return format("%d min %02d s", whole / 60, whole % 60);
    }
    return format("%,d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  /** A number of bytes: {@code 512 bytes}, {@code 42.4 MB}, {@code 1,270 GB}. */
  public static String bytes(double value) {
    if (value < 1e3) {
      return format("%.0f bytes", value);
    }
    if (value < 999.5e3) {
      return significant(value / 1e3) + " kB";
    }
    return value < 999.5e6
        ? significant(value / 1e6) + " MB"
        : (value < 999.5e9 ? significant(value / 1e9) : format("%,.0f", value / 1e9)) + " GB";
  }

  /** A number of hours: {@code 0.04}, {@code 12.5}, {@code 1,204}. */
  public static String hours(double value) {
    return format(value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%,.0f", value);
  }

  /** A metric's column as people say it: {@code MACs}, {@code latency (ms)}. */
  public static String metric(String column) {
    if (column.equals("macs")) {
      return "MACs";
    }
    if (column.equals("params")) {
      return "parameters";
    }
    int unit = column.lastIndexOf('_');
    return unit <= 0
        ? column
        : column.substring(0, unit).replace('_', ' ') + " (" + column.substring(unit + 1) + ")";
  }

  /** A cost with its unit: {@code 632,000 MACs}, {@code 0.257 ms}. */
  public static String cost(String column, double value) {
    int unit = column.lastIndexOf('_');
    return amount(value) + " " + (unit <= 0 ? metric(column) : column.substring(unit + 1));
  }

  /** A text that begins a sentence: {@code Loss by step}. */
  public static String capitalized(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /**
   * How a picture's axis writes a metric's numbers: a format of D3, {@code 5.2M} or {@code 0.26}.
   */
  static String axis(String column) {
    return column.equals("macs") || column.equals("params") ? ".3~s" : ".3~g";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
