package netadapt.score;

import java.util.List;
import netadapt.data.ImageShard;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** All shards several times, so that executors keep several copies of them. */
final class CopiedShards extends RDD<ImageShard> {
  private static final long serialVersionUID = 1;

  private final transient int copies;

  /** A shard's place among all of all copies, and what it is a copy of. */
  private record Copy(int index, Partition original) implements Partition {}

  /** Copies need what their shard needs. */
  private static final class OfOriginal extends NarrowDependency<ImageShard> {
    private static final long serialVersionUID = 1;

    private final int shards;

    OfOriginal(RDD<ImageShard> original) {
      super(original);
      this.shards = original.getNumPartitions();
    }

    @Override
    public Seq<Object> getParents(int partition) {
      return JavaConverters.asScalaBuffer(List.<Object>of(partition % shards)).toSeq();
    }
  }

  private CopiedShards(JavaRDD<ImageShard> shards, int copies, Seq<Dependency<?>> dependencies) {
    super(shards.context(), dependencies, shards.classTag());
    this.copies = copies;
  }

  /**
   * @param copies at least 1
   */
  static JavaRDD<ImageShard> of(JavaRDD<ImageShard> shards, int copies) {
    List<Dependency<?>> original = List.of(new OfOriginal(shards.rdd()));
    return new CopiedShards(shards, copies, JavaConverters.asScalaBuffer(original).toSeq())
        .toJavaRDD();
  }

  /** Else what Spark logs of all that is no longer kept would be told as the program's own. */
  @Override
  public String logName() {
    return RDD.class.getName();
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] originals = originals().partitions();
    Partition[] all = new Partition[copies * originals.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = new Copy(i, originals[i % originals.length]);
    }
    return all;
  }

  @Override
  public Iterator<ImageShard> compute(Partition partition, TaskContext context) {
    return originals().iterator(((Copy) partition).original(), context);
  }

  private RDD<ImageShard> originals() {
    return firstParent(elementClassTag());
  }
}
