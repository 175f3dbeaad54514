package netadapt;

/** Which version of the program this is. */
public final class ProgramVersion {
  private ProgramVersion() {}

  /** Such as {@code 0.1.0}; "(from classes)" where the program does not run from its jar. */
  public static String text() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(from classes)" : version;
  }
}
