package org.quiesce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.Validation;
import org.quiesce.workbench.Validation.Answer;

/**
 * Whether a log of a kernel is a run of a protocol, as text and as JSON.
 *
 * @param log   name of the log
 * @param model what it was held against, as the user calls it
 */
public record HeldLog(String log, String model, Validation validation) {

    private static final int SHOWN_STATES = 3;

    /** As text, no line longer than that. */
    public List<Line> lines(int width) {
        Answer answer = validation.answer();
        Line start = Line.of(Printable.echo(log), Tone.STRONG).plus(": ").plus(verdict(answer)).plus(" of " + Printable.echo(model)
                + " on " + validation.kernel().name());
        List<Line> lines = new ArrayList<>(Flow.of(start.plus(reason().map(why -> ": " + why).orElse(""))).wrap(width, 2));
        if (answer instanceof Answer.Refused refused) {
            refused.seen().ifPresent(sight -> {
                lines.addAll(Facts.fact("line " + refused.line(), SightText.said(sight), width));
                lines.addAll(Facts.fact("needs", SightText.needed(sight), width));
            });
            refused.last().ifPresent(last -> lines.addAll(Facts.fact("explained", "up to line " + last, width)));
            lines.addAll(possible(refused.possible(), width));
        }
        String tasks = validation.tasks().entrySet().stream().map(e -> e.getKey() + " is " + e.getValue())
                .collect(Collectors.joining("; "));
        lines.addAll(Facts.fact("tasks", tasks, width));
        lines.addAll(Facts.facts("not looked at", validation.unseen(), width));
        lines.addAll(Facts.fact("followed by", engines() + "; the log says " + validation.sightings() + " things of the run", width));
        return lines;
    }

    private String engines() {
        return validation.engines() == Engines.BOTH ? "the simulator and TLC, equally far" : "the simulator alone";
    }

    private static Line verdict(Answer answer) {
        if (answer instanceof Answer.Accepted) {
            return Line.of("a run", Tone.GOOD);
        } else if (answer instanceof Answer.Refused) {
            return Line.of("no run", Tone.BAD);
        } else if (answer instanceof Answer.EndsInFault) {
            return Line.of("a run that ends in a fault", Tone.BAD);
        }
        return answer instanceof Answer.Undecided
                ? Line.of("perhaps a run", Tone.DOUBT)
                : Line.of("disputed whether it is a run", Tone.BAD);
    }

    private Optional<String> reason() {
        Answer answer = validation.answer();
        if (answer instanceof Answer.Refused refused) {
            return Optional.of("line " + refused.line() + " is explained by none"
                    + refused.why().map(why -> ", as " + Printable.of(why)).orElse(""));
        } else if (answer instanceof Answer.EndsInFault end) {
            return Optional.of(end.outcome() + " before line " + end.line() + "; what comes then is not modelled");
        } else if (answer instanceof Answer.Undecided undecided) {
            return Optional.of(Printable.of(undecided.why()));
        }
        return answer instanceof Answer.Disputed disputed ? Optional.of(Printable.of(disputed.why())) : Optional.empty();
    }

    private List<Line> possible(List<Snapshot> states, int width) {
        List<String> told = states.stream().map(this::told).distinct().toList();
        List<Line> lines = new ArrayList<>();
        for (String one : told.subList(0, Math.min(SHOWN_STATES, told.size()))) {
            lines.addAll(Facts.fact(lines.isEmpty() ? "possible there" : "or", one, width));
        }
        if (told.size() > SHOWN_STATES) {
            lines.addAll(Facts.fact("", "and " + (told.size() - SHOWN_STATES) + " more", width));
        }
        return lines;
    }

    /** Where each observed context is, and in which task state. */
    private String told(Snapshot state) {
        return validation.tasks().keySet().stream().map(context -> context + " " + place(state, context))
                .collect(Collectors.joining("; "));
    }

    private String place(Snapshot state, String context) {
        String label = state.get("pc", context).map(Datum::toString).orElseThrow();
        String where = validation.lowered().programOf(context).at(label)
                .filter(step -> step.number() > 0)
                .map(step -> "before line " + step.line() + ", " + step.text() + ": " + step.what())
                .orElse("at " + label);
        return where + state.get("state", context).map(s -> " [" + s + "]").orElse("");
    }

    /** Why a call that shows it does not end with 0. */
    List<String> reasons() {
        return reason().map(why -> log + ": " + why).stream().toList();
    }

    void put(ObjectNode node) {
        Answer answer = validation.answer();
        node.put("log", log).put("model", model).put("kernel", validation.kernel().name()).put("answer", word(answer))
                .put("sightings", validation.sightings())
                .put("engines", validation.engines() == Engines.BOTH ? "both" : "sim");
        ObjectNode tasks = node.putObject("tasks");
        validation.tasks().forEach(tasks::put);
        ArrayNode unseen = node.putArray("notLookedAt");
        validation.unseen().forEach(unseen::add);
        reason().ifPresent(why -> node.put("reason", why));
        if (answer instanceof Answer.Refused refused) {
            node.put("line", refused.line());
            refused.last().ifPresent(last -> node.put("explainedUpTo", last));
            refused.seen().ifPresent(sight -> node.put("says", SightText.said(sight)).put("needs", SightText.needed(sight)));
            ArrayNode possible = node.putArray("possible");
            refused.possible().forEach(state -> put(possible.addObject(), state));
        } else if (answer instanceof Answer.EndsInFault end) {
            node.put("line", end.line()).put("fault", end.outcome());
        }
    }

    private static void put(ObjectNode node, Snapshot state) {
        state.values().forEach((variable, entries) -> {
            if (entries.containsKey(StateVariable.PLAIN)) {
                node.put(variable, entries.get(StateVariable.PLAIN).toString());
            } else {
                ObjectNode function = node.putObject(variable);
                entries.forEach((index, value) -> function.put(index, value.toString()));
            }
        });
    }

    private static String word(Answer answer) {
        if (answer instanceof Answer.Accepted) {
            return "accepted";
        } else if (answer instanceof Answer.Refused) {
            return "refused";
        } else if (answer instanceof Answer.EndsInFault) {
            return "ends-in-fault";
        }
        return answer instanceof Answer.Undecided ? "undecided" : "disputed";
    }
}
