package netadapt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.OptionalDouble;
import netadapt.plan.CostRange;
import netadapt.plan.DeviceHours;
import netadapt.plan.Goal;
import netadapt.plan.ImageCounts;
import netadapt.plan.PlannedSearch;
import netadapt.plan.PlannedTraining;
import netadapt.plan.RunPlan;
import netadapt.plan.StepHours;
import netadapt.plan.Volume;
import netadapt.plan.Workload;

/** A plan as one JSON object, for programs. What is not known is not there. */
final class PlanJson {
  private PlanJson() {}

  static String of(RunPlan plan) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("network", plan.network());
    ArrayNode input = root.putArray("input");
    input.add(plan.input().height()).add(plan.input().width()).add(plan.input().channels());
    plan.classes().ifPresent(classes -> root.put("classes", classes));
    root.put("log10_sub_networks", plan.log10SubNetworks());
    ArrayNode costs = root.putArray("costs");
    plan.costs().forEach(cost -> write(cost, costs.addObject()));
    ArrayNode goals = root.putArray("goals");
    plan.goals().forEach(goal -> write(goal, goals.addObject()));
    plan.images().ifPresent(images -> write(images, root.putObject("images")));
    plan.workload().ifPresent(work -> write(work, root));
    plan.warnings().forEach(root.putArray("warnings")::add);
    plan.problems().forEach(root.putArray("problems")::add);
    return root.toPrettyString();
  }

  private static void write(CostRange cost, ObjectNode node) {
    node.put("metric", cost.metric());
    node.put("unit", cost.unit());
    node.put("smallest", cost.smallest());
    put(node, "middle", cost.middle());
    node.put("initial", cost.full());
  }

  private static void write(Goal goal, ObjectNode node) {
    node.put("setting", goal.setting());
    node.put("metric", goal.metric());
    node.put("most", goal.most());
    node.put("share", goal.share());
    node.put("possible", goal.problem().isEmpty());
    goal.iterations().ifPresent(iterations -> node.put("iterations", iterations));
  }

  private static void write(ImageCounts images, ObjectNode node) {
    node.put("train", images.train());
    node.put("held_out", images.heldOut());
    node.put("test", images.test());
    node.put("origin", images.origin().name().toLowerCase(Locale.ROOT));
  }

  private static void write(Workload work, ObjectNode root) {
    write(work.supernet(), root.putObject("supernet"));
    write(work.search(), root.putObject("search"));
    ArrayNode trainings = root.putArray("trainings");
    work.trainings().forEach(training -> write(training, trainings.addObject()));
    ArrayNode volumes = root.putArray("bytes");
    work.volumes().forEach(volume -> write(volume, volumes.addObject()));
    ArrayNode devices = root.putArray("devices");
    work.devices().forEach(device -> write(device, devices.addObject()));
    work.notes().forEach(root.putArray("notes")::add);
  }

  private static void write(PlannedTraining training, ObjectNode node) {
    node.put("network", training.network());
    node.put("macs", training.macs());
    node.put("epochs", training.epochs());
    node.put("workers", training.workers());
    node.put("batch", training.batch());
    node.put("images_per_step", training.imagesPerStep());
    node.put("steps_per_epoch", training.stepsPerEpoch());
    node.put("steps", training.steps());
    node.put("fewest_rounds", training.fewestRounds());
    node.put("rounds", training.rounds());
    node.put("state_bytes", training.state().bytes());
  }

  private static void write(PlannedSearch search, ObjectNode node) {
    node.put("fewest_iterations", search.fewestIterations());
    node.put("iterations", search.iterations());
    node.put("fewest_samples", search.fewestSamples());
    node.put("samples", search.samples());
    node.put("images_per_sample", search.scoredImages());
    node.put("scoring_macs", search.scoringMacs());
    node.put("fine_tuned_images", search.fineTunedImages());
  }

  private static void write(Volume volume, ObjectNode node) {
    node.put("place", volume.place().name().toLowerCase(Locale.ROOT));
    node.put("what", volume.what());
    node.put("least", volume.least());
    node.put("most", volume.most());
  }

  private static void write(DeviceHours device, ObjectNode node) {
    node.put("executor", device.speed().name());
    node.put("training_macs_per_second", device.speed().trainingMacs());
    node.put("scoring_macs_per_second", device.speed().scoringMacs());
    node.put("source", device.speed().source());
    put(node, "pounds_of_carbon", device.poundsOfCarbon());
    ArrayNode hours = node.putArray("hours");
    device.hours().forEach(one -> write(one, hours.addObject()));
  }

  private static void write(StepHours hours, ObjectNode node) {
    node.put("executors", hours.executors());
    put(node, "train_supernet", hours.supernet());
    put(node, "search", hours.search());
    put(node, "train", hours.train());
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    value.ifPresent(number -> node.put(name, number));
  }
}
