package netadapt.job;

import netadapt.Step;
import netadapt.report.Report;

/** Writes the page for people, anew each time: it is quick, and shows what there is by now. */
final class ReportStep implements RunStep {
  @Override
  public Step step() {
    return Step.REPORT;
  }

  @Override
  public boolean done(Run run) {
    return run.directory().exists(run.directory().report());
  }

  @Override
  public boolean repeats() {
    return true;
  }

  @Override
  public String execute(Run run, Progress progress) {
    Report.write(run.directory());
    return run.settings().run().directory() + "/report.html";
  }
}
