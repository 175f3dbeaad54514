package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class JpegSegmentsTest {
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final byte[] START = bytes("PROFILE");

  @Test
  void bytesThatFillUpBeforeAMarkerArePassedOver() {
    byte[] file =
        file("ff", segment(APP1, "other"), "ff", "ff", segment(APP2, "PROFILE 1"), "ffda");

    int at = JpegSegments.find(file, APP2, START);

    assertThat(new String(file, at, 9, StandardCharsets.US_ASCII)).isEqualTo("PROFILE 1");
  }

  @Test
  void allSegmentsOfAKindAreLeftOutAndNothingElse() {
    byte[] file =
        file(
            segment(APP2, "PROFILE 1"),
            segment(APP1, "PROFILE"),
            segment(APP2, "PROFILE 2"),
            segment(APP2, "PROFILE 3"),
            segment(APP2, "other"),
            "ffda0002",
            segment(APP2, "PROFILE: pixels"));

    assertThat(JpegSegments.without(file, APP2, START))
        .isEqualTo(
            file(
                segment(APP1, "PROFILE"),
                segment(APP2, "other"),
                "ffda0002",
                segment(APP2, "PROFILE: pixels")));
  }

  @Test
  void aFileWithoutSuchASegmentStaysAsItIs() {
    byte[] file = file(segment(APP2, "other"), "ffda");
    assertThat(JpegSegments.without(file, APP2, START)).isSameAs(file);
  }

  @Test
  void aSegmentThatIsCutOffIsLeftOutToTheEnd() {
    byte[] file = file(segment(APP1, "a"), segment(APP2, "PROFILE 1 and more"));
    byte[] cutOff = Arrays.copyOf(file, file.length - 4);
    assertThat(JpegSegments.without(cutOff, APP2, START)).isEqualTo(file(segment(APP1, "a")));
  }

  /** The start of a JPEG file and parts of it, in hexadecimal. */
  private static byte[] file(String... parts) {
    return HexFormat.of().parseHex("ffd8" + String.join("", parts));
  }

  private static String segment(int marker, String content) {
    return "ff%02x%04x".formatted(marker, content.length() + 2)
        + HexFormat.of().formatHex(bytes(content));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
