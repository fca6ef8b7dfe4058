package dev.zarrasync.http.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.SystemInfo;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.EventLoopGroup;
import software.amazon.awssdk.crt.io.HostResolver;

/** The AWS Common Runtime: native code that may not load, and threads that its clients share. */
public final class CrtRuntime {

  /** A system property: set to {@code true}, all is as where the native code does not load. */
  public static final String OFF = "dev.zarrasync.http.jdk";

  // Guarded by the class.
  private static int users;

  private CrtRuntime() {}

  /** Found where there is something to say: the first logger of a process takes a while. */
  private static Logger log() {
    return LoggerFactory.getLogger(CrtRuntime.class);
  }

  /** Initialized once: who needs the native code waits for the thread that is loading it. */
  private static final class Probe {
    static final boolean LOADS = load();

    private static boolean load() {
      boolean told = false;
      try {
        told = LibcOfJvm.tell();
        CRT.checkLoaded();
        // The first call looks up all classes that native code knows, which takes 65 ms.
        SystemInfo.getCpuGroupCount();
        return true;
      } catch (CrtRuntimeException | LinkageError | SecurityException e) {
        if (!isJvmEnding()) {
          log()
              .warn(
                  "The AWS Common Runtime does not load here: the JDK's HTTP client, which is slower,"
                      + " takes its place. {}",
                  e.toString());
        }
        return false;
      } finally {
        if (told) {
          LibcOfJvm.takeBack();
        }
      }
    }

    /** Says whether nothing can be loaded any more, which needs hooks for the end. */
    private static boolean isJvmEnding() {
      Thread hook = new Thread("zarr-http-none");
      try {
        Runtime.getRuntime().addShutdownHook(hook);
        return !Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        return true;
      }
    }
  }

  /** Loads the native code, beside what else opening a store takes. */
  private static final class Loader extends Thread {

    static final AtomicBoolean BEGUN = new AtomicBoolean();

    Loader() {
      super(null, null, "zarr-http-load", 0, false); // Without what the caller's thread hands on.
      setDaemon(true);
    }

    @Override
    public void run() {
      Thread end = new EndOfJvm(this);
      try {
        Runtime.getRuntime().addShutdownHook(end);
        try {
          var unused = loads();
        } finally {
          Runtime.getRuntime().removeShutdownHook(end);
        }
      } catch (IllegalStateException e) {
        log().debug("The JVM ends while the AWS Common Runtime loads");
      }
    }
  }

  /** Has a JVM that ends wait for loading to end, or else the file that it unpacks would stay. */
  private static final class EndOfJvm extends Thread {

    private static final int MOST_MILLIS = 1_000;

    private final Thread loader;

    EndOfJvm(Thread loader) {
      super("zarr-http-end");
      this.loader = loader;
    }

    @Override
    public void run() {
      try {
        loader.join(MOST_MILLIS);
      } catch (InterruptedException e) {
        interrupt();
      }
    }
  }

  /** Begins to load the native code, and returns at once. No thread is left when it is loaded. */
  public static void beginToLoad() {
    if (!Boolean.getBoolean(OFF) && Loader.BEGUN.compareAndSet(false, true)) {
      try {
        new Loader().start();
      } catch (OutOfMemoryError e) { // There is no thread to be had: who needs the code loads it.
        log().debug("The AWS Common Runtime is not loaded beforehand", e);
      }
    }
  }

  /**
   * Loads the native code, or waits for it. Takes time the first time.
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

  /** Says that a client is open, which uses the shared threads. */
  static synchronized void acquire() {
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
