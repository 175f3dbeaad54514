package netadapt.notebook;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.repl.SparkILoop;
import org.apache.spark.sql.SparkSession;
import scala.Option;
import scala.collection.JavaConverters;
import scala.tools.nsc.GenericRunnerSettings;
import scala.tools.nsc.interpreter.IMain;
import scala.tools.nsc.interpreter.Results;

/** Spark's Scala shell, in this process, as Zeppelin runs it: with a session that is there. */
final class SparkShell implements AutoCloseable {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final AtomicReference<Object> kept = new AtomicReference<>("");
  private final IMain interpreter;
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  /**
   * @param classes where the shell keeps the classes that it compiles, which executors get from
   *     there
   */
  SparkShell(SparkSession spark, Path classes) {
    GenericRunnerSettings settings = new GenericRunnerSettings(SparkShell::fail);
    List<String> arguments =
        List.of(
            "-classpath",
            System.getProperty("java.class.path"),
            "-Yrepl-class-based",
            "-Yrepl-outdir",
            classes.toString());
    settings.processArguments(JavaConverters.asScalaBuffer(arguments).toList(), true);
    SparkILoop shell =
        new SparkILoop(Option.empty(), new PrintWriter(out, true, StandardCharsets.UTF_8));
    shell.settings_$eq(settings);
    shell.createInterpreter();
    interpreter = shell.intp();
    interpreter.initializeSynchronous();
    Thread.currentThread().setContextClassLoader(interpreter.classLoader());
    bind("spark", spark.getClass().getName(), spark);
    bind("kept", "java.util.concurrent.atomic.AtomicReference[Any]", kept);
  }

  private static scala.runtime.BoxedUnit fail(String message) {
    throw new IllegalArgumentException(message);
  }

  /**
   * Gives the shell a value.
   *
   * @param type as Scala writes it
   */
  void bind(String name, String type, Object value) {
    interpreter.beQuietDuring(
        () ->
            interpreter.bind(
                name, type, value, JavaConverters.asScalaBuffer(List.of("@transient")).toList()));
  }

  /**
   * Runs some lines.
   *
   * @return what they printed, and what the shell said
   * @throws AssertionError if they could not be compiled, or threw
   */
  String run(String lines) {
    out.reset();
    Results.Result result;
    try (PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      result = scala.Console.withOut(printed, () -> interpreter.interpret(lines));
    }
    String said = out.toString(StandardCharsets.UTF_8);
    if (!result.toString().equals("Success")) {
      throw new AssertionError(lines + "\n" + said);
    }
    return said;
  }

  /** What a name stands for now. */
  <T> T value(Class<T> type, String name) {
    run("kept.set(" + name + ")");
    return type.cast(kept.getAndSet(""));
  }

  @Override
  public void close() {
    Thread.currentThread().setContextClassLoader(before);
    interpreter.close();
  }
}
