package org.quiesce.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one run of TLC printed, and the graph that it wrote; equal for two runs if they differ in nothing but times, the
 * number of the process, its directory, and a seed that no search uses.
 *
 * @param graph empty if there is none
 */
record Printed(int status, List<String> lines, List<String> graph) {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    private static final Pattern DURATION = Pattern.compile("\\b[Ff]inished (.*)in (\\d+s|\\d+ms|\\d+min \\d+s)\\b");
    private static final Pattern PROCESS = Pattern.compile("seed -?\\d+ with|\\[pid: \\d+]");
    private static final Pattern FINGERPRINT = Pattern.compile("(?<![\\d\\w])-?\\d{10,}\\b");
    private static final Pattern COUNTS = Pattern.compile("distinct states found|Temporal properties were violated");
    private static final int TEMPORAL = 13;
    private static final Pattern RATE = Pattern.compile(" \\([\\d,]+ (ds|s)/min\\)");

    /** The run that a command line makes, in a JVM that does nothing else. */
    static Printed bare(TlcJar jar, TlcRequest request, Path directory) throws Exception {
        Path specification = Files.createDirectories(directory.resolve("spec"));
        Files.createDirectories(directory.resolve("tmp"));
        Files.createDirectories(directory.resolve("graph"));
        for (var module : request.modules().entrySet()) {
            Files.writeString(specification.resolve(module.getKey() + ".tla"), module.getValue());
        }
        Files.writeString(specification.resolve(request.module() + ".cfg"), request.config());
        Path out = directory.resolve("out");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xmx" + request.heapMebibytes() + "m", "-Xss8m", "-Dfile.encoding=UTF-8",
                "-Djava.io.tmpdir=" + directory.resolve("tmp"), "-cp", jar.path().toString()));
        command.addAll(Tlc.arguments(request));
        Process process = new ProcessBuilder(command).directory(specification.toFile()).redirectOutput(out.toFile())
                .redirectError(directory.resolve("err").toFile()).start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("TLC does not end");
        }
        return of(process.exitValue(), Files.readAllLines(out), directory);
    }

    /** The same in a child, which is kept for the next one if it gives back, else ended. */
    static Printed inTurn(Children children, TlcRequest request, boolean kept) throws IOException {
        try (ChildRun run = new ChildRun(children, request, Tlc.options(request))) {
            List<String> lines = new ArrayList<>();
            Child.End end = run.perform(Tlc.arguments(request), lines::add);
            if (kept) {
                run.cameToVerdict();
            }
            // Before its mark a child ends the line that a run may have left open.
            int last = lines.size() - 1;
            return of(((Child.Exited) end).status(), lines.get(last).isEmpty() ? lines.subList(0, last) : lines, run.path(""));
        }
    }

    /** Where another run first differs, for a reader; empty if it does not. */
    String difference(Printed other) {
        return status == other.status
                ? difference(lines, other.lines) + difference(graph, other.graph)
                : "status " + status + " and " + other.status;
    }

    private static String difference(List<String> one, List<String> other) {
        int line = 0;
        while (line < one.size() && line < other.size() && one.get(line).equals(other.get(line))) {
            line++;
        }
        return one.equals(other) ? "" : "line " + line + ": " + around(one, line) + " and " + around(other, line);
    }

    private static List<String> around(List<String> lines, int line) {
        return lines.subList(Math.max(0, line - 2), Math.min(lines.size(), line + 3));
    }

    private static Printed of(int status, List<String> lines, Path directory) throws IOException {
        Path graph = directory.resolve(Tlc.GRAPH);
        String here = directory.toString().replaceFirst("/$", "");
        return new Printed(status, withoutProgress(lines).stream()
                .map(line -> line.replace(here, "DIRECTORY"))
                .map(line -> DATE.matcher(line).replaceAll("DATE"))
                .map(line -> DURATION.matcher(line).replaceAll("finished $1in TIME"))
                .map(line -> PROCESS.matcher(line).replaceAll("PROCESS"))
                .map(line -> RATE.matcher(line).replaceAll(""))
                .toList(), Files.exists(graph) ? Files.readAllLines(graph) : List.of());
    }

    /** TLC reports its progress whenever some time has passed, so that a slow run does it more often. */
    private static List<String> withoutProgress(List<String> lines) {
        List<String> rest = new ArrayList<>();
        boolean isProgress = false;
        for (String line : lines) {
            isProgress |= line.startsWith("@!@!@STARTMSG 2200:");
            if (!isProgress) {
                rest.add(line);
            }
            isProgress &= !line.startsWith("@!@!@ENDMSG 2200 ");
        }
        return rest;
    }

    /**
     * What does not depend on the order in which a JVM loads TLC's classes. Fingerprints do, by which a graph names its
     * states and some tables are ordered; and so does which one of several behaviours shows a violation of a temporal
     * property. TLC's own main class also gives some advice on collectors.
     */
    Printed ofAnyJvm() {
        int advice = lines.indexOf("@!@!@STARTMSG 2401:3 @!@!@");
        Map<String, String> numbers = new HashMap<>();
        return new Printed(status, IntStream.range(0, lines.size())
                .filter(i -> advice < 0 || i < advice || i >= advice + 3)
                .mapToObj(lines::get)
                .filter(line -> status != TEMPORAL || COUNTS.matcher(line).find())
                .toList(), graph.stream()
                .map(line -> FINGERPRINT.matcher(line)
                        .replaceAll(m -> numbers.computeIfAbsent(m.group(), f -> "state" + numbers.size())))
                .map(line -> line.startsWith("{rank")
                        ? Stream.of(line.split(";")).map(String::strip).sorted().toList().toString()
                        : line)
                .toList());
    }
}
