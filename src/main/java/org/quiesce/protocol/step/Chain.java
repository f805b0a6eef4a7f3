package org.quiesce.protocol.step;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The steps of one call, one after the other. A single step is labelled with the line alone; of several, each has the
 * line and its own suffix.
 */
final class Chain {

    /** Target of an exit: what follows the whole call. */
    static final String AFTER = ">";

    private static final String FOLLOWING = "";

    private record Part(
            String suffix,
            String what,
            List<String> ids,
            Frame frame,
            Fairness fairness,
            List<Micro> micros,
            SortedMap<Exit, String> exits) {}

    private final StepFactory factory;
    private final int line;
    private final String text;
    private final List<Part> parts = new ArrayList<>();

    Chain(StepFactory factory, int line, String text) {
        this.factory = factory;
        this.line = line;
        this.text = text;
    }

    /** A step in module text that leads to the following one; ids are separated by blanks. */
    Chain step(String suffix, String what, String ids, Micro... micros) {
        return step(suffix, what, ids, Frame.MODULE, Fairness.WEAK, micros);
    }

    Chain step(String suffix, String what, String ids, Frame frame, Fairness fairness, Micro... micros) {
        SortedMap<Exit, String> exits = new TreeMap<>();
        exits.put(Exit.NEXT, FOLLOWING);
        List<String> idList = ids.isEmpty() ? List.of() : List.of(ids.split(" "));
        parts.add(new Part(suffix, what, idList, frame, fairness, List.of(micros), exits));
        return this;
    }

    /** A step in core text. */
    Chain core(String suffix, String what, String ids, Micro... micros) {
        return step(suffix, what, ids, Frame.CORE, Fairness.WEAK, micros);
    }

    /** A step that waits: who waits for a moment that comes again and again does not miss it for ever. */
    Chain await(String suffix, String what, String ids, Micro... micros) {
        return step(suffix, what, ids, Frame.MODULE, Fairness.STRONG, micros);
    }

    /**
     * The last step has an exit that leads to a label, to {@link #AFTER}, or, for a suffix that begins with a dot, to
     * another step.
     */
    Chain exit(Exit exit, String target) {
        parts.get(parts.size() - 1).exits().put(exit, target);
        return this;
    }

    /** The last step has no exit {@link Exit#NEXT}. */
    Chain withoutNext() {
        parts.get(parts.size() - 1).exits().remove(Exit.NEXT);
        return this;
    }

    /** The last step has that exit, too, and it leads where NEXT leads. */
    Chain alsoNext(Exit exit) {
        return exit(exit, FOLLOWING);
    }

    /** The steps; the last one leads to {@code next}. */
    Code to(String next) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            String following = i + 1 < parts.size() ? label(parts.get(i + 1).suffix()) : next;
            SortedMap<Exit, String> exits = new TreeMap<>();
            part.exits().forEach((exit, target) -> exits.put(exit,
                    target.equals(FOLLOWING) ? following
                            : target.equals(AFTER) ? next
                            : target.startsWith(".") ? label(target.substring(1)) : target));
            steps.add(factory.step(label(part.suffix()), line, text, part.what(), part.ids(), part.frame(),
                    part.fairness(), part.micros(), exits));
        }
        return new Code(steps.get(0).label(), steps);
    }

    private String label(String suffix) {
        return parts.size() == 1 ? factory.label(line) : factory.label(line) + "." + suffix;
    }
}
