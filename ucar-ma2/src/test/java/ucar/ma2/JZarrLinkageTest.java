package ucar.ma2;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ZarrArray;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;

/** Every field and method of {@code ucar.ma2} that a class file of JZarr names is there. */
class JZarrLinkageTest {

  /** A field or method as an instruction names it. */
  private record Reference(int opcode, String owner, String name, String descriptor) {

    boolean isThere() {
      Class<?> type = load(owner.replace('/', '.'));
      return switch (opcode) {
        case Opcodes.GETSTATIC ->
            Stream.of(type.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .anyMatch(field -> is(field.getName(), Type.getDescriptor(field.getType())));
        case Opcodes.INVOKESPECIAL ->
            Stream.of(type.getConstructors())
                .anyMatch(made -> is("<init>", Type.getConstructorDescriptor(made)));
        default ->
            type.isInterface() == (opcode == Opcodes.INVOKEINTERFACE)
                && Stream.of(type.getMethods())
                    .filter(m -> isStatic() == Modifier.isStatic(m.getModifiers()))
                    .anyMatch(m -> is(m.getName(), Type.getMethodDescriptor(m)));
      };
    }

    private boolean isStatic() {
      return opcode == Opcodes.INVOKESTATIC;
    }

    private boolean is(String otherName, String otherDescriptor) {
      return name.equals(otherName) && descriptor.equals(otherDescriptor);
    }

    private static Class<?> load(String name) {
      try {
        return Class.forName(name);
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void hasAllThatJZarrNames() throws Exception {
    assertThat(references()).hasSizeGreaterThan(30).allMatch(Reference::isThere);
  }

  private static Set<Reference> references() throws Exception {
    Set<Reference> references = new HashSet<>();
    Path jar = Path.of(ZarrArray.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        addReferences(file, entry, references);
      }
    }
    return references;
  }

  private static void addReferences(JarFile file, JarEntry entry, Set<Reference> references)
      throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      new ClassReader(in).accept(new ReferenceVisitor(references), 0);
    }
  }

  private static final class ReferenceVisitor extends ClassVisitor {

    private final Set<Reference> references;

    ReferenceVisitor(Set<Reference> references) {
      super(Opcodes.ASM9);
      this.references = references;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
          add(new Reference(opcode, owner, field, type));
        }

        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean isInterface) {
          add(new Reference(opcode, owner, method, type));
        }
      };
    }

    private void add(Reference reference) {
      if (reference.owner().startsWith("ucar/ma2/")) {
        references.add(reference);
      }
    }
  }
}
