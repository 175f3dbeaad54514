package netadapt.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import netadapt.task.DeltaShare;
import org.junit.jupiter.api.Test;

class KnownTest {
  private static final int IMAGES = 1000;

  private static double worth(int image) {
    return Math.abs(Math.sin(image));
  }

  /** As a task gives it. */
  private static Outcome shard(int from, int to) {
    MeasuredImages worths = new MeasuredImages();
    double sum = 0;
    for (int image = from; image < to; image++) {
      worths.set(image - from, worth(image));
      sum += worth(image);
    }
    return new Outcome(new Tally(sum, to - from, 0, 1, 1, "driver"), worths);
  }

  private static Tally cutInto(int shards) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      outcomes.add(shard(i * IMAGES / shards, (i + 1) * IMAGES / shards));
    }
    Known known = new Known(new DeltaShare(1));
    known.add(outcomes);
    return known.tally(1);
  }

  @Test
  void aScoreIsTheSameHoweverTheImagesAreCut() {
    double whole = cutInto(1).score();
    for (int shards = 2; shards < 40; shards++) {
      assertThat(cutInto(shards).score()).as("%d shards", shards).isEqualTo(whole);
    }
  }

  @Test
  void aFirstRoundIsWorthItsOwnImages() {
    Known known = new Known(new DeltaShare(1));
    known.add(List.of(shard(0, 300)));
    known.add(List.of(shard(300, 700)));

    assertThat(known.tally(1).value()).isEqualTo(shard(0, 300).images().sum(300));
    assertThat(known.tally(1).images()).isEqualTo(300);
    assertThat(known.tally(2).value()).isEqualTo(shard(0, 700).images().sum(700));
    assertThat(known.tally(2).images()).isEqualTo(700);
  }
}
