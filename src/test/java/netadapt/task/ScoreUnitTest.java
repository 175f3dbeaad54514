package netadapt.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ScoreUnitTest {
  @Test
  void sharesAreReadInPercent() {
    assertThat(ScoreUnit.SHARE.text(0.759)).isEqualTo("75.90%");
    assertThat(ScoreUnit.SHARE.brief(0.759)).isEqualTo("75.9%");
    assertThat(ScoreUnit.SHARE.difference(0.0125)).isEqualTo("1.25 points");
    assertThat(ScoreUnit.SHARE.difference(-0.00001)).isEqualTo("0.00 points");
    assertThat(ScoreUnit.SHARE.plain(0.0125)).isEqualTo("1.25");
    assertThat(ScoreUnit.SHARE.ofDifferences()).isEqualTo("points");
    assertThat(ScoreUnit.SHARE.bounded(1.2)).isEqualTo(1);
    assertThat(ScoreUnit.SHARE.bounded(-0.2)).isZero();
  }

  @Test
  void metresAreReadAsTheyAre() {
    assertThat(ScoreUnit.METRES.text(-0.4123)).isEqualTo("-0.412 m");
    assertThat(ScoreUnit.METRES.brief(-0.4123)).isEqualTo("-0.412 m");
    assertThat(ScoreUnit.METRES.difference(0.0125)).isEqualTo("0.013 m");
    assertThat(ScoreUnit.METRES.plain(0.0125)).isEqualTo("0.013");
    assertThat(ScoreUnit.METRES.plain(-0.0001)).isEqualTo("0.000");
    assertThat(ScoreUnit.METRES.ofDifferences()).isEqualTo("m");
    assertThat(ScoreUnit.METRES.bounded(-1.5)).isEqualTo(-1.5);
  }

  @Test
  void onlyAShareOfImagesIsAnAccuracy() {
    assertThat(ScoreUnit.SHARE.noun()).isEqualTo("accuracy");
    assertThat(ScoreUnit.MEAN_SHARE.noun()).isEqualTo("score");
    assertThat(ScoreUnit.METRES.noun()).isEqualTo("score");
  }

  @Test
  void everyLocaleReadsThemAlike() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(ScoreUnit.SHARE.text(0.759)).isEqualTo("75.90%");
    } finally {
      Locale.setDefault(before);
    }
  }
}
