package org.quiesce.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quiesce.experiment.Plot.Axis;
import org.quiesce.experiment.Plot.Look;
import org.quiesce.experiment.Plot.Point;
import org.quiesce.experiment.Plot.Scale;
import org.quiesce.experiment.Plot.Series;

/** What measurements show, as far as they were swept: medians of the repetitions that came to a verdict. */
public final class Plots {

    /** What takes no time at all has no place on a logarithmic axis. */
    private static final double LEAST_SECONDS = 0.001;

    private final List<Row> rows;

    private Plots(List<Row> rows) {
        this.rows = rows.stream().filter(row -> row.failure().isEmpty()).toList();
    }

    /** The plots, by the names of their files. */
    public static Map<String, String> of(List<Row> rows) {
        Plots plots = new Plots(rows);
        Map<String, String> files = new LinkedHashMap<>();
        plots.againstThreads("Time against threads", "seconds", Plots::seconds)
                .ifPresent(plot -> files.put("time-against-threads.svg", plot.svg()));
        plots.againstThreads("States against threads", "states", Plots::states)
                .ifPresent(plot -> files.put("states-against-threads.svg", plot.svg()));
        plots.oneAgainstOther("Engine against engine", "seconds", Row::engines, "sim", "tlc", Plots::seconds)
                .ifPresent(plot -> files.put("engines.svg", plot.svg()));
        plots.oneAgainstOther("Merged steps against single accesses", "states", Row::granularity, "micro", "merged", Plots::states)
                .ifPresent(plot -> files.put("granularities.svg", plot.svg()));
        return files;
    }

    private static OptionalDouble seconds(Row row) {
        return OptionalDouble.of(Math.max(row.seconds(), LEAST_SECONDS));
    }

    private static OptionalDouble states(Row row) {
        return row.states().isPresent() ? OptionalDouble.of(row.states().getAsLong()) : OptionalDouble.empty();
    }

    /** A line for everything of which the number of threads was swept; nothing if nothing was. */
    private Optional<Plot> againstThreads(String title, String unit, Function<Row, OptionalDouble> cost) {
        Map<String, List<Row>> lines = rows.stream().filter(row -> row.threadCount() > 0).collect(Collectors.groupingBy(
                row -> String.join(", ", row.what(), row.kernel(), row.granularity(), row.engines()), LinkedHashMap::new,
                Collectors.toList()));
        List<Series> series = new ArrayList<>();
        lines.forEach((name, of) -> {
            List<Point> points = new ArrayList<>();
            medians(of, Row::threadCount, cost).forEach((threads, median) -> points.add(new Point(threads, median)));
            if (points.size() > 1) {
                series.add(new Series(name, Look.LINE, points));
            }
        });
        return plot(title, new Axis("threads", Scale.LINEAR), new Axis(unit, Scale.LOGARITHMIC), series);
    }

    /** A point for everything that was measured both ways. */
    private Optional<Plot> oneAgainstOther(String title, String unit, Function<Row, String> way, String one, String other,
            Function<Row, OptionalDouble> cost) {
        Map<List<Object>, List<Row>> alike = rows.stream().collect(Collectors.groupingBy(
                row -> row.series().stream().filter(part -> !part.equals(way.apply(row))).toList(), LinkedHashMap::new,
                Collectors.toList()));
        Map<String, List<Point>> points = new LinkedHashMap<>();
        alike.values().forEach(of -> {
            Map<String, Double> medians = medians(of, way, cost);
            if (medians.containsKey(one) && medians.containsKey(other)) {
                points.computeIfAbsent(of.get(0).what(), what -> new ArrayList<>())
                        .add(new Point(medians.get(one), medians.get(other)));
            }
        });
        return plot(title, new Axis(one + ", " + unit, Scale.LOGARITHMIC), new Axis(other + ", " + unit, Scale.LOGARITHMIC),
                points.entrySet().stream().map(e -> new Series(e.getKey(), Look.DOTS, e.getValue())).toList());
    }

    private static Optional<Plot> plot(String title, Axis x, Axis y, List<Series> series) {
        return series.isEmpty() ? Optional.empty() : Optional.of(new Plot(title, x, y, series));
    }

    private static <K extends Comparable<K>> Map<K, Double> medians(
            List<Row> rows, Function<Row, K> key, Function<Row, OptionalDouble> cost) {
        Map<K, List<Double>> values = new TreeMap<>();
        rows.forEach(row -> cost.apply(row).ifPresent(
                value -> values.computeIfAbsent(key.apply(row), k -> new ArrayList<>()).add(value)));
        Map<K, Double> medians = new TreeMap<>();
        values.forEach((k, all) -> medians.put(k, median(all)));
        return medians;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
