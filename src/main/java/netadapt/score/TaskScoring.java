package netadapt.score;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import netadapt.arch.Architecture;
import netadapt.data.ImageShard;

/** Scores a network inside the task that has its weights, such as the one that has trained it. */
public final class TaskScoring {
  private TaskScoring() {}

  /**
   * Scores a network, to be called inside a task.
   *
   * @param model its weights, and how it is scored
   * @param architecture of the network
   * @param images all that it is scored on
   * @throws IllegalArgumentException if the architecture is not the network's
   */
  public static Tally score(SharedModel model, Architecture architecture, ImageShard images) {
    return outcome(model, architecture, images).tally();
  }

  /**
   * Scores a network as {@link #score} does, and says which images it has right, so that its score
   * can be compared with those of others on the same images.
   */
  public static Outcome outcome(SharedModel model, Architecture architecture, ImageShard images) {
    String job = UUID.randomUUID().toString();
    Group alone = new Group(job + "/0", List.of(architecture));
    try {
      GroupRun run =
          new GroupRun(new GroupTasks.Part(model, ExecutorModels.of(job), alone, images));
      return run.score(Map.of()).get(0);
    } finally {
      ExecutorModels.end(job);
    }
  }
}
