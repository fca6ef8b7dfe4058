package dev.zarrasync.integration;

import static com.tngtech.archunit.core.domain.JavaModifier.BRIDGE;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What others can compile against, beside the record of it, {@code docs/api.txt}. A change that is
 * wanted is recorded by {@code -Dapi.record=true}, and seen in review.
 */
@AnalyzeClasses(
    packages = "dev.zarrasync",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTests.class})
class PublicApiTest {

  private static final Path RECORD = Path.of("..", "docs", "api.txt");

  /** Of programs, and what only this project uses. */
  private static final String NOT_PUBLISHED =
      "dev\\.zarrasync\\.(cli|examples|benchmarks|integration|docs)\\b.*|.*\\.internal\\..*";

  private static final Set<String> OF_ANY_OBJECT = Set.of("equals", "hashCode", "toString");

  @ArchTest
  static void isAsRecorded(JavaClasses classes) throws IOException {
    List<String> now = api(classes);
    if (Boolean.getBoolean("api.record")) {
      Files.write(RECORD, now);
    }
    assertThat(now)
        .as("the public API: if the change is wanted, record it with -Dapi.record=true")
        .isEqualTo(Files.readAllLines(RECORD));
  }

  @ArchTest
  static void namesNothingInternal(JavaClasses classes) {
    assertThat(api(classes)).noneMatch(line -> line.contains(".internal."));
  }

  private static List<String> api(JavaClasses classes) {
    return classes.stream()
        .filter(type -> !type.getName().matches(NOT_PUBLISHED) && isVisible(type))
        .sorted(Comparator.comparing(JavaClass::getName))
        .flatMap(PublicApiTest::lines)
        .toList();
  }

  private static boolean isVisible(JavaClass type) {
    return isVisible(type.getModifiers())
        && type.getEnclosingClass().map(PublicApiTest::isVisible).orElse(true);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return (modifiers.contains(PUBLIC) || modifiers.contains(PROTECTED))
        && !modifiers.contains(SYNTHETIC)
        && !modifiers.contains(BRIDGE);
  }

  private static Stream<String> lines(JavaClass type) {
    String above =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
            .map(JavaType::getName)
            .filter(Predicate.not(Object.class.getName()::equals))
            .sorted()
            .collect(joining(", "));
    String head = shown(type.getModifiers()) + type.getName() + (above.isEmpty() ? "" : " : ");
    return Stream.concat(
        Stream.of(head + above),
        type.getMembers().stream()
            .filter(member -> isVisible(member.getModifiers()))
            .filter(member -> !OF_ANY_OBJECT.contains(member.getName()))
            .map(PublicApiTest::line)
            .sorted());
  }

  private static String line(JavaMember member) {
    String start = "  " + shown(member.getModifiers());
    if (member instanceof JavaField field) {
      return start + field.getType().getName() + " " + field.getName();
    }
    JavaCodeUnit unit = (JavaCodeUnit) member;
    return start
        + (unit.isConstructor() ? "" : unit.getReturnType().getName() + " ")
        + unit.getName()
        + names(unit.getParameterTypes(), "(", ")")
        + (unit.getExceptionTypes().isEmpty()
            ? ""
            : names(unit.getExceptionTypes(), " throws ", ""));
  }

  private static String names(Collection<? extends JavaType> types, String before, String after) {
    return types.stream().map(JavaType::getName).collect(joining(", ", before, after));
  }

  private static String shown(Set<JavaModifier> modifiers) {
    return Stream.of(PROTECTED, STATIC, FINAL)
        .filter(modifiers::contains)
        .map(modifier -> modifier.name().toLowerCase(Locale.ROOT) + " ")
        .collect(joining());
  }
}
