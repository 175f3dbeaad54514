import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * HDFS of three datanodes and YARN of two machines in this process, for {@code run.sh}: writes the files by which
 * clients find them, and then does what it reads, one command a line, and answers each with a line.
 */
public final class SmallCluster {
  private static final int DATANODES = 3;
  private static final int MACHINES = 2;
  private static final int POLL_MILLIS = 200;
  private static final int MOST_POLLS = 3000;

  private final MiniDFSCluster hdfs;
  private final MiniYARNCluster yarn;
  private final DistributedFileSystem files;

  private SmallCluster(Path folder) throws IOException {
    Configuration configuration = new YarnConfiguration();
    configuration.set("dfs.replication", "2");
    configuration.set("yarn.minicluster.yarn.nodemanager.resource.memory-mb", "12288");
    configuration.set("yarn.nodemanager.resource.cpu-vcores", "8");
    configuration.set("yarn.scheduler.minimum-allocation-mb", "64");
    configuration.set("yarn.scheduler.maximum-allocation-mb", "12288");
    configuration.set("yarn.nodemanager.vmem-check-enabled", "false");
    configuration.set("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9");
    configuration.set("yarn.application.classpath", "");
    hdfs = new MiniDFSCluster.Builder(configuration, folder.resolve("hdfs").toFile()).numDataNodes(DATANODES).build();
    hdfs.waitActive();
    files = hdfs.getFileSystem();
    configuration.set("fs.defaultFS", hdfs.getURI().toString());
    yarn = new MiniYARNCluster("yarn", MACHINES, 1, 1);
    yarn.init(configuration);
    yarn.start();
    Path conf = Files.createDirectories(folder.resolve("conf"));
    write(conf.resolve("core-site.xml"), hdfsClient());
    write(conf.resolve("yarn-site.xml"), yarnClient());
  }

  /** Without what is for this process, such as classes that clients do not have. */
  private Configuration yarnClient() {
    Configuration client = new Configuration(false);
    yarn.getConfig().getValByRegex("^yarn\\.").forEach(client::set);
    return client;
  }

  private Configuration hdfsClient() {
    Configuration client = new Configuration(false);
    client.set("fs.defaultFS", hdfs.getURI().toString());
    client.set("dfs.replication", "2");
    return client;
  }

  private static void write(Path file, Configuration configuration) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      configuration.writeXml(out);
    }
  }

  /** Waits until a file is there, but not for ever: what should write it may have failed. */
  private String await(String path) throws IOException, InterruptedException {
    for (int polls = 0; polls < MOST_POLLS; polls++) {
      if (files.exists(new org.apache.hadoop.fs.Path(path))) {
        return path;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return "";
  }

  private String copy(String path, String target) throws IOException {
    files.copyToLocalFile(false, new org.apache.hadoop.fs.Path(path), new org.apache.hadoop.fs.Path(target), true);
    return target;
  }

  private String loseDatanode() {
    String name = hdfs.getDataNodes().get(0).getDisplayName();
    hdfs.stopDataNode(0);
    return "datanode " + name + " lost";
  }

  private String answer(String line) throws InterruptedException {
    try {
      return perform(line.split(" "));
    } catch (IOException e) {
      return "failed: " + e.toString().replace('\n', ' ');
    }
  }

  private String perform(String[] words) throws IOException, InterruptedException {
    return switch (words[0]) {
      case "await" -> await(words[1]);
      case "copy" -> copy(words[1], words[2]);
      case "lose-datanode" -> loseDatanode();
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  public static void main(String[] arguments) throws Exception {
    SmallCluster cluster = new SmallCluster(Path.of(arguments[0]).toAbsolutePath());
    System.out.println("ready " + cluster.hdfs.getURI());
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(cluster.answer(line));
    }
    System.exit(0);
  }
}
