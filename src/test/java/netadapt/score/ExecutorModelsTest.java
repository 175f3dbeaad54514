package netadapt.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutorModelsTest {
  private static final String FIRST = "ExecutorModelsTest 1";
  private static final String SECOND = "ExecutorModelsTest 2";

  @AfterEach
  void end() {
    ExecutorModels.end(FIRST);
    ExecutorModels.end(SECOND);
  }

  @Test
  void aJobsTasksFindWhatEarlierOnesLeft() {
    ExecutorModels.of(FIRST).buffers().lease(4).close();

    assertThat(ExecutorModels.of(FIRST).buffers().idle()).isOne();
  }

  @Test
  void theEndOfAJobFreesWhatItLeft() {
    ExecutorModels.of(FIRST).buffers().lease(4).close();
    ExecutorModels.end(FIRST);

    assertThat(ExecutorModels.held()).isZero();
  }

  @Test
  void whatIsInUseAsTheJobEndsIsNotKept() {
    ExecutorModels kept = ExecutorModels.of(FIRST);
    ImageBuffers.Lease late = kept.buffers().lease(4);
    ExecutorModels.end(FIRST);
    late.close();

    assertThat(kept.buffers().idle()).isZero();
  }

  @Test
  void anotherJobFreesWhatTheOneBeforeLeft() {
    ExecutorModels.of(FIRST).buffers().lease(4).close();
    ExecutorModels.of(SECOND);

    assertThat(ExecutorModels.held()).isZero();
  }

  @Test
  void anEndThatIsToldTwiceDoesNoHarm() {
    ExecutorModels.of(FIRST);
    ExecutorModels.end(FIRST);
    ExecutorModels.end(FIRST);

    assertThat(ExecutorModels.held()).isZero();
  }
}
