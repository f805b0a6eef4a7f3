package org.quiesce.page;

import static org.quiesce.page.Html.element;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quiesce.page.Html.Element;
import org.quiesce.result.Check;

/** What the verdicts about a protocol rest on: what all of them do, then what those on some kernels do besides. */
final class GroundsPart {

    private final Subject subject;
    private final Map<String, Set<String>> kernels = new LinkedHashMap<>();

    GroundsPart(Subject subject) {
        this.subject = subject;
        for (Check check : subject.checks()) {
            check.restsOn().forEach(clause -> kernels.computeIfAbsent(clause, c -> new LinkedHashSet<>()).add(check.kernel()));
        }
    }

    Element html() {
        List<String> topics = kernels.keySet().stream().map(GroundsPart::topic).distinct().toList();
        return element("section").set("aria-labelledby", subject.id() + "-grounds").with(
                element("h3", "What this rests on").set("id", subject.id() + "-grounds"),
                element("dl").with(kernels.entrySet().stream()
                        .sorted(Comparator.comparingInt(e -> topics.indexOf(topic(e.getKey()))))
                        .flatMap(e -> clause(e.getKey(), e.getValue()).stream()).toList()));
    }

    private static String topic(String clause) {
        int colon = clause.indexOf(": ");
        return colon < 0 ? "and" : clause.substring(0, colon);
    }

    private List<Element> clause(String clause, Set<String> on) {
        int colon = clause.indexOf(": ");
        String topic = topic(clause);
        String only = on.size() == subject.checks().size() || topic.equals("kernel") ? "" : " (" + String.join(", ", on) + ")";
        return List.of(element("dt", topic), element("dd", clause.substring(colon < 0 ? 0 : colon + 2) + only));
    }
}
