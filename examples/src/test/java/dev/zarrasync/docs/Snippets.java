package dev.zarrasync.docs;

import dev.zarrasync.docs.Page.Block;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Blocks of code, each compiled to a class. */
final class Snippets implements AutoCloseable {

  private static final String IMPORTS =
      """
      import com.bc.zarr.*;
      import com.bc.zarr.storage.Store;
      import dev.zarrasync.array.*;
      import dev.zarrasync.cache.*;
      import dev.zarrasync.fetch.*;
      import dev.zarrasync.file.*;
      import dev.zarrasync.hierarchy.*;
      import dev.zarrasync.http.*;
      import dev.zarrasync.jzarr.*;
      import dev.zarrasync.memory.*;
      import dev.zarrasync.metrics.*;
      import dev.zarrasync.s3.*;
      import dev.zarrasync.store.*;
      import dev.zarrasync.tasks.*;
      import dev.zarrasync.testing.*;
      import io.micrometer.core.instrument.MeterRegistry;
      import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
      import java.io.*;
      import java.net.URI;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.concurrent.atomic.*;
      import software.amazon.awssdk.regions.Region;
      import software.amazon.awssdk.services.s3.S3AsyncClient;
      """;

  private final URLClassLoader classes;

  private Snippets(URLClassLoader classes) {
    this.classes = classes;
  }

  /**
   * Compiles blocks.
   *
   * @param translate puts real names in place of those of the examples
   * @throws AssertionError if one does not compile
   */
  static Snippets compile(List<Block> blocks, UnaryOperator<String> translate, Path directory)
      throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Block block : blocks) {
      Path source = directory.resolve(block.className() + ".java");
      sources.add(Files.writeString(source, source(block, translate.apply(block.code()))));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", directory.toString(), "-cp", System.getProperty("java.class.path"));
      boolean compiles =
          compiler
              .getTask(
                  errors, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiles) {
        throw new AssertionError("Code of the documentation does not compile:\n" + errors);
      }
    }
    URL[] roots = {directory.toUri().toURL()};
    return new Snippets(new URLClassLoader(roots, Snippets.class.getClassLoader()));
  }

  private static String source(Block block, String code) {
    String body =
        block.isDeclaration()
            ? "static " + code + "public static void run() {}"
            : "public static void run() throws Exception {\n" + code + "}";
    return IMPORTS
        + "public class "
        + block.className()
        + " extends dev.zarrasync.docs.Given {\n"
        + body
        + "\n}\n";
  }

  void run(Block block) throws ReflectiveOperationException {
    classes.loadClass(block.className()).getMethod("run").invoke(null);
  }

  @Override
  public void close() throws IOException {
    classes.close();
  }
}
