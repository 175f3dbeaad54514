package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import netadapt.report.LossCurve.Point;
import org.junit.jupiter.api.Test;

class LossCurveTest {
  @Test
  void thinningKeepsTheEndTheImagesAndTheMeanLoss() {
    List<Point> points =
        IntStream.range(0, 10).mapToObj(i -> new Point(0, i + 1, 32, 0.1 * i, i, 1)).toList();
    LossCurve thinned = new LossCurve(points).thinned(4);
    assertThat(thinned.points()).extracting(Point::loss).containsExactly(1.0, 4.0, 7.0, 9.0);
    assertThat(thinned.last().step()).isEqualTo(10);
    assertThat(thinned.images()).isEqualTo(320);
  }
}
