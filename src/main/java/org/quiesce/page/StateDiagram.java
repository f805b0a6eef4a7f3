package org.quiesce.page;

import static org.quiesce.page.Html.element;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.quiesce.page.Html.Css;
import org.quiesce.page.Html.Element;
import org.quiesce.result.Material.Exit;
import org.quiesce.result.Material.Node;
import org.quiesce.result.Material.Program;

/** A program as a diagram: steps are boxes, and lines lead to what comes next. */
final class StateDiagram {

    /** Of the monospaced font of the style sheet, in pixels. */
    private static final double CHARACTER = 7.3;
    private static final int LINE = 16;
    private static final int MARGIN = 10;
    private static final int LONGEST = 60;

    private final String id;
    private final Program program;
    private final ElkNode graph = ElkGraphUtil.createGraph();
    private final Map<String, ElkNode> boxes = new LinkedHashMap<>();
    private final Map<String, List<String>> texts = new LinkedHashMap<>();

    /** The diagram; the id is one that nothing else on the page has. */
    StateDiagram(String id, Program program) {
        this.id = id;
        this.program = program;
        program.steps().forEach(step -> box(step.label(), texts(step)));
        program.steps().stream().flatMap(step -> step.exits().stream()).map(Exit::to).distinct()
                .filter(to -> !boxes.containsKey(to))
                .forEach(to -> box(to, List.of(shortened(to))));
        program.steps().forEach(step -> targets(step).forEach((to, when) -> line(step.label(), to, when)));
        graph.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        graph.setProperty(LayeredOptions.DIRECTION, Direction.DOWN);
        graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE, 24.0);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 24.0);
        new RecursiveGraphLayoutEngine().layout(graph, new BasicProgressMonitor());
    }

    private static List<String> texts(Node step) {
        String place = step.line().isPresent() ? step.line().getAsInt() + "  " + step.text() : step.text();
        return List.of(shortened(place), shortened(step.what()));
    }

    private static String shortened(String text) {
        int[] points = text.codePoints().toArray();
        return points.length <= LONGEST ? text : new String(points, 0, LONGEST - 1) + "…";
    }

    /** Ways out that lead to the same step are one line. */
    private static Map<String, String> targets(Node step) {
        Map<String, String> targets = new LinkedHashMap<>();
        for (Exit exit : step.exits()) {
            targets.merge(exit.to(), exit.when().replace('_', ' '), (a, b) -> a + ", " + b);
        }
        return targets;
    }

    private void box(String label, List<String> lines) {
        ElkNode box = ElkGraphUtil.createNode(graph);
        box.setDimensions(lines.stream().mapToDouble(StateDiagram::width).max().orElse(0) + 2 * MARGIN, lines.size() * LINE + MARGIN);
        boxes.put(label, box);
        texts.put(label, lines);
    }

    private void line(String from, String to, String when) {
        ElkEdge line = ElkGraphUtil.createSimpleEdge(boxes.get(from), boxes.get(to));
        if (!when.equals("next")) {
            ElkLabel label = ElkGraphUtil.createLabel(when, line);
            label.setDimensions(width(when) + 4, LINE);
        }
    }

    private static double width(String text) {
        return text.codePointCount(0, text.length()) * CHARACTER;
    }

    // ---- drawing

    Element svg() {
        List<Html> parts = new ArrayList<>();
        parts.add(element("title", "Diagram of " + program.name()).set("id", id + "-title"));
        parts.add(element("defs").with(element("marker").set("id", id + "-head").set("viewBox", "0 0 8 8").set("refX", 7).set("refY", 4)
                .set("markerWidth", 7).set("markerHeight", 7).set("orient", "auto")
                .with(element("path").set("d", "M0 0L8 4L0 8z"))));
        graph.getContainedEdges().forEach(line -> parts.addAll(drawn(line)));
        boxes.forEach((label, box) -> parts.addAll(drawn(label, box)));
        return element("svg", new Css("diagram")).set("role", "img").set("aria-labelledby", id + "-title")
                .set("width", number(graph.getWidth())).set("height", number(graph.getHeight()))
                .set("viewBox", "0 0 " + number(graph.getWidth()) + " " + number(graph.getHeight()))
                .with(parts);
    }

    private List<Html> drawn(ElkEdge line) {
        List<Html> parts = new ArrayList<>();
        for (ElkEdgeSection section : line.getSections()) {
            StringBuilder path = new StringBuilder("M").append(point(section.getStartX(), section.getStartY()));
            section.getBendPoints().forEach(bend -> path.append('L').append(point(bend.getX(), bend.getY())));
            path.append('L').append(point(section.getEndX(), section.getEndY()));
            parts.add(element("path").set("d", path.toString()).set("marker-end", "url(#" + id + "-head)"));
        }
        line.getLabels().forEach(label -> parts.add(text(label.getX() + 2, label.getY() + LINE - 4, label.getText()).is(Look.QUIET)));
        return parts;
    }

    private List<Html> drawn(String label, ElkNode box) {
        List<Html> parts = new ArrayList<>();
        parts.add(frame(box, 0));
        if (label.equals(start())) {
            parts.add(frame(box, 3));
        }
        List<String> lines = texts.get(label);
        for (int i = 0; i < lines.size(); i++) {
            Element text = text(box.getX() + MARGIN, box.getY() + (i + 1) * LINE, lines.get(i));
            parts.add(i == 0 && lines.size() > 1 ? text.is(new Css("code")) : text);
        }
        return parts;
    }

    /** A thread starts outside of its program, with the first step. */
    private String start() {
        return boxes.containsKey(program.start()) ? program.start() : program.steps().get(0).label();
    }

    private static Element frame(ElkNode box, int inset) {
        return element("rect").set("x", number(box.getX() + inset)).set("y", number(box.getY() + inset))
                .set("width", number(box.getWidth() - 2 * inset)).set("height", number(box.getHeight() - 2 * inset)).set("rx", 4);
    }

    private static Element text(double x, double y, String text) {
        return element("text", text).set("x", number(x)).set("y", number(y));
    }

    private static String point(double x, double y) {
        return number(x) + " " + number(y);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
