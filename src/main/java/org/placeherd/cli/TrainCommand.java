package org.placeherd.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `placeherd train`: does once what servers and clients do, so that the JVM can write down what
/// they load and start faster from then on. Run by the launcher after a build (JEP 514).
@Command(
    name = "train",
    hidden = true,
    description = "Exercises the program for its start-up cache.")
final class TrainCommand implements Callable<Integer> {
  private static final String SERVER = "Alford";

  /// A neighbour of that server, and its port after the other's.
  private static final String NEIGHBOUR = "Parker";

  private static final int NEIGHBOUR_PORT = 3;
  private static final String CLIENT = "kiwi.cs.ucla.edu";
  private static final String PLACES =
      """
      name,lat,lon,type
      Kerckhoff,34.0705,-118.4435,cafe
      Royce Hall,34.0729,-118.4422,tourist_attraction
      """;

  private static final int ATTEMPTS = 100;
  private static final long PAUSE_MILLIS = 50;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("placeherd-train");
    int port = freePorts();
    String portBase = Integer.toString(port);
    String neighbour = Integer.toString(port + NEIGHBOUR_PORT);
    String http = Integer.toString(freePort());
    try {
      startServer(SERVER, portBase, portBase, directory, http);
      startServer(NEIGHBOUR, neighbour, portBase, directory, "off");
      int failures = 0;
      failures += run("iamat", CLIENT, "+34.068930-118.445127", "--port", portBase) == 0 ? 0 : 1;
      failures += run("whatsat", CLIENT, "10", "5", "--port", portBase) == 0 ? 0 : 1;
      failures += run("status", "--port-base", portBase) == 0 ? 0 : 1;
      failures += openPlaces(directory) == 0 ? 0 : 1;
      failures += run(load("--connections 16 --depth 64", portBase)) == 0 ? 0 : 1;
      failures += run(load("--connections 32 --depth 1", neighbour)) == 0 ? 0 : 1;
      failures += run(load("--connections 8 --depth 2 --whatsat 50", portBase)) == 0 ? 0 : 1;
      failures += run(load("--udp --connections 16 --depth 1", portBase)) == 0 ? 0 : 1;
      await(http);
      failures += get(http, "/maps/api/place/nearbysearch/json?location=34,-118&radius=9") ? 0 : 1;
      failures += get(http, "/metrics") ? 0 : 1;
      return failures == 0 ? 0 : 1;
    } finally {
      delete(directory);
    }
  }

  /// Places on a disk: most of the time that it takes to open them goes into loading the index.
  private int openPlaces(Path directory) throws IOException {
    String places = directory.resolve("places").toString();
    Path table = Files.writeString(directory.resolve("places.csv"), PLACES);
    int imported = run("places", "import", table.toString(), "--into", places);
    return imported + run("places", "search", "34.07", "-118.44", "--in", places, "--type", "cafe");
  }

  /// A moment of load: the cache then also knows which methods are hot, and what they meet (JEP
  /// 515). What is not met here is compiled as if it never came, and once more when it does.
  private static String[] load(String shape, String port) {
    return ("bench --clients 20000 --warm-up 0 --seconds 2 --quiet " + shape + " --port " + port)
        .split(" ", -1);
  }

  private void startServer(String name, String port, String portBase, Path directory, String http)
      throws IOException, InterruptedException {
    String[] serve = {
      "serve", name, "--port-base", portBase, "--data", directory.toString(), "--http-port", http
    };
    Thread.ofPlatform().daemon().name("train-serve").start(() -> run(serve));
    await(port);
  }

  private static void await(String port) throws IOException, InterruptedException {
    for (int attempt = 0; !isListening(port); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new IOException("the server to train with did not start");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /// Whether a path is answered.
  private static boolean get(String port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII)
          .startsWith("HTTP/1.1 200");
    }
  }

  private static boolean isListening(String port) throws IOException {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
      return true;
    } catch (ConnectException e) {
      return false; // not yet
    }
  }

  private int run(String... command) {
    StringWriter errors = new StringWriter();
    int code = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(errors), command);
    if (code != 0) {
      spec.commandLine().getErr().println(String.join(" ", command) + ": " + errors);
    }
    return code;
  }

  /// A port that is free together with that of the neighbour.
  private static int freePorts() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (ServerSocket first = new ServerSocket(0, 1, loopback);
          var _ = new ServerSocket(first.getLocalPort() + NEIGHBOUR_PORT, 1, loopback)) {
        return first.getLocalPort();
      } catch (BindException | IllegalArgumentException e) {
        // the second is taken, or there is none
      }
    }
    throw new IOException("no two free ports were found");
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
