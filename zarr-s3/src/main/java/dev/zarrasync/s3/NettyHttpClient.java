package dev.zarrasync.s3;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;

/** The SDK's HTTP client over Netty, for where the AWS Common Runtime does not load. */
final class NettyHttpClient implements SdkAsyncHttpClient {

  private final EventLoopGroup loops;
  private final SdkAsyncHttpClient client;

  NettyHttpClient(S3ClientOptions options) {
    SdkEventLoopGroup group = SdkEventLoopGroup.builder().build();
    loops = group.eventLoopGroup();
    client = open(options, group);
  }

  private static SdkAsyncHttpClient open(S3ClientOptions options, SdkEventLoopGroup loops) {
    return NettyNioAsyncHttpClient.builder()
        .eventLoopGroup(loops)
        .maxConcurrency(options.connections().whole())
        .maxPendingConnectionAcquires(Integer.MAX_VALUE)
        .connectionAcquisitionTimeout(options.requestTimeout())
        .connectionTimeout(options.connectTimeout())
        .tlsNegotiationTimeout(options.connectTimeout())
        .proxyConfiguration(ClientProxies.netty(options.proxy()))
        // A body that waits for admission is not read.
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .tcpKeepAlive(true)
        .build();
  }

  @Override
  public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
    return client.execute(request);
  }

  @Override
  public String clientName() {
    return client.clientName();
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
    client.close();
    // The SDK leaves a group that it was given open; its own it closes after a pause of 2 s.
    loops.shutdownGracefully(20, 5_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
