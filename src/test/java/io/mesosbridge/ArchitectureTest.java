package io.mesosbridge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.http.RequestOptions;
import java.net.URL;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows between the packages, and habits that a reviewer should not have to watch. */
class ArchitectureTest {

  /** Each may use only those to its right; kafka and mesos know nothing of each other. */
  private static final List<String> PACKAGES = List.of("app", "kafka", "mesos", "core", "config");

  private static final JavaClasses SERVICE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.mesosbridge");

  /** Without what tests depend on, a broker and a compiler among it: names are enough. */
  private static final JavaClasses EVERYTHING =
      ArchConfiguration.withThreadLocalScope(
          configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter().importPackages("io.mesosbridge");
          });

  static IntStream positions() {
    return IntStream.range(1, PACKAGES.size());
  }

  @ParameterizedTest
  @MethodSource("positions")
  void usesOnlyPackagesToItsRight(int position) {
    noClasses()
        .that(resideInAPackage(inside(PACKAGES.get(position))))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                PACKAGES.subList(0, position).stream()
                    .map(ArchitectureTest::inside)
                    .toArray(String[]::new)))
        .check(SERVICE);
  }

  @Test
  void everyPackageHasItsPlaceInTheOrder() {
    classes()
        .that()
        .haveSimpleNameNotEndingWith("package-info")
        .should()
        .resideInAnyPackage(PACKAGES.stream().map(ArchitectureTest::inside).toArray(String[]::new))
        .check(SERVICE);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("io.mesosbridge.(*)..").should().beFreeOfCycles().check(SERVICE);
  }

  @Test
  void kafkaKnowsNoMesos() {
    noClasses()
        .that(resideInAPackage(inside("kafka")))
        .should()
        .dependOnClassesThat(resideInAPackage(inside("mesos")))
        .check(SERVICE);
  }

  @Test
  void readingAndPreparingACommandNeedsNoMemory() {
    noClasses()
        .that(resideInAnyPackage(inside("core.language"), inside("core.preparation")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.mesosbridge.core", inside("core.command")))
        .check(SERVICE);
  }

  @Test
  void mesosKnowsNoKafka() {
    noClasses()
        .that(resideInAPackage(inside("mesos")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..", "io.smallrye.reactive.."))
        .check(SERVICE);
  }

  @Test
  void nobodySleeps() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(TimeUnit.class, "sleep", long.class)
        .because("a test waits for a condition, and the service never blocks a thread")
        .check(EVERYTHING);
  }

  @Test
  void theServiceUsesNoReflectionAndOneKindOfLogging() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAPackage("java.lang.reflect.."))
        .because("a native image knows only the reflection that it was told of")
        .check(SERVICE);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(SERVICE);
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(SERVICE);
  }

  @Test
  void theServiceAsksNoUrlForItsProtocol() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(URL.class)
        .orShould()
        .callMethod(RequestOptions.class, "setAbsoluteURI", String.class)
        .because("a java.net.URL in a native image knows only the protocols that it was built with")
        .check(SERVICE);
  }

  private static String inside(String name) {
    return "io.mesosbridge." + name + "..";
  }
}
