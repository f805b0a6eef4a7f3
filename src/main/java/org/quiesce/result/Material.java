package org.quiesce.result;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a check is about: enough to show it, and to check it again in plain TLC, without anything else.
 *
 * @param programs      kthreads, then the loader, file operations, callbacks, environments
 * @param sources       the C: its files, or the listing of the protocol
 * @param variables     of a state, in the order of the specification
 * @param specification in TLA+
 * @param states        the states, if they were asked for
 */
public record Material(
        List<Program> programs,
        List<Source> sources,
        List<Variable> variables,
        Specification specification,
        Optional<StateGraph> states) {

    public Material {
        Given.all(specification);
        programs = List.copyOf(programs);
        sources = List.copyOf(sources);
        variables = List.copyOf(variables);
    }

    /** The same with states. */
    Material with(StateGraph graph) {
        return new Material(programs, sources, variables, specification, Optional.of(graph));
    }

    /**
     * What some contexts run, as a graph of steps between labels.
     *
     * @param name     of the function
     * @param contexts that run it
     * @param start    the label at which each of them starts
     */
    public record Program(String name, List<String> contexts, String start, List<Node> steps) {
        public Program {
            Given.all(name, start);
            contexts = List.copyOf(contexts);
            steps = List.copyOf(steps);
        }
    }

    /**
     * A step, which is all that is done at its label.
     *
     * @param label  where a context is that takes it next
     * @param action name of the action in TLA+
     * @param file   the C file of the line, if there are several
     * @param line   of the listing or the file; empty for a step of core code that no line calls
     * @param text   the C of that line, or the core function
     * @param what   what it does, as a clause
     * @param exits  where its ways out lead
     */
    public record Node(
            String label,
            String action,
            Optional<String> file,
            OptionalInt line,
            String text,
            String what,
            List<Exit> exits) {

        public Node {
            Given.all(label, action, text, what);
            exits = List.copyOf(exits);
        }
    }

    /** A way out of a step: next, true, false, signalled, timed_out or failed; and the label to which it leads. */
    public record Exit(String when, String to) {
        public Exit {
            Given.all(when, to);
        }
    }

    /**
     * A text in C.
     *
     * @param name of the file; of the listing that of the protocol
     * @param kind {@code file} or {@code listing}
     */
    public record Source(String name, String kind, List<Line> lines) {
        public Source {
            Given.all(name, kind);
            lines = List.copyOf(lines);
        }

        /**
         * A line.
         *
         * @param function of a listing: the function it belongs to
         */
        public record Line(int number, Optional<String> function, String text) {
            public Line {
                Given.all(text);
            }
        }
    }

    /**
     * A variable of the state.
     *
     * @param modelValues whether words in it are model values of TLC, and not strings
     */
    public record Variable(String name, String meaning, boolean modelValues) {
        public Variable {
            Given.all(name, meaning);
        }
    }

    /**
     * The specification.
     *
     * @param module      name of the module
     * @param files       the module and its configurations, by file name
     * @param modelValues constants that are model values
     * @param constants   constants that are truth values, as the kernel has them
     * @param commands    that run plain TLC on it
     */
    public record Specification(
            String module,
            SortedMap<String, String> files,
            List<String> modelValues,
            SortedMap<String, Boolean> constants,
            List<String> commands) {

        public Specification {
            Given.all(module);
            files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
            modelValues = List.copyOf(modelValues);
            constants = Collections.unmodifiableSortedMap(new TreeMap<>(constants));
            commands = List.copyOf(commands);
        }
    }
}
