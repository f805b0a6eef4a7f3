package org.quiesce.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The help of a command in the macros of man(7). What picocli has for this makes AsciiDoc, which few can turn into a page. */
final class ManualPage {

    private final StringBuilder page = new StringBuilder();

    private ManualPage() {}

    /** What the page of a command is called, such as {@code quiesce-check}. */
    static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    static String of(CommandSpec command) {
        ManualPage page = new ManualPage();
        page.write(command);
        return page.page.toString();
    }

    private void write(CommandSpec command) {
        macro("TH", name(command).toUpperCase(Locale.ROOT), "1");
        macro("SH", "NAME");
        String does = String.join(" ", command.usageMessage().description());
        text(name(command) + " - " + does.substring(0, 1).toLowerCase(Locale.ROOT) + does.substring(1).replaceFirst("\\.$", ""));
        macro("SH", "SYNOPSIS");
        text(synopsis(command));
        List<CommandSpec> subcommands = command.subcommands().values().stream().distinct()
                .map(CommandLine::getCommandSpec).filter(c -> !c.usageMessage().hidden()).toList();
        if (!subcommands.isEmpty()) {
            macro("SH", "COMMANDS");
            subcommands.forEach(c -> item(c.name(), c.usageMessage().description()));
        }
        if (!command.positionalParameters().isEmpty()) {
            macro("SH", "ARGUMENTS");
            command.positionalParameters().forEach(p -> item(p.paramLabel(), p.description()));
        }
        macro("SH", "OPTIONS");
        command.options().stream().filter(o -> !o.hidden()).forEach(o -> item(written(o), o.description()));
        if (Arrays.stream(command.usageMessage().footer()).anyMatch(line -> !line.isBlank())) {
            macro("SH", "NOTES");
            Paragraphs.below(command).lines().stream().dropWhile(String::isBlank).forEach(this::note);
        }
    }

    private void note(String line) {
        if (line.isBlank()) {
            macro("PP");
        } else if (Paragraphs.flows(line)) {
            text(line);
        } else {
            macro("nf");
            text(line);
            macro("fi");
        }
    }

    private static String synopsis(CommandSpec command) {
        return command.qualifiedName() + " [OPTION...]" + command.positionalParameters().stream()
                .map(ManualPage::synopsis).map(parameter -> " " + parameter).collect(Collectors.joining())
                + (command.subcommands().isEmpty() ? "" : " [COMMAND]");
    }

    private static String synopsis(PositionalParamSpec parameter) {
        String label = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
        return parameter.arity().min() == 0 ? "[" + label + "]" : label;
    }

    private static String written(OptionSpec option) {
        return String.join(", ", option.names()) + (takesValue(option) ? " " + option.paramLabel() : "");
    }

    private static boolean takesValue(ArgSpec argument) {
        return argument.arity().max() > 0;
    }

    private void item(String what, String[] description) {
        macro("TP");
        page.append(".B ").append(escaped(what)).append('\n');
        text(String.join(" ", description));
    }

    private void macro(String name, String... arguments) {
        page.append('.').append(name);
        Arrays.stream(arguments).forEach(a -> page.append(" \"").append(a).append('"'));
        page.append('\n');
    }

    private void text(String line) {
        page.append(escaped(line)).append('\n');
    }

    /** A line that begins with a dot or a quote would be a macro; hyphens are those of options, to be copied. */
    private static String escaped(String line) {
        String text = line.replace("\\", "\\e").replace("-", "\\-");
        return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
    }
}
