package org.quiesce.tlc.child;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * TLC that can be started over in one JVM, so that what the JVM has compiled serves many runs.
 *
 * <p>TLC keeps what it knows of a specification in statics, and is lost when it meets a second one. So all of its
 * classes are initialised before the first run, their {@link Statics} are noted then, and put back before each run:
 * whatever came before, a run begins with the same statics. If something is left that this does not reach, a thread that
 * still runs or a class with statics that was not known, the JVM is not used again.
 *
 * <p>Some classes take over options of the command line when they are initialised. So TLC is told the options before
 * that, and all runs in one JVM have the same ones.
 *
 * <p>Each run does what TLC's own {@code main} does, but for the mail that it can send, and the exit.
 */
final class RepeatableTlc {
    static final String MAIN_CLASS = "tlc2.TLC";

    /** Beside the directories of the runs; TLC creates a directory as soon as it knows its options. */
    private static final String UNUSED_DIRECTORY = "../unused";

    /** Each of which takes some memory. */
    private static final int MOST_IDLE_THREADS = 50;

    private final Constructor<?> construct;
    private final Method handleParameters;
    private final Method getMainFile;
    private final Method setResolver;
    private final Method process;
    private final Method exitStatus;
    private final Method directoryOf;
    private final Constructor<?> resolver;
    private final Constructor<?> resolverOf;
    private final TlcClasses classes;
    private final Statics statics;

    private int idleThreads;
    private boolean leftSomething;

    private RepeatableTlc(Path jar, List<String> options) throws ReflectiveOperationException, IOException {
        Class<?> tlc = Class.forName(MAIN_CLASS);
        construct = tlc.getConstructor();
        handleParameters = tlc.getMethod("handleParameters", String[].class);
        getMainFile = tlc.getMethod("getMainFile");
        setResolver = tlc.getMethod("setResolver", Class.forName("util.FilenameToStream"));
        process = tlc.getMethod("process");
        exitStatus = Class.forName("tlc2.output.EC$ExitStatus").getMethod("errorConstantToExitStatus", int.class);
        directoryOf = Class.forName("util.FileUtil").getMethod("parseDirname", String.class);
        Class<?> files = Class.forName("util.SimpleFilenameToStream");
        resolver = files.getConstructor();
        resolverOf = files.getConstructor(String.class);
        take(options);
        classes = TlcClasses.initialised(jar, tlc.getClassLoader());
        statics = new Statics(classes.known(), tlc.getClassLoader());
    }

    /**
     * The TLC on the class path; empty if it is not made as expected, and can only be run by its {@code main}.
     *
     * @param options those that all runs have
     */
    static Optional<RepeatableTlc> in(Path jar, List<String> options) {
        try {
            return Optional.of(new RepeatableTlc(jar, options));
        } catch (ReflectiveOperationException | IOException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** Runs TLC; its exit status. */
    int run(String[] arguments) throws Throwable {
        statics.putBack();
        Run run = new Run(arguments);
        // Of its own, so that what TLC keeps by thread does not stay.
        ThreadGroup group = new ThreadGroup("quiesce-run");
        Thread thread = new Thread(group, run, "main");
        thread.start();
        thread.join();
        LeftThreads left = new LeftThreads(group);
        leftSomething |= !left.comeToRest();
        idleThreads += left.count();
        return run.status();
    }

    /** Whether another run would begin like the first one. */
    boolean canRunAgain() throws ReflectiveOperationException {
        return !leftSomething && idleThreads < MOST_IDLE_THREADS && statics.areComplete() && !classes.haveStrangers();
    }

    private void take(List<String> options) throws ReflectiveOperationException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-metadir", UNUSED_DIRECTORY, "Unused"));
        if (!(Boolean) handleParameters.invoke(construct.newInstance(), (Object) arguments.toArray(new String[0]))) {
            throw new NoSuchMethodException("TLC refuses its options");
        }
    }

    private int process(String[] arguments) throws ReflectiveOperationException {
        Object here = construct.newInstance();
        if (!(Boolean) handleParameters.invoke(here, (Object) arguments)) {
            return 1;
        }
        String directory = (String) directoryOf.invoke(null, getMainFile.invoke(here));
        setResolver.invoke(here, directory.isEmpty() ? resolver.newInstance() : resolverOf.newInstance(directory));
        return (Integer) exitStatus.invoke(null, process.invoke(here));
    }

    /** One run, on its thread. */
    private final class Run implements Runnable {
        private final String[] arguments;
        private int status;
        private Throwable failure;

        private Run(String[] arguments) {
            this.arguments = arguments;
        }

        @Override
        public void run() {
            try {
                status = process(arguments);
            } catch (InvocationTargetException e) {
                failure = e.getCause();
            } catch (Throwable e) {
                failure = e;
            }
        }

        private int status() throws Throwable {
            if (failure != null) {
                throw failure;
            }
            return status;
        }
    }
}
