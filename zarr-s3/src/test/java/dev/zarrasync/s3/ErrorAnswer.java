package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.faults.FaultServer.Behaviour;
import dev.zarrasync.faults.FaultServer.Exchange;
import java.io.IOException;

/** Answers with an error as S3 does. */
record ErrorAnswer(int status, String code, String headers) implements Behaviour {

  ErrorAnswer(int status, String code) {
    this(status, code, "");
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    String message = "<Error><Code>%s</Code><Message>Told by the server</Message></Error>";
    exchange.send(status, headers, message.formatted(code).getBytes(UTF_8));
  }
}
