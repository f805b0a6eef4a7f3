package org.quiesce.tlc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** SANY's report, read: it has no message format, and its exit status is 0 even for a semantic error. */
record SanyOutput(List<SanyOutcome.Error> errors, List<String> analysedModules, List<String> unexplained) {
    private static final Pattern PARSING = Pattern.compile("Parsing file .*?(\\w+)\\.tla");
    private static final Pattern ANALYSED = Pattern.compile("Semantic processing of module (\\w+)");
    private static final Pattern SECTION = Pattern.compile("\\*\\*\\* (Errors|Abort messages|Warnings): \\d+");
    private static final Pattern POSITION = Pattern.compile(".*?\\b[lL]ine (\\d{1,9}), column (\\d{1,9}).*");
    private static final Pattern BANNER =
            Pattern.compile("\\*+ SANY.*|Semantic errors:|Fatal errors while .*|tla2sany\\..*Exception.*");

    /** Reads the lines that SANY prints, blank ones allowed to be missing. */
    static SanyOutput of(List<String> lines) {
        return new Reader().read(lines);
    }

    /** What is wrong, on one line. */
    String summary() {
        if (!errors.isEmpty()) {
            return errors.stream()
                    .map(error -> error.span().map(span -> span + ": ").orElse("") + error.message())
                    .collect(Collectors.joining("; "));
        }
        return unexplained.isEmpty() ? "SANY gives no reason" : String.join(" ", unexplained);
    }

    private static final class Reader {
        private enum Section { NONE, PARSE_ERROR, STACK, ERRORS, WARNINGS }

        private final List<SanyOutcome.Error> errors = new ArrayList<>();
        private final List<String> analysed = new ArrayList<>();
        private final List<String> unexplained = new ArrayList<>();
        private final List<String> message = new ArrayList<>();
        private Optional<SourceSpan> span = Optional.empty();
        private Section section = Section.NONE;
        private String module = "";

        SanyOutput read(List<String> lines) {
            lines.stream().map(String::strip).filter(line -> !line.isEmpty()).forEach(this::line);
            finishError();
            return new SanyOutput(List.copyOf(errors), List.copyOf(analysed), List.copyOf(unexplained));
        }

        private void line(String line) {
            Matcher parsing = PARSING.matcher(line);
            Matcher analysing = ANALYSED.matcher(line);
            Matcher heading = SECTION.matcher(line);
            if (parsing.matches()) {
                enter(Section.NONE);
                module = parsing.group(1);
            } else if (analysing.matches()) {
                enter(Section.NONE);
                analysed.add(analysing.group(1));
            } else if (heading.matches()) {
                enter(heading.group(1).equals("Warnings") ? Section.WARNINGS : Section.ERRORS);
            } else if (line.equals("***Parse Error***")) {
                enter(Section.PARSE_ERROR);
            } else if (line.startsWith("Residual stack trace")) {
                enter(Section.STACK);
            } else if (BANNER.matcher(line).matches()) {
                enter(Section.NONE);
            } else {
                content(line);
            }
        }

        private void content(String line) {
            switch (section) {
                case PARSE_ERROR -> {
                    Matcher position = POSITION.matcher(line);
                    if (position.matches()) {
                        int row = Integer.parseInt(position.group(1));
                        int column = Integer.parseInt(position.group(2));
                        span = Optional.of(new SourceSpan(module, row, column, row, column));
                    }
                    message.add(line);
                }
                case ERRORS -> errorLine(line);
                case NONE -> unexplained.add(line);
                case STACK, WARNINGS -> { }
            }
        }

        private void errorLine(String line) {
            SourceSpan.Named place = SourceSpan.Named.parse(line);
            boolean placeOnly = place.name().isEmpty() && place.span().isPresent();
            if (placeOnly || line.equals("Unknown location") || line.matches("In module \\w+")) {
                finishError();
                span = place.span();
            } else if (!(line.startsWith("Could not parse module") && !errors.isEmpty())) {
                message.add(line);
            }
        }

        private void enter(Section next) {
            finishError();
            section = next;
        }

        private void finishError() {
            if (!message.isEmpty()) {
                errors.add(new SanyOutcome.Error(String.join(" ", message), span));
            }
            message.clear();
            span = Optional.empty();
        }
    }
}
