package netadapt.data;

import java.io.IOException;
import java.util.Optional;

/** Reads frames with depths, whole or as a network sees them. */
final class FrameReader implements ImageReader {
  private final Frames frames;
  private final Optional<ImageForm> form;
  private Optional<TargetMap> depth = Optional.empty();

  /**
   * @param form that is wanted; none for whole frames
   */
  FrameReader(Frames frames, Optional<ImageForm> form) {
    this.frames = frames;
    this.form = form;
  }

  @Override
  public DecodedImage read(SourceItem item) throws IOException, UnreadableImage {
    DepthFrame frame = frames.read(item);
    if (form.isPresent()) {
      ImageForm wanted = form.get();
      frame = frame.seen(wanted.uncut(wanted.height()), wanted.uncut(wanted.width()));
    }
    depth = Optional.of(frame.depth());
    return frame.image();
  }

  @Override
  public TargetMap target(SourceItem item) {
    return depth.orElseThrow();
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }

  /** Where frames are. */
  interface Frames extends java.io.Closeable {
    /** Reads one. */
    DepthFrame read(SourceItem item) throws IOException, UnreadableImage;
  }
}
