package netadapt.job;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import netadapt.BadInput;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.yarn.conf.HAUtil;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.spark.SparkConf;

/**
 * Where Spark will ask for executors: it would itself try for minutes, without a word that says
 * what is wrong.
 *
 * @param master as the user has written it
 * @param name what is there
 * @param addresses one of which has to answer; none where that cannot be said
 */
record MasterAddress(String master, String name, List<InetSocketAddress> addresses) {
  private static final int TIMEOUT_MILLIS = 5000;
  private static final String SOCKETS = "hadoop.rpc.socket.factory.class.default";

  static MasterAddress of(SparkConf spark) {
    String master = spark.get("spark.master");
    if (spark.get("spark.submit.deployMode", "client").equals("cluster")) {
      return new MasterAddress(master, "", List.of()); // which has started this driver
    }
    if (master.startsWith("spark://")) {
      String[] hosts = master.substring("spark://".length()).split(",");
      return new MasterAddress(
          master,
          "a Spark master",
          Arrays.stream(hosts).map(host -> address("spark://" + host, 7077)).toList());
    }
    if (master.startsWith("k8s://")) {
      String url = master.substring("k8s://".length());
      String full = url.contains("://") ? url : "https://" + url;
      boolean proxy = System.getenv("HTTPS_PROXY") != null || System.getenv("https_proxy") != null;
      return new MasterAddress(
          master,
          "a Kubernetes API server",
          proxy ? List.of() : List.of(address(full, full.startsWith("https:") ? 443 : 80)));
    }
    if (master.equals("yarn")) {
      return new MasterAddress(
          master,
          "YARN's ResourceManager (of yarn-site.xml in HADOOP_CONF_DIR)",
          resourceManagers(new YarnConfiguration(HadoopSettings.of(spark))));
    }
    return new MasterAddress(master, "", List.of());
  }

  private static InetSocketAddress address(String url, int usualPort) {
    URI uri = uri(url);
    if (uri.getHost() == null) {
      throw new BadInput(
          "spark.master has %s but must have a host and a port, such as spark://HOST:7077 or k8s://https://HOST:6443"
              .formatted(url));
    }
    return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? usualPort : uri.getPort());
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new BadInput(
          "spark.master has %s but that is no address: %s".formatted(url, e.getReason()), e);
    }
  }

  /** None where they are reached in another way than by plain sockets. */
  private static List<InetSocketAddress> resourceManagers(YarnConfiguration yarn) {
    if (!yarn.get(SOCKETS, "").endsWith("StandardSocketFactory")) {
      return List.of();
    }
    Collection<String> ids = HAUtil.isHAEnabled(yarn) ? HAUtil.getRMHAIds(yarn) : List.of("");
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String id : ids) {
      String suffix = id.isEmpty() ? "" : "." + id;
      String host = yarn.get(YarnConfiguration.RM_HOSTNAME + suffix);
      String usual =
          host == null
              ? YarnConfiguration.DEFAULT_RM_ADDRESS
              : host + ":" + YarnConfiguration.DEFAULT_RM_PORT;
      String name = YarnConfiguration.RM_ADDRESS + suffix;
      addresses.add(
          NetUtils.createSocketAddr(
              yarn.getTrimmed(name, usual), YarnConfiguration.DEFAULT_RM_PORT, name));
    }
    return addresses;
  }

  /**
   * @throws BadInput if nobody answers
   */
  void check() {
    List<String> failures = new ArrayList<>();
    for (InetSocketAddress address : addresses) {
      try (Socket socket = new Socket()) {
        // Resolved now: a name may be unknown.
        socket.connect(
            new InetSocketAddress(address.getHostString(), address.getPort()), TIMEOUT_MILLIS);
        return;
      } catch (IOException e) {
        failures.add(
            "%s:%d: %s"
                .formatted(
                    address.getHostString(),
                    address.getPort(),
                    e instanceof UnknownHostException
                        ? "unknown host"
                        : String.valueOf(e.getMessage())));
      }
    }
    if (!failures.isEmpty()) {
      throw new BadInput(
          "spark.master is %s but %s cannot be reached (%s): check the address, and that it runs"
              .formatted(master, name, String.join("; ", failures)));
    }
  }
}
