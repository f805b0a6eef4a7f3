package org.quiesce.kernelreplay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes what a virtual machine starts with: the module with its gates, and how they are to be opened. */
final class GuestBuild {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int SHOWN_MESSAGES = 3;
    private static final String SOURCE = "driver.c";

    private final KernelFolder kernel;
    private final Path directory;

    /** @param directory for everything that is made; whoever gives it removes it */
    GuestBuild(KernelFolder kernel, Path directory) {
        this.kernel = kernel;
        this.directory = directory;
    }

    /** What is compiled, by file name: the C as it is, and what Quiesce adds. */
    static SortedMap<String, String> sources(String c) {
        SortedMap<String, String> files = new TreeMap<>();
        files.put(SOURCE, c);
        for (String own : List.of("gates.c", "gates.h", "calls.h")) {
            files.put(own, GuestFiles.resource(own));
        }
        // A call whose value nobody wants has one all the same when it has gates.
        files.put("Makefile", "obj-m := gates.o driver.o\n"
                + "CFLAGS_driver.o := -include $(src)/calls.h -Wno-unused-value\n");
        return files;
    }

    /**
     * Compiles the module.
     *
     * @param name of the C file, for the messages of the compiler
     * @throws InfrastructureException if it does not compile; the message has the lines of the user's file
     */
    void compile(String name, String c) throws InfrastructureException {
        try {
            for (var file : sources(c).entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
            Tool.Outcome outcome = Tool.in(directory, LIMIT).run(List.of("make", "-s", "-C", kernel.headers().toString(),
                    "M=" + directory, "CONFIG_DEBUG_INFO_BTF_MODULES=", "modules"));
            if (!outcome.isFine()) {
                throw new InfrastructureException(name + " does not compile for " + kernel.release() + "\n"
                        + messages(name, outcome.output()));
            }
        } catch (IOException e) {
            throw new InfrastructureException("make can't be run in " + directory + ": " + e.getMessage(), e);
        }
    }

    private String messages(String name, String output) {
        List<String> errors = output.lines().filter(line -> line.contains("error:") || line.contains("ERROR:")).toList();
        return (errors.isEmpty() ? output.lines().toList() : errors).stream()
                .limit(SHOWN_MESSAGES)
                .map(line -> line.replace(directory.resolve(SOURCE).toString(), name))
                .collect(Collectors.joining("\n"));
    }

    /** The first file system of the machine. */
    Path initrd(Cast cast, List<Grant> grants, String unload, int seconds) throws IOException {
        Cpio cpio = new Cpio().directory("bin").directory("dev").device("dev/console", 5, 1)
                .program("init", bytes(GuestFiles.resource("init.sh")))
                .program("bin/busybox", Files.readAllBytes(kernel.busybox()))
                .file("gates.ko", Files.readAllBytes(directory.resolve("gates.ko")))
                .file("driver.ko", Files.readAllBytes(directory.resolve("driver.ko")))
                .file("schedule", bytes(cast.actors() + " " + cast.schedule(grants) + " " + seconds + " " + unload + "\n"))
                .file("callers", bytes(cast.callers(grants)));
        return Files.write(directory.resolve("initrd"), cpio.end());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
