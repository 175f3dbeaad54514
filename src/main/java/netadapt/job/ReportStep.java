package netadapt.job;

import netadapt.report.Report;

/** Writes the page for people, anew each time: it is quick, and shows what there is by now. */
public final class ReportStep implements RunStep {
  @Override
  public String name() {
    return "report";
  }

  @Override
  public boolean done(Run run) {
    return false;
  }

  @Override
  public String execute(Run run, Progress progress) {
    Report.write(run.directory());
    return run.settings().run().directory() + "/report.html";
  }
}
