package org.quiesce.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.report.Printable;

/**
 * How everything in a bundle is done again, as commands for a shell that whoever has the bundle can run. They leave it as
 * it is: what was read is put, under the names by which it was, into a new directory, and all happens there.
 *
 * @param call      the arguments by which the bundle was made
 * @param ofSources those of them that say how C is read
 * @param places    where each file that was read is in the bundle, by its name
 */
record BundledCommands(List<String> call, List<String> ofSources, SortedMap<String, String> places) {

    private static final String AGAIN = "\"$again\"";

    BundledCommands {
        call = List.copyOf(call);
        ofSources = List.copyOf(ofSources);
    }

    /** A specification in the bundle: its directory, its module, and the configurations that are in it. */
    record Specification(String place, String module, List<String> configurations) {
        Specification {
            configurations = List.copyOf(configurations);
        }
    }

    /** The text of all commands. */
    String text(List<Specification> specifications, List<String> traces) {
        List<String> lines = new ArrayList<>(List.of(
                "# For a shell, where the bundle was unpacked: sh commands.txt",
                "# quiesce and java have to be on the PATH, and $TLC is to name tla2tools.jar.",
                "bundle=$PWD", "again=$(mktemp -d)"));
        if (!work().equals(AGAIN)) {
            lines.add("mkdir -p " + work());
        }
        lines.addAll(sources());
        lines.addAll(List.of("", "# the whole bundle again",
                "(cd " + work() + " && quiesce bundle " + words(call) + " --out bundle.zip)"));
        if (!specifications.isEmpty()) {
            lines.addAll(List.of("", "# the specifications, in plain TLC; each configuration by itself",
                    "TLC=$(realpath \"${TLC:-tla2tools.jar}\")", "cp -r specs " + AGAIN));
        }
        specifications.forEach(specification -> specification.configurations().forEach(configuration -> lines.add("(cd " + AGAIN
                + "/" + specification.place() + " && java -cp \"$TLC\" tlc2.TLC -deadlock -config " + configuration + " "
                + specification.module() + ".tla)")));
        if (!traces.isEmpty()) {
            lines.addAll(List.of("", "# the counterexamples, on the simulator"));
        }
        traces.forEach(trace -> lines.add("(cd " + work() + " && quiesce replay \"$bundle\"/" + trace + of() + ")"));
        return String.join("\n", lines) + "\n";
    }

    /** Of a protocol of the atlas a trace says enough. */
    private String of() {
        if (places.isEmpty() && ofSources.isEmpty()) {
            return "";
        }
        Stream<String> protocols = call.stream().filter(argument -> !argument.startsWith("-")).map(what -> "--of=" + what);
        return " " + words(Stream.concat(protocols, ofSources.stream()).toList());
    }

    // ---- what was read

    private List<String> sources() {
        List<String> lines = new ArrayList<>();
        if (!places.isEmpty()) {
            lines.addAll(List.of("", "# the C and the models that were read, under the names by which they were"));
        }
        if (places.keySet().stream().anyMatch(BundledCommands::isAbsolute)) {
            lines.add("# (of paths that began at the root without that: what is made of them has other names in it)");
        }
        places.forEach((name, place) -> {
            Path copy = Path.of(below(name));
            if (copy.getParent() != null) {
                lines.add("mkdir -p " + work() + "/" + quoted(copy.getParent().toString()));
            }
            lines.add("cp " + place + " " + work() + "/" + quoted(copy.toString()));
        });
        return lines;
    }

    private static boolean isAbsolute(String name) {
        return name.startsWith("/");
    }

    /** Nothing is written to places that are none of the bundle's. */
    private static String below(String name) {
        return name.replaceFirst("^/+", "");
    }

    /** Where the commands are called: as deep as names climb, so that what is above it is still beside the bundle. */
    private String work() {
        int depth = places.keySet().stream().mapToInt(BundledCommands::climb).max().orElse(0);
        return AGAIN + "/below".repeat(depth);
    }

    private static int climb(String name) {
        Path path = Path.of(below(name)).normalize();
        int up = 0;
        while (up < path.getNameCount() && path.getName(up).toString().equals("..")) {
            up++;
        }
        return up;
    }

    // ---- words

    private String words(List<String> arguments) {
        return arguments.stream().map(this::relocated).map(BundledCommands::quoted).collect(Collectors.joining(" "));
    }

    /** An argument in which a path that began at the root is one from where the commands are called. */
    private String relocated(String argument) {
        int value = argument.startsWith("-") ? argument.indexOf('=') + 1 : 0;
        return argument.substring(0, value) + below(argument.substring(value));
    }

    /** As a shell takes it for one word. */
    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9._/=,+-]+") ? argument : "'" + Printable.of(argument).replace("'", "'\\''") + "'";
    }
}
