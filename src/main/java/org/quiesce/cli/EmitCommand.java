package org.quiesce.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.workbench.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiesce emit}: the TLA+ of a protocol. */
@Command(name = "emit", description = "Write the TLA+ module of a protocol and its two configurations.",
        footer = {"", "Without --out the module alone is printed, of one protocol on one kernel. With --out several",
            "protocols each get a directory DIR/ID/VARIANT (real bugs DIR/real/ID/VARIANT), and several",
            "kernels each a directory in that.",
            "The configurations are for the newest kernel unless --kernel says otherwise.",
            "", "Example:",
            "  quiesce emit first-kthread/broken --kernel 5.10 --out specs"})
final class EmitCommand implements Callable<Integer> {

    @Mixin
    private Subjects subjects = new Subjects();

    @Mixin
    private ProtocolOptions options = new ProtocolOptions();

    @Mixin
    private Quiet quiet = new Quiet();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--out", paramLabel = "DIR", converter = Converters.Place.class,
            description = "Write to this directory, all files or none; files of the same names are replaced.")
    private Optional<Path> out = Optional.empty();

    private final Environment environment;

    EmitCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        List<Target> targets = subjects.in(environment.library());
        if (out.isPresent()) {
            write(OutputDirectory.at(out.get()), targets);
        } else {
            print(targets);
        }
        return ExitStatus.OK.code();
    }

    private void write(OutputDirectory directory, List<Target> targets) {
        List<Profile> kernels = kernels();
        Map<String, String> files = new LinkedHashMap<>();
        for (Target target : targets) {
            for (Profile kernel : kernels) {
                String place = (targets.size() == 1 ? "" : target.place() + "/")
                        + (kernels.size() == 1 ? "" : kernel.name() + "/");
                Workbench.emit(target.protocol(), options.granularity(target), kernel)
                        .forEach((name, text) -> files.put(place + name, text));
            }
        }
        directory.write(files, quiet.on(common.console(environment)));
    }

    /** The module is the same for every kernel, only the constants differ: the newest stands for all. */
    private List<Profile> kernels() {
        return options.kernelsOr(List.of(Profiles.newest()));
    }

    private void print(List<Target> targets) {
        Target target = targets.get(0);
        if (targets.size() > 1 || kernels().size() > 1) {
            throw new BadInput("several specifications can't be printed one after the other"
                    + "\nname a directory with --out, or one protocol such as " + target.name() + " and one --kernel");
        }
        Workbench.emit(target.protocol(), options.granularity(target), kernels().get(0))
                .forEach((name, text) -> {
                    if (name.endsWith(".tla")) {
                        environment.console().print(text);
                    }
                });
    }
}
