package org.quiesce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.quiesce.kernel.Availability;
import org.quiesce.kernel.Primitive;
import org.quiesce.kernel.Primitive.Model;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.step.Step;
import org.quiesce.report.PrimitiveTable.Usable;

/** Functions of the kernel, as JSON. */
final class PrimitiveJson {

    private PrimitiveJson() {}

    static void put(ObjectNode node, Primitive primitive, Usable usable, List<String> entries) {
        node.put("name", primitive.name());
        node.put("does", primitive.does());
        primitive.steps().ifPresent(steps -> node.put("steps", steps));
        node.put("since", primitive.since());
        primitive.until().ifPresent(until -> node.put("until", until));
        node.put("callers", primitive.callers().name().toLowerCase(Locale.ROOT));
        node.put("modelled", primitive.model().isCallable());
        node.put("modelledInC", usable == Usable.BY_BUILDERS_AND_C);
        if (primitive.model() instanceof Model.SameAs same) {
            same.functions().forEach(node.putArray("sameAs")::add);
        } else if (primitive.model() instanceof Model.PartOf part) {
            node.put("partOf", part.function());
        }
        if (!primitive.also().isEmpty()) {
            primitive.also().forEach(node.putArray("also")::add);
        }
        primitive.note().ifPresent(note -> node.put("note", note));
        Availability.of(primitive.name()).ifPresent(known -> {
            known.missing().stream().map(Profile::name).forEach(node.putArray("missingIn")::add);
            node.put("instead", known.instead());
        });
        entries.forEach(node.putArray("entries")::add);
    }

    static void put(ObjectNode node, PrimitivePage page) {
        put(node, page.primitive(), page.usable(), page.entries());
        node.put("topic", page.topic().title());
        node.put("source", page.source());
        page.example().ifPresent(example -> {
            ObjectNode use = node.putObject("example");
            use.put("name", example.name());
            use.put("line", example.line());
            ArrayNode steps = use.putArray("steps");
            example.steps().forEach(step -> step(steps.addObject(), step));
        });
    }

    private static void step(ObjectNode node, Step step) {
        node.put("what", step.what());
        step.ids().forEach(node.putArray("ids")::add);
    }
}
