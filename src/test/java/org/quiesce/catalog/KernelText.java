package org.quiesce.catalog;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Statement;

/** Code in a listing that is the kernel's own, and in no file of the module. */
final class KernelText {

    private KernelText() {}

    /** The threads and tasks that run such code. */
    static Set<String> programs(Protocol protocol) {
        return Stream.concat(
                        protocol.kthreads().stream().filter(k -> isOfKernel(k.body())).map(Program::name),
                        protocol.fileOperations().stream().filter(f -> isOfKernel(f.body())).map(Program::name))
                .collect(Collectors.toSet());
    }

    private static boolean isOfKernel(List<Statement> body) {
        return body.stream().anyMatch(s -> s instanceof Statement.Text text && text.owner() == Statement.Owner.KERNEL);
    }
}
