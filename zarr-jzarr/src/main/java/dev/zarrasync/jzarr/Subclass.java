package dev.zarrasync.jzarr;

import static java.lang.reflect.Modifier.isPrivate;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.dynamic.scaffold.subclass.ConstructorStrategy;
import net.bytebuddy.implementation.MethodCall;
import org.objenesis.ObjenesisStd;
import org.objenesis.instantiator.ObjectInstantiator;

/**
 * A subclass of a JZarr class whose constructors are private: generated when it is first needed,
 * and instantiated without a constructor.
 *
 * <p>A method that the access class has, too, calls it there. Other methods of that name stay:
 * JZarr implements them by calling the former. All the rest call the instance that JZarr opened.
 *
 * @param <T> the JZarr class
 * @param <A> the access class
 */
final class Subclass<T, A> {

  private static final String OPENED = "opened";
  private static final String ACCESS = "access";

  private final Class<? extends T> type;
  private final ObjectInstantiator<? extends T> instantiator;

  Subclass(Class<T> base, Class<A> access) {
    type = generate(base, access);
    instantiator = new ObjenesisStd().getInstantiatorOf(type);
  }

  T newInstance(T opened, A access) {
    T instance = instantiator.newInstance();
    try {
      type.getDeclaredField(OPENED).set(instance, opened);
      type.getDeclaredField(ACCESS).set(instance, access);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Cannot set the fields of " + type, e);
    }
    return instance;
  }

  private static <T> Class<? extends T> generate(Class<T> base, Class<?> access) {
    List<Method> methods =
        Arrays.stream(access.getDeclaredMethods())
            .filter(method -> !isPrivate(method.getModifiers()) && !method.isSynthetic())
            .toList();
    String[] names = methods.stream().map(Method::getName).toArray(String[]::new);
    DynamicType.Builder<T> builder =
        new ByteBuddy(ClassFileVersion.JAVA_V17)
            .subclass(base, ConstructorStrategy.Default.NO_CONSTRUCTORS)
            .name(Subclass.class.getPackageName() + ".Async" + base.getSimpleName())
            .modifiers(Visibility.PUBLIC)
            .defineField(OPENED, base, Visibility.PACKAGE_PRIVATE)
            .defineField(ACCESS, access, Visibility.PACKAGE_PRIVATE)
            .method(
                isDeclaredBy(base).and(isPublic()).and(not(isStatic())).and(not(namedOneOf(names))))
            .intercept(MethodCall.invokeSelf().onField(OPENED).withAllArguments());
    for (Method method : methods) {
      builder =
          builder
              .method(named(method.getName()).and(takesArguments(method.getParameterTypes())))
              .intercept(MethodCall.invoke(method).onField(ACCESS).withAllArguments());
    }
    try (DynamicType.Unloaded<T> made = builder.make()) {
      return made.load(
              Subclass.class.getClassLoader(),
              ClassLoadingStrategy.UsingLookup.of(MethodHandles.lookup()))
          .getLoaded();
    }
  }
}
