package org.quiesce.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.result.Material;
import org.quiesce.result.PlainRun;
import org.quiesce.result.PlainRun.Change;
import org.quiesce.result.PlainRun.Ending;
import org.quiesce.result.PlainRun.Step;

/**
 * A run as a TLA+ module over the specification, for TLC to follow.
 *
 * <p>Each step is the action of the specification that took it, and says the value of every variable after it. TLC
 * reports a deadlock where it can't follow. Where it can, and reports nothing, the run is one of the specification and
 * violates the property: by its last state if it is a safety property, else by all that follows for ever, which TLC then
 * also finds to be fair.
 *
 * <p>No name of a specification has an underscore behind a capital: they keep what is defined here apart.
 */
final class TlaFormat {

    private static final String AT = "Trace_At";
    private static final String VARS = "<<" + AT + ", vars>>";

    private final Violation violation;
    private final PlainRun run;
    private final Material material;
    private final Map<String, Boolean> modelValues;
    private final StringBuilder text = new StringBuilder();

    private TlaFormat(Violation violation, Material material) {
        this.violation = violation;
        this.run = violation.run();
        this.material = material;
        this.modelValues = material.variables().stream()
                .collect(Collectors.toMap(Material.Variable::name, Material.Variable::modelValues));
    }

    /**
     * The module of the trace, its configuration, and the specification, in one directory.
     *
     * @throws ExportException if the result does not have the specification
     */
    static List<Document> write(Violation violation) throws ExportException {
        Material material = violation.check().material().orElseThrow(() -> new ExportException(
                "the result does not hold the specification, which the trace is for"));
        TlaFormat format = new TlaFormat(violation, material);
        SortedMap<String, String> besides = new TreeMap<>();
        besides.put(format.module() + ".cfg", format.config());
        String specification = material.specification().module() + ".tla";
        if (!material.specification().files().containsKey(specification)) {
            throw new ExportException("the result does not hold the module " + Plain.line(specification));
        }
        besides.put(specification, material.specification().files().get(specification));
        List<Document> documents = new ArrayList<>();
        documents.add(new Document(violation.stem() + "/" + format.module() + ".tla", format.text()));
        besides.forEach((file, content) -> documents.add(new Document(violation.stem() + "/" + file, content)));
        return documents;
    }

    private String module() {
        return material.specification().module() + "Trace";
    }

    private boolean isSafety() {
        return violation.finding().kind().equals("safety");
    }

    private int last() {
        return run.steps().size();
    }

    // ---- the module

    private String text() throws ExportException {
        text.append("---- MODULE ").append(module()).append(" ----\n");
        comment(violation.title());
        comment(violation.evidence().account());
        comment("java -cp tla2tools.jar tlc2.TLC -config " + module() + ".cfg " + module() + ".tla");
        text.append("EXTENDS ").append(material.specification().module()).append("\n\nVARIABLE ").append(AT)
                .append("    \\* how many steps are taken; in a loop, those of the first round\n\n");
        state(0);
        for (Step step : run.steps()) {
            step(step);
        }
        int loop = run.ending().firstStep().orElse(0) - 1;
        if (loop > 0) {
            state(loop);
        }
        define("Trace_Follow", IntStream.rangeClosed(1, last()).mapToObj(i -> "Trace_Step" + i).toList(), " \\/ ");
        text.append("Trace_Stay == ").append(AT).append(" = ").append(last()).append(" /\\ UNCHANGED ").append(VARS).append("\n\n");
        String next = loop >= 0 ? "Trace_Follow" : last() == 0 ? "Trace_Stay" : "Trace_Follow \\/ Trace_Stay";
        text.append("Trace_Next == ").append(next).append("\n\n");
        text.append("Trace_Spec ==\n  /\\ ").append(AT).append(" = 0 /\\ Init\n  /\\ [][Trace_Next]_").append(VARS)
                .append("\n  /\\ WF_").append(VARS).append("(Trace_Next)\n\n");
        claims(loop);
        return text.append("====\n").toString();
    }

    private void claims(int loop) {
        text.append("Trace_Begins == ").append(AT).append(" = 0 => Trace_State0\n\n");
        if (loop > 0) {
            text.append("Trace_Closes == ").append(AT).append(" = ").append(loop).append(" => Trace_State").append(loop)
                    .append("\n\n");
        }
        String property = violation.finding().name();
        if (isSafety()) {
            text.append("Trace_Violates == ").append(AT).append(" = ").append(last()).append(" => ~").append(property)
                    .append("\n\nTrace_OfSpec == Init /\\ [][Next]_vars\n");
        } else {
            text.append("Trace_Violates == ~").append(property).append("\n\nTrace_OfSpec == Spec\n");
        }
    }

    private void define(String name, List<String> parts, String between) {
        if (!parts.isEmpty()) {
            text.append(name).append(" ==\n  ").append(String.join("\n  " + between.strip() + " ", parts)).append("\n\n");
        }
    }

    private void state(int number) throws ExportException {
        Snapshot state = run.states().get(number);
        text.append("Trace_State").append(number).append(" ==\n");
        for (Material.Variable variable : material.variables()) {
            SortedMap<String, Datum> entries = state.values().get(variable.name());
            if (entries == null) {
                throw new ExportException("the result holds another specification than that of its runs");
            }
            text.append("  /\\ ").append(variable.name()).append(" = ");
            if (entries.containsKey(StateVariable.PLAIN)) {
                text.append(value(variable.name(), entries.get(StateVariable.PLAIN)));
            } else {
                text.append(entries.entrySet().stream()
                        .map(e -> e.getKey() + " :> " + value(variable.name(), e.getValue()))
                        .collect(Collectors.joining(" @@ ")));
            }
            text.append('\n');
        }
        text.append('\n');
    }

    private void step(Step step) throws ExportException {
        comment(step.number() + "  " + step.context() + "  " + step.place() + ": " + step.what());
        boolean closes = step.number() == last() && run.ending().kind() == Ending.Kind.LOOP;
        int after = closes ? run.ending().firstStep().getAsInt() - 1 : step.number();
        text.append("Trace_Step").append(step.number()).append(" ==\n  /\\ ").append(AT).append(" = ")
                .append(step.number() - 1).append(" /\\ ").append(AT).append("' = ").append(after).append("\n  /\\ ")
                .append(step.call().orElseThrow(() -> new ExportException("the result does not say how the specification"
                        + " calls its steps"))).append('\n');
        for (Material.Variable variable : material.variables()) {
            List<Change> changes = step.changes().stream().filter(c -> c.variable().equals(variable.name())).toList();
            if (!changes.isEmpty()) {
                text.append("  /\\ ").append(variable.name()).append("' = ").append(after(variable.name(), changes)).append('\n');
            }
        }
        List<String> same = material.variables().stream().map(Material.Variable::name)
                .filter(name -> step.changes().stream().noneMatch(c -> c.variable().equals(name)))
                .toList();
        text.append(same.isEmpty() ? "" : "  /\\ UNCHANGED <<" + String.join(", ", same) + ">>\n").append('\n');
    }

    private String after(String variable, List<Change> changes) {
        if (changes.get(0).context().isEmpty()) {
            return value(variable, changes.get(0).after());
        }
        return changes.stream()
                .map(c -> "![" + c.index() + "] = " + value(variable, c.after()))
                .collect(Collectors.joining(", ", "[" + variable + " EXCEPT ", "]"));
    }

    private String value(String variable, Datum datum) {
        if (datum instanceof Datum.Truth truth) {
            return truth.value() ? "TRUE" : "FALSE";
        } else if (datum instanceof Datum.Words words) {
            return "{" + String.join(", ", words.values()) + "}";
        } else if (datum instanceof Datum.Word word && !modelValues.getOrDefault(variable, false)) {
            return "\"" + word.value().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        return datum.toString();
    }

    /** What is not ASCII is no part of TLA+. */
    private void comment(String said) {
        text.append("\\* ").append(Plain.line(said).replaceAll("[^\\x20-\\x7E]", "?")).append('\n');
    }

    // ---- the configuration

    private String config() {
        StringBuilder config = new StringBuilder("SPECIFICATION Trace_Spec\nCONSTANTS\n");
        material.specification().modelValues().forEach(name ->
                config.append("  ").append(name).append(" = ").append(name).append('\n'));
        material.specification().constants().forEach((name, value) ->
                config.append("  ").append(name).append(" = ").append(value ? "TRUE" : "FALSE").append('\n'));
        config.append("INVARIANT Trace_Begins\n");
        if (run.ending().firstStep().orElse(1) > 1) {
            config.append("INVARIANT Trace_Closes\n");
        }
        return config.append(isSafety() ? "INVARIANT" : "PROPERTY").append(" Trace_Violates\nPROPERTY Trace_OfSpec\n")
                .append("CHECK_DEADLOCK TRUE\n").toString();
    }
}
