package io.mesosbridge;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Holds that the core is a function of its inputs: that is what makes a schedule repeatable. */
class CoreArchitectureTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.mesosbridge.core");

  /** Static ways to a clock, a thread or chance, besides those of {@code java.time}. */
  private static final Set<String> OUTSIDE =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID",
          "java.util.Collections.shuffle");

  @Test
  void hasNoInputOrOutput() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "io.vertx..",
                    "io.netty..",
                    "org.apache.kafka..",
                    "io.quarkus..",
                    "io.smallrye.reactive..",
                    "io.smallrye.mutiny..",
                    "io.micrometer..",
                    "java.net.http..",
                    "java.nio.channels..",
                    "java.nio.file..")
                .or(
                    resideInAnyPackage("java.io", "java.net")
                        .and(not(belongToAnyOf(URI.class)))
                        .and(not(assignableTo(Exception.class)))))
        .check(CORE);
  }

  @Test
  void hasNoClockThreadOrChance() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.concurrent..", "java.util.random..")
                .and(not(belongToAnyOf(TimeUnit.class)))
                .or(
                    belongToAnyOf(
                        Thread.class,
                        ThreadLocal.class,
                        Clock.class,
                        InstantSource.class,
                        Random.class,
                        SplittableRandom.class,
                        Timer.class,
                        TimerTask.class)))
        .orShould()
        .accessTargetWhere(leadsOutside())
        .because("the time comes with each input, and the same inputs have the same outputs")
        .check(CORE);
  }

  @Test
  void callsNobodyBack() {
    classes()
        .should(holdNoFunction())
        .because("handlers return what follows, and states are told by methods")
        .check(CORE);
  }

  @Test
  void sharesNoState() {
    fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .andShould()
        .notHaveRawType(hasState())
        .because("bridges in one process, such as the simulation's, have nothing in common")
        .check(CORE);
  }

  /** A class of ours with a field that is set again, or that holds a map. */
  private static DescribedPredicate<JavaClass> hasState() {
    return describe(
        "classes with state",
        type ->
            type.getPackageName().startsWith("io.mesosbridge")
                && !type.isRecord()
                && !type.isEnum()
                && type.getFields().stream()
                    .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                    .anyMatch(
                        field ->
                            !field.getModifiers().contains(JavaModifier.FINAL)
                                || field.getRawType().isAssignableTo(Map.class)));
  }

  private static DescribedPredicate<JavaAccess<?>> leadsOutside() {
    return describe(
        "look at a clock or leave it to chance",
        access -> {
          JavaClass owner = access.getTargetOwner();
          String name = access.getName();
          return OUTSIDE.contains(owner.getName() + "." + name)
              || (owner.getPackageName().startsWith("java.time") && name.equals("now"));
        });
  }

  /** Neither in a field nor in a constructor's parameter, whatever it is wrapped in. */
  private static ArchCondition<JavaClass> holdNoFunction() {
    return new ArchCondition<>("have no field and no constructor parameter that is a function") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getFields()
            .forEach(field -> refuse(field.getFullName(), type, field.getType(), events));
        type.getConstructors()
            .forEach(
                constructor ->
                    constructor
                        .getParameterTypes()
                        .forEach(
                            parameter ->
                                refuse(constructor.getFullName(), type, parameter, events)));
      }
    };
  }

  private static void refuse(String where, JavaClass owner, JavaType type, ConditionEvents events) {
    type.getAllInvolvedRawTypes().stream()
        .filter(CoreArchitectureTest::isFunction)
        .forEach(
            function ->
                events.add(
                    SimpleConditionEvent.violated(owner, where + " takes " + function.getName())));
  }

  private static boolean isFunction(JavaClass type) {
    return type.isAnnotatedWith(FunctionalInterface.class)
        || type.getPackageName().equals("java.util.function")
        || (type.getPackageName().startsWith("io.mesosbridge") && hasOneMethod(type));
  }

  /** One abstract method, so that a lambda would do; nobody can add to a sealed interface. */
  private static boolean hasOneMethod(JavaClass type) {
    return type.isInterface()
        && !type.reflect().isSealed()
        && type.getAllMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
                .count()
            == 1;
  }
}
