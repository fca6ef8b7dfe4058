package dev.zarrasync.jzarr;

import static java.lang.reflect.Modifier.isPrivate;
import static java.lang.reflect.Modifier.isPublic;
import static java.lang.reflect.Modifier.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.subclass.ConstructorStrategy;
import net.bytebuddy.implementation.MethodCall;

/**
 * Makes the classes of {@link Subclass} when the project is built, and is not in the jar: those who
 * read arrays load nothing that generates code.
 *
 * <p>A method that the access class has, too, calls it there. Other methods of that name stay:
 * JZarr implements them by calling the former. All public methods are of one of the two kinds, for
 * the instance is empty.
 */
final class SubclassGenerator {

  private SubclassGenerator() {}

  /**
   * Writes the classes.
   *
   * @param args the directory of the module's classes
   */
  public static void main(String[] args) throws IOException {
    File classes = new File(args[0]);
    generate(ZarrArray.class, RegionAccess.class, classes);
    generate(ZarrGroup.class, GroupAccess.class, classes);
  }

  private static <T> void generate(Class<T> base, Class<?> access, File classes)
      throws IOException {
    List<Method> methods =
        Arrays.stream(access.getDeclaredMethods())
            .filter(method -> !isPrivate(method.getModifiers()) && !method.isSynthetic())
            .toList();
    Set<String> names = methods.stream().map(Method::getName).collect(Collectors.toSet());
    for (Method method : base.getDeclaredMethods()) {
      boolean isCalled = isPublic(method.getModifiers()) && !isStatic(method.getModifiers());
      if (isCalled && !names.contains(method.getName())) {
        throw new IllegalStateException(access + " does not have " + method);
      }
    }
    DynamicType.Builder<T> builder =
        new ByteBuddy(ClassFileVersion.JAVA_V17)
            .subclass(base, ConstructorStrategy.Default.NO_CONSTRUCTORS)
            .name(Subclass.nameOf(base))
            .modifiers(Visibility.PUBLIC)
            .defineField(Subclass.ACCESS, access, Visibility.PACKAGE_PRIVATE);
    for (Method method : methods) {
      builder =
          builder
              .method(named(method.getName()).and(takesArguments(method.getParameterTypes())))
              .intercept(MethodCall.invoke(method).onField(Subclass.ACCESS).withAllArguments());
    }
    try (DynamicType.Unloaded<T> made = builder.make()) {
      made.saveIn(classes);
    }
  }
}
