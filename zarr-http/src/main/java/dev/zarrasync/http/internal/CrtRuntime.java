package dev.zarrasync.http.internal;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.EventLoopGroup;
import software.amazon.awssdk.crt.io.HostResolver;

/** The AWS Common Runtime: native code that may not load, and threads that its clients share. */
public final class CrtRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(CrtRuntime.class);

  /** A system property: set to {@code true}, all is as where the native code does not load. */
  public static final String OFF = "dev.zarrasync.http.jdk";

  // Guarded by the class.
  private static int users;

  private CrtRuntime() {}

  private static final class Probe {
    static final boolean LOADS = load();

    private static boolean load() {
      try {
        CRT.checkLoaded();
        return true;
      } catch (CrtRuntimeException | LinkageError e) {
        LOG.warn(
            "The AWS Common Runtime does not load here: the JDK's HTTP client, which is slower,"
                + " takes its place. {}",
            e.toString());
        return false;
      }
    }
  }

  /**
   * Loads the native code. Takes time the first time.
   *
   * @return true if it can be used
   */
  public static boolean loads() {
    return !Boolean.getBoolean(OFF) && Probe.LOADS;
  }

  /**
   * Starts a client, which is to be released when it is closed.
   *
   * @param <C> the type of the client
   * @param client starts it
   * @return the client
   */
  public static <C> C start(Supplier<C> client) {
    acquire();
    try {
      return client.get();
    } catch (RuntimeException e) {
      release();
      throw e;
    }
  }

  private static synchronized void acquire() {
    users++;
  }

  /** Says that a client is closed. With the last one, the shared threads end. */
  public static synchronized void release() {
    users--;
    if (users == 0) {
      // Clients of others keep what they use: each bootstrap holds its threads.
      ClientBootstrap.closeStaticDefault();
      HostResolver.closeStaticDefault();
      EventLoopGroup.closeStaticDefault();
    }
  }
}
