package org.quiesce.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.smpbootRegisterPercpuThread;
import static org.quiesce.protocol.Ops.smpbootUnregisterPercpuThread;
import static org.quiesce.protocol.Ops.use;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;

/** The thread of a CPU, and the functions of the module that it calls. */
class SmpbootThreadTest {

    private static final Consumer<Body> UNREGISTER = exit -> exit.call(smpbootUnregisterPercpuThread("worker", "task"));

    @Test
    void whatTheThreadUsesMustOutliveIt() {
        Consumer<SmpbootHooks> uses = functions -> functions
                .shouldRun(body -> body.call(setLocal(SmpbootHooks.SHOULD_RUN, 1)))
                .threadFn(body -> body.call(use("data")));
        check(uses, exit -> UNREGISTER.accept(exit.call(kfree("data")))).assertViolated(Property.NO_USE_AFTER_FREE);
        check(uses, exit -> {
            UNREGISTER.accept(exit);
            exit.call(kfree("data"));
        }).assertAllHold();
    }

    @Test
    void itsLoopIsNoCodeOfTheModuleAndItsFunctionsAre() {
        Consumer<Body> nothing = exit -> exit.call(kfree("data"));
        check(functions -> {}, nothing).assertHolds(Property.NO_CODE_AFTER_UNLOAD);
        check(functions -> functions
                .shouldRun(body -> body.call(setLocal(SmpbootHooks.SHOULD_RUN, 0))), nothing)
                .assertViolated(Property.NO_CODE_AFTER_UNLOAD);
    }

    @Test
    void whetherItShouldRunIsAskedWhereItMustNotSleep() {
        check(functions -> functions
                .shouldRun(body -> body.call(msleep()).call(setLocal(SmpbootHooks.SHOULD_RUN, 0))), UNREGISTER)
                .assertViolated(Property.NO_SLEEP_IN_ATOMIC);
        check(functions -> functions
                .shouldRun(body -> body.call(setLocal(SmpbootHooks.SHOULD_RUN, 1)))
                .threadFn(body -> body.call(msleep())), UNREGISTER)
                .assertHolds(Property.NO_SLEEP_IN_ATOMIC);
    }

    @Test
    void itIsSetUpOnceParkedWhenActiveAndCleanedUpIfItRan() {
        Checked checked = check(functions -> functions
                .setup(body -> body.call(use("data")).call(set("set_up")))
                .park(body -> body.call(set("was_parked")))
                .unpark(body -> body.call(set("unparked")))
                .cleanup(body -> body.when(Conditions.not(Conditions.flag("set_up")), never -> never.call(set("wrong")))
                        .call(set("cleaned"))), exit -> {
            UNREGISTER.accept(exit);
            exit.call(kfree("data"));
        });
        for (String done : new String[] {"set_up", "was_parked", "unparked", "cleaned"}) {
            assertThat(checked.reaches(done)).as(done).isTrue();
        }
        assertThat(checked.reaches("wrong")).isFalse();
    }

    @Test
    void withoutAFunctionBeforeItIsParkedThereIsNoneAfterwards() {
        Checked checked = check(functions -> functions
                .setup(body -> body.call(set("set_up")))
                .unpark(body -> body.call(set("unparked"))), UNREGISTER);
        assertThat(checked.reaches("set_up")).isTrue();
        assertThat(checked.reaches("unparked")).isFalse();
    }

    @Test
    void aThreadThatCantBeCreatedIsNotStopped() {
        Protocol protocol = module()
                .smpbootThread("worker", "task")
                .init(init -> init
                        .assign("err", smpbootRegisterPercpuThread("worker", "task").mayFail())
                        .when(notEqual("err", 0), failed -> failed.call(set("failed")).returns(Value.of("err"))))
                .exit(UNREGISTER)
                .build();
        Checked checked = Checked.check(protocol, Profiles.newest()).assertAllHold();
        assertThat(checked.reaches("failed")).isTrue();
    }

    private static ProtocolBuilder module() {
        ProtocolBuilder module = Protocol.module("percpu").memory("data");
        for (String flag : new String[] {"set_up", "was_parked", "unparked", "cleaned", "wrong", "failed"}) {
            module.flag(flag);
        }
        return module;
    }

    private static Checked check(Consumer<SmpbootHooks> functions, Consumer<Body> exit) {
        return Checked.check(module()
                .smpbootThread("worker", "task", functions)
                .cpuHotplug("cpu", "task")
                .init(init -> init
                        .call(allocate("data"))
                        .call(smpbootRegisterPercpuThread("worker", "task")))
                .exit(exit)
                .build(), Profiles.newest());
    }
}
