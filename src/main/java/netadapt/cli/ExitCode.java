package netadapt.cli;

/** What the program's exit says to the shell and the scheduler. */
final class ExitCode {
  static final int DONE = 0;
  static final int USAGE = 1;
  static final int BAD_INPUT = 2;
  static final int FAILED = 3;
  static final int STOPPED = 4;

  private ExitCode() {}
}
