package netadapt.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupTest {
  @Test
  void thoseThatBeginAlikeAreTogether() {
    List<Group> groups = Group.of(List.of(of(8, 4), of(4, 8), of(8, 8), of(4, 4)), 2, "job");

    assertThat(groups)
        .containsExactly(
            new Group("job/0", List.of(of(4, 4), of(4, 8))),
            new Group("job/1", List.of(of(8, 4), of(8, 8))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 10, 50})
  void groupsAreAboutEquallyLarge(int count) {
    List<Architecture> all = IntStream.range(0, 10).mapToObj(i -> of(i, 1)).toList();

    List<Group> groups = Group.of(all, count, "job");

    assertThat(groups).hasSize(Math.min(count, 10));
    assertThat(groups.stream().flatMap(group -> group.architectures().stream()))
        .containsExactlyElementsOf(all);
    assertThat(groups)
        .extracting(group -> group.architectures().size())
        .allMatch(size -> size == 10 / groups.size() || size == 10 / groups.size() + 1);
  }

  private static Architecture of(int... filters) {
    return new Architecture(
        "net", IntStream.of(filters).mapToObj(count -> new LayerSize(count, 3)).toList());
  }
}
