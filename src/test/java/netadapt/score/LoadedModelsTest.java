package netadapt.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadedModelsTest {
  private final List<String> events = new ArrayList<>();
  private final LoadedModels<AutoCloseable> models = new LoadedModels<>();

  @Test
  void tasksShareWhatOneOfThemLoaded() {
    try (var first = lease("a", 9);
        var second = lease("a", 9)) {
      assertThat(second.model()).isSameAs(first.model());
    }
    assertThat(events).containsExactly("load a");
  }

  @Test
  void noMoreTasksShareThanMay() {
    try (var first = lease("a", 1);
        var second = lease("a", 1)) {
      assertThat(second.model()).isNotSameAs(first.model());
    }
    assertThat(events).containsExactly("load a", "load a", "close a");
  }

  @Test
  void theNextTaskFindsWhatTheLastOneUsed() {
    lease("a", 9).close();
    lease("a", 9).close();

    assertThat(events).containsExactly("load a");
  }

  @Test
  void nothingIdleIsKeptBesideWhatIsLoadedNext() {
    lease("a", 9).close();
    try (var b = lease("b", 9)) {
      assertThat(events).containsExactly("load a", "close a", "load b");
      try (var again = lease("b", 9)) {
        assertThat(again.model()).isSameAs(b.model());
      }
    }
    models.closeIdle();
    assertThat(events).containsExactly("load a", "close a", "load b", "close b");
  }

  @Test
  void whatIsGivenBackAfterTheEndIsNotKept() {
    lease("a", 9).close();
    var b = lease("b", 9);
    models.close();
    assertThat(events).containsExactly("load a", "close a", "load b");

    b.close();

    assertThat(events).containsExactly("load a", "close a", "load b", "close b");
    assertThat(models.size()).isZero();
  }

  @Test
  void whatFailsToLoadIsForgotten() {
    assertThatThrownBy(
            () ->
                models.lease(
                    "a",
                    9,
                    () -> {
                      throw new IllegalStateException("no memory");
                    }))
        .hasMessage("no memory");
    try (var loaded = lease("a", 9)) {
      assertThat(loaded.model()).isNotNull();
    }
    models.closeIdle();
    assertThat(events).containsExactly("load a", "close a");
  }

  private LoadedModels<AutoCloseable>.Lease lease(String key, int users) {
    return models.lease(
        key,
        users,
        () -> {
          events.add("load " + key);
          return () -> events.add("close " + key);
        });
  }
}
