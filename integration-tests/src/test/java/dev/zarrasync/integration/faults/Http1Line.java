package dev.zarrasync.integration.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.zarrasync.faults.FaultServer.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;

/** An answer over HTTP/1.1, written as it is. */
final class Http1Line implements Line {

  private final Exchange exchange;
  private final Socket socket;
  private boolean asAnnounced = true;

  Http1Line(Exchange exchange) {
    this.exchange = exchange;
    this.socket = exchange.socket();
  }

  Question question() {
    String[] words = exchange.line().split(" ", 3);
    return new Question(
        words[0],
        words[1],
        header("range"),
        header("authorization") + header("proxy-authorization"),
        exchange.body());
  }

  private String header(String name) {
    return exchange.headers().getOrDefault(name, "");
  }

  @Override
  public void begin(Answer answer, int announced, byte[] bytes) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Status\r\n");
    answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: " + announced + "\r\n\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.toString().getBytes(ISO_8859_1));
    all.writeBytes(bytes);
    asAnnounced = announced == bytes.length;
    socket.getOutputStream().write(all.toByteArray());
  }

  @Override
  public void end() throws IOException {
    if (!asAnnounced) {
      socket.close();
    }
  }

  @Override
  public void beginHead() throws IOException {
    socket.getOutputStream().write("HTTP/1.1 200 Status\r\nContent-Le".getBytes(ISO_8859_1));
  }

  @Override
  public void drip() throws IOException {
    exchange.dripUntilHangUp();
  }

  @Override
  public void breakOff() throws IOException {
    exchange.reset();
  }

  @Override
  public void goAway() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void resetStream() {
    throw new UnsupportedOperationException();
  }
}
