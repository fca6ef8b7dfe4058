package dev.zarrasync.jzarr;

import java.lang.reflect.Field;
import org.objenesis.instantiator.ObjectInstantiator;
import org.objenesis.instantiator.sun.UnsafeFactoryInstantiator;

/**
 * A subclass of a JZarr class whose constructors are private: made by {@link SubclassGenerator}
 * when the project is built, and instantiated without a constructor.
 *
 * @param <T> the JZarr class
 * @param <A> the access class, whose methods replace those of the JZarr class
 */
final class Subclass<T, A> {

  static final String ACCESS = "access";

  private final ObjectInstantiator<? extends T> instantiator;
  private final Field access;

  Subclass(Class<T> base) {
    try {
      Class<? extends T> type = Class.forName(nameOf(base)).asSubclass(base);
      this.instantiator = new UnsafeFactoryInstantiator<>(type);
      this.access = type.getDeclaredField(ACCESS);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("The subclass of " + base + " was not built", e);
    }
  }

  static String nameOf(Class<?> base) {
    return Subclass.class.getPackageName() + ".Async" + base.getSimpleName();
  }

  T newInstance(A itsAccess) {
    T instance = instantiator.newInstance();
    try {
      access.set(instance, itsAccess);
    } catch (IllegalAccessException e) {
      throw new LinkageError("Cannot set the field of " + instance.getClass(), e);
    }
    return instance;
  }
}
