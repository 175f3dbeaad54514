package netadapt.settings;

import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;

/** One entry of a network file's {@code blocks}. */
sealed interface NetworkBlock {
  /** The types of a block, by the words of the file. */
  enum Type {
    CONV,
    MOBILE,
    SEPARABLE,
    GLOBAL_AVERAGE_POOL,
    DENSE,
    PIXELWISE
  }

  String name();

  /** Where the block was written, for messages. */
  String where();

  /** Adds the block to the network. */
  NetworkBuilder add(NetworkBuilder builder, int classes);

  record Conv(String name, String where, Common common, boolean batchNorm) implements NetworkBlock {
    @Override
    public NetworkBuilder add(NetworkBuilder builder, int classes) {
      builder.convolution(
          name,
          common.filters,
          common.kernel,
          common.stride,
          common.activation,
          batchNorm,
          common.bypassLimit);
      return common.finish(builder);
    }
  }

  record Mobile(String name, String where, Common common, int expand, boolean squeezeExcite)
      implements NetworkBlock {
    @Override
    public NetworkBuilder add(NetworkBuilder builder, int classes) {
      builder.mobile(
          name,
          expand,
          common.filters,
          common.kernel,
          common.stride,
          common.activation,
          squeezeExcite,
          common.bypassLimit);
      return common.finish(builder);
    }
  }

  record Separable(String name, String where, Common common) implements NetworkBlock {
    @Override
    public NetworkBuilder add(NetworkBuilder builder, int classes) {
      builder.separable(
          name,
          common.filters,
          common.kernel,
          common.stride,
          common.activation,
          common.bypassLimit);
      return common.finish(builder);
    }
  }

  record Pool(String name, String where) implements NetworkBlock {
    @Override
    public NetworkBuilder add(NetworkBuilder builder, int classes) {
      return builder.globalAveragePool(name);
    }
  }

  record Classifier(String name, String where) implements NetworkBlock {
    @Override
    public NetworkBuilder add(NetworkBuilder builder, int classes) {
      return builder.dense(name, classes);
    }
  }

  record Pixelwise(String name, String where, int channels) implements NetworkBlock {
    @Override
    public NetworkBuilder add(NetworkBuilder builder, int classes) {
      return builder.pixelwise(name, channels);
    }
  }

  /**
   * What all convolutional blocks have.
   *
   * @param bypassLimit negative for the network's rule
   * @param upsample how often every pixel of what the block gives is repeated; 1 for no upsampling
   * @param skip name of the block whose output is added; empty for none
   */
  record Common(
      int filters,
      int kernel,
      int stride,
      Activation activation,
      int bypassLimit,
      int upsample,
      String skip) {
    private static Common read(Section block) {
      return new Common(
          block.integer("filters", 1),
          block.odd("kernel"),
          block.has("stride") ? block.integer("stride", 1) : 1,
          block.choice("activation", Activation.class),
          block.has("bypass-limit") ? block.integer("bypass-limit", 0) : -1,
          block.has("upsample") ? block.integer("upsample", 1) : 1,
          block.optionalText("skip"));
    }

    /** Upsamples and adds the skip, once the block is there. */
    private NetworkBuilder finish(NetworkBuilder builder) {
      if (upsample > 1) {
        builder.upsample(upsample);
      }
      return skip.isEmpty() ? builder : builder.skip(skip);
    }
  }

  /** Reads a block; its mistakes are the section's. */
  static NetworkBlock read(Section block) {
    String name = block.text("name");
    String where = block.where();
    Type type = block.choice("type", Type.class);
    if (block.mistaken()) {
      return new Pool(name, where); // without its type, nothing is known of its other keys
    }
    NetworkBlock read =
        switch (type) {
          case CONV ->
              new Conv(
                  name,
                  where,
                  Common.read(block),
                  !block.has("batch-norm") || block.flag("batch-norm"));
          case MOBILE ->
              new Mobile(
                  name,
                  where,
                  Common.read(block),
                  block.has("expand") ? block.integer("expand", 0) : 0,
                  block.has("squeeze-excite") && block.flag("squeeze-excite"));
          case SEPARABLE -> new Separable(name, where, Common.read(block));
          case GLOBAL_AVERAGE_POOL -> new Pool(name, where);
          case DENSE -> new Classifier(name, where);
          case PIXELWISE -> new Pixelwise(name, where, block.integer("channels", 1));
        };
    block.finish();
    return read;
  }
}
