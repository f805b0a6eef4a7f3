package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.CANCEL_SYNC_SELF;
import static org.quiesce.catalog.FaultClass.QUEUE_AFTER_FLUSH;
import static org.quiesce.catalog.FaultClass.RCU_CALLBACK_AT_UNLOAD;
import static org.quiesce.catalog.FaultClass.SELF_REARMING_NONSYNC;
import static org.quiesce.catalog.FaultClass.WORK_AT_UNLOAD;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.callRcu;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.destroyWorkqueue;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.queueWork;
import static org.quiesce.protocol.Ops.rcuBarrier;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.timerDelete;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitForCompletion;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.ProtocolBuilder;

/** Network drivers whose timers, work items and RCU callbacks outlive what they use. */
final class NetworkDrivers {

    private static final Worker NETBACK = new Worker("netback_kthread", "netbk_task");

    private NetworkDrivers() {}

    static List<Entry> entries() {
        return List.of(nicstarTimer(), smsc75xxWork(), kszMibWork(), e1000Reset(), tempestaRcu(), xenNetbackCredit(),
                bluetoothReset());
    }

    private static Entry nicstarTimer() {
        return Entry.real("net-nicstar-timer", SELF_REARMING_NONSYNC, "nicstar deletes a timer that is running")
                .story("The poll timer arms itself again. Exit deletes it without waiting, and frees the card under a"
                        + " function that runs and that will arm the timer once more.")
                .broken("The timer is deleted.", module -> polled(module, timerDelete("ns_poll")))
                .mended("The timer is deleted and its function waited for.",
                        module -> polled(module, timerDeleteSync("ns_poll")))
                .build();
    }

    private static ProtocolBuilder polled(ProtocolBuilder module, Operation end) {
        return module
                .memory("card")
                .timer("ns_poll", body -> body
                        .call(use("card"))
                        .call(modTimer("ns_poll")))
                .init(body -> {
                    Idioms.allocateOrFail(body, "card");
                    body.call(modTimer("ns_poll"));
                })
                .exit(body -> body
                        .call(end)
                        .call(kfree("card")));
    }

    private static Entry xenNetbackCredit() {
        return Entry.real("net-xen-netback-credit", QUEUE_AFTER_FLUSH, "xen-netback's credit timer brings back what was"
                        + " taken away")
                .story("An interface out of credit has a timer that puts it on the list of the thread again. Teardown"
                        + " takes it off that list, and deletes the timer after.")
                .broken("The interface is taken off the list, then the timer deleted.", module -> credit(module)
                        .exit(body -> {
                            Idioms.spinning(body, "list_lock", inside -> inside.call(clear("listed")));
                            body.call(timerDeleteSync("credit_timeout"));
                            freeAndStop(body);
                        }))
                .mended("It can't be listed any more; then the timer is deleted, then it is taken off.",
                        module -> credit(module)
                                .exit(body -> {
                                    Idioms.spinning(body, "list_lock", inside -> inside.call(clear("schedulable")));
                                    body.call(timerDeleteSync("credit_timeout"));
                                    Idioms.spinning(body, "list_lock", inside -> inside.call(clear("listed")));
                                    freeAndStop(body);
                                }))
                .build();
    }

    private static void freeAndStop(Body body) {
        body.call(kfree("vif"));
        NETBACK.stop(body);
    }

    private static ProtocolBuilder credit(ProtocolBuilder module) {
        return module
                .taskPointer(NETBACK.pointer())
                .spinlock("list_lock")
                .flagInitiallySet("schedulable")
                .flag("listed")
                .memory("vif")
                .kthread(NETBACK.function(), body -> body
                        .until(shouldStop(), loop -> {
                            Idioms.spinning(loop, "list_lock", inside -> inside.when(flag("listed"), then -> then
                                    .call(clear("listed"))
                                    .call(use("vif"))));
                            loop.call(msleep());
                        })
                        .returns(0))
                .timer("credit_timeout", body -> Idioms.spinning(body, "list_lock",
                        inside -> inside.when(flag("schedulable"), then -> then.call(set("listed")))))
                .init(body -> {
                    Idioms.allocateOrFail(body, "vif");
                    NETBACK.runOr(body, failed -> failed.call(kfree("vif")));
                })
                .fileOperation("transmit", body -> body.call(modTimer("credit_timeout")));
    }

    // ---- net-smsc75xx-work, net-ksz-mib-work

    private static Entry smsc75xxWork() {
        return Entry.real("net-smsc75xx-work", WORK_AT_UNLOAD, "smsc75xx frees what its work item uses")
                .story("A change of the multicast list is done in a work item. Unbind frees the private data and leaves"
                        + " the item queued.")
                .broken("The private data is freed.", module -> multicast(module)
                        .exit(body -> body.call(kfree("pdata"))))
                .mended("The item is cancelled, then the private data freed.", module -> multicast(module)
                        .exit(body -> body
                                .call(cancelWorkSync("multicast_write"))
                                .call(kfree("pdata"))))
                .build();
    }

    private static ProtocolBuilder multicast(ProtocolBuilder module) {
        return module
                .memory("pdata")
                .work("multicast_write", body -> body.call(use("pdata")))
                .init(body -> Idioms.allocateOrFail(body, "pdata"))
                .fileOperation("set_multicast", body -> body.call(scheduleWork("multicast_write")));
    }

    private static Entry kszMibWork() {
        return Entry.real("net-ksz-mib-work", QUEUE_AFTER_FLUSH, "ksz cancels work that its unregistration queues")
                .story("Remove cancels the work that reads counters, then unregisters the switch, which takes the link"
                        + " down; and a link that goes down has its counters read.")
                .broken("The work is cancelled while its interval is set.", module -> counted(module, body -> {}))
                .mended("The interval is cleared first, and nothing is queued any more.",
                        module -> counted(module, body -> body.call(clear("interval"))))
                .build();
    }

    private static ProtocolBuilder counted(ProtocolBuilder module, Consumer<Body> before) {
        return module
                .memory("ksz_device")
                .flagInitiallySet("interval")
                .work("mib_read", body -> body.call(use("ksz_device")))
                .init(body -> Idioms.allocateOrFail(body, "ksz_device"))
                .fileOperation("link_down", NetworkDrivers::readCounters)
                .exit(body -> {
                    before.accept(body);
                    body.call(cancelWorkSync("mib_read"));
                    readCounters(body);
                    body.call(kfree("ksz_device"));
                });
    }

    private static void readCounters(Body body) {
        body.when(flag("interval"), then -> then.call(scheduleWork("mib_read")));
    }

    // ---- net-e1000-reset

    private static Entry e1000Reset() {
        return Entry.real("net-e1000-reset", CANCEL_SYNC_SELF, "e1000's reset waits for itself")
                .story("To take the adapter down is to cancel its reset. The reset takes the adapter down.")
                .broken("The reset cancels itself and waits.", module -> adapter(module, NetworkDrivers::down))
                .mended("The reset takes the adapter down without that.",
                        module -> adapter(module, body -> body.call(clear("adapter_up"))))
                .build();
    }

    private static void down(Body body) {
        body.call(clear("adapter_up")).call(cancelWorkSync("reset_task"));
    }

    private static ProtocolBuilder adapter(ProtocolBuilder module, Consumer<Body> takeDown) {
        return module
                .flagInitiallySet("adapter_up")
                .work("reset_task", body -> {
                    takeDown.accept(body);
                    body.call(set("adapter_up"));
                })
                .fileOperation("tx_timeout", body -> body.call(scheduleWork("reset_task")))
                .exit(NetworkDrivers::down);
    }

    // ---- net-tempesta-rcu

    private static Entry tempestaRcu() {
        return Entry.real("net-tempesta-rcu", RCU_CALLBACK_AT_UNLOAD, "Tempesta's schedulers go before their callbacks")
                .story("A group of servers is freed by an RCU callback. The module that gave the callback may be"
                        + " unloaded while it is pending.")
                .broken("Exit does not wait for callbacks.",
                        module -> scheduler(module).exit(NetworkDrivers::freeGroup))
                .mended("Exit waits for pending callbacks.", module -> scheduler(module).exit(body -> {
                    freeGroup(body);
                    body.call(rcuBarrier("free_rcu"));
                }))
                .build();
    }

    private static void freeGroup(Body body) {
        body.when(not(flag("removed")), then -> then.call(kfree("group")));
    }

    private static ProtocolBuilder scheduler(ProtocolBuilder module) {
        return module
                .memory("group")
                .flag("removed")
                .rcuCallback("free_rcu", body -> body.call(kfree("group")))
                .init(body -> Idioms.allocateOrFail(body, "group"))
                .fileOperation("remove_group", body -> body
                        .call(set("removed"))
                        .call(callRcu("free_rcu")));
    }

    // ---- net-bluetooth-reset

    private static Entry bluetoothReset() {
        return Entry.real("net-bluetooth-reset", CANCEL_SYNC_SELF, "A Bluetooth device is released by its own work")
                .story("Whoever drops the last reference on a device destroys its workqueue. A reset is work on that"
                        + " queue and holds a reference: if it is the last one it waits for its own end.")
                .broken("The reset drops a reference, and unregistering another.", module -> controller(module
                                .spinlock("hci_lock")
                                .flag("reset_done")
                                .flag("unregistered")
                                .completion("released"))
                        .work("error_reset", "req_workqueue", body -> dropReference(body, "reset_done", "unregistered"))
                        .exit(body -> {
                            dropReference(body, "unregistered", "reset_done");
                            body.call(waitForCompletion("released"));
                        }))
                .mended("Unregistering cancels the reset, and then holds the last reference.",
                        module -> controller(module.flag("reset_done"))
                                .work("error_reset", "req_workqueue", body -> body.call(set("reset_done")))
                                .exit(body -> body
                                        .call(cancelWorkSync("error_reset"))
                                        .call(destroyWorkqueue("req_workqueue"))))
                .build();
    }

    /** There are two references: that of the other holder is gone if its flag is set. */
    private static void dropReference(Body body, String mine, String other) {
        body.call(setLocal("last", 0));
        Idioms.spinning(body, "hci_lock", inside -> inside
                .call(set(mine))
                .when(flag(other), then -> then.call(setLocal("last", 1))));
        body.when(equal("last", 1), then -> then
                .call(destroyWorkqueue("req_workqueue"))
                .call(complete("released")));
    }

    private static ProtocolBuilder controller(ProtocolBuilder module) {
        return module
                .workqueue("req_workqueue")
                .init(body -> {
                    Idioms.allocateQueueOr(body, "req_workqueue", failed -> {});
                    body.call(queueWork("req_workqueue", "error_reset"));
                });
    }
}
