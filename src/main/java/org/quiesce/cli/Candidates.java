package org.quiesce.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import org.quiesce.catalog.Atlas;
import org.quiesce.export.ExportFormat;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;

/** What a shell offers for the value of an option. */
final class Candidates {

    private Candidates() {}

    static final class KernelVersions implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(Profiles.all().stream().map(p -> p.name().replace("linux-", "")), Stream.of("all")).iterator();
        }
    }

    static final class PropertyNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Property.values()).map(Property::id).iterator();
        }
    }

    /** What {@code list} explains. */
    static final class Explained implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(Arrays.stream(Property.values()).map(Property::id), Atlas.standard().ids().stream()).iterator();
        }
    }

    static final class EngineNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of("both", "tlc", "sim").iterator();
        }
    }

    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ExportFormat.values()).map(f -> f.name().toLowerCase(Locale.ROOT)).iterator();
        }
    }

    /** What {@code import} reads. */
    static final class Sources implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ImportCommand.Source.values()).map(s -> s.name().toLowerCase(Locale.ROOT)).iterator();
        }
    }

    static final class Shells implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(CompletionCommand.Shell.values()).map(s -> s.name().toLowerCase(Locale.ROOT)).iterator();
        }
    }
}
