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

  private final transient JavaRDD<ImageShard> shards;
  private final transient int copies;

  /** A shard's place among all of all copies, and what it is a copy of. */
  private record Copy(int index, Partition original) implements Partition {
    @Override
    public boolean equals(Object other) { // as Spark's own: the place alone counts
      return other instanceof Copy copy && copy.index == index;
    }

    @Override
    public int hashCode() {
      return index;
    }
  }

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
    this.shards = shards;
    this.copies = copies;
  }

  /**
   * @param copies at least 1
   */
  static CopiedShards of(JavaRDD<ImageShard> shards, int copies) {
    List<Dependency<?>> original = List.of(new OfOriginal(shards.rdd()));
    return new CopiedShards(shards, copies, JavaConverters.asScalaBuffer(original).toSeq());
  }

  /** What Spark says of these as of all that are persisted is not the program's to tell. */
  @Override
  public String logName() {
    return RDD.class.getName();
  }

  @Override
  public Partition[] getPartitions() {
    List<Partition> originals = shards.partitions();
    Partition[] all = new Partition[copies * originals.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = new Copy(i, originals.get(i % originals.size()));
    }
    return all;
  }

  @Override
  public Iterator<ImageShard> compute(Partition partition, TaskContext context) {
    return this.<ImageShard>firstParent(elementClassTag())
        .iterator(((Copy) partition).original(), context);
  }
}
