package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SharedObject.KthreadWorker;

/** Gives what the C names a name that a protocol can use: its own, if that is possible. */
final class Names {

    private static final int LONGEST = 36;

    private final Set<String> given = new HashSet<>();
    /** The same, as the names of steps spell them, where no two programs may look alike. */
    private final Set<String> spelled = new HashSet<>();
    private final Map<Object, String> names = new HashMap<>();
    /** What objects and functions may still want to be called. */
    private final Set<String> wanted;

    /** @param wanted the names of the file's functions and global variables */
    Names(Set<String> wanted) {
        this.wanted = wanted;
    }

    /** The name of an object or a function of the module. */
    String of(Object named, String c) {
        return names.computeIfAbsent(named, n -> free(plain(c), this::isFree));
    }

    /** The name of a kthread worker, which gives names to its thread and to what it keeps, too. */
    String ofWorker(Object worker, String c) {
        return names.computeIfAbsent(worker, w -> {
            String name = free(plain(c), n -> isFree(n) && parts(n).stream().allMatch(this::isFree));
            parts(name).forEach(this::take);
            return name;
        });
    }

    private static List<String> parts(String name) {
        KthreadWorker worker = new KthreadWorker(name);
        return List.of(worker.thread(), worker.task(), worker.current(), worker.running());
    }

    /** The name of a local variable: no object has it. */
    String local(Object variable, String c) {
        return names.computeIfAbsent(variable,
                v -> free(plain(c), name -> !given.contains(name) && !wanted.contains(name)));
    }

    /** The name of something that has none in the C. */
    String fresh(String c) {
        return free(plain(c), name -> isFree(name) && !wanted.contains(name));
    }

    private boolean isFree(String name) {
        return !spelled.contains(spelling(name));
    }

    private void take(String name) {
        given.add(name);
        spelled.add(spelling(name));
    }

    /** An underscore is not seen where no letter follows. */
    private static String spelling(String name) {
        return name.replaceAll("_+(?=_|[0-9]|$)", "");
    }

    private String free(String name, Predicate<String> isFree) {
        String usable = ProtocolBuilder.canName(name) ? name : "my_" + name;
        String free = isFree.test(usable) ? usable : IntStream.iterate(2, i -> i + 1)
                .mapToObj(i -> usable + "_" + i)
                .filter(isFree)
                .findFirst()
                .orElseThrow();
        take(free);
        return free;
    }

    private static String plain(String c) {
        String lower = c.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_").replaceFirst("^[^a-z]+", "");
        String some = lower.isEmpty() ? "object" : lower;
        return some.length() > LONGEST ? some.substring(0, LONGEST) : some;
    }

    /** The name of a protocol, for a file, and the options that say which case of it that is. */
    static String protocol(String file, String choice) {
        String options = choice.isEmpty() ? "" : "-" + choice.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String name = protocol(file);
        return name + options.substring(0, Math.max(0, Math.min(options.length(), 90 - name.length())));
    }

    private static String protocol(String file) {
        String name = file.replaceFirst("^.*/", "").replaceFirst("\\.c$", "").toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+|-+$", "");
        return name.isEmpty() ? "module" : name.length() > 60 ? name.substring(0, 60).replaceAll("-+$", "") : name;
    }
}
