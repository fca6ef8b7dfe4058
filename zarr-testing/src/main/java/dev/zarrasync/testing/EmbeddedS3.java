package dev.zarrasync.testing;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.shaded.org.eclipse.jetty.http.MetaData;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.HttpStream;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * An S3 server in this JVM, which checks signatures, for tests and demos. It starts in less than a
 * second, counts what it is asked, and can answer late.
 */
public final class EmbeddedS3 implements AutoCloseable {

  /** The access key that the server knows. */
  public static final String ACCESS_KEY = "embedded-access-key";

  /** Its secret. */
  public static final String SECRET_KEY = "embedded-secret-key";

  private final BlobStore blobs;
  private final S3Proxy proxy;
  private final AtomicInteger buckets = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger peakInFlight = new AtomicInteger();
  private final AtomicLong bodyBytes = new AtomicLong();
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private final Set<String> connections = ConcurrentHashMap.newKeySet();
  private volatile Duration delay = Duration.ZERO;

  // Guarded by held.
  private final List<Runnable> held = new ArrayList<>();
  private int awaited;

  private EmbeddedS3(BlobStore blobs) throws Exception {
    this.blobs = blobs;
    this.proxy =
        S3Proxy.builder()
            .blobStore(blobs)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
            .ignoreUnknownHeaders(true)
            .stopTimeout(0)
            .build();
    // S3Proxy lets nobody at its server, whose requests we are to count.
    Field field = S3Proxy.class.getDeclaredField("server");
    field.setAccessible(true);
    Server server = (Server) field.get(proxy);
    server.setHandler(new Gate(server.getHandler()));
    proxy.start();
  }

  /**
   * Starts a server that keeps its objects in memory.
   *
   * @return the server, on a free port
   * @throws Exception if it cannot start
   */
  public static EmbeddedS3 start() throws Exception {
    return new EmbeddedS3(new MemoryBlobs());
  }

  /**
   * Starts a server that keeps its objects as files.
   *
   * @param directory where the buckets are
   * @return the server, on a free port
   * @throws Exception if it cannot start
   */
  public static EmbeddedS3 start(Path directory) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", directory.toString());
    return new EmbeddedS3(BlobStores.create("filesystem", properties));
  }

  /**
   * Returns where the server is.
   *
   * @return an HTTP URL without a path
   */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  /**
   * Makes an empty bucket.
   *
   * @return its name
   */
  public String newBucket() {
    String name = "bucket-" + buckets.incrementAndGet();
    blobs.createContainer(name);
    return name;
  }

  /**
   * Stores an object without a request, also under a name that is no key.
   *
   * @param bucket the bucket
   * @param name the object's name
   * @param content what it has
   */
  public void put(String bucket, String name, String content) {
    blobs.putBlob(
        PutObjectRequest.builder().bucket(bucket).key(name).build(),
        new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Lets everybody read a bucket.
   *
   * @param bucket its name
   */
  public void makePublic(String bucket) {
    blobs.setContainerAccess(bucket, BucketCannedACL.PUBLIC_READ);
  }

  /**
   * Returns the system properties by which the AWS SDK finds this server and its credentials.
   *
   * @return the values by name
   */
  public Map<String, String> settings() {
    return Map.of(
        "aws.endpointUrlS3",
        endpoint().toString(),
        "aws.region",
        "us-east-1",
        "aws.accessKeyId",
        ACCESS_KEY,
        "aws.secretAccessKey",
        SECRET_KEY);
  }

  /**
   * Returns the URL by which {@code Stores.open} opens a store on this server, with the credentials
   * that it wants.
   *
   * @param path a bucket, or a bucket and a prefix with a slash between them
   * @return an {@code s3:} URL with its options in the query
   */
  public URI url(String path) {
    return URI.create(
        "s3://%s?endpoint=%s&region=us-east-1&accessKeyId=%s&secretAccessKey=%s"
            .formatted(path, endpoint(), ACCESS_KEY, SECRET_KEY));
  }

  /**
   * Answers every later request late.
   *
   * @param time how late; zero, as at the start, for at once
   */
  public void delay(Duration time) {
    delay = time;
  }

  /**
   * Holds the next answers back until so many requests wait at once, so that a test of what is in
   * flight does not depend on how fast the machine is.
   *
   * @param count how many requests
   */
  public void holdUntilInFlight(int count) {
    synchronized (held) {
      awaited = count;
    }
  }

  /** Forgets what was counted. */
  public void resetCounts() {
    connections.clear();
    peakInFlight.set(0);
    bodyBytes.set(0);
    requests.clear();
  }

  /**
   * Returns the requests that came, in their order.
   *
   * @return each as its method and its path with the query, for example {@code GET /bucket/key}
   */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /**
   * Returns how many requests waited for the start of their answer at the same time.
   *
   * @return the highest number
   */
  public int peakInFlight() {
    return peakInFlight.get();
  }

  /**
   * Returns how many bytes of bodies were sent.
   *
   * @return the sum over all answers
   */
  public long bodyBytes() {
    return bodyBytes.get();
  }

  /**
   * Returns over how many connections the requests came.
   *
   * @return the number, without those that were opened and not used
   */
  public int connections() {
    return connections.size();
  }

  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The server does not stop", e);
    }
    blobs.close();
  }

  /** Counts and delays requests on their way to S3Proxy. */
  private final class Gate extends Handler.Wrapper {

    Gate(Handler handler) {
      super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      connections.add(request.getConnectionMetaData().getId());
      requests.add(request.getMethod() + " " + request.getHttpURI().getPathQuery());
      peakInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
      request.addHttpStreamWrapper(Answer::new);
      if (hold(() -> late(request, response, callback))) {
        return true;
      }
      if (delay.isZero()) {
        return super.handle(request, response, callback);
      }
      request
          .getComponents()
          .getScheduler()
          .schedule(
              () ->
                  request
                      .getComponents()
                      .getExecutor()
                      .execute(() -> late(request, response, callback)),
              delay.toNanos(),
              TimeUnit.NANOSECONDS);
      return true;
    }

    private boolean hold(Runnable answer) {
      List<Runnable> released;
      synchronized (held) {
        if (awaited == 0) {
          return false;
        }
        held.add(answer);
        if (held.size() < awaited) {
          return true;
        }
        awaited = 0;
        released = List.copyOf(held);
        held.clear();
      }
      released.forEach(Runnable::run);
      return true;
    }

    private void late(Request request, Response response, Callback callback) {
      try {
        if (!super.handle(request, response, callback)) {
          Response.writeError(request, response, callback, 404);
        }
      } catch (Exception e) {
        Response.writeError(request, response, callback, e);
      }
    }
  }

  /** Ends the count of a request before its client can know that it is answered. */
  private final class Answer extends HttpStream.Wrapper {

    private final AtomicBoolean begun = new AtomicBoolean();

    Answer(HttpStream stream) {
      super(stream);
    }

    @Override
    public void send(
        MetaData.Request request,
        MetaData.@Nullable Response response,
        boolean last,
        @Nullable ByteBuffer content,
        Callback callback) {
      begin();
      bodyBytes.addAndGet(content == null ? 0 : content.remaining());
      super.send(request, response, last, content, callback);
    }

    @Override
    public void failed(Throwable error) {
      begin();
      super.failed(error);
    }

    private void begin() {
      if (begun.compareAndSet(false, true)) {
        inFlight.decrementAndGet();
      }
    }
  }
}
