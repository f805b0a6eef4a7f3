package org.quiesce.tlc.child;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The classes of a jar with TLC: those that were initialised in time, and those that were not. */
final class TlcClasses {
    private static final String SUFFIX = ".class";
    /** Where TLC and what it is made of are; other packages of a jar are libraries for other tools. */
    private static final String[] PACKAGES = {"tlc2/", "tla2sany/", "util/", "pcal/", "model/"};
    /** TLC on many machines, which starts threads at once. */
    private static final String DISTRIBUTED = "tlc2/tool/distributed/";

    private final ClassLoader loader;
    private final Method findLoadedClass;
    private final List<Class<?>> known = new ArrayList<>();
    private final List<String> strangers = new ArrayList<>();

    private TlcClasses(ClassLoader loader) throws ReflectiveOperationException {
        this.loader = loader;
        findLoadedClass = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
        findLoadedClass.setAccessible(true);
    }

    /** Initialises TLC's classes, always in the same order, as the order of some values depends on it. */
    static TlcClasses initialised(Path jar, ClassLoader loader) throws ReflectiveOperationException, IOException {
        TlcClasses classes = new TlcClasses(loader);
        for (String name : names(jar)) {
            if (isTlc(name)) {
                classes.initialise(name.replace('/', '.'));
            } else {
                classes.strangers.add(name.replace('/', '.'));
            }
        }
        return classes;
    }

    private static Iterable<String> names(Path jar) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                String name = all.nextElement().getName();
                if (name.endsWith(SUFFIX) && !name.startsWith("META-INF/")) {
                    names.add(name.substring(0, name.length() - SUFFIX.length()));
                }
            }
        }
        return names;
    }

    private static boolean isTlc(String name) {
        for (String prefix : PACKAGES) {
            if (name.startsWith(prefix) && !name.startsWith(DISTRIBUTED)) {
                return true;
            }
        }
        return false;
    }

    private void initialise(String name) {
        try {
            known.add(Class.forName(name, true, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            strangers.add(name);
        }
    }

    /** The classes that were initialised. */
    List<Class<?>> known() {
        return known;
    }

    /** Whether a class was loaded since, or in vain, that keeps something in statics. */
    boolean haveStrangers() throws ReflectiveOperationException {
        for (String name : strangers) {
            Class<?> loaded = (Class<?>) findLoadedClass.invoke(loader, name);
            if (loaded != null && keepsSomething(loaded)) {
                return true;
            }
        }
        return false;
    }

    private static boolean keepsSomething(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !Statics.isConstant(field)) {
                return true;
            }
        }
        return false;
    }
}
