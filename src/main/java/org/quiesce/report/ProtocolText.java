package org.quiesce.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.quiesce.protocol.Origin;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.FileOperation;
import org.quiesce.protocol.Program.Kthread;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.SharedObject;

/** A protocol as it was understood: its contexts, what they share, what they do, and what was left out. */
public final class ProtocolText {

    private static final int LEFT = 2;

    private final String name;
    private final Protocol protocol;
    private final int width;

    public ProtocolText(String name, Protocol protocol, int width) {
        this.name = name;
        this.protocol = protocol;
        this.width = width;
    }

    /** The text; only its C may be wider than the terminal. */
    public List<Line> draw() {
        List<Line> lines = new ArrayList<>(Flow.of(Line.of(name, Tone.STRONG)
                .plus(protocol.title().isBlank() ? "" : ": " + Printable.of(protocol.title()))).wrap(width, LEFT));
        lines.add(Line.BLANK);
        listed(lines, "contexts", protocol.programs().stream().map(this::context).toList());
        listed(lines, "shared", shared());
        protocol.origin().ifPresent(origin -> {
            listed(lines, "not modelled", origin.unmodelled());
            listed(lines, "abstracted", origin.assumed());
        });
        lines.add(Line.BLANK);
        protocol.listing().render().forEach(line -> lines.add(Line.of(Printable.of(line)).indent(LEFT)));
        protocol.origin().map(ProtocolText::confidence).ifPresent(sentence -> {
            lines.add(Line.BLANK);
            lines.addAll(Flow.of(Line.of(sentence)).wrap(width - LEFT, LEFT).stream().map(l -> l.indent(LEFT)).toList());
        });
        return lines;
    }

    private void listed(List<Line> lines, String label, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            lines.addAll(Facts.fact(i == 0 ? label : "", Printable.of(texts.get(i)), width));
        }
    }

    // ---- contexts

    private String context(Program program) {
        String many = program.count() == 1 ? "" : program.count() + " × ";
        return many + program.name() + ": " + kind(program);
    }

    private static String kind(Program program) {
        if (program instanceof Kthread thread) {
            return thread.text() == Program.Text.INIT ? "kernel thread, in init text" : "kernel thread";
        } else if (program instanceof FileOperation call) {
            return "user task, " + (call.pinning() == Pinning.OWNER ? "keeps the module loaded" : "holds no reference")
                    + call.file().map(file -> ", by " + file).orElse("");
        } else if (program instanceof Callback callback) {
            return word(callback.kind()) + (callback.timing() == Timing.DELAYED ? ", delayed" : "")
                    + callback.runner().map(r -> ", on " + r).orElse("");
        } else if (program instanceof Program.Loader loader) {
            return loader.unloading() == Program.Unloading.NEVER ? "starts what is built into the kernel"
                    : "loads the module, and unloads it" + (loader.exit().isEmpty() ? " never: it has no exit" : "");
        }
        return "may act at any time, or never";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private List<String> shared() {
        Map<String, List<String>> byKind = protocol.objects().stream().collect(Collectors.groupingBy(
                ProtocolText::what, LinkedHashMap::new, Collectors.mapping(SharedObject::name, Collectors.toList())));
        return byKind.entrySet().stream().map(e -> e.getKey() + ": " + String.join(", ", e.getValue())).toList();
    }

    private static String what(SharedObject object) {
        if (object instanceof SharedObject.Flag flag) {
            return "flag, " + flag.initially().c() + " at first";
        } else if (object instanceof SharedObject.Counter counter) {
            return "counter from " + counter.initially() + " to " + counter.max();
        }
        return word(object.kind());
    }

    /** What can be concluded from a verdict. */
    private static String confidence(Origin origin) {
        if (origin.unmodelled().isEmpty()) {
            return switch (origin.assumed().size()) {
                case 0 -> "nothing was abstracted";
                case 1 -> "1 abstraction, on which a verdict rests as well";
                default -> origin.assumed().size() + " abstractions, on which a verdict rests as well";
            };
        }
        return "not all of the file is in the protocol: what is not found to be violated is inconclusive";
    }
}
