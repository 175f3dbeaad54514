package netadapt.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netadapt.BadInput;
import netadapt.fuzz.Scratch;
import netadapt.fuzz.Target;
import netadapt.measure.Timing.NodeTime;

/** Timings from another device. */
public final class TimingTargets {
  private TimingTargets() {}

  public static List<Target> all() {
    Path file = Scratch.folder("timings").resolve("board.timings");
    TimedDevice board =
        new TimedDevice(TimedDevice.FORMAT, "tiny", "0123", "board", 1, "ONNX Runtime 1");
    return List.of(
        new Target(
            "timings",
            5,
            1024,
            () -> {
              Files.deleteIfExists(file);
              TimingsFile.resume(file, board)
                  .add(new Timing(0, 0, 10, 12.5, 0.25, 0, List.of(new NodeTime("c1", "Conv", 8))));
              return List.of(Files.readAllBytes(file));
            },
            bytes -> {
              Scratch.write(file, bytes);
              TimingsFile.read(file);
            },
            List.of(BadInput.class)));
  }
}
