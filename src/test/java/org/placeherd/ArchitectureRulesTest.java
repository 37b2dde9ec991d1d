package org.placeherd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Plants one sin at a time in a small house and sees it found.
class ArchitectureRulesTest {
  private static final RoomsTable ROOMS =
      RoomsTable.parse(
          """
          | room | holds | may enter |
          |---|---|---|
          | `geo` | Points. Pure. | – |
          | `node` | A mind. Pure. | `geo` |
          | `server` | The rest. | all but `cli` |
          | `cli` | Commands. | `server` |
          """);
  private static final Pattern PACKAGE = Pattern.compile("package org\\.placeherd\\.?(\\w*);");
  private static final Pattern TYPE = Pattern.compile("(?:class|record) (\\w+)");
  private static final String POINT = "package org.placeherd.geo; public record Point(int x) {}";

  @TempDir Path directory;

  @Test
  void theTableIsReadAsItIsWritten() {
    assertThat(ROOMS.doors())
        .isEqualTo(
            Map.of(
                "geo", Set.of(),
                "node", Set.of("geo"),
                "server", Set.of("geo", "node"),
                "cli", Set.of("server")));
    assertThat(ROOMS.pure()).containsExactly("geo", "node");
  }

  @Test
  void aDoorToARoomThatIsNotThereIsRefused() {
    String table = "| room | holds | may enter |\n|---|---|---|\n| `geo` | Points. | `attic` |\n";
    assertThatThrownBy(() -> RoomsTable.parse(table)).hasMessageContaining("`attic`");
    assertThatThrownBy(() -> RoomsTable.parse("# Rooms")).hasMessageContaining("no table");
  }

  @Test
  void aHouseInOrderPasses() throws IOException {
    JavaClasses house =
        compile(
            POINT,
            """
            package org.placeherd.node;
            import org.placeherd.geo.Point;
            public class Mind {
              enum Mood { CALM }
              record Thought(byte[] text, Point where) {}
              String say(Object o) {
                byte[] copy = new byte[1];
                System.arraycopy(copy, 0, copy, 0, 1);
                Runnable later = () -> copy[0]++;
                later.run();
                return switch (o) {
                  case Mood m -> "calm " + m;
                  case Thought(var text, var where) -> where + new String(text, java.nio.charset.StandardCharsets.UTF_8);
                  default -> throw new IllegalArgumentException("odd: " + o);
                };
              }
            }
            """,
            "package org.placeherd.server; class Loop { org.placeherd.node.Mind m; java.net.Socket s; Thread t; }");
    for (ArchRule rule : ArchitectureRules.all(ROOMS)) {
      assertThatCode(() -> rule.check(house)).as(rule.getDescription()).doesNotThrowAnyException();
    }
  }

  @Test
  void aForbiddenDoorIsFound() throws IOException {
    JavaClasses house =
        compile("package org.placeherd.cli; class Command { org.placeherd.geo.Point p; }", POINT);
    assertBites(ArchitectureRules.doorsOf("cli", ROOMS), house, "Command");
  }

  @Test
  void aCycleIsFound() throws IOException {
    JavaClasses house =
        compile(
            "package org.placeherd.geo; public class Egg { org.placeherd.node.Hen hen; }",
            "package org.placeherd.node; public class Hen { org.placeherd.geo.Egg egg; }");
    assertBites(ArchitectureRules.noCycles(), house, "Cycle");
  }

  @ParameterizedTest
  @ValueSource(strings = {"package org.placeherd.attic;", "package org.placeherd;"})
  void aClassOutsideEveryRoomIsFound(String place) throws IOException {
    JavaClasses house = compile(place + " class Stray {}");
    assertBites(ArchitectureRules.everyClassHasARoom(ROOMS), house, "Stray");
  }

  @Test
  void everyImpureLibraryIsFound() throws IOException {
    assertEachIsFound(
        ArchitectureRules.usesOnlyPureLibraries("node"),
        "java.io.InputStream in;",
        "void f() throws java.io.IOException {}",
        "java.net.InetAddress address;",
        "java.nio.channels.FileChannel channel;",
        "java.nio.file.Path path;",
        "Object o = java.util.concurrent.Executors.newCachedThreadPool();",
        "java.util.concurrent.locks.Lock lock;",
        "java.util.logging.Logger logger;",
        "Object o = java.util.random.RandomGenerator.getDefault();",
        "java.security.SecureRandom random;",
        "void f() { System.out.println(); }",
        "org.assertj.core.api.Assertions library;");
  }

  @Test
  void aLibraryThatOneRoomMayUseIsFoundInAnother() throws IOException {
    JavaClasses house =
        compile(
            "package org.placeherd.phones; class Reader { com.fasterxml.jackson.databind.JsonNode j; }",
            "package org.placeherd.geo; class Borrower { com.fasterxml.jackson.databind.JsonNode j; }");
    ArchitectureRules.usesOnlyPureLibraries("phones").check(house);
    assertBites(ArchitectureRules.usesOnlyPureLibraries("geo"), house, "Borrower");
  }

  @Test
  void aRoomWithALibraryOfItsOwnIsPureAllTheSame() throws IOException {
    JavaClasses house =
        compile("package org.placeherd.phones; class Opener { java.io.File file; }");
    assertBites(ArchitectureRules.usesOnlyPureLibraries("phones"), house, "Opener");
  }

  @Test
  void everyClockThreadAndChanceIsFound() throws IOException {
    assertEachIsFound(
        ArchitectureRules.pureRoomsTouchNoClockThreadOrRandom(ROOMS),
        "long now = System.nanoTime();",
        "long now = System.currentTimeMillis();",
        "java.util.function.LongSupplier clock = System::nanoTime;",
        "Object now = java.time.Instant.now();",
        "Object now = java.time.LocalDate.now();",
        "java.time.Clock clock;",
        "Object dice = new java.util.Random(1);",
        "double dice = Math.random();",
        "Object dice = java.util.UUID.randomUUID();",
        "void f(java.util.List<?> l) { java.util.Collections.shuffle(l); }",
        "Object thread = Thread.currentThread();",
        "ThreadLocal<String> local;",
        "System.Logger logger;",
        "Object home = System.getenv();");
  }

  @Test
  void aPackageThatIsNotNullMarkedIsFound() throws IOException {
    JavaClasses house =
        importAfterCompiling(List.of(source("package org.placeherd.geo; class Unmarked {}")));
    assertBites(ArchitectureRules.everyPackageIsNullMarked(), house, "Unmarked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"util", "common", "impl", "model", "manager"})
  void aPackageNamedAfterNothingIsFound(String name) throws IOException {
    JavaClasses house = compile("package org.placeherd." + name + "; class Vague {}");
    assertBites(ArchitectureRules.packagesAreNamedAfterADuty(), house, "Vague");
  }

  /// Each sin in a class of its own in a pure room.
  private void assertEachIsFound(ArchRule rule, String... sins) throws IOException {
    List<String> sources = new ArrayList<>();
    for (String sin : sins) {
      String name = "Sinner" + sources.size() + "x";
      sources.add("package org.placeherd.node; class %s { %s }".formatted(name, sin));
    }
    List<String> found =
        rule.evaluate(compile(sources.toArray(String[]::new))).getFailureReport().getDetails();
    for (int i = 0; i < sins.length; i++) {
      String sinner = "Sinner" + i + "x";
      assertThat(found).as(sins[i]).anyMatch(detail -> detail.contains(sinner));
    }
  }

  private static void assertBites(ArchRule rule, JavaClasses house, String culprit) {
    assertThatThrownBy(() -> rule.check(house))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(culprit);
  }

  /// Compiles these sources, each package of theirs marked.
  private JavaClasses compile(String... sources) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String text : sources) {
      Path file = source(text);
      Path sign = file.resolveSibling("package-info.java");
      files.add(file);
      if (!files.contains(sign)) {
        Matcher place = PACKAGE.matcher(text);
        assertThat(place.find()).isTrue();
        files.add(Files.writeString(sign, "@org.jspecify.annotations.NullMarked " + place.group()));
      }
    }
    return importAfterCompiling(files);
  }

  private Path source(String text) throws IOException {
    Matcher place = PACKAGE.matcher(text);
    Matcher type = TYPE.matcher(text);
    assertThat(place.find() && type.find()).isTrue();
    Path room = Files.createDirectories(directory.resolve(place.group(1)));
    return Files.writeString(room.resolve(type.group(1) + ".java"), text);
  }

  private JavaClasses importAfterCompiling(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path classes = Files.createDirectories(directory.resolve("classes"));
    StringWriter errors = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> units = manager.getJavaFileObjectsFromPaths(files);
      List<String> options = List.of("-d", classes.toString(), "-proc:none");
      boolean done = compiler.getTask(errors, manager, null, options, null, units).call();
      assertThat(done).as(errors.toString()).isTrue();
    }
    return new ClassFileImporter().importPath(classes);
  }
}
