package dev.zarrasync.s3;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The SDK's client over Netty, for where the AWS Common Runtime does not load. */
final class NettyS3Client extends DelegatingS3AsyncClient {

  private final EventLoopGroup loops;

  private NettyS3Client(S3AsyncClient client, EventLoopGroup loops) {
    super(client);
    this.loops = loops;
  }

  static NettyS3Client open(S3ClientOptions options) {
    SdkEventLoopGroup loops = SdkEventLoopGroup.builder().build();
    S3AsyncClient client = options.builder().httpClientBuilder(http(options, loops)).build();
    return new NettyS3Client(client, loops.eventLoopGroup());
  }

  private static NettyNioAsyncHttpClient.Builder http(
      S3ClientOptions options, SdkEventLoopGroup loops) {
    return NettyNioAsyncHttpClient.builder()
        .eventLoopGroup(loops)
        .maxConcurrency(options.connections().whole())
        .maxPendingConnectionAcquires(Integer.MAX_VALUE)
        .connectionAcquisitionTimeout(options.requestTimeout())
        .connectionTimeout(options.connectTimeout())
        .tlsNegotiationTimeout(options.connectTimeout())
        // A body that waits for admission is not read.
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .tcpKeepAlive(true);
  }

  /** Returns when all threads have ended, unless it is called on one of them. */
  @Override
  public void close() {
    for (EventExecutor loop : loops) {
      if (loop.inEventLoop()) {
        new Thread(this::shutDown, "zarr-s3-close").start();
        return;
      }
    }
    shutDown();
  }

  private void shutDown() {
    // Requests that were aborted leave tasks, which pass from loop to loop.
    for (int hop = 0; hop < 3; hop++) {
      loops.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly());
    }
    super.close();
    // The SDK leaves a group that it was given open; its own it closes after a pause of 2 s.
    loops.shutdownGracefully(20, 5_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
