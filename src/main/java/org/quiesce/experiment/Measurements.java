package org.quiesce.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that was measured up to now.
 *
 * @param schema     {@value #SCHEMA}
 * @param experiment checksum of the file that describes it
 * @param version    of Quiesce
 * @param machine    on which it was measured
 * @param rows       in the order in which they were measured
 */
public record Measurements(String schema, String experiment, String version, Machine machine, List<Row> rows) {

    /** The value of {@code schema}. */
    public static final String SCHEMA = "quiesce-measurements/1";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final List<String> COLUMNS = List.of("what", "protocol", "kernel", "threads", "granularity", "engines", "repetition",
            "verdict", "violated", "states", "depth", "seconds", "memory MiB", "failure");

    public Measurements {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(experiment, "experiment");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(machine, "machine");
        rows = List.copyOf(rows);
    }

    /** Where it was measured. */
    public record Machine(String system, String architecture, int processors, String java, long heapMiB) {

        /** This machine. */
        public static Machine here() {
            return new Machine(System.getProperty("os.name") + " " + System.getProperty("os.version"),
                    System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.vm.version"), Runtime.getRuntime().maxMemory() >> 20);
        }
    }

    /** A text can't be read as measurements; the message says why. */
    public static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    /**
     * What was written before.
     *
     * @throws UnreadableException if it is no such thing
     */
    public static Measurements read(String text) throws UnreadableException {
        try {
            Measurements read = MAPPER.readValue(text, Measurements.class);
            if (!read.schema().equals(SCHEMA)) {
                throw new UnreadableException("its schema is not " + SCHEMA);
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new UnreadableException("no measurements: line " + e.getLocation().getLineNr() + " can't be read");
        }
    }

    /** The same place and purpose, with the rows of others. */
    public Measurements withRowsOf(Measurements others) {
        return new Measurements(schema, experiment, version, machine, others.rows);
    }

    /** The same, and one more. */
    public Measurements with(Row row) {
        List<Row> more = new ArrayList<>(rows);
        more.add(row);
        return new Measurements(schema, experiment, version, machine, more);
    }

    /** As JSON. */
    public String json() {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can always be written", e);
        }
    }

    /** As a table with commas, after RFC 4180 but for the ends of lines. */
    public String csv() {
        return Stream.concat(Stream.of(COLUMNS), rows.stream().map(Measurements::cells))
                .map(cells -> cells.stream().map(Measurements::quoted).collect(Collectors.joining(",")) + "\n")
                .collect(Collectors.joining());
    }

    private static List<String> cells(Row row) {
        return List.of(row.what(), row.protocol(), row.kernel(), row.threads(), row.granularity(), row.engines(),
                Integer.toString(row.repetition()), row.verdict(), String.join(" ", row.violated()),
                row.states().isPresent() ? Long.toString(row.states().getAsLong()) : "",
                row.depth().isPresent() ? Integer.toString(row.depth().getAsInt()) : "",
                Double.toString(row.seconds()),
                row.memory().isPresent() ? Double.toString(row.memory().getAsDouble()) : "",
                row.failure().orElse(""));
    }

    /** In quotes if it has what would end a cell; what a spreadsheet would take for a formula is made text. */
    private static String quoted(String cell) {
        String text = cell.matches("(?s)[=+@-].*") ? "'" + cell : cell;
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
