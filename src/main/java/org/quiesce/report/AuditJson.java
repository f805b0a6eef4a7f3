package org.quiesce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.quiesce.audit.Examined;
import org.quiesce.audit.Flip;
import org.quiesce.audit.Trial;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.result.Checked;
import org.quiesce.workbench.CheckResult;

/** An audit as JSON. */
final class AuditJson {

    private AuditJson() {}

    static void put(ObjectNode node, Audited audited) {
        node.put("name", audited.sheet().name());
        node.put("title", audited.sheet().title());
        ArrayNode asItIs = node.putArray("asItIs");
        audited.sheet().checks().forEach(check -> asItIs(asItIs.addObject(), check.result()));
        ArrayNode assumptions = node.putArray("assumptions");
        audited.examined().forEach(examined -> assumption(assumptions.addObject(), audited, examined));
        ArrayNode sentences = node.putArray("dependences");
        Dependence.sentences(audited).forEach(sentence -> sentence(sentences.addObject(), sentence));
    }

    private static void asItIs(ObjectNode node, CheckResult result) {
        node.put("kernel", result.profile().name());
        ArrayNode properties = node.putArray("properties");
        result.properties().forEach(p -> properties.addObject()
                .put("property", p.property().id())
                .put("verdict", p.verdict().word()));
    }

    private static void assumption(ObjectNode node, Audited audited, Examined examined) {
        node.put("id", examined.assumption().id());
        node.put("clause", examined.assumption().clause());
        node.put("standing", examined.assumption().standing().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        ArrayNode trials = node.putArray("trials");
        for (Map.Entry<Profile, Trial> trial : examined.trials().entrySet()) {
            ObjectNode entry = trials.addObject().put("kernel", trial.getKey().name());
            if (trial.getValue() instanceof Trial.NotApplicable) {
                entry.put("state", "does not apply");
            } else if (trial.getValue() instanceof Trial.Refused refused) {
                entry.put("state", "refused").put("reason", refused.why());
            } else if (trial.getValue() instanceof Trial.Checked checked) {
                entry.put("state", "checked");
                checked.result().failure().ifPresent(f -> entry.put("reason", f.message()));
                ArrayNode flips = entry.putArray("flips");
                audited.sheet().checks().stream()
                        .filter(c -> c.result().profile().equals(trial.getKey()))
                        .flatMap(c -> examined.flips(c.result()).stream())
                        .forEach(flip -> flip(flips.addObject(), flip));
            }
        }
    }

    private static void flip(ObjectNode node, Flip flip) {
        node.put("property", flip.property().id());
        flip.from().ifPresent(from -> node.put("from", from.word()));
        node.put("to", flip.to().word());
    }

    private static void sentence(ObjectNode node, Dependence.Sentence sentence) {
        ArrayNode properties = node.putArray("properties");
        sentence.properties().stream().map(Property::id).forEach(properties::add);
        node.put("sentence", sentence.subject() + " " + sentence.predicate());
    }
}
