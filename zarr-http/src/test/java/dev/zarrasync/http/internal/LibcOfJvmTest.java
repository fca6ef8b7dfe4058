package dev.zarrasync.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.crt.CRT;

class LibcOfJvmTest {

  private static final String GLIBC =
      "7f10-7f20 r-xp 0002 08:01 1234   /usr/lib/x86_64-linux-gnu/libc.so.6\n";
  private static final String MUSL = "7f30-7f40 r-xp 0000 08:01 99   /lib/ld-musl-x86_64.so.1\n";
  private static final String OTHER = "7f50-7f60 r--p 0000 08:01 7   /usr/lib/jvm/libjvm.so\n";

  @Test
  void isTheOneThatIsMapped(@TempDir Path directory) throws Exception {
    assertThat(found(directory, OTHER + GLIBC)).isEqualTo("glibc");
    assertThat(found(directory, MUSL + OTHER)).isEqualTo("musl");
  }

  @Test
  void isLeftToTheRuntimeWhereItIsNotCertain(@TempDir Path directory) throws Exception {
    assertThat(found(directory, OTHER)).isNull();
    assertThat(found(directory, GLIBC + MUSL)).isNull();
    assertThat(LibcOfJvm.find(directory.resolve("none").toString())).isNull();
  }

  @Test
  void isWhatTheRuntimeFindsByItself() {
    String found = LibcOfJvm.find("/proc/self/maps");
    if (found != null) { // Elsewhere than on Linux there is no such file.
      assertThat(found).isEqualTo(CRT.getCRuntime("linux"));
    }
  }

  @Test
  void aPropertyIsLeftAsTheUserSetItAndNoneIsLeftBehind() {
    if (LibcOfJvm.tell()) {
      assertThat(System.getProperty("aws.crt.libc")).isNotNull();
      LibcOfJvm.takeBack();
    }
    assertThat(System.getProperty("aws.crt.libc")).isNull();

    System.setProperty("aws.crt.libc", "musl");
    try {
      assertThat(LibcOfJvm.tell()).isFalse();
    } finally {
      assertThat(System.clearProperty("aws.crt.libc")).isEqualTo("musl");
    }
  }

  private static @Nullable String found(Path directory, String maps) throws Exception {
    return LibcOfJvm.find(Files.writeString(directory.resolve("maps"), maps).toString());
  }
}
