package org.quiesce.mutation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.Statement;

/**
 * Which of the names that a protocol declares stand in its C.
 *
 * @param declared objects and functions; local variables are nobody else's
 */
record Names(Protocol protocol, Set<String> declared) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

    static Names in(Protocol protocol) {
        return new Names(protocol, Stream.concat(
                        protocol.objects().stream().map(SharedObject::name), protocol.bodies().keySet().stream())
                .collect(Collectors.toSet()));
    }

    /** Those that the lines of some statements contain. */
    Set<String> of(Stream<Statement> statements) {
        return statements.flatMap(s -> NAME.matcher(s.c()).results())
                .map(MatchResult::group)
                .filter(declared::contains)
                .collect(Collectors.toSet());
    }

    /** Those that a statement contains, those in the functions that these are, or point to a thread of, and so on. */
    Set<String> reachedFrom(Statement statement) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(of(statement.all()));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (reached.add(name)) {
                functions(name).forEach(body -> open.addAll(of(body)));
            }
        }
        return reached;
    }

    private Stream<Stream<Statement>> functions(String name) {
        Map<String, List<Statement>> bodies = protocol.bodies();
        Stream<String> threads = protocol.programs().stream()
                .flatMap(program -> program.calls())
                .filter(call -> call.into().filter(name::equals).isPresent())
                .flatMap(call -> call.operation() instanceof OperationTrait.Creation creation
                        ? Stream.of(creation.thread())
                        : Stream.empty());
        return Stream.concat(Stream.of(name), threads)
                .filter(bodies::containsKey)
                .map(function -> bodies.get(function).stream().flatMap(Statement::all));
    }
}
