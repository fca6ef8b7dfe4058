package dev.zarrasync.examples.parallel;

import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.tasks.Piece;
import dev.zarrasync.tasks.PieceFunction;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * A process that works on the pieces whose numbers it reads from standard input, one on each line,
 * and prints their results. It gets two numbers before it has answered the first: one piece is
 * fetched while another is computed.
 */
final class Worker<R extends Serializable> {

  /** How many pieces a worker has at once. */
  static final int AT_ONCE = 2;

  /** A piece that is being fetched. */
  private record Coming(Piece piece, CompletableFuture<Object> values) {}

  private final Queue<Coming> coming = new ArrayDeque<>();
  private final List<Piece> pieces;
  private final AsyncArray array;
  private final PieceFunction<R> function;
  private final PrintStream out;

  private Worker(List<Piece> pieces, AsyncArray array, PieceFunction<R> function, PrintStream out) {
    this.pieces = pieces;
    this.array = array;
    this.function = function;
    this.out = out;
  }

  /**
   * Works until standard input ends.
   *
   * @param args the plan, as {@link #encode} makes it
   * @throws Exception if a piece cannot be read or computed
   */
  public static void main(String[] args) throws Exception {
    work((Plan<?>) decode(args[0]));
  }

  private static <R extends Serializable> void work(Plan<R> plan) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err); // What others print is no result.
    Recipe<R> recipe = plan.newRecipe();
    try (AsyncStore store = plan.open()) {
      var tasks = plan.tasks(recipe, store);
      new Worker<>(tasks.pieces(), tasks.array(), recipe.function(store), out)
          .work(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)));
    }
  }

  private void work(BufferedReader numbers) throws Exception {
    for (String line = numbers.readLine(); line != null; line = numbers.readLine()) {
      fetch(Integer.parseInt(line));
      while (coming.size() == AT_ONCE || (!coming.isEmpty() && !numbers.ready())) {
        answer(coming.remove());
      }
    }
  }

  private void fetch(int number) {
    Piece piece = pieces.get(number);
    coming.add(new Coming(piece, array.read(piece.readOffset(), piece.readShape())));
  }

  private void answer(Coming next) throws Exception {
    R result = function.apply(next.piece, next.values.get());
    out.println(next.piece.number() + " " + encode(result));
    out.flush();
  }

  static String encode(Serializable value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
      objects.writeObject(value);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  static Object decode(String text) throws IOException, ClassNotFoundException {
    byte[] bytes = Base64.getDecoder().decode(text);
    try (ObjectInputStream objects = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return objects.readObject();
    }
  }
}
