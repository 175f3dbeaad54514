package netadapt.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * The images of an epoch, window by window: while one is used, the next one is read.
 *
 * <p>A task that is tried again may use it beside the one before, so that threads take turns.
 */
final class StreamedEpoch implements EpochImages {
  private static final Executor READERS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "images");
            thread.setDaemon(true);
            return thread;
          });

  private static final Window NONE = new Window(-1, List.of());

  private final StreamedShard shard;
  private final EpochWindows windows;
  private Window used = NONE;
  private CompletableFuture<Window> next;

  StreamedEpoch(StreamedShard shard, long seed) {
    this.shard = shard;
    this.windows = shard.windows(seed);
  }

  /** The images of a window in their order. */
  private record Window(int number, List<StoredImage> images) {}

  @Override
  public synchronized TrainingImage at(int place) {
    int number = windows.window(Objects.checkIndex(place, shard.size()));
    if (used.number != number) {
      used = take(number);
      next = number + 1 < windows.count() ? begin(number + 1) : null;
    }
    return new StreamedShard.Image(used.images.get(place - windows.start(number)));
  }

  private Window take(int number) {
    // What could not be read ahead is read anew: only if that fails, too, the task does.
    Window ahead = next == null ? NONE : next.exceptionally(failure -> NONE).join();
    next = null;
    return ahead.number == number ? ahead : read(number);
  }

  private CompletableFuture<Window> begin(int number) {
    return CompletableFuture.supplyAsync(() -> read(number), READERS);
  }

  private Window read(int number) {
    List<StoredImage> inBlocks = new ArrayList<>();
    for (EpochWindows.Block block : windows.blocks(number)) {
      inBlocks.addAll(shard.read(block.first(), block.count()));
    }
    Permutation order = windows.order(number);
    List<StoredImage> images = new ArrayList<>(inBlocks.size());
    for (int i = 0; i < inBlocks.size(); i++) {
      images.add(inBlocks.get(order.at(i)));
    }
    return new Window(number, images);
  }
}
