package netadapt.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.util.List;
import netadapt.data.ImageReader.UnreadableImage;
import netadapt.fuzz.Target;

/** Photographs and drawings. */
public final class ImageTargets {
  /** 16,384 pixels, each with 6 bytes where it is read and 3 where it is kept, and copied. */
  private static final long WORTH = 200_000;

  private ImageTargets() {}

  public static List<Target> all() {
    return List.of(
        new Target(
            "image",
            20,
            4096,
            ImageTargets::images,
            ImageFile::decode,
            List.of(UnreadableImage.class),
            WORTH),
        new Target(
            "exif",
            1,
            1024,
            ImageTargets::photographs,
            bytes -> {
              ExifOrientation.of(bytes);
              JpegSegments.without(bytes, 0xe2, "ICC_PROFILE".getBytes(US_ASCII));
            },
            List.of()),
        new Target(
            "stored-image",
            20,
            4096,
            () -> List.of(JpegFile.encode(Pictures.random(5, 6, 3, 1))),
            ImageTargets::stored,
            List.of(IllegalStateException.class),
            WORTH));
  }

  /** As a row of a dataset, of which the first byte says form and size. */
  private static void stored(byte[] bytes) {
    int first = bytes.length > 0 ? bytes[0] : 0;
    List<Stored> forms = List.of(Stored.values());
    Stored stored = forms.get(Math.floorMod(first, forms.size()));
    ImageForm form = new ImageForm(4, 4, 1, stored, 8, 1);
    new StoredImage(form, 0, 0, first, first >> 1, 1 + 2 * (first & 1), bytes, new byte[0])
        .decode();
  }

  private static List<byte[]> images() throws Exception {
    return List.of(
        Pictures.file("jpg", 9, 7, 1),
        JpegFile.encode(Pictures.random(5, 6, 1, 1)),
        ExifOrientationTest.jpeg(Pictures.file("jpg", 2, 3, 1), 6, ByteOrder.BIG_ENDIAN),
        Pictures.file("png", 9, 7, 1),
        Pngs.plain(9, 7, 0, 1, 1),
        Pngs.plain(9, 7, 4, 16, 500, 600),
        Pngs.plain(9, 7, 6, 8, 1, 2, 3, 4),
        Pictures.encode(new BufferedImage(9, 7, BufferedImage.TYPE_BYTE_INDEXED), "png"),
        Pictures.file("bmp", 9, 7, 1),
        Pictures.file("gif", 9, 7, 1));
  }

  private static List<byte[]> photographs() {
    return List.of(
        ExifOrientationTest.jpeg(Pictures.file("jpg", 2, 3, 1), 6, ByteOrder.BIG_ENDIAN),
        ExifOrientationTest.jpeg(Pictures.file("jpg", 2, 3, 1), 8, ByteOrder.LITTLE_ENDIAN),
        ExifOrientationTest.png(Pictures.file("png", 2, 3, 1), 6));
  }
}
