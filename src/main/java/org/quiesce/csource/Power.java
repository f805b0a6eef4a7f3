package org.quiesce.csource;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Program.Pinning;

/**
 * The machine is suspended and resumed, and tells the drivers of the module (kernel/power/suspend.c,
 * drivers/base/power/main.c).
 */
final class Power {

    /** Fields of {@code struct dev_pm_ops}: what is called before the machine sleeps, and after that. */
    private static final Map<String, String> FIELDS = Map.of("suspend", "resume", "freeze", "thaw", "poweroff", "restore",
            "suspend_late", "resume_early", "suspend_noirq", "resume_noirq");

    /** What a driver does before the machine sleeps, and after that. */
    private record Pair(Optional<IASTFunctionDefinition> before, Optional<IASTFunctionDefinition> after) {
        Stream<IASTFunctionDefinition> functions() {
            return Stream.concat(before.stream(), after.stream());
        }

        int line() {
            return functions().mapToInt(Ast::line).min().orElseThrow();
        }
    }

    private final ModuleReading module;
    private final Programs programs;
    private final Predicate<IASTFunctionDefinition> matters;

    /** @param matters whether it makes a difference that a function is called */
    Power(ModuleReading module, Programs programs, Predicate<IASTFunctionDefinition> matters) {
        this.module = module;
        this.programs = programs;
        this.matters = matters;
    }

    void translate() {
        module.drivers().bound().forEach(driver -> sleep(driver).ifPresent(pair -> {
            String name = module.names().fresh("suspend_" + driver);
            module.abstracted(Kind.ASSUMED, pair.line(), "the machine is suspended, and resumed, once at most, while '" + driver
                    + "' has its device and no user is in the module");
            if (module.file().anyCall((function, call) -> function.equals("set_freezable"))) {
                module.abstracted(Kind.UNMODELLED, pair.line(), "that threads are frozen before the device of '" + driver
                        + "' is suspended");
            }
            Consumer<Body> body = programs.program(name, Translation.made(module, name, in ->
                    module.sleep().alone(in, pair.line(), Conditions.flag(module.drivers().flag(driver)),
                            () -> sleeps(in, pair))));
            programs.declare(b -> b.fileOperations(name, 1, Pinning.OWNER, body));
        }));
        module.drivers().bound().forEach(driver -> module.drivers().function(driver, "shutdown")
                .filter(f -> matters.test(f) && module.drivers().functions(driver).contains(f))
                .ifPresent(f -> module.abstracted(Kind.ASSUMED, Ast.line(f), "when the machine is shut down, too, "
                        + Registrations.name(f) + "() is called, and nobody is in the module then or comes after that")));
    }

    /** What can't be suspended is not resumed, either. */
    private static void sleeps(Translation in, Pair pair) {
        String failed = in.temporary("failed");
        in.out().set(pair.line(), failed, 0);
        pair.before().ifPresent(f -> in.inline(f, Ast.line(f), List.of(), Optional.of(Target.of(failed))));
        pair.after().ifPresent(f -> in.out().branch(Ast.line(f), Conditions.equal(failed, 0), () -> in.inline(f), () -> { }));
    }

    /** What a driver does about sleep; nothing that matters, or, which is left to who lists what nobody calls, several things. */
    private Optional<Pair> sleep(String driver) {
        Set<Pair> all = new LinkedHashSet<>();
        FIELDS.forEach((before, after) -> Stream.of("", "driver.pm.").forEach(path -> all.add(new Pair(
                module.drivers().function(driver, path + before).filter(matters),
                module.drivers().function(driver, path + after).filter(matters)))));
        all.removeIf(pair -> pair.functions().findAny().isEmpty());
        return all.size() == 1 ? all.stream().findFirst() : Optional.empty();
    }
}
