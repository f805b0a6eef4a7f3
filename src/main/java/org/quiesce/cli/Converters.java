package org.quiesce.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.report.Printable;
import org.quiesce.workbench.Engines;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Turns the words of the command line into values. */
final class Converters {

    private Converters() {}

    static final class KernelNames implements ITypeConverter<Kernels> {
        @Override
        public Kernels convert(String text) {
            if (text.equals("all")) {
                return new Kernels(Profiles.all());
            }
            return Profiles.named(text).map(List::of).map(Kernels::new).orElseThrow(() -> {
                List<String> names = Profiles.all().stream().map(Profile::name).toList();
                return new TypeConversionException("there is no kernel profile '" + Printable.echo(text)
                        + "'; there are " + String.join(", ", names) + ", each also with " + Profile.CLASSIC_RCU
                        + ", and all");
            });
        }
    }

    static final class PropertyName implements ITypeConverter<Property> {
        @Override
        public Property convert(String text) {
            return Property.named(text).orElseThrow(() -> new TypeConversionException("there is no property '"
                    + Printable.echo(text) + "'"
                    + BadInput.suggestion(text, Arrays.stream(Property.values()).map(Property::id).toList())
                    + "\nquiesce list properties shows what there is"));
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
            return oneOf(Format.values(), text);
        }
    }

    static final class TopicName implements ITypeConverter<ListCommand.Topic> {
        @Override
        public ListCommand.Topic convert(String text) {
            return oneOf(ListCommand.Topic.values(), text);
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
