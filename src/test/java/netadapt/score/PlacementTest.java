package netadapt.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementTest {
  @Test
  void neighboursAreOnTheSameExecutor() {
    assertThat(new Placement(6).on(List.of("a", "b")))
        .containsExactly("a", "a", "a", "b", "b", "b");
  }

  @Test
  void partsStayWhereTheyAre() {
    Placement placement = new Placement(5);
    List<String> before = placement.on(List.of("a", "b", "c"));
    assertThat(placement.on(List.of("a", "b", "c"))).isEqualTo(before);
    assertThat(placement.on(List.of("c", "a", "b"))).isEqualTo(before);
  }

  @Test
  void onlyThoseOfALostExecutorMove() {
    Placement placement = new Placement(4);
    assertThat(placement.on(List.of("a", "b"))).containsExactly("a", "a", "b", "b");
    assertThat(placement.on(List.of("b"))).containsExactly("b", "b", "b", "b");
  }

  @Test
  void aNewExecutorTakesItsShare() {
    Placement placement = new Placement(4);
    placement.on(List.of("a", "b"));
    placement.on(List.of("b"));
    assertThat(placement.on(List.of("b", "c"))).containsExactly("b", "b", "c", "c");
  }

  @Test
  void moreExecutorsThanPartsHaveOneEachOrNone() {
    assertThat(new Placement(2).on(List.of("a", "b", "c"))).containsExactly("a", "b");
  }

  @Test
  void noExecutorHasMoreThanItsShareWhateverComesAndGoes() {
    Placement placement = new Placement(13);
    List<String> executors = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
    for (int change = 0; change < 20; change++) {
      executors.remove(change % executors.size());
      executors.add("new" + change);
      List<String> placed = placement.on(executors);
      assertThat(Set.copyOf(executors)).containsAll(placed);
      executors.forEach(
          one -> assertThat(Collections.frequency(placed, one)).as(one).isLessThanOrEqualTo(3));
    }
  }
}
