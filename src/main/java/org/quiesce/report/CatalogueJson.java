package org.quiesce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.quiesce.catalog.Entry;
import org.quiesce.kernel.Availability;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.result.Evidence;
import org.quiesce.result.ResultJson;

/** What there is, as JSON. */
final class CatalogueJson {

    private CatalogueJson() {}

    static void put(ObjectNode node, Inventory inventory) {
        inventory.protocols().ifPresent(entries -> protocols(node.putArray("protocols"), entries));
        inventory.properties().ifPresent(properties -> {
            ArrayNode list = node.putArray("properties");
            properties.forEach(property -> property(list.addObject(), property));
        });
        inventory.profiles().ifPresent(profiles -> {
            profiles(node.putArray("profiles"), profiles);
            axes(node.putArray("axes"));
            functions(node.putArray("functions"));
        });
    }

    private static void protocols(ArrayNode list, List<Entry> entries) {
        for (Entry entry : entries) {
            ObjectNode node = list.addObject();
            node.put("id", entry.id());
            node.put("kind", entry.kind().word());
            node.put("title", entry.title());
            node.put("story", entry.story());
            ArrayNode variants = node.putArray("variants");
            entry.variants().forEach(variant -> variants.addObject()
                    .put("name", variant.name())
                    .put("title", variant.protocol().title()));
        }
    }

    private static void property(ObjectNode node, Property property) {
        node.put("name", property.id());
        node.put("kind", property.kind().name().toLowerCase(Locale.ROOT));
        node.put("meaning", property.meaning());
        ArrayNode outcomes = node.putArray("outcomes");
        for (Outcome outcome : property.outcomes()) {
            outcomes.add(ResultJson.tree(Evidence.Outcome.of(outcome)));
        }
    }

    private static void profiles(ArrayNode list, List<Profile> profiles) {
        for (Profile profile : profiles) {
            ObjectNode node = list.addObject();
            node.put("name", profile.name());
            ObjectNode axes = node.putObject("axes");
            for (Axis axis : Axis.values()) {
                axes.put(axis.constant(), profile.has(axis));
            }
        }
    }

    private static void axes(ArrayNode list) {
        for (Axis axis : Axis.values()) {
            list.addObject()
                    .put("name", axis.constant())
                    .put("meaning", axis.meaning())
                    .put("source", axis.source());
        }
    }

    private static void functions(ArrayNode list) {
        for (Availability function : Availability.all()) {
            ObjectNode node = list.addObject();
            node.put("name", function.function());
            node.put("since", function.since());
            function.until().ifPresent(until -> node.put("until", until));
            ArrayNode missing = node.putArray("missing");
            function.missing().forEach(profile -> missing.add(profile.name()));
            if (!function.instead().isEmpty()) {
                node.put("instead", function.instead());
            }
            node.put("source", function.source());
        }
    }

    static void put(ObjectNode node, PropertyPage page) {
        property(node, page.property());
        node.put("oracle", Oracle.of(page.property()));
        page.assumes().ifPresent(assumed -> node.put("assumes", assumed));
        page.triggers().forEach(node.putArray("triggers")::add);
        page.example().ifPresent(example -> node.putObject("example")
                .put("name", example.name())
                .put("formula", String.join("\n", example.formula(page.property()))));
    }
}
