package org.quiesce.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.quiesce.catalog.ModelFile.Case;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.catalog.YamlTree.Mapping;
import org.quiesce.catalog.YamlTree.Node;
import org.quiesce.catalog.YamlTree.Scalar;
import org.quiesce.catalog.YamlTree.Sequence;
import org.quiesce.kernel.Profile;

/**
 * Puts new numbers of states into the text of a model file. Everything else stays as it is, byte for byte, with two
 * exceptions: where kernels of one expectation no longer have the same number, it is repeated for each number; and where
 * expectations now differ in their kernels only, the first is for all of these.
 */
public final class StateCounts {

    private final ModelReader reader;
    private final String file;
    private final String text;
    private final Map<String, Map<Profile, Long>> counts;
    private final List<Change> changes = new ArrayList<>();

    private StateCounts(ModelReader reader, String file, String text, Map<String, Map<Profile, Long>> counts) {
        this.reader = reader;
        this.file = file;
        this.text = text;
        this.counts = counts;
    }

    /**
     * The text with the new numbers.
     *
     * @param reader what understands the text
     * @param file   the name of the file, for messages
     * @param counts the number of states on each kernel, by the name of the variant; an expectation of which no kernel
     *               is in there stays as it is
     * @throws ModelFileException if the text is no model file, or if only some kernels of an expectation were counted
     */
    public static Rewritten rewrite(
            ModelReader reader, String file, String text, Map<String, Map<Profile, Long>> counts) {
        return new StateCounts(reader, file, text, counts).rewritten();
    }

    /**
     * A text, and what is new in it.
     *
     * @param changes in the order of the file; empty if the text is the old one
     */
    public record Rewritten(String text, List<Change> changes) {
        public Rewritten {
            changes = List.copyOf(changes);
        }
    }

    /** Some kernels of one expectation have another number of states. */
    public record Change(String variant, List<Profile> kernels, long before, long after) {
        public Change {
            kernels = List.copyOf(kernels);
        }
    }

    private Rewritten rewritten() {
        ModelFile before = reader.parse(file, text);
        StringBuilder after = new StringBuilder();
        int copied = 0;
        Mapping variants = mapping(child(YamlTree.parse(file, text), "variants"));
        for (Case variant : before.cases()) {
            List<Piece> pieces = pieces(variant, ((Sequence) child(child(variants, variant.name()), "expect")).items());
            for (Piece piece : pieces) {
                if (copied <= piece.block.start) {
                    after.append(text, copied, piece.block.start);
                    copied = piece.block.end;
                }
                after.append(piece.text());
            }
        }
        String result = after.append(text.substring(copied)).toString();
        refuseOtherChanges(before, reader.parse(file, result));
        return new Rewritten(result, changes);
    }

    /** An expectation as it is to be: the text of one that there is, for some kernels, with a number. */
    private static final class Piece {

        private final Block block;
        private final long states;
        private final List<Profile> kernels = new ArrayList<>();
        /** How many there are of the same block. */
        private final int copies;
        private boolean joined;

        Piece(Block block, List<Profile> kernels, long states, int copies) {
            this.block = block;
            this.kernels.addAll(kernels);
            this.states = states;
            this.copies = copies;
        }

        boolean saysTheSameAs(Piece other) {
            return states == other.states && block.frame().equals(other.block.frame());
        }

        String text() {
            return kernels.isEmpty() ? "" : block.with(kernels, states, copies == 1 && !joined ? 1 : 2);
        }
    }

    /**
     * The expectations of a variant in the order of the text, if one of them is new; one whose kernels went to an earlier
     * one has none.
     */
    private List<Piece> pieces(Case variant, List<Node> items) {
        List<Map<Long, List<Profile>>> groups = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            groups.add(groups(variant, variant.expectations().get(i), items.get(i)));
        }
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Map<Long, List<Profile>> group = groups.get(i);
            if (!group.isEmpty()) {
                Block block = new Block(mapping(items.get(i)));
                group.forEach((states, kernels) -> pieces.add(new Piece(block, kernels, states, group.size())));
            } else if (groups.stream().anyMatch(g -> !g.isEmpty()) && isRewritable(mapping(items.get(i)))) {
                Expectation same = variant.expectations().get(i);
                pieces.add(new Piece(new Block(mapping(items.get(i))), same.kernels(), same.states(), 1));
            }
        }
        for (int i = 1; i < pieces.size(); i++) {
            Piece late = pieces.get(i);
            pieces.subList(0, i).stream().filter(p -> !p.kernels.isEmpty() && p.saysTheSameAs(late)).findFirst()
                    .ifPresent(first -> {
                        first.kernels.addAll(late.kernels);
                        first.joined = true;
                        late.kernels.clear();
                    });
        }
        return pieces;
    }

    /** The kernels of an expectation by their new number of states; empty if nothing is new. */
    private Map<Long, List<Profile>> groups(Case variant, Expectation expected, Node at) {
        Map<Profile, Long> counted = counts.getOrDefault(variant.name(), Map.of());
        List<Profile> missing = expected.kernels().stream().filter(k -> !counted.containsKey(k)).toList();
        if (missing.size() == expected.kernels().size()) {
            return Map.of();
        } else if (!missing.isEmpty()) {
            throw refuse(at, missing.get(0) + " shares this expectation and was not counted; count on all its kernels");
        }
        Map<Long, List<Profile>> groups = expected.kernels().stream()
                .collect(Collectors.groupingBy(counted::get, LinkedHashMap::new, Collectors.toList()));
        groups.forEach((states, kernels) -> {
            if (states != expected.states()) {
                changes.add(new Change(variant.name(), kernels, expected.states(), states));
            }
        });
        return groups.keySet().equals(Set.of(expected.states())) ? Map.of() : groups;
    }

    /** What is expected must be the same as before, but for the numbers that were counted. */
    private void refuseOtherChanges(ModelFile before, ModelFile after) {
        for (Case variant : before.cases()) {
            Map<Profile, Long> counted = counts.getOrDefault(variant.name(), Map.of());
            Case rewritten = after.variant(variant.name()).orElseThrow();
            for (Expectation old : variant.expectations()) {
                for (Profile kernel : old.kernels()) {
                    Expectation now = rewritten.on(kernel).orElseThrow();
                    if (!now.equals(old.on(now.kernels(), counted.getOrDefault(kernel, old.states())))) {
                        throw new IllegalStateException(file + ": a rewrite would change what is expected of "
                                + variant.name() + " on " + kernel);
                    }
                }
            }
        }
    }

    // ---- the text of one expectation

    /** The lines of an expectation, from the one with its dash to the last that is indented more. */
    private final class Block {

        private final int start;
        private final int end;
        private final int kernels;
        private final int kernelsEnd;
        private final int states;
        private final int statesEnd;

        Block(Mapping expectation) {
            start = offset(expectation.line(), 1);
            int dash = indentation(start);
            if (!hasDash(expectation)) {
                throw refuse(expectation, "an expectation that is to be rewritten begins with a dash of its own");
            }
            int last = lineAfter(start);
            for (int next = last; next < text.length() && (isBlank(next) || indentation(next) > dash);
                    next = lineAfter(next)) {
                last = isBlank(next) ? last : lineAfter(next);
            }
            end = last;
            Node list = child(expectation, "kernels");
            kernels = offset(list.line(), list.column());
            kernelsEnd = text.indexOf(']', kernels) + 1;
            if (!hasBrackets(expectation)) {
                throw refuse(list, "the kernels of an expectation that is to be rewritten stand in brackets: [a, b]");
            }
            Node number = child(expectation, "states");
            states = offset(number.line(), number.column());
            statesEnd = states + ((Scalar) number).text().length();
        }

        /** What stands around the kernels and the number: where it is the same, all else is. */
        String frame() {
            return with(List.of(), 0, 2);
        }

        /** The block for some of its kernels; the list stays as it is written where it is one block of one. */
        String with(List<Profile> some, long count, int blocks) {
            String names = some.stream().map(Profile::name).collect(Collectors.joining(", ", "[", "]"));
            Edit list = new Edit(kernels, kernelsEnd, blocks == 1 ? text.substring(kernels, kernelsEnd) : names);
            Edit number = new Edit(states, statesEnd, Long.toString(count));
            Edit first = kernels < states ? list : number;
            Edit second = first == list ? number : list;
            String result = text.substring(start, first.from) + first.by + text.substring(first.to, second.from)
                    + second.by + text.substring(second.to, end);
            return result.endsWith("\n") || blocks == 1 ? result : result + "\n";
        }
    }

    private boolean isRewritable(Mapping expectation) {
        return hasDash(expectation) && hasBrackets(expectation);
    }

    private boolean hasDash(Mapping expectation) {
        int start = offset(expectation.line(), 1);
        return text.charAt(start + indentation(start)) == '-';
    }

    private boolean hasBrackets(Mapping expectation) {
        Node list = child(expectation, "kernels");
        return text.charAt(offset(list.line(), list.column())) == '[';
    }

    private record Edit(int from, int to, String by) {}

    private int offset(int line, int column) {
        int at = 0;
        for (int i = 1; i < line; i++) {
            at = lineAfter(at);
        }
        return at + column - 1;
    }

    private int lineAfter(int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }

    private int indentation(int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at - start;
    }

    private boolean isBlank(int start) {
        return text.substring(start, lineAfter(start)).isBlank();
    }

    // ---- nodes

    private static Mapping mapping(Node node) {
        return (Mapping) node;
    }

    private static Node child(Node node, String key) {
        return mapping(node).entries().entrySet().stream()
                .filter(e -> e.getKey().text().equals(key))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private ModelFileException refuse(Node node, String why) {
        return new ModelFileException(file, node.line(), node.column(), why);
    }
}
