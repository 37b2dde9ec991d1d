package org.placeherd;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/// The laws of the house. [ArchitectureTest] applies them, [ArchitectureRulesTest] sees that they
/// bite.
final class ArchitectureRules {
  private static final String[] LIBRARIES_OF_PURE_ROOMS = {
    "java.lang..",
    "java.math..",
    "java.nio",
    "java.nio.charset..",
    "java.text..",
    "java.time..",
    "java.util",
    "java.util.function..",
    "java.util.regex..",
    "java.util.stream..",
    "org.jspecify..",
    "org.placeherd.."
  };

  /// What single pure rooms may use besides. They only compute: what would make them read a file or
  /// a socket is a class of a package that is shut to the room all the same.
  private static final Map<String, List<String>> MORE_LIBRARIES =
      Map.of(
          "phones",
          List.of(
              "com.fasterxml.jackson.core..",
              "com.fasterxml.jackson.databind..",
              "io.nayuki.qrcodegen.."));

  private static final Set<String> IMPURE_CLASSES =
      Set.of(
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.lang.System$Logger",
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.lang.ScopedValue",
          "java.time.Clock",
          "java.time.InstantSource",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.Timer");
  private static final Set<String> WORDS_WITHOUT_MEANING =
      Set.of("util", "utils", "common", "impl", "model", "manager", "misc", "helper", "helpers");

  private ArchitectureRules() {}

  static List<ArchRule> all(RoomsTable rooms) {
    List<ArchRule> rules = new ArrayList<>();
    rooms.doors().keySet().forEach(room -> rules.add(doorsOf(room, rooms)));
    rules.add(everyClassHasARoom(rooms));
    rules.add(noCycles());
    rooms.pure().forEach(room -> rules.add(usesOnlyPureLibraries(room)));
    rules.add(pureRoomsTouchNoClockThreadOrRandom(rooms));
    rules.add(everyPackageIsNullMarked());
    rules.add(packagesAreNamedAfterADuty());
    return rules;
  }

  static ArchRule doorsOf(String room, RoomsTable rooms) {
    return noClasses()
        .that()
        .resideInAPackage("org.placeherd." + room + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(RoomsTable.packages(rooms.shutTo(room))))
        .because(
            "ARCHITECTURE.md gives `%s` doors to %s only".formatted(room, rooms.doors().get(room)))
        .allowEmptyShould(true);
  }

  static ArchRule everyClassHasARoom(RoomsTable rooms) {
    return classes()
        .should()
        .resideInAnyPackage(rooms.packages())
        .because("ARCHITECTURE.md names the rooms, and there is no attic");
  }

  static ArchRule noCycles() {
    return slices().matching("org.placeherd.(*)..").should().beFreeOfCycles();
  }

  static ArchRule usesOnlyPureLibraries(String room) {
    String[] more = MORE_LIBRARIES.getOrDefault(room, List.of()).toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage("org.placeherd." + room + "..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(LIBRARIES_OF_PURE_ROOMS)
                .or(resideInAnyPackage(more))
                .or(arraysOfPrimitives())
                .or(checksums()))
        .because(
            "pure rooms know no files, sockets, executors, loggers and other people's libraries")
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> arraysOfPrimitives() {
    return describe("primitives", type -> type.getPackageName().isEmpty());
  }

  /// The rest of their package reads files.
  private static DescribedPredicate<JavaClass> checksums() {
    return describe("checksums", type -> type.getName().equals("java.util.zip.CRC32C"));
  }

  static ArchRule pureRoomsTouchNoClockThreadOrRandom(RoomsTable rooms) {
    return noClasses()
        .that()
        .resideInAnyPackage(RoomsTable.packages(rooms.pure()))
        .should()
        .dependOnClassesThat(
            describe(
                "are clocks, threads or dice", type -> IMPURE_CLASSES.contains(type.getName())))
        .orShould()
        .accessTargetWhere(target(describe("reads the world", ArchitectureRules::readsTheWorld)))
        .because("in pure rooms time is an argument and chance does not happen")
        .allowEmptyShould(true);
  }

  private static boolean readsTheWorld(AccessTarget target) {
    String owner = target.getOwner().getName();
    String name = target.getName();
    return switch (owner) {
      case "java.lang.System" -> !name.equals("arraycopy");
      case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
      case "java.util.UUID" -> name.equals("randomUUID");
      case "java.util.Collections" -> name.equals("shuffle");
      default -> owner.startsWith("java.time.") && name.equals("now");
    };
  }

  static ArchRule everyPackageIsNullMarked() {
    return classes()
        .should(
            be(
                "in a @NullMarked package",
                type -> type.getPackage().isAnnotatedWith(NullMarked.class)));
  }

  static ArchRule packagesAreNamedAfterADuty() {
    return classes()
        .should(
            be(
                "in a package named after its duty",
                type ->
                    Arrays.stream(type.getPackageName().split("\\.", -1))
                        .noneMatch(WORDS_WITHOUT_MEANING::contains)));
  }

  private static ArchCondition<JavaClass> be(
      String description, java.util.function.Predicate<JavaClass> condition) {
    return new ArchCondition<>("be " + description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!condition.test(type)) {
          ConditionEvent event =
              SimpleConditionEvent.violated(type, type.getName() + " is not " + description);
          events.add(event);
        }
      }
    };
  }
}
