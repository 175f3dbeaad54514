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
    DENSE
  }

  String name();

  /** Where the block was written, for messages. */
  String where();

  /** Adds the block to the network. */
  NetworkBuilder add(NetworkBuilder builder, int classes);

  record Conv(String name, String where, Common common, boolean batchNorm) implements NetworkBlock {
    @Override
    public NetworkBuilder add(NetworkBuilder builder, int classes) {
      return builder.convolution(
          name,
          common.filters,
          common.kernel,
          common.stride,
          common.activation,
          batchNorm,
          common.bypassLimit);
    }
  }

  record Mobile(String name, String where, Common common, int expand, boolean squeezeExcite)
      implements NetworkBlock {
    @Override
    public NetworkBuilder add(NetworkBuilder builder, int classes) {
      return builder.mobile(
          name,
          expand,
          common.filters,
          common.kernel,
          common.stride,
          common.activation,
          squeezeExcite,
          common.bypassLimit);
    }
  }

  record Separable(String name, String where, Common common) implements NetworkBlock {
    @Override
    public NetworkBuilder add(NetworkBuilder builder, int classes) {
      return builder.separable(
          name,
          common.filters,
          common.kernel,
          common.stride,
          common.activation,
          common.bypassLimit);
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

  /**
   * What all convolutional blocks have.
   *
   * @param bypassLimit negative for the network's rule
   */
  record Common(int filters, int kernel, int stride, Activation activation, int bypassLimit) {
    private static Common read(Section block) {
      return new Common(
          block.integer("filters", 1),
          block.odd("kernel"),
          block.has("stride") ? block.integer("stride", 1) : 1,
          block.choice("activation", Activation.class),
          block.has("bypass-limit") ? block.integer("bypass-limit", 0) : -1);
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
        };
    block.finish();
    return read;
  }
}
