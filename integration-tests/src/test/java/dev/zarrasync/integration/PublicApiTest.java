package dev.zarrasync.integration;

import static java.lang.reflect.Modifier.isProtected;
import static java.lang.reflect.Modifier.isPublic;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What others can compile against, beside the record of it, {@code docs/api.txt}. A change that is
 * wanted is recorded by {@code -Dapi.record=true}, and seen in review.
 */
class PublicApiTest {

  private static final Path RECORD = Path.of("..", "docs", "api.txt");

  /** Of programs, and of what tests alone use. */
  private static final String NOT_PUBLISHED =
      "dev\\.zarrasync\\.(cli|examples|benchmarks|integration|docs)\\b.*|.*\\.internal\\..*";

  @Test
  void thePublicApiIsAsRecorded() throws Exception {
    List<String> now = api();
    if (Boolean.getBoolean("api.record")) {
      Files.write(RECORD, now);
    }
    assertThat(now)
        .as("the public API: if the change is wanted, record it with -Dapi.record=true")
        .isEqualTo(Files.readAllLines(RECORD));
  }

  @Test
  void nothingInItIsInternal() {
    assertThat(api()).noneMatch(line -> line.contains(".internal."));
  }

  private static List<String> api() {
    List<String> lines = new ArrayList<>();
    new ClassFileImporter()
            .withImportOption(new ArchitectureTest.WithoutTests())
            .importPackages("dev.zarrasync")
            .stream()
            .filter(PublicApiTest::isPublished)
            .sorted(Comparator.comparing(JavaClass::getName))
            .forEach(type -> add(type.reflect(), lines));
    return lines;
  }

  private static boolean isPublished(JavaClass type) {
    return !type.getName().matches(NOT_PUBLISHED) && isVisible(type.reflect());
  }

  private static boolean isVisible(Class<?> type) {
    return (isPublic(type.getModifiers()) || isProtected(type.getModifiers()))
        && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
  }

  private static void add(Class<?> type, List<String> lines) {
    lines.add(type.toGenericString() + superTypes(type));
    Stream.<Member[]>of(
            type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
        .flatMap(Arrays::stream)
        .filter(member -> isPublic(member.getModifiers()) || isProtected(member.getModifiers()))
        .filter(member -> !member.isSynthetic())
        .map(PublicApiTest::signature)
        .sorted()
        .forEach(signature -> lines.add("  " + signature));
  }

  private static String superTypes(Class<?> type) {
    String names =
        Stream.concat(
                Stream.ofNullable(type.getGenericSuperclass()),
                Arrays.stream(type.getGenericInterfaces()))
            .map(Type::getTypeName)
            .filter(name -> !name.equals("java.lang.Object"))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : " : " + names;
  }

  private static String signature(Member member) {
    return member instanceof Field field
        ? field.toGenericString()
        : ((Executable) member).toGenericString();
  }
}
