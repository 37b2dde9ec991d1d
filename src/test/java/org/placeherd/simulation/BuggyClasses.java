package org.placeherd.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// All our classes, loaded once more with a planted bug among them.
final class BuggyClasses extends ClassLoader {
  private static final String OURS = "org.placeherd.";

  private final Map<String, byte[]> buggy;

  /// Compiles the source with the bug, in memory.
  BuggyClasses(PlantedBug bug) throws IOException {
    super(BuggyClasses.class.getClassLoader());
    buggy = compile(bug);
  }

  private static Map<String, byte[]> compile(PlantedBug bug) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        InMemoryFiles inMemory = new InMemoryFiles(files)) {
      List<String> options =
          List.of(
              "-nowarn",
              "-proc:none",
              "-cp",
              placeOf(bugFree(bug)) + ":" + placeOf(NullMarked.class));
      JavaFileObject source = new Source(bug.className(), bug.source());
      if (!compiler.getTask(complaints, inMemory, null, options, null, List.of(source)).call()) {
        throw new AssertionError("the bug '" + bug.name() + "' does not compile: " + complaints);
      }
      Map<String, byte[]> classes = new HashMap<>();
      inMemory.classes.forEach((name, file) -> classes.put(name, file.bytes.toByteArray()));
      return classes;
    }
  }

  private static Class<?> bugFree(PlantedBug bug) {
    try {
      return Class.forName(bug.className());
    } catch (ClassNotFoundException e) {
      throw new AssertionError("no class for " + bug.file(), e);
    }
  }

  private static String placeOf(Class<?> type) {
    URI place = URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString());
    return Path.of(place).toString();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = buggy.get(name);
    if (bytes == null) {
      bytes = bugFreeBytes(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] bugFreeBytes(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(uri(className, Kind.SOURCE), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class ClassFile extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ClassFile(String className) {
      super(uri(className, Kind.CLASS), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  private static URI uri(String className, JavaFileObject.Kind kind) {
    return URI.create("memory:///" + className.replace('.', '/') + kind.extension);
  }

  private static final class InMemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ClassFile> classes = new HashMap<>();

    InMemoryFiles(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location,
        String className,
        JavaFileObject.Kind kind,
        @Nullable FileObject sibling) {
      return classes.computeIfAbsent(className, ClassFile::new);
    }
  }
}
