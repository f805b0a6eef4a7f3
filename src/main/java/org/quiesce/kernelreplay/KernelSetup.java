package org.quiesce.kernelreplay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Fetches the packages of a kernel and unpacks them, as an ordinary user: nothing is installed. */
public final class KernelSetup {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Pattern DEPENDS = Pattern.compile("^\\s*\\|?Depends: (\\S+)", Pattern.MULTILINE);
    private static final Pattern SIZE = Pattern.compile("^Size: (\\d+)", Pattern.MULTILINE);
    private static final String BUSYBOX = "busybox-static";
    /** Measured of 6.1: 187 MB, of 6.12: 128 MB. */
    private static final int UNPACKED_MEGABYTES = 190;

    private final Path kernels;

    /** A set-up in that folder, which is made when it is needed. */
    public KernelSetup(Path kernels) {
        this.kernels = kernels;
    }

    /**
     * What would be fetched.
     *
     * @param packages names of the packages
     * @param bytes    of all of them
     * @param place    where they would be unpacked
     */
    public record Plan(ReplayKernel kernel, List<String> packages, long bytes, Path place) {
        /** In one sentence. */
        public String sentence() {
            return kernel.profile() + ": fetches " + String.join(", ", packages) + " (" + (bytes + 500_000) / 1_000_000
                    + " MB), and unpacks them to " + place + " (at most " + UNPACKED_MEGABYTES + " MB)";
        }
    }

    /** Programs that are needed and are not on the PATH, each with the package of Debian that has it. */
    public static List<String> missingTools() {
        return Stream.of("apt-get:apt", "apt-cache:apt", "dpkg-deb:dpkg", "make:make", "gcc-12:gcc-12",
                        "qemu-system-x86_64:qemu-system-x86")
                .map(tool -> tool.split(":"))
                .filter(tool -> Tool.find(tool[0]).isEmpty())
                .map(tool -> tool[0] + " (package " + tool[1] + ")")
                .toList();
    }

    /** Whether a kernel is there, and whole. */
    public boolean has(ReplayKernel kernel) {
        try {
            KernelFolder.find(kernels, kernel);
            return true;
        } catch (InfrastructureException e) {
            return false;
        }
    }

    /** What is to be fetched for a kernel. */
    public Plan plan(ReplayKernel kernel) throws InfrastructureException {
        List<String> packages = new ArrayList<>();
        packages.add(only(depends(kernel.image()), "linux-image-", kernel.image()));
        String headers = only(depends(kernel.headers()), "linux-headers-", kernel.headers());
        packages.add(headers);
        depends(headers).stream()
                .filter(name -> name.startsWith("linux-headers-") || name.startsWith("linux-kbuild-"))
                .forEach(packages::add);
        packages.add(BUSYBOX);
        long bytes = 0;
        for (String name : packages) {
            bytes += size(name);
        }
        return new Plan(kernel, packages, bytes, kernels.resolve(kernel.profile()));
    }

    private static String only(List<String> names, String prefix, String of) throws InfrastructureException {
        return names.stream().filter(name -> name.startsWith(prefix)).findFirst()
                .orElseThrow(() -> new InfrastructureException("package " + of + " is not known here\n"
                        + "this needs the package lists of Debian 12 with its security updates: apt-get update fetches them, as root"));
    }

    static List<String> dependencies(String said) {
        Matcher depends = DEPENDS.matcher(said);
        List<String> names = new ArrayList<>();
        while (depends.find()) {
            names.add(depends.group(1));
        }
        return names;
    }

    private List<String> depends(String name) throws InfrastructureException {
        return dependencies(run(Path.of("/"), List.of("apt-cache", "depends", name)));
    }

    private long size(String name) throws InfrastructureException {
        Matcher size = SIZE.matcher(run(Path.of("/"), List.of("apt-cache", "show", "--no-all-versions", name)));
        return size.find() ? Long.parseLong(size.group(1)) : 0;
    }

    /** Fetches and unpacks. What is there of an earlier time is replaced when all has worked. */
    public void fetch(Plan plan) throws InfrastructureException {
        try {
            Files.createDirectories(kernels);
            try (Workplace place = Workplace.in(kernels)) {
                Path draft = place.directory();
                unpack(plan, draft);
                Workplace.delete(plan.place());
                Files.move(draft.resolve("kernel"), plan.place(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new InfrastructureException(kernels + " can't be written to: " + e.getMessage(), e);
        }
    }

    private static void unpack(Plan plan, Path draft) throws IOException, InfrastructureException {
        List<String> download = new ArrayList<>(List.of("apt-get", "download"));
        download.addAll(plan.packages());
        run(draft, download);
        Path kernel = Files.createDirectory(draft.resolve("kernel"));
        try (Stream<Path> files = Files.list(draft)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".deb")).toList()) {
                run(draft, List.of("dpkg-deb", "-x", file.toString(), kernel.toString()));
            }
        }
        Workplace.delete(kernel.resolve("lib"));
        try (Stream<Path> all = Files.list(kernel.resolve("usr/src"))) {
            for (Path headers : all.filter(h -> Files.isRegularFile(h.resolve("Module.symvers"))).toList()) {
                Path makefile = headers.resolve("Makefile");
                String text = Files.readString(makefile);
                // The one path in it that is absolute; the headers are beside each other here, too.
                Files.writeString(makefile, text.replace("/usr/src/", "$(dir $(abspath $(lastword $(MAKEFILE_LIST))))../"));
            }
        }
    }

    private static String run(Path in, List<String> command) throws InfrastructureException {
        try {
            Tool.Outcome outcome = Tool.in(in, LIMIT).run(command);
            if (!outcome.isFine()) {
                throw new InfrastructureException(String.join(" ", command.subList(0, Math.min(3, command.size())))
                        + " has failed" + outcome.status().map(s -> " with status " + s).orElse(": it took too long")
                        + "\n" + outcome.output().lines().filter(l -> l.startsWith("E:")).findFirst()
                                .orElse("run it by hand to see more"));
            }
            return outcome.output();
        } catch (IOException e) {
            throw new InfrastructureException(command.get(0) + " can't be run: " + e.getMessage(), e);
        }
    }
}
