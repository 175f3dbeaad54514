package netadapt.job;

import java.util.List;
import java.util.Optional;
import netadapt.Step;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.data.Dataset;
import netadapt.data.ImageShard;
import netadapt.data.Split;
import netadapt.settings.TrainingSettings;
import netadapt.train.Training;
import netadapt.train.TrainingPlan;
import netadapt.train.TrainingRound;
import org.apache.spark.api.java.JavaRDD;

/** Trains the weights that all sub-networks share. */
public final class SupernetStep implements RunStep {
  @Override
  public Step step() {
    return Step.TRAIN_SUPERNET;
  }

  @Override
  public boolean done(Run run) {
    return run.supernet().complete();
  }

  @Override
  public String execute(Run run, Progress progress) {
    TrainingSettings settings = run.settings().supernet();
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    TrainingPlan plan = settings.plan(run.settings().run().seed());
    run.warn(TaskThreads.ofTraining(run.context(), workers(run, settings)));
    Training training =
        new Training(
            SubNetwork.full(network), true, plan, run.normalization(dataset), run.augmentation());
    List<TrainingRound> log =
        training.run(
            run.context(),
            images(run, dataset, settings),
            Optional.empty(),
            run.directory().supernet().toString(),
            p -> progress.update(p.fraction(), TrainingLog.line(p, plan.epochs())));
    TrainingLog.write(run.directory(), run.directory().supernet(), log);
    return TrainingLog.summary(log);
  }

  /** The training images, one shard per worker. */
  public static JavaRDD<ImageShard> images(Run run, Dataset dataset, TrainingSettings settings) {
    return dataset.shards(Split.TRAIN, workers(run, settings), 1);
  }

  /** Tasks that train at the same time. */
  static int workers(Run run, TrainingSettings settings) {
    return settings.workers() == 0 ? run.slots() : settings.workers();
  }
}
