package org.quiesce.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quiesce.export.ExportFormat;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.report.Printable;
import org.quiesce.workbench.Course;
import org.quiesce.workbench.Engines;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Turns the words of the command line into values. */
final class Converters {

    private Converters() {}

    /** Something has to be named. */
    static final class Name implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (text.isBlank()) {
                throw new TypeConversionException("'" + Printable.echo(text) + "' names nothing");
            }
            return text;
        }
    }

    /** A file or a directory; nothing at all would mean the current one to the system. */
    static final class Place implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            if (text.isBlank()) {
                throw new TypeConversionException("'" + Printable.echo(text) + "' names no file or directory");
            }
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new TypeConversionException("'" + Printable.echo(text) + "' is no path");
            }
        }
    }

    /** Kernels between commas. */
    static final class KernelNames implements ITypeConverter<Kernels> {
        @Override
        public Kernels convert(String text) {
            return new Kernels(words(text).flatMap(KernelNames::kernels).toList());
        }

        private static Stream<Profile> kernels(String name) {
            if (name.equals("all")) {
                return Profiles.all().stream();
            }
            return Stream.of(Profiles.named(name).orElseThrow(() -> {
                List<String> names = Profiles.all().stream().map(Profile::name).toList();
                List<String> versions = Stream.concat(names.stream(), names.stream().map(n -> n.replace("linux-", "")))
                        .toList();
                return new TypeConversionException("there is no kernel profile '" + Printable.echo(name)
                        + "'" + BadInput.suggestion(name, versions) + "\nthere are " + String.join(", ", names) + ", each also with " + Profile.CLASSIC_RCU
                        + ", and all");
            }));
        }
    }

    private static final class PropertyName implements ITypeConverter<Property> {
        @Override
        public Property convert(String text) {
            return Property.named(text).orElseThrow(() -> new TypeConversionException("there is no property '"
                    + Printable.echo(text) + "'"
                    + BadInput.suggestion(text, Arrays.stream(Property.values()).map(Property::id).toList())
                    + "\nquiesce list properties shows what there is"));
        }
    }

    /** Properties between commas. */
    static final class PropertyNames implements ITypeConverter<Claims> {
        @Override
        public Claims convert(String text) {
            return new Claims(words(text).map(new PropertyName()::convert).toList());
        }
    }

    /** What stands between commas: something. */
    private static Stream<String> words(String text) {
        String[] words = text.split(",", -1);
        if (Arrays.stream(words).anyMatch(String::isBlank)) {
            throw new TypeConversionException("'" + Printable.echo(text) + "' names nothing"
                    + (words.length == 1 ? "" : " on one side of a comma"));
        }
        return Arrays.stream(words);
    }

    /** The entries of a schedule between commas. */
    static final class ScheduleEntries implements ITypeConverter<Course.Guided> {
        @Override
        public Course.Guided convert(String text) {
            return new Course.Guided(words(text).toList());
        }
    }

    static final class GranularityName implements ITypeConverter<Granularity> {
        @Override
        public Granularity convert(String text) {
            return oneOf(Granularity.values(), text);
        }
    }

    static final class EngineName implements ITypeConverter<Engines> {
        @Override
        public Engines convert(String text) {
            return oneOf(Engines.values(), text);
        }
    }

    static final class FormatName implements ITypeConverter<Format> {
        @Override
        public Format convert(String text) {
            return oneOf(new Format[] {Format.TEXT, Format.JSON}, text);
        }
    }

    static final class CheckFormatName implements ITypeConverter<Format> {
        @Override
        public Format convert(String text) {
            return oneOf(Format.values(), text);
        }
    }

    static final class SourceName implements ITypeConverter<ImportCommand.Source> {
        @Override
        public ImportCommand.Source convert(String text) {
            return oneOf(ImportCommand.Source.values(), text);
        }
    }

    static final class ExportFormatName implements ITypeConverter<ExportFormat> {
        @Override
        public ExportFormat convert(String text) {
            return oneOf(ExportFormat.values(), text);
        }
    }

    static final class TopicName implements ITypeConverter<ListCommand.Topic> {
        @Override
        public ListCommand.Topic convert(String text) {
            return oneOf(ListCommand.Topic.values(), text);
        }
    }

    static final class ShellName implements ITypeConverter<CompletionCommand.Shell> {
        @Override
        public CompletionCommand.Shell convert(String text) {
            return oneOf(CompletionCommand.Shell.values(), text);
        }
    }

    static final class WholeNumber implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + Printable.echo(text) + "' is no whole number, or too large");
            }
        }
    }

    /** A time with a unit; plain numbers are seconds. */
    static final class Time implements ITypeConverter<Duration> {

        private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})(s|m|h|)");

        @Override
        public Duration convert(String text) {
            Matcher time = TIME.matcher(text);
            if (!time.matches()) {
                throw new TypeConversionException("'" + Printable.echo(text)
                        + "' is no time; write 90s, 5m or 1h, at least 1s");
            }
            long number = Long.parseLong(time.group(1));
            return switch (time.group(2)) {
                case "h" -> Duration.ofHours(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofSeconds(number);
            };
        }
    }

    private static <E extends Enum<E>> E oneOf(E[] values, String text) {
        List<String> names = Arrays.stream(values).map(v -> v.name().toLowerCase(Locale.ROOT)).toList();
        return Arrays.stream(values)
                .filter(v -> v.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + Printable.echo(text) + "' is none of "
                        + String.join(", ", names)));
    }
}
