package org.quiesce.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.result.ResultException;
import org.quiesce.result.ResultJson;
import org.quiesce.result.Results;
import org.quiesce.result.Results.Extent;
import org.quiesce.workbench.CheckRequest;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.Workbench;

/** Results to export, and to show. */
public final class Exports {

    /** What means something in any of the formats. */
    public static final String HOSTILE = " \"q\" 'a' <b>&amp;</b> --> ]]> \\n \\ %d # ; end {0} [x](y) ${z} ` *c* /* */ (* *) ~ ü→💥 \u0001\u2028@enduml";

    private static final Set<String> TEXTS = Set.of("title", "sentence", "text", "what", "where", "note", "claim", "signature",
            "message", "meaning", "function");

    private Exports() {}

    /** A run that stays, runs that are cut off, one that goes round, and what holds. */
    public static Results usual() {
        return Results.of(1, List.of(
                checked("state-set-after-check/broken", Profiles.LINUX_5_10, new Conformance.Unstated()),
                checked("first-kthread/broken", Profiles.LINUX_6_12, new Conformance.AsExpected()),
                checked("erestartsys-spin/broken", Profiles.LINUX_6_1,
                        new Conformance.Differs(List.of("StopTerminates is violated, expected: holds"))),
                checked("orphaned-request/broken", Profiles.LINUX_6_12, new Conformance.Unstated()),
                checked("first-kthread/mended", Profiles.LINUX_6_12, new Conformance.Unstated())), Extent.WHOLE);
    }

    public static Results one(String name, Profile kernel) {
        return Results.of(1, List.of(checked(name, kernel, new Conformance.Unstated())), Extent.WHOLE);
    }

    private static Checked checked(String name, Profile kernel, Conformance conformance) {
        String[] parts = name.split("/");
        Protocol protocol = Atlas.standard().entry(parts[0]).orElseThrow().variant(parts[1]).orElseThrow().protocol();
        try (Workbench bench = Workbench.standard()) {
            return new Checked(name, bench.check(CheckRequest.of(protocol, kernel).with(Engines.SIM)), conformance);
        }
    }

    /** The same results, as of a C file that does that if a condition of which nothing is known comes out so, or need not. */
    public static Results of(Results results, String level) {
        JsonNode tree = ResultJson.document().setAll(ResultJson.tree(results));
        tree.findValues("counterexample").forEach(evidence -> {
            ObjectNode certainty = ((ObjectNode) evidence).putObject("certainty").put("level", level);
            ArrayNode choices = certainty.putArray("choices");
            if (!level.equals("certain")) {
                choices.addObject().put("condition", "flag").put("line", 7).put("times", level.equals("possible") ? 2 : 1);
            }
            certainty.putArray("unmodelled");
        });
        try {
            return ResultJson.read(ResultJson.text(tree));
        } catch (ResultException e) {
            throw new AssertionError(e);
        }
    }

    /** The same results, with something in every text that must not be taken for more than text. */
    public static Results hostile(Results results) {
        JsonNode tree = ResultJson.document().setAll(ResultJson.tree(results));
        try {
            return ResultJson.read(ResultJson.text(hostile(tree, false)));
        } catch (ResultException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode hostile(JsonNode node, boolean isText) {
        if (node.isTextual() && isText) {
            return new TextNode(node.textValue() + HOSTILE);
        } else if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                copy.set(entry.getKey(), hostile(entry.getValue(), TEXTS.contains(entry.getKey())));
            }
            return copy;
        } else if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(element -> copy.add(hostile(element, false)));
            return copy;
        }
        return node;
    }

    static List<Document> documents(ExportFormat format, Results results) {
        try {
            return format.documents(results);
        } catch (ExportException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> texts(ExportFormat format, Results results) {
        return new ArrayList<>(documents(format, results).stream().map(Document::text).toList());
    }

    static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
