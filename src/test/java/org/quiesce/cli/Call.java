package org.quiesce.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.quiesce.catalog.Atlas;
import org.quiesce.report.Ink.Colour;
import org.quiesce.tlc.AnswerCache;

/** A call of the command line within this JVM, and what came of it. */
record Call(int status, String out, String err) {

    private static final Terminal FILE =
            new Terminal(Terminal.Kind.FILE, Terminal.Kind.FILE, 100, StandardCharsets.UTF_8, Colour.ON);

    static Call quiesce(String... arguments) {
        return on(FILE, arguments);
    }

    static Call on(Terminal terminal, String... arguments) {
        return with(new Library(Atlas.standard(), Optional.of(Path.of("models"))), terminal, arguments);
    }

    static Call with(Library library, Terminal terminal, String... arguments) {
        return with(library, AnswerCache.none(), terminal, arguments);
    }

    /** As a user calls it, whose cache is elsewhere. */
    static Call with(AnswerCache answers, String... arguments) {
        return with(new Library(Atlas.standard(), Optional.of(Path.of("models"))), answers, FILE, arguments);
    }

    private static Call with(Library library, AnswerCache answers, Terminal terminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Call call = to(out, library, answers, terminal, arguments);
        return new Call(call.status(), out.toString(StandardCharsets.UTF_8), call.err());
    }

    /** With its data to a stream of that kind; what it printed there is not part of the call. */
    static Call to(OutputStream out, String... arguments) {
        return to(out, new Library(Atlas.standard(), Optional.of(Path.of("models"))), AnswerCache.none(), FILE, arguments);
    }

    private static Call to(
            OutputStream out, Library library, AnswerCache answers, Terminal terminal, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                DataStream.to(out, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal);
        int status = Quiesce.run(new Environment(console, library, answers), arguments);
        return new Call(status, "", err.toString(StandardCharsets.UTF_8));
    }
}
