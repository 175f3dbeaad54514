package netadapt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
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
import netadapt.report.Numbers;

/** A plan as tables, for people. */
final class PlanText {
  /** Not {@code -}, beside which numbers would not be aligned. */
  private static final String NONE = "";

  private static final double GIGA = 1e9;

  private final List<String> lines = new ArrayList<>();

  private PlanText() {}

  /**
   * @param poundsPerHour of carbon dioxide, of a device
   */
  static String of(RunPlan plan, double poundsPerHour) {
    PlanText text = new PlanText();
    text.network(plan);
    text.goals(plan.goals());
    plan.images().ifPresent(text::images);
    plan.workload().ifPresent(work -> text.work(work, poundsPerHour));
    return String.join("\n", text.lines);
  }

  private void network(RunPlan plan) {
    lines.add(
        format(
            "%s at %s, %s: about 10^%.0f sub-networks",
            plan.network(), plan.input(), plan.tells(), plan.log10SubNetworks()));
    List<List<String>> rows = new ArrayList<>();
    for (CostRange cost : plan.costs()) {
      rows.add(
          List.of(
              Numbers.metric(cost.metric()),
              Numbers.amount(cost.smallest()),
              number(cost.middle(), Numbers::amount),
              Numbers.amount(cost.full())));
    }
    table(List.of("cost", "smallest", "half of all filters", "initial"), rows);
  }

  private void goals(List<Goal> goals) {
    List<List<String>> rows = new ArrayList<>();
    for (Goal goal : goals) {
      boolean limit = goal.setting().equals("search.limits");
      rows.add(
          List.of(
              limit ? "limit" : "budget",
              Numbers.metric(goal.metric()),
              Numbers.amount(goal.most()),
              Numbers.share(goal.share(), 1),
              goal.problem().isPresent() ? "cannot be met" : "can be met",
              goal.iterations().isPresent() && goal.problem().isEmpty()
                  ? String.valueOf(goal.iterations().getAsInt())
                  : ""));
    }
    table(List.of("", "metric", "at most", "of initial", "", "iterations at most"), rows);
  }

  private void images(ImageCounts images) {
    String origin =
        switch (images.origin()) {
          case PREPARED -> "prepared";
          case COUNTED -> "counted, not prepared yet";
          case PUBLISHED -> "as published, not there yet";
        };
    lines.add("");
    lines.add(
        format(
            "images: %,d to train on, %,d held out, %,d to test (%s)",
            images.train(), images.heldOut(), images.test(), origin));
  }

  private void work(Workload work, double poundsPerHour) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("train-supernet", work.supernet()));
    work.trainings().forEach(training -> rows.add(row("train", training)));
    table(
        List.of(
            "training",
            "network",
            "MACs",
            "epochs",
            "workers",
            "batch",
            "images a step",
            "steps",
            "rounds"),
        rows);
    search(work.search());
    volumes(work.volumes());
    devices(work, poundsPerHour);
  }

  private static List<String> row(String step, PlannedTraining training) {
    return List.of(
        step,
        training.network(),
        Numbers.amount(Math.rint(training.macs())),
        Numbers.amount(training.epochs()),
        Numbers.amount(training.workers()),
        Numbers.amount(training.batch()),
        Numbers.amount(training.imagesPerStep()),
        Numbers.amount(training.steps()),
        range(training.fewestRounds(), training.rounds()));
  }

  private void search(PlannedSearch search) {
    lines.add("");
    lines.add(
        format(
            "search: %s iterations, %s sub-networks",
            range(search.fewestIterations(), search.iterations()),
            range(search.fewestSamples(), search.samples())));
    lines.add(
        format(
            "        on %,d images each: %s MACs at most",
            search.scoredImages(), format("%.3g", search.scoringMacs()).replace("e+", "e")));
    if (search.fineTunedImages() > 0) {
      lines.add(
          format("        after fine-tuning on %,d images together", search.fineTunedImages()));
    }
  }

  private void volumes(List<Volume> volumes) {
    List<List<String>> rows = new ArrayList<>();
    String before = "";
    for (Volume volume : volumes) {
      String title = volume.place().title();
      rows.add(List.of(title.equals(before) ? "" : title, volume.what(), bytes(volume)));
      before = title;
    }
    table(List.of("bytes", "", "at most"), rows);
  }

  private static String bytes(Volume volume) {
    return volume.least() == volume.most() || volume.least() == 0
        ? Numbers.bytes(volume.most())
        : Numbers.bytes(volume.least()) + " to " + Numbers.bytes(volume.most());
  }

  private void devices(Workload work, double poundsPerHour) {
    List<DeviceHours> devices = work.devices();
    List<Integer> executors = devices.get(0).hours().stream().map(StepHours::executors).toList();
    List<List<String>> rows = new ArrayList<>();
    for (DeviceHours device : devices) {
      rows.add(hours(device.speed().name(), device, hours -> OptionalDouble.empty()));
      rows.add(hours("  train-supernet", device, StepHours::supernet));
      rows.add(hours("  search", device, StepHours::search));
      rows.add(hours("  train", device, StepHours::train));
      rows.add(hours("  together", device, StepHours::together));
    }
    List<String> header = new ArrayList<>(List.of("hours, by number of executors"));
    executors.forEach(count -> header.add(String.valueOf(count)));
    table(header, rows);
    lines.add("without prepare, and without waiting for images or executors");
    lines.addAll(work.notes());

    List<List<String>> speeds = new ArrayList<>();
    for (DeviceHours device : devices) {
      speeds.add(
          List.of(
              device.speed().name(),
              device.speed().trains() ? speed(device.speed().trainingMacs()) : NONE,
              speed(device.speed().scoringMacs()),
              number(device.poundsOfCarbon(), Numbers::hours),
              device.speed().source()));
    }
    table(List.of("an executor", "GMAC/s training", "scoring", "CO2, pounds", "known by"), speeds);
    lines.add(
        "GPUs: estimates from what others measured, for networks of 224 by 224 pixels; never measured");
    lines.add("with this program, and too high for small networks");
    lines.add(
        format(
            "CO2: at %s pounds an hour of an executor (carbon.pounds-per-hour)",
            Numbers.significant(poundsPerHour)));
  }

  private static List<String> hours(
      String title, DeviceHours device, Function<StepHours, OptionalDouble> step) {
    boolean heading = !title.startsWith(" ");
    return Stream.concat(
            Stream.of(title),
            device.hours().stream()
                .map(step)
                .map(hours -> heading ? "" : number(hours, Numbers::hours)))
        .toList();
  }

  private static String number(OptionalDouble value, Function<Double, String> format) {
    return value.isPresent() ? format.apply(value.getAsDouble()) : NONE;
  }

  private static String speed(double macsPerSecond) {
    double giga = macsPerSecond / GIGA;
    return giga < 99.5 ? Numbers.significant(giga) : Numbers.rate(giga);
  }

  private static String range(long fewest, long most) {
    return fewest == most
        ? Numbers.amount(most)
        : Numbers.amount(fewest) + " to " + Numbers.amount(most);
  }

  private void table(List<String> header, List<List<String>> rows) {
    lines.add("");
    lines.addAll(TextTable.lines(header, rows));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
