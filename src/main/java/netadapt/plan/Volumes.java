package netadapt.plan;

import java.util.ArrayList;
import java.util.List;
import netadapt.arch.ArchitectureJson;
import netadapt.plan.Volume.Place;
import netadapt.settings.TrainingSettings;

/** What a run sends, keeps and writes, in bytes. */
final class Volumes {
  private static final double MEGABYTE = 1 << 20;

  /** Of a sample beside its architecture, in Parquet. */
  private static final int SAMPLE_BYTES = 500;

  private final Setup setup;
  private final ImageCounts images;
  private final PlannedTraining supernet;
  private final List<PlannedTraining> trainings;
  private final PlannedSearch search;
  private final List<Volume> volumes = new ArrayList<>();

  private Volumes(
      Setup setup,
      ImageCounts images,
      PlannedTraining supernet,
      List<PlannedTraining> trainings,
      PlannedSearch search) {
    this.setup = setup;
    this.images = images;
    this.supernet = supernet;
    this.trainings = trainings;
    this.search = search;
  }

  static List<Volume> of(
      Setup setup,
      ImageCounts images,
      PlannedTraining supernet,
      List<PlannedTraining> trainings,
      PlannedSearch search) {
    Volumes volumes = new Volumes(setup, images, supernet, trainings, search);
    volumes.broadcast();
    volumes.cached();
    volumes.stored();
    volumes.memory();
    return List.copyOf(volumes.volumes);
  }

  private void broadcast() {
    add(Place.BROADCAST, "search: shared weights, once", supernet.state().weightBytes());
    add(Place.BROADCAST, "train-supernet: weights and optimizer, every round", List.of(supernet));
    add(Place.BROADCAST, "train: the same, of all networks", trainings);
  }

  private void cached() {
    double image = setup.imageBytes();
    if (inMemory()) {
      add(Place.CACHED, "trainings: training images", images.train() * image);
    }
    add(Place.CACHED, "search: held-out images", setup.copies() * images.heldOut() * image);
    int calibration = search.scoredImages() - images.heldOut();
    if (calibration > 0) {
      add(Place.CACHED, "search: images of calibration", setup.executors() * calibration * image);
    }
  }

  private void stored() {
    double stored = images.all() * StoredImages.bytes(setup);
    volumes.add(new Volume(Place.STORED, "images", 0, stored));
    String json = ArchitectureJson.write(setup.network(), setup.network().full());
    double sample = json.length() + SAMPLE_BYTES;
    volumes.add(
        new Volume(
            Place.STORED,
            "samples",
            0,
            Math.max(search.fewestSamples(), search.samples()) * sample));
    StateSize state = supernet.state();
    add(
        Place.STORED,
        "newest checkpoint of the super-network",
        state.bytes() + state.weightBytes());
    double models = 0;
    for (PlannedTraining training : trainings) { // model, average, ONNX
      double model = training.state().bytes() + 2.0 * training.state().weightBytes();
      models += training.onTheWay() ? 0 : model;
    }
    add(Place.STORED, "weights of the super-network", state.bytes() + state.weightBytes());
    add(Place.STORED, "trained networks", models);
  }

  private void memory() {
    int executors = setup.executors();
    double image = setup.imageBytes();
    if (inMemory()) {
      add(Place.HEAP, "trainings: training images", images.train() * image / executors);
    } else {
      double window = setup.settings().data().windowMegabytes() * MEGABYTE;
      add(Place.HEAP, "trainings: training images, read ahead", 2 * window * workersHere());
    }
    double states = (1.0 + workersHere()) * supernet.state().bytes();
    add(Place.HEAP, "trainings: weights and optimizer", states);
    int calibration = search.scoredImages() - images.heldOut(); // each executor has all of them
    double heldOut = (double) setup.copies() * images.heldOut() / executors;
    add(Place.HEAP, "search: images", (heldOut + calibration) * image);
    add(Place.NATIVE, "train-supernet", bytes(setup.settings().supernet(), workersHere()));
    int train = trainings.stream().mapToInt(PlannedTraining::workers).max().orElse(0);
    add(Place.NATIVE, "train", bytes(setup.settings().train(), here(train)));
    add(Place.NATIVE, "search", setup.scoringBytes());
  }

  private boolean inMemory() {
    return StoredImages.inMemory(setup, images.train(), supernet.workers());
  }

  /** What workers of an executor need at most: as many times what the full network needs. */
  private double bytes(TrainingSettings settings, int workers) {
    return (double) workers * TrainingMemory.bytes(setup.full(), settings.plan());
  }

  /** Workers of the super-network's training on one executor. */
  private int workersHere() {
    return here(supernet.workers());
  }

  /** How many of these workers an executor has. */
  private int here(int workers) {
    return Math.min(setup.tasks(), (workers + setup.executors() - 1) / setup.executors());
  }

  private void add(Place place, String what, double bytes) {
    volumes.add(Volume.of(place, what, bytes));
  }

  private void add(Place place, String what, List<PlannedTraining> trained) {
    double least = 0;
    double most = 0;
    for (PlannedTraining training : trained) {
      least += (double) training.fewestRounds() * training.state().bytes();
      most += (double) training.rounds() * training.state().bytes();
    }
    volumes.add(new Volume(place, what, least, most));
  }
}
