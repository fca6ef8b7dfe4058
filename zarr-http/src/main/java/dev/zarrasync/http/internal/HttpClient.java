package dev.zarrasync.http.internal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends HTTP requests. It neither retries nor follows redirects, keeps no cookies and decodes
 * nothing: {@link Exchange} does what of that is wanted. Threads of connections start with the
 * first request. Safe for use by many threads.
 */
public interface HttpClient extends AutoCloseable {

  /** How many bytes of a body come before {@link Call#grant} asks for more. */
  int WINDOW = 128 << 10;

  /** The longest head of an answer that is taken, in bytes. */
  int MOST_HEAD = 64 << 10;

  /**
   * Begins to load what a client needs, and returns at once: {@link #open} waits for it.
   *
   * @param options of the client that is opened later
   */
  static void prepare(ClientOptions options) {
    if (options.tls() == null) {
      CrtRuntime.beginToLoad();
    }
  }

  /**
   * Opens a client.
   *
   * @param options how to connect
   * @return the one over the AWS Common Runtime, or that of the JDK where the native code does not
   *     load or cannot do what the options ask for
   */
  static HttpClient open(ClientOptions options) {
    return options.tls() == null && CrtRuntime.loads()
        ? new CrtClient(options)
        : new JdkClient(options);
  }

  /**
   * Makes a call, which is not sent yet.
   *
   * @param request what to send
   * @param receiver hears of the answer
   * @return the call
   */
  Call call(HttpRequest request, Receiver receiver);

  /** Ends all calls and the client's threads. Waits for neither. */
  @Override
  void close();

  /** A request and its answer. Safe for use by many threads; each method returns at once. */
  interface Call {

    /** Sends the request, as soon as there is a connection. To be called once. */
    void send();

    /**
     * Lets more of the body come than {@link #WINDOW}.
     *
     * @param bytes how much more
     */
    void grant(long bytes);

    /**
     * Says whether the request was sent over HTTP/2.
     *
     * @return true if it was, over the connection that it had last
     */
    boolean isHttp2();

    /** Gives the answer up. If the request has been sent, the receiver hears of the end. */
    void abort();
  }

  /** Hears of one answer. Called by one thread at a time; each method returns at once. */
  interface Receiver {

    /** The request has a connection. */
    void sent();

    /**
     * The head has come.
     *
     * @param head of the final answer: those before it are left out
     */
    void head(Head head);

    /**
     * More of the body has come.
     *
     * @param part the bytes, which are the receiver's from now on
     */
    void bytes(ByteBuffer part);

    /**
     * All is over, and nothing is called any more.
     *
     * @param failure why the answer is not whole, or null if it is
     */
    void end(@Nullable NoAnswer failure);
  }
}
