package dev.zarrasync.integration.faults;

import java.io.IOException;

/** The way back to a client for one answer, which can be misused in all the ways there are. */
interface Line {

  /** Sends an answer as it should be. */
  default void send(Answer answer) throws IOException {
    begin(answer, answer.body().length, answer.body());
    end();
  }

  /**
   * Sends the head of an answer, and some bytes. The answer stays open.
   *
   * @param announced the length that the head tells
   */
  void begin(Answer answer, int announced, byte[] bytes) throws IOException;

  /** Ends the answer in good order, also where more was announced. */
  void end() throws IOException;

  /** Sends a part of a head. The answer stays open. */
  void beginHead() throws IOException;

  /** Sends a byte now and then until the client has had enough. */
  void drip() throws IOException;

  /** Breaks the connection off. */
  void breakOff() throws IOException;

  /** Says that the connection ends, and that this request was not processed. HTTP/2 only. */
  void goAway() throws IOException;

  /** Gives up the answer, and not the connection. HTTP/2 only. */
  void resetStream() throws IOException;
}
