package netadapt.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TasksTest {
  @Test
  void aTaskIsNamedByItsNameOrItsClass() {
    assertThat(Tasks.named("classification")).contains(new Classification());
    assertThat(Tasks.named("netadapt.task.DepthEstimation")).contains(new DepthEstimation());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Depth", "no.such.Class", "java.lang.String", "netadapt.task.Task"})
  void whatIsNoTaskIsNone(String name) {
    assertThat(Tasks.named(name)).isEmpty();
  }

  @Test
  void classesAreTestedByTheFirstFiveWhereThereAreMany() {
    assertThat(new Classification().tests(99)).isEmpty();
    assertThat(new Classification().tests(100)).containsExactly(new TopK(5));
  }
}
