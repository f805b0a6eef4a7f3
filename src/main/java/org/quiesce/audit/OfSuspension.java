package org.quiesce.audit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.Statement;
import org.quiesce.workbench.CheckRequest;

/** That the machine is not suspended while the module is there: nobody freezes tasks. */
record OfSuspension() implements Assumption {

    private static final List<String> NAMES = List.of("suspend", "pm_suspend", "suspend_machine");

    @Override
    public String id() {
        return "no-suspend";
    }

    @Override
    public String clause() {
        return "nobody suspends the machine";
    }

    @Override
    public Standing standing() {
        return Standing.MADE;
    }

    /** Once it is, and resumed. */
    @Override
    public CheckRequest turnedIn(CheckRequest request) {
        return request.with(request.protocol().with(new Program.Environment(unused(request.protocol()), List.of(
                new Statement.Call(0, Ops.suspendFreezeProcesses(), Optional.empty()),
                new Statement.Call(0, Ops.thawProcesses(), Optional.empty())))));
    }

    private static String unused(Protocol protocol) {
        List<String> used = Stream.concat(
                protocol.programs().stream().map(Program::name),
                protocol.objects().stream().map(SharedObject::name)).toList();
        return NAMES.stream().filter(name -> !used.contains(name)).findFirst().orElse(NAMES.get(0));
    }
}
