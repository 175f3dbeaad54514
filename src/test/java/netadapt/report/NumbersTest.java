package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void amountsKeepThousandsApartAndDropNeedlessDecimals() {
    assertThat(Numbers.amount(223_056_000.0)).isEqualTo("223,056,000");
    assertThat(Numbers.amount(51.25)).isEqualTo("51.25");
    assertThat(Numbers.amount(0.0004)).isEqualTo("0.0004");
  }

  @Test
  void accuraciesAndSharesAreInPercentWithoutABlank() {
    assertThat(Numbers.share(423_084, 849_936)).isEqualTo("49.8%");
  }

  @Test
  void numbersAreWrittenAlikeInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(Numbers.amount(1234.5)).isEqualTo("1,234.5");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void durationsNeverShowSixtySecondsOrMinutes() {
    assertThat(Numbers.duration(59.94)).isEqualTo("59.9 s");
    assertThat(Numbers.duration(59.97)).isEqualTo("1 min 00 s");
    assertThat(Numbers.duration(3599.7)).isEqualTo("1 h 00 min");
    assertThat(Numbers.duration(7620)).isEqualTo("2 h 07 min");
  }

  @Test
  void metricsAreSaidAsPeopleSayThem() {
    assertThat(Numbers.metric("macs")).isEqualTo("MACs");
    assertThat(Numbers.metric("gpu_latency_ms")).isEqualTo("gpu latency (ms)");
    assertThat(Numbers.metric("energy")).isEqualTo("energy");
  }

  @Test
  void bytesAreInTheUnitThatSuits() {
    assertThat(Numbers.bytes(512)).isEqualTo("512 bytes");
    assertThat(Numbers.bytes(88_200)).isEqualTo("88.2 kB");
    assertThat(Numbers.bytes(999_600)).isEqualTo("1 MB");
    assertThat(Numbers.bytes(42.4e6)).isEqualTo("42.4 MB");
    assertThat(Numbers.bytes(191e9)).isEqualTo("191 GB");
    assertThat(Numbers.bytes(2.363e12)).isEqualTo("2,363 GB");
  }

  @Test
  void hoursHaveTwoDecimalsAtMost() {
    assertThat(Numbers.hours(0.0123)).isEqualTo("0.01");
    assertThat(Numbers.hours(12.34)).isEqualTo("12.3");
    assertThat(Numbers.hours(12_765.4)).isEqualTo("12,765");
  }
}
