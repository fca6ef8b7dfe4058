package dev.zarrasync.cli;

import picocli.CommandLine.Help.Ansi;

/**
 * What {@code zarrasync --help} prints. It is what picocli would make of the annotations of all
 * commands, each time anew.
 */
final class HelpPage {

  private static final String MARKUP =
      """
      Usage: @|bold zarrasync|@ [@|yellow -hV|@] COMMAND
      Looks at Zarr arrays on S3, web servers and disks, reads, measures and copies
      them.
        @|yellow -h|@, @|yellow --help|@      Show this help message and exit.
        @|yellow -V|@, @|yellow --version|@   Print version information and exit.
      Commands:
        @|bold info|@        Says what an array or a group is.
        @|bold ls|@          Lists the objects of a directory, with their sizes in bytes.
        @|bold tree|@        Shows the groups and arrays below, with the shapes and types of
                      arrays.
        @|bold cat|@         Writes objects to the output, as they are stored.
        @|bold plan|@        Explains what a read of a region would fetch, and why.
        @|bold get|@         Reads a region of an array and writes its elements in C order, or
                      an image.
        @|bold trace|@       Reads a region and shows what each request did when: a waterfall.
        @|bold bench|@       Reads a sample of an array one GET after another, as stock JZarr
                      does, and all at once.
        @|bold copy|@        Copies all objects below SRC to DST. Run again after it was
                      broken off, it copies the rest:
        @|bold completion|@  Generate bash/zsh completion script for zarrasync.

      A URL is s3://bucket/prefix, https://host/path, file:///path or a plain path.
      S3 credentials and region are found as the AWS SDK finds them.
      Exit codes: 0 done, 1 failed, 2 wrong usage.
      """;

  private HelpPage() {}

  static String text(Ansi ansi) {
    return ansi.string(MARKUP).replace("\n", System.lineSeparator());
  }
}
