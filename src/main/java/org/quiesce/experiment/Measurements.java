package org.quiesce.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.experiment.Bench.Setting;

/**
 * All that was measured up to now.
 *
 * @param schema     {@value #SCHEMA}
 * @param version    of Quiesce
 * @param machine    on which it was measured
 * @param rows       in the order in which they were measured
 */
public record Measurements(String schema, String version, Machine machine, List<Row> rows) {

    /** The value of {@code schema}. */
    public static final String SCHEMA = "quiesce-measurements/2";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final List<String> COLUMNS = List.of("what", "protocol", "kernel", "threads", "granularity", "engines", "repetition",
            "timeout", "verdict", "violated", "states", "depth", "seconds", "memory MiB", "TLC", "failure");

    public Measurements {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(machine, "machine");
        rows = List.copyOf(rows);
    }

    /**
     * Where it was measured.
     *
     * @param processor its model; empty where the system does not tell
     * @param memoryMiB of the machine
     * @param heapMiB   that this JVM may have of it
     */
    public record Machine(String system, String architecture, Optional<String> processor, int processors, long memoryMiB,
            String java, long heapMiB) {

        /** As Linux writes it for most architectures; some have no such line. */
        private static final Pattern MODEL = Pattern.compile("(?m)^(?:model name|cpu model|cpu|Processor)\\s*:\\s*(.*\\S)");

        /** This machine. */
        public static Machine here() {
            return new Machine(System.getProperty("os.name") + " " + System.getProperty("os.version"),
                    System.getProperty("os.arch"), model(), Runtime.getRuntime().availableProcessors(),
                    ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() >> 20,
                    System.getProperty("java.vm.version"), Runtime.getRuntime().maxMemory() >> 20);
        }

        private static Optional<String> model() {
            try {
                return MODEL.matcher(Files.readString(Path.of("/proc/cpuinfo"))).results().map(found -> found.group(1)).findFirst();
            } catch (IOException e) {
                return Optional.empty();
            }
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
            if (read == null || !read.schema().equals(SCHEMA)) {
                throw new UnreadableException("its schema is not " + SCHEMA);
            }
            return read;
        } catch (JsonProcessingException e) {
            String where = Optional.ofNullable(e.getLocation()).map(at -> "line " + at.getLineNr() + " ").orElse("it ");
            throw new UnreadableException("no measurements: " + where + "can't be read");
        }
    }

    /** The same place, with the rows of others. */
    public Measurements withRowsOf(Measurements others) {
        return new Measurements(schema, version, machine, others.rows);
    }

    /** The same, and one more; if that was measured before, what came of it then is forgotten. */
    public Measurements with(Row row) {
        List<Row> more = new ArrayList<>(rows);
        more.removeIf(before -> before.key().equals(row.key()));
        more.add(row);
        return new Measurements(schema, version, machine, more);
    }

    /** The rows of what is asked for, in the order in which they were measured. */
    public List<Row> of(Collection<Setting> settings) {
        Set<List<Object>> keys = settings.stream().map(Setting::key).collect(Collectors.toSet());
        return rows.stream().filter(row -> keys.contains(row.key())).toList();
    }

    /** Whether that was measured; of what had no verdict only if it had as much time. */
    public boolean has(Setting setting) {
        return rows.stream().anyMatch(row -> row.key().equals(setting.key())
                && (row.failure().isEmpty() || row.timeout() == setting.timeout()));
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
                Integer.toString(row.repetition()), Long.toString(row.timeout()), row.verdict(), String.join(" ", row.violated()),
                row.states().isPresent() ? Long.toString(row.states().getAsLong()) : "",
                row.depth().isPresent() ? Integer.toString(row.depth().getAsInt()) : "",
                Double.toString(row.seconds()),
                row.memory().isPresent() ? Double.toString(row.memory().getAsDouble()) : "",
                row.tlc().orElse(""), row.failure().orElse(""));
    }

    /** In quotes if it has what would end a cell; what a spreadsheet would take for a formula is made text. */
    private static String quoted(String cell) {
        String text = cell.matches("(?s)[=+@-].*") ? "'" + cell : cell;
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
