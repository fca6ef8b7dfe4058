package dev.zarrasync.integration;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The rules of docs/design.md: which room may enter which, and whose threads work. */
@AnalyzeClasses(
    packages = "dev.zarrasync",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTests.class})
class ArchitectureTest {

  /** Leaves out tests, and what tests of several modules share. */
  static final class WithoutTests implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.matches(TESTS);
    }

    private static final Pattern TESTS =
        Pattern.compile(".*(-tests\\.jar|/test-classes/|/zarr-testing[-/]).*");
  }

  /** It may be full of callers who wait. */
  @ArchTest
  static final ArchRule NOTHING_IS_DUE_ON_THE_COMMON_POOL =
      noClasses()
          .should()
          .callMethod(CompletableFuture.class, "delayedExecutor", long.class, TimeUnit.class)
          .orShould()
          .callMethod(CompletableFuture.class, "runAsync", Runnable.class)
          .orShould()
          .callMethod(CompletableFuture.class, "supplyAsync", Supplier.class);

  @ArchTest
  static final ArchRule THE_STORE_INTERFACE_NEEDS_THE_JDK_AND_JSPECIFY_ONLY =
      classes()
          .that()
          .resideInAPackage("dev.zarrasync.store..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.zarrasync.store..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule ROOMS_DO_NOT_ENTER_EACH_OTHER_IN_CIRCLES =
      slices().matching("dev.zarrasync.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_THE_ADAPTER_KNOWS_JZARR =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.zarrasync.jzarr")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.bc.zarr..", "ucar..");

  /** It takes a first read long to load. */
  @ArchTest
  static final ArchRule NOTHING_IS_GENERATED_AT_RUN_TIME =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("SubclassGenerator")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.bytebuddy..");

  @ArchTest
  static final ArchRule ONLY_THE_CACHES_KNOW_CAFFEINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.zarrasync.cache..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.benmanes..");

  @ArchTest
  static final ArchRule ONLY_THE_METRICS_KNOW_MICROMETER =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.zarrasync.metrics")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule ONLY_THE_EVENTS_KNOW_FLIGHT_RECORDER =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.zarrasync.jfr.internal", "dev.zarrasync.cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.jfr..");

  @ArchTest
  static final ArchRule ONLY_THE_S3_STORE_KNOWS_THE_SDK =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.zarrasync.s3", "dev.zarrasync.http.internal")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon..", "io.netty..");

  @ArchTest
  static final ArchRule THE_HTTP_CLIENT_KNOWS_THE_COMMON_RUNTIME_ALONE =
      noClasses()
          .that()
          .resideInAPackage("dev.zarrasync.http.internal")
          .should()
          .dependOnClassesThat(
              resideInAPackage("software.amazon..")
                  .and(resideOutsideOfPackage("software.amazon.awssdk.crt..")));

  @ArchTest
  static final ArchRule NOTHING_KNOWS_JETTY =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.eclipse.jetty..");

  @ArchTest
  static final ArchRule STORES_DO_NOT_KNOW_EACH_OTHER_NOR_ARRAYS =
      noClasses()
          .that()
          .resideInAnyPackage("dev.zarrasync.memory", "dev.zarrasync.file", "dev.zarrasync.fetch")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.zarrasync.cache",
              "dev.zarrasync.codec",
              "dev.zarrasync.array",
              "dev.zarrasync.jzarr");

  @ArchTest
  static final ArchRule STORES_ON_SERVERS_KNOW_STORE_FETCH_AND_CACHE =
      noClasses()
          .that()
          .resideInAnyPackage("dev.zarrasync.s3", "dev.zarrasync.http")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.zarrasync.array",
              "dev.zarrasync.codec",
              "dev.zarrasync.file",
              "dev.zarrasync.jzarr",
              "dev.zarrasync.memory");

  @ArchTest
  static final ArchRule THE_HTTP_STORE_DOES_NOT_KNOW_S3 =
      noClasses()
          .that()
          .resideInAPackage("dev.zarrasync.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.zarrasync.s3");

  @ArchTest
  static final ArchRule THE_S3_STORE_KNOWS_THE_HTTP_CLIENT_ALONE =
      noClasses()
          .that()
          .resideInAPackage("dev.zarrasync.s3")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.zarrasync.http");

  @ArchTest
  static final ArchRule ARRAYS_DO_NOT_KNOW_THE_ADAPTER =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.zarrasync.array..", "dev.zarrasync.hierarchy..", "dev.zarrasync.prefetch")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.zarrasync.jzarr");

  @ArchTest
  static final ArchRule CODECS_KNOW_BYTES_ALONE =
      noClasses()
          .that()
          .resideInAPackage("dev.zarrasync.codec..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.zarrasync..")
                  .and(resideOutsideOfPackage("dev.zarrasync.codec..")));
}
