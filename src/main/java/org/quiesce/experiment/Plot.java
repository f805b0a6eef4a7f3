package org.quiesce.experiment;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A plot as SVG, which needs nothing else. The vertical axis is logarithmic, as costs are.
 *
 * @param x      the horizontal axis
 * @param y      the vertical axis
 * @param series at least one, each with at least one point; all values of a logarithmic axis are above 0
 */
record Plot(String title, Axis x, Axis y, List<Series> series) {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 80;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;
    private static final int RIGHT = 20;
    private static final int LEGEND_LINE = 18;
    /** That those who can't tell some colours apart can tell these: the palette of Okabe and Ito. */
    private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a8a8a");
    private static final String STYLE = """
            <style>
            .ground { fill: #ffffff; }
            text { fill: #1b1b1b; }
            .grid { stroke: #dddddd; }
            .axes { stroke: #333333; fill: none; }
            @media (prefers-color-scheme: dark) {
              .ground { fill: #161616; }
              text { fill: #ececec; }
              .grid { stroke: #3a3a3a; }
              .axes { stroke: #c8c8c8; }
            }
            </style>
            """;

    Plot {
        series = List.copyOf(series);
    }

    /** What an axis is of. */
    record Axis(String label, Scale scale) {}

    /** How values are laid out along an axis. */
    enum Scale {
        LINEAR,
        LOGARITHMIC;

        private double of(double value) {
            return this == LINEAR ? value : Math.log10(value);
        }
    }

    /** Points that belong together, in order; more than one are joined by a line. */
    record Series(String name, Look look, List<Point> points) {
        Series {
            points = List.copyOf(points);
        }
    }

    /** How the points of a series are shown. */
    enum Look {
        LINE,
        DOTS
    }

    record Point(double x, double y) {}

    /** The ends of an axis, on its scale; whole decades of a logarithmic one. */
    private record Range(double low, double high) {
        double share(double value) {
            return (value - low) / (high - low);
        }
    }

    String svg() {
        Range across = range(x, Point::x);
        Range up = range(y, Point::y);
        int height = HEIGHT + series.size() * LEGEND_LINE;
        StringBuilder svg = new StringBuilder();
        line(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"13\">", WIDTH, height, WIDTH, height);
        line(svg, "<title>%s</title>", escaped(title));
        svg.append(STYLE);
        line(svg, "<rect class=\"ground\" width=\"%d\" height=\"%d\"/>", WIDTH, height);
        text(svg, LEFT, 28, "start", title);
        axes(svg, across, up);
        for (int i = 0; i < series.size(); i++) {
            series(svg, series.get(i), i, across, up);
        }
        return svg.append("</svg>\n").toString();
    }

    private Range range(Axis axis, ToDoubleFunction<Point> of) {
        double low = points().mapToDouble(of).map(axis.scale()::of).min().orElse(0);
        double high = points().mapToDouble(of).map(axis.scale()::of).max().orElse(1);
        low = axis.scale() == Scale.LOGARITHMIC ? Math.floor(low) : Math.min(0, Math.floor(low));
        high = Math.ceil(high);
        return new Range(low, high > low ? high : low + 1);
    }

    private Stream<Point> points() {
        return series.stream().flatMap(s -> s.points().stream());
    }

    private void axes(StringBuilder svg, Range across, Range up) {
        for (double tick = up.low(); tick <= up.high(); tick += step(up)) {
            double at = vertical(up.share(tick));
            line(svg, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, at, WIDTH - RIGHT);
            text(svg, LEFT - 8, at + 4, "end", value(y, tick));
        }
        for (double tick = across.low(); tick <= across.high(); tick += step(across)) {
            double at = horizontal(across.share(tick));
            line(svg, "<path class=\"grid\" d=\"M%.1f %dV%d\"/>", at, TOP, HEIGHT - BOTTOM);
            text(svg, at, HEIGHT - BOTTOM + 18, "middle", value(x, tick));
        }
        line(svg, "<path class=\"axes\" d=\"M%d %dV%dH%d\"/>", LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - BOTTOM + 38, "middle", x.label());
        text(svg, 8, TOP - 8, "start", y.label());
    }

    private static double step(Range range) {
        return Math.max(1, Math.ceil((range.high() - range.low()) / 10));
    }

    private static String value(Axis axis, double tick) {
        double value = axis.scale() == Scale.LINEAR ? tick : Math.pow(10, tick);
        return value >= 1 || value == 0
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%." + (int) Math.ceil(-Math.log10(value)) + "f", value);
    }

    private void series(StringBuilder svg, Series drawn, int number, Range across, Range up) {
        String colour = COLOURS.get(number % COLOURS.size());
        // From the second time round the colours on, lines are dashed.
        String dash = number < COLOURS.size() ? "" : " stroke-dasharray=\"" + 4 * (number / COLOURS.size()) + " 3\"";
        StringBuilder path = new StringBuilder();
        for (Point point : drawn.points()) {
            double right = horizontal(across.share(x.scale().of(point.x())));
            double above = vertical(up.share(y.scale().of(point.y())));
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.length() == 0 ? "M" : "L", right, above));
            line(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", right, above, colour);
        }
        if (drawn.look() == Look.LINE && drawn.points().size() > 1) {
            line(svg, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>", path, colour, dash);
        }
        int at = HEIGHT + number * LEGEND_LINE;
        line(svg, "<path d=\"M%d %dh24\" stroke=\"%s\" stroke-width=\"4\"%s/>", LEFT, at - 4, colour, dash);
        text(svg, LEFT + 32, at, "start", drawn.name());
    }

    private static double horizontal(double share) {
        return LEFT + share * (WIDTH - RIGHT - LEFT);
    }

    private static double vertical(double share) {
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    }

    private static void text(StringBuilder svg, double at, double below, String anchor, String text) {
        line(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", at, below, anchor, escaped(text));
    }

    private static void line(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replaceAll("[^\\P{C}]", "?").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
