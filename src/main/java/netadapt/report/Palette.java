package netadapt.report;

import java.awt.Color;
import java.util.Locale;

/**
 * The colours of the pictures. A picture is drawn in stand-ins, near black and all different, which
 * the page's style sheet then gives a colour for light and one for dark screens.
 */
enum Palette {
  /** Titles. */
  INK(3),
  /** Labels. */
  MUTED(4),
  /** Lines to read off numbers by, and what stands behind. */
  GRID(5),
  /** The many. */
  FAINT(6),
  /** What matters. */
  ACCENT(7),
  BUDGET(8),
  /** The best of their kind. */
  FRONT(9);

  private final int blue;

  Palette(int blue) {
    this.blue = blue;
  }

  /** What to draw with. */
  Color color() {
    return new Color(1, 2, blue);
  }

  /** What to draw with where nothing is to be seen. */
  static Color clear() {
    return new Color(0, 0, 0, 0);
  }

  /** The stand-in as SVG writes it. */
  String drawn() {
    return "rgb(1,2," + blue + ")";
  }

  /** The style sheet's colour. */
  String shown() {
    return "var(--%s)".formatted(name().toLowerCase(Locale.ROOT));
  }
}
