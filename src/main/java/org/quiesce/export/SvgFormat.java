package org.quiesce.export;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.result.Links;
import org.quiesce.result.Links.Missed;
import org.quiesce.result.Lives;
import org.quiesce.result.PlainRun;
import org.quiesce.result.PlainRun.Resting;
import org.quiesce.result.PlainRun.Step;

/**
 * A run as a picture of lanes: time runs down, each context has a column. A stretch in which it sleeps, or waits for ever, is dashed, an arrow is what
 * one context does to another (dashed: what it takes that another left; dotted and red: a wake-up that wakes nobody), a
 * filled red dot a step that decided the run, and a bar at the left spans what repeats for ever. A thin line is of a context
 * that is not there, yet or any more.
 */
final class SvgFormat {

    private static final int MARGIN = 56;
    private static final int LANE = 290;
    private static final int LINE = 16;
    private static final int GAP = 10;
    private static final int TEXT = 14;
    /** Of a monospaced font of 12 pixels, with some room. */
    private static final double CHARACTER = 7.4;

    private static final String STYLE = """
            <style>
            svg { background: #ffffff; }
            text { font: 12px ui-monospace, "DejaVu Sans Mono", monospace; fill: #1b1b1b; white-space: pre; }
            .name, .code { font-weight: bold; }
            .quiet { fill: #5c5c5c; }
            .bad { fill: #b00020; }
            line, path { stroke: #8a8a8a; stroke-width: 1.5; fill: none; }
            .blocked { stroke-dasharray: 2 5; stroke-width: 3; }
            .absent { stroke-dasharray: 1 4; stroke-width: 1; }
            .takes { stroke-dasharray: 5 3; }
            .reaches, .takes { stroke: #00629b; marker-end: url(#head); }
            .misses { stroke: #b00020; stroke-dasharray: 2 3; marker-end: url(#lost); }
            .loop { stroke: #b00020; stroke-width: 3; }
            circle { fill: #1b1b1b; }
            circle.decisive { fill: #b00020; }
            #head path { fill: #00629b; stroke: none; }
            #lost path { stroke: #b00020; }
            @media (prefers-color-scheme: dark) {
              svg { background: #161616; }
              text { fill: #ececec; }
              .quiet { fill: #a8a8a8; }
              .bad { fill: #ff8a80; }
              circle { fill: #ececec; }
              circle.decisive { fill: #ff8a80; }
              .reaches, .takes { stroke: #7cc4ff; }
              #head path { fill: #7cc4ff; }
              .misses, #lost path { stroke: #ff8a80; }
              .loop { stroke: #ff8a80; }
            }
            </style>
            <defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z"/></marker>
            <marker id="lost" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="8" markerHeight="8"><path d="M1 1L7 7M7 1L1 7"/></marker></defs>
            """;

    private final Violation violation;
    private final PlainRun run;
    private final Links links;
    private final List<String> lanes;
    private final Lives lives;
    private final StringBuilder drawing = new StringBuilder();
    private int y = 24;
    private int loopTop;

    private SvgFormat(Violation violation) {
        this.violation = violation;
        this.run = violation.run();
        this.links = Links.of(violation.evidence());
        this.lives = Lives.of(run, violation.check().material());
        this.lanes = links.contexts();
    }

    static String write(Violation violation) {
        return new SvgFormat(violation).text();
    }

    private String text() {
        int width = MARGIN + Math.max(2, lanes.size()) * LANE;
        paragraph(violation.title(), "name", 12, width);
        paragraph(violation.evidence().account(), "", 12, width);
        y += GAP;
        lanes.forEach(lane -> write(x(lane) - 4, y, "name", lane));
        y += GAP;
        run.steps().forEach(this::step);
        run.ending().firstStep().ifPresent(first -> drawing.append("<path class=\"loop\" d=\"M20 ").append(loopTop)
                .append("H12V").append(y - GAP).append("H20\"/>\n"));
        int end = y;
        y += 2 * GAP;
        lifelines(run.steps().size(), end);
        y += 2 * GAP;
        run.goesOn().ifPresent(clause -> paragraph(clause, "bad", 12, width));
        y += GAP;
        for (Resting resting : run.resting()) {
            paragraph(resting.context() + ": " + resting.where(), "quiet", 12, width);
        }
        paragraph("a kernel shows " + violation.evidence().outcome().code() + ": "
                + violation.evidence().outcome().signature(), "quiet", 12, width);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title desc\" width=\"" + width
                + "\" height=\"" + y + "\" viewBox=\"0 0 " + width + " " + y + "\">\n<title id=\"title\">"
                + Xml.text(violation.title()) + "</title>\n<desc id=\"desc\">" + Xml.text(violation.evidence().account())
                + "</desc>\n" + STYLE + drawing + "</svg>\n";
    }

    private int x(String lane) {
        return MARGIN + lanes.indexOf(lane) * LANE;
    }

    // ---- steps

    private void step(Step step) {
        int top = y;
        links.taken(step).filter(taken -> lanes.contains(taken.from().context())).ifPresent(taken -> {
            arrow("takes", taken.from().context(), step.context(), y + 4);
            y += GAP;
        });
        if (run.ending().firstStep().orElse(0) == step.number()) {
            loopTop = y;
        }
        int dot = y + GAP;
        int x = x(step.context());
        write(24, dot + 4, "quiet", Integer.toString(step.number()));
        int line = dot + 4;
        for (String code : run.continuesLine(step) ? List.<String>of() : wrapped(step.place(), room())) {
            write(x + TEXT, line, "code", code);
            line += LINE;
        }
        for (String what : wrapped(step.what(), room())) {
            write(x + TEXT, line, "", what);
            line += LINE;
        }
        for (String change : Plain.telling(step).isEmpty() ? List.<String>of() : wrapped("→ " + Plain.changes(step), room())) {
            write(x + TEXT, line, "quiet", change);
            line += LINE;
        }
        List<Missed> missed = links.missed(step);
        for (Missed vain : missed) {
            for (String said : wrapped(vain.text(), room())) {
                write(x + TEXT, line, "bad", said);
                line += LINE;
            }
        }
        y = line;
        for (String reached : links.reached(step)) {
            arrow("reaches", step.context(), reached, y - 4);
            y += GAP;
        }
        for (Missed vain : missed) {
            arrow("misses", step.context(), vain.context(), y - 4);
            y += GAP;
        }
        lifelines(step.number() - 1, top);
        drawing.append("<circle").append(violation.isDecisive(step) ? " class=\"decisive\"" : "")
                .append(" cx=\"").append(x).append("\" cy=\"").append(dot).append("\" r=\"5\"/>\n");
    }

    /** Each lane from there on, as its context is in a state. */
    private void lifelines(int state, int top) {
        for (String lane : lanes) {
            String kind = switch (lives.in(state, lane)) {
                case ABSENT -> " class=\"absent\"";
                case AWAKE -> "";
                case ASLEEP, WAITING -> " class=\"blocked\"";
            };
            drawing.append("<line").append(kind).append(" x1=\"").append(x(lane))
                    .append("\" y1=\"").append(top).append("\" x2=\"").append(x(lane)).append("\" y2=\"").append(y).append("\"/>\n");
        }
    }

    private void arrow(String kind, String from, String to, int at) {
        int gap = x(to) > x(from) ? -2 : 2;
        drawing.append("<line class=\"").append(kind).append("\" x1=\"").append(x(from)).append("\" y1=\"").append(at)
                .append("\" x2=\"").append(x(to) + gap).append("\" y2=\"").append(at).append("\"/>\n");
    }

    // ---- text

    private static int room() {
        return (int) ((LANE - 2 * TEXT) / CHARACTER);
    }

    private void paragraph(String said, String kind, int x, int width) {
        for (String line : wrapped(said, (int) ((width - 2 * x) / CHARACTER))) {
            write(x, y, kind, line);
            y += LINE;
        }
    }

    private void write(int x, int at, String kind, String said) {
        drawing.append("<text").append(kind.isEmpty() ? "" : " class=\"" + kind + "\"").append(" x=\"").append(x)
                .append("\" y=\"").append(at).append("\">").append(Xml.text(said)).append("</text>\n");
    }

    /** Lines of at most so many characters, broken at blanks, or behind a bracket or a comma, where there are some. */
    private static List<String> wrapped(String said, int room) {
        List<String> lines = new ArrayList<>();
        String rest = Plain.line(said);
        while (rest.length() > room) {
            int end = Math.max(rest.lastIndexOf(' ', room), Math.max(rest.lastIndexOf('(', room - 1),
                    rest.lastIndexOf(',', room - 1)) + 1);
            end = end > room / 3 ? end : room;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }
}
