package org.quiesce.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.quiesce.result.Check;
import org.quiesce.result.Evidence.Certainty.Level;
import org.quiesce.result.Finding;
import org.quiesce.result.Links;
import org.quiesce.result.Material;
import org.quiesce.result.PlainRun.Ending;
import org.quiesce.result.PlainRun.Resting;
import org.quiesce.result.PlainRun.Step;
import org.quiesce.result.ResultJson;
import org.quiesce.result.Results;

/**
 * Results in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS).
 *
 * <p>A property is a rule, a violation a result, and its run a code flow with a thread flow for each context, whose
 * {@code executionOrder} gives the interleaving. What a model expects is suppressed; what was not decided is a
 * notification of the tool, and no result. Steps of a protocol that was not read from C are in its listing, which is
 * embedded where the result has it. What a C file may do, but need not, is no error: a warning if it depends on what is
 * unknown of the file, a note if it is no more than possible.
 */
final class SarifFormat {

    private static final String LISTING = "quiesce/listing/";

    private final Map<String, Integer> rules = new LinkedHashMap<>();
    private final Map<String, Integer> artifacts = new LinkedHashMap<>();
    private final Results results;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    private SarifFormat(Results results) {
        this.results = results;
    }

    static String write(Results results) {
        return new SarifFormat(results).text();
    }

    private String text() {
        root.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        root.put("version", "2.1.0");
        ObjectNode run = root.putArray("runs").addObject();
        rules(run.putObject("tool").putObject("driver").put("name", "Quiesce").putArray("rules"));
        invocation(run.putArray("invocations").addObject());
        artifacts(run.putArray("artifacts"));
        run.put("columnKind", "utf16CodeUnits");
        ArrayNode list = run.putArray("results");
        Violation.of(results).stream()
                .filter(violation -> violation.finding().isViolated())
                .forEach(violation -> result(list.addObject(), violation));
        return ResultJson.text(root);
    }

    // ---- what results refer to

    private void rules(ArrayNode list) {
        results.checks().stream().flatMap(check -> check.properties().stream()).forEach(finding -> {
            if (rules.putIfAbsent(finding.name(), rules.size()) == null) {
                ObjectNode rule = list.addObject();
                rule.put("id", finding.name());
                rule.putObject("shortDescription").put("text", finding.claim());
                rule.putObject("fullDescription").put("text", description(finding));
                rule.putObject("help").put("text", description(finding) + " 'quiesce list --explain " + finding.name()
                        + "' tells how it is checked, and what a kernel shows when it is violated.");
                rule.putObject("defaultConfiguration").put("level", "error");
                rule.putObject("properties").put("kind", finding.kind());
            }
        });
    }

    private static String description(Finding finding) {
        return "It is claimed that " + finding.claim() + ". " + (finding.kind().equals("safety")
                ? "A run that comes to a state in which it is otherwise violates that."
                : "A run violates that which stays so, or goes round, for ever, though every context that can go on does.");
    }

    private void invocation(ObjectNode invocation) {
        invocation.put("executionSuccessful", results.checks().stream().noneMatch(c -> c.failure().isPresent()));
        invocation.put("exitCode", results.exitStatus());
        ArrayNode notifications = invocation.putArray("toolExecutionNotifications");
        for (Check check : results.checks()) {
            check.failure().ifPresent(failure -> notify(notifications, "error", check, failure.message()));
            check.properties().stream().filter(Finding::isUndecided).forEach(finding -> notify(notifications, "warning",
                    check, finding.name() + " is " + finding.verdict() + finding.note().map(n -> ": " + n).orElse("")));
        }
    }

    private static void notify(ArrayNode list, String level, Check check, String text) {
        ObjectNode notification = list.addObject().put("level", level);
        message(notification, check.nameOnKernel() + ": " + text);
    }

    private void artifacts(ArrayNode list) {
        for (Check check : results.checks()) {
            for (String file : check.files()) {
                artifact(list, uri(file), Optional.empty());
            }
            if (check.files().isEmpty()) {
                artifact(list, uri(listing(check)), check.material().map(material -> material.sources().stream()
                        .flatMap(source -> source.lines().stream())
                        .map(Material.Source.Line::text)
                        .collect(Collectors.joining("\n", "", "\n"))));
            }
        }
    }

    private void artifact(ArrayNode list, String uri, Optional<String> contents) {
        if (artifacts.putIfAbsent(uri, artifacts.size()) == null) {
            ObjectNode artifact = list.addObject();
            artifact.putObject("location").put("uri", uri);
            artifact.put("sourceLanguage", "c");
            contents.ifPresent(text -> artifact.putObject("contents").put("text", text));
        }
    }

    private static String listing(Check check) {
        return LISTING + check.name() + ".c";
    }

    // ---- results

    private void result(ObjectNode result, Violation violation) {
        Check check = violation.check();
        result.put("ruleId", violation.finding().name());
        result.put("ruleIndex", rules.get(violation.finding().name()));
        result.put("level", violation.evidence().certainty().map(certainty -> level(certainty.level())).orElse("error"));
        message(result, check.nameOnKernel() + ": " + violation.evidence().account());
        ArrayNode locations = result.putArray("locations");
        place(violation).ifPresent(step -> location(locations.addObject(), check, step));
        result.putObject("partialFingerprints")
                .put("quiesce/v1", check.name() + " " + check.kernel() + " " + violation.finding().name());
        if (check.asExpected().orElse(false)) {
            result.putArray("suppressions").addObject()
                    .put("kind", "external").put("justification", "The model expects this violation.");
        }
        ObjectNode flow = result.putArray("codeFlows").addObject();
        message(flow, goesOn(violation));
        ArrayNode threads = flow.putArray("threadFlows");
        Links links = Links.of(violation.evidence());
        for (String context : violation.run().movers()) {
            thread(threads.addObject(), violation, links, context);
        }
        ObjectNode properties = result.putObject("properties")
                .put("outcome", violation.evidence().outcome().code())
                .put("signature", violation.evidence().outcome().signature());
        violation.evidence().certainty().ifPresent(certainty -> properties.put("certainty", certainty.level().word()));
    }

    private static String level(Level level) {
        return switch (level) {
            case CERTAIN -> "error";
            case CONDITIONAL -> "warning";
            case POSSIBLE -> "note";
        };
    }

    /** Where a reader looks first: the last of the steps that decided it, and that has a line. */
    private static Optional<Step> place(Violation violation) {
        List<Step> lined = violation.run().steps().stream().filter(s -> s.line().isPresent()).toList();
        return lined.stream().filter(violation::isDecisive).reduce((a, b) -> b).or(() -> lined.stream().reduce((a, b) -> b));
    }

    private static String goesOn(Violation violation) {
        return violation.run().goesOn()
                .map(clause -> (violation.run().ending().kind() == Ending.Kind.STUCK ? "At the end " : "At the end, ") + clause + ".")
                .orElse("It goes wrong at the last step.");
    }

    private void thread(ObjectNode thread, Violation violation, Links links, String context) {
        thread.put("id", context);
        String where = violation.run().resting().stream()
                .filter(r -> r.context().equals(context)).map(Resting::where).findFirst().orElseThrow();
        message(thread, context + " at the end: " + where);
        ArrayNode locations = thread.putArray("locations");
        violation.run().steps().stream().filter(step -> step.context().equals(context)).forEach(step -> {
            ObjectNode at = locations.addObject();
            ObjectNode location = at.putObject("location");
            location(location, violation.check(), step);
            message(location, Plain.effect(step, links));
            at.put("executionOrder", step.number());
            at.put("importance", violation.isDecisive(step) ? "essential"
                    : Plain.telling(step).isEmpty() ? "unimportant" : "important");
            if (!step.changes().isEmpty()) {
                ObjectNode state = at.putObject("state");
                step.changes().forEach(change -> state.putObject(
                        change.variable() + change.context().map(c -> "[" + c + "]").orElse(""))
                        .put("text", escaped(change.after().toString())));
            }
        });
    }

    private void location(ObjectNode location, Check check, Step step) {
        if (step.line().isPresent()) {
            ObjectNode physical = location.putObject("physicalLocation");
            String uri = uri(step.file().or(() -> check.files().stream().findFirst()).orElseGet(() -> listing(check)));
            ObjectNode artifact = physical.putObject("artifactLocation").put("uri", uri);
            OptionalInt index = artifacts.containsKey(uri) ? OptionalInt.of(artifacts.get(uri)) : OptionalInt.empty();
            index.ifPresent(i -> artifact.put("index", i));
            ObjectNode region = physical.putObject("region").put("startLine", step.line().getAsInt());
            region.putObject("snippet").put("text", step.text());
        }
        location.putArray("logicalLocations").addObject().put("name", step.context()).put("kind", "function");
    }

    // ---- texts

    private static void message(ObjectNode holder, String text) {
        holder.putObject("message").put("text", escaped(text));
    }

    /** Braces would be placeholders, and brackets links. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("{", "{{").replace("}", "}}").replace("[", "\\[").replace("]", "\\]");
    }

    /** A path as a reference to a URI. */
    private static String uri(String path) {
        StringBuilder uri = new StringBuilder(path.startsWith("/") ? "file://" : "");
        for (byte b : path.replace('\\', '/').getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "/-._~".indexOf(c) >= 0);
            uri.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", b & 0xff));
        }
        return uri.toString();
    }
}
