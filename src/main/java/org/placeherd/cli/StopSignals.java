package org.placeherd.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// SIGTERM and SIGINT: the first ends a server gently, the second at once.
///
/// The JDK's only way to hear a signal and go on is `sun.misc.Signal`, of the module
/// `jdk.unsupported`. javac warns of its name, so it is called by reflection. Where it is not
/// there, a signal ends the process as it always does.
final class StopSignals {
  private static final List<String> SIGNALS = List.of("TERM", "INT");

  /// What a shell shows of a process that SIGTERM has ended.
  private static final int ENDED_BY_SIGTERM = 143;

  private StopSignals() {}

  /// Has the first of these signals run `stop` on a thread of its own, and any later one end the
  /// process.
  static void handle(Runnable stop) {
    AtomicBoolean stops = new AtomicBoolean();
    Runnable signalled =
        () -> {
          if (stops.compareAndSet(false, true)) {
            Thread.ofPlatform().name("stop").start(stop);
          } else {
            Runtime.getRuntime().halt(ENDED_BY_SIGTERM);
          }
        };
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.publicLookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(signalled);
      Object heard =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      for (String name : SIGNALS) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), heard);
      }
    } catch (ReflectiveOperationException e) {
      System.err.println("placeherd: a signal will end this server at once: " + e.getMessage());
    }
  }
}
