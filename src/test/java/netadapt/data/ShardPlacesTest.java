package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import netadapt.LiveExecutor;
import org.junit.jupiter.api.Test;

class ShardPlacesTest {
  private static final LiveExecutor A = new LiveExecutor("0", "one", 1);
  private static final LiveExecutor B = new LiveExecutor("1", "two", 1);
  private static final LiveExecutor WIDE = new LiveExecutor("2", "two", 4);
  private static final List<String> NOWHERE = List.of();

  @Test
  void newShardsAreDealtByTaskSlots() {
    assertThat(places(List.of(A, B), NOWHERE, NOWHERE)).containsExactly(A, B);
    assertThat(places(List.of(A, WIDE), NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE))
        .containsExactlyInAnyOrder(A, WIDE, WIDE, WIDE, WIDE);
  }

  @Test
  void shardsStayWhereTheyAreKept() {
    assertThat(places(List.of(A, B), List.of("1"), List.of("0"))).containsExactly(B, A);
    assertThat(places(List.of(A, B), List.of("0"), List.of("0"), List.of("1")))
        .containsExactly(A, A, B);
  }

  @Test
  void anExecutorWithMoreThanItsShareGivesSomeAway() {
    assertThat(places(List.of(A, B), List.of("0"), List.of("0"))).containsExactly(A, B);
    assertThat(places(List.of(A, WIDE), List.of("0"), List.of("0"), List.of("0")))
        .containsExactly(A, WIDE, WIDE);
  }

  @Test
  void shardsOfALostExecutorGoWhereThereIsRoom() {
    assertThat(places(List.of(A, B), List.of("7"), List.of("0"))).containsExactly(B, A);
  }

  @Test
  void ofTwoThatKeepAShardTheOneWithMoreRoomHasIt() {
    assertThat(places(List.of(A, B), List.of("0"), List.of("0", "1"))).containsExactly(A, B);
  }

  @SafeVarargs
  private static List<LiveExecutor> places(List<LiveExecutor> executors, List<String>... kept) {
    return ShardPlaces.of(executors, Arrays.asList(kept));
  }
}
