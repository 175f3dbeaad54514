package netadapt.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import netadapt.BadInput;
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

  /** Whose constructor fails. */
  public static final class Broken extends NoTask {
    public Broken() {
      throw new IllegalStateException("no such device");
    }
  }

  /** Whose constructor wants something. */
  public static final class Wanting extends NoTask {
    public Wanting(String what) {
      assertThat(what).isNotNull();
    }
  }

  @Test
  void aTaskThatCannotBeMadeSaysWhy() {
    assertThatThrownBy(() -> Tasks.named(Broken.class.getName()))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith(
            "task is %s but no such task can be made (java.lang.IllegalStateException: no such device)"
                .formatted(Broken.class.getName()));
    assertThatThrownBy(() -> Tasks.named(Wanting.class.getName()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("give the class a public constructor without parameters");
  }

  @Test
  void classesAreTestedByTheFirstFiveWhereThereAreMany() {
    assertThat(new Classification().tests(99)).isEmpty();
    assertThat(new Classification().tests(100)).containsExactly(new TopK(5));
  }
}
