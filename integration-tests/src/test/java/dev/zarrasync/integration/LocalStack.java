package dev.zarrasync.integration;

import dev.zarrasync.s3.S3Store;
import dev.zarrasync.s3.S3StoreBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** LocalStack's S3. It checks no signatures. */
final class LocalStack implements S3Server {

  /** How it runs without Docker. */
  static final String ON_THIS_HOST = "host mode";

  private static final Pattern VERSION = Pattern.compile("\"version\": *\"([^\"]*)\"");

  private final URI endpoint;
  private final String mode;
  private final Closeable process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger buckets = new AtomicInteger();
  private final String version;

  /**
   * Waits until the server answers.
   *
   * @param endpoint where it is
   * @param mode where it runs, for people
   * @param process closed with this
   * @throws IOException if the server does not answer
   */
  LocalStack(URI endpoint, String mode, Closeable process) throws IOException {
    this.endpoint = endpoint;
    this.mode = mode;
    this.process = process;
    Matcher matcher = VERSION.matcher(send("GET", "/_localstack/health"));
    this.version = matcher.find() ? matcher.group(1) : "of unknown version";
  }

  /**
   * Starts LocalStack on this host, without Docker.
   *
   * @return the server
   * @throws IOException if it cannot be installed or does not start
   */
  static LocalStack start() throws IOException {
    LocalStackProcess process = LocalStackProcess.start();
    try {
      return new LocalStack(process.endpoint(), ON_THIS_HOST, process);
    } catch (IOException e) {
      IOException failure = new IOException(e + "\n" + process.log(), e);
      process.close();
      throw failure;
    }
  }

  @Override
  public S3StoreBuilder newStore() {
    return store(newBucket(), endpoint);
  }

  /** Makes an empty bucket, and returns its name. */
  String newBucket() {
    String bucket = "bucket-" + buckets.incrementAndGet();
    try {
      send("PUT", "/" + bucket);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bucket;
  }

  /**
   * Describes a store on a bucket.
   *
   * @param bucket its name
   * @param endpoint this server, or a way to it
   * @return a builder without a cache
   */
  static S3StoreBuilder store(String bucket, URI endpoint) {
    return S3Store.builder()
        .bucket(bucket)
        .endpoint(endpoint)
        .region("us-east-1")
        .credentials("test", "test")
        .cacheBytes(0);
  }

  @Override
  public String toString() {
    return "LocalStack %s (%s) at %s".formatted(version, mode, endpoint);
  }

  @Override
  public void close() throws IOException {
    process.close();
  }

  private String send(String method, String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofMinutes(2))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(
            "LocalStack answers %d to %s %s: %s"
                .formatted(answer.statusCode(), method, request.uri(), answer.body()));
      }
      return answer.body();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
