package org.quiesce.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quiesce.protocol.Ops.copyToUser;
import static org.quiesce.protocol.Ops.kthreadRun;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolException;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;

class AtlasTest {

    private static final Atlas ATLAS = Atlas.standard();

    static Stream<Variant> variants() {
        return ATLAS.entries().stream().flatMap(e -> e.variants().stream());
    }

    @Test
    void entriesAreInReadingOrder() {
        List<String> atlas = ATLAS.entries().stream().filter(e -> e.kind() != Entry.Kind.REAL).map(Entry::id).toList();
        assertThat(atlas).containsExactly(
                "first-kthread", "ksoftirqd-and-kworker", "ksoftirqd", "device-opened-early",
                "missing-stop-in-exit", "missing-stop-on-init-error", "init-section-threadfn", "complete-then-return",
                "module-put-then-return", "late-module-get", "module-get-unprotected", "task-work-after-exited",
                "partial-create-rollback", "free-before-stop", "arg-lifetime", "interface-outlives-thread",
                "lost-thread-pointer", "init-fail-ignores-refs", "release-after-unload",
                "callback-after-unload", "rcu-callback-at-unload", "timer-at-unload", "tasklet-at-unload",
                "work-at-unload",
                "stop-error-pointer", "stop-exited-no-ref", "double-stop-sequential", "double-stop-concurrent",
                "stop-uninitialised", "stop-selfexit-toctou", "wake-freed-task", "task-ref-imbalance",
                "task-pointer-race", "signal-exit-stale-stop",
                "self-stop", "stop-holding-lock", "smpboot-hotplug-deadlock", "freeze-fails", "oopsed-lock-holder",
                "stop-cycle", "stop-order-inversion", "stop-in-atomic", "stop-frozen-thread", "exit-with-lock-held",
                "reap-wait-in-exit",
                "should-stop-outside-kthread", "cancel-sync-self", "cancel-sync-holding-lock",
                "wait-cond-omits-stop", "state-set-after-check", "plain-state-store", "waitqueue-active-no-barrier",
                "erestartsys-spin", "exclusive-wake-lost",
                "wake-before-publish", "wrong-wake-mask", "flag-without-wake", "own-flag-not-should-stop",
                "stop-aborts-cleanup", "single-shot-schedule", "break-without-running",
                "uninterruptible-external-wait", "busy-poll-no-stop-check", "orphaned-request",
                "blocking-op-in-wait-window", "long-uninterruptible-delay",
                "stop-before-first-run", "never-woken", "bind-after-wake",
                "parked-birth-runs-fn", "create-error-as-null",
                "park-unresponsive", "parked-never-unparked", "park-exit-race", "park-stop-race", "double-park",
                "no-recheck-after-parkme", "wait-woken-misses-park",
                "queue-after-flush", "timer-work-mutual-rearm", "self-rearming-nonsync", "irq-wakes-dead-thread",
                "destroy-wq-with-delayed", "drain-never-ends", "draining-queue-drop",
                "stop-from-own-work", "double-start-worker", "cancel-wrong-variant", "kworker-queue-after-flush",
                "kworker-flush-dead", "kworker-delayed-pending",
                "free-irq-deadlock", "irq-thread-last-run",
                "self-pinned-module", "module-ref-leak", "module-ref-overput", "stop-without-exit-function",
                "exit-leak");
    }

    @Test
    void idsAreUnique() {
        assertThat(ATLAS.ids()).doesNotHaveDuplicates();
    }

    @Test
    void faultsAreOfTheirOwnClassAndExamplesOfNone() {
        assertThat(ATLAS.entries(Entry.Kind.FAULT)).allSatisfy(fault ->
                assertThat(fault.faultClass().map(FaultClass::id)).contains(fault.id()));
        assertThat(ATLAS.entries(Entry.Kind.EXAMPLE)).allSatisfy(example ->
                assertThat(example.faultClass()).isEmpty());
    }

    @Test
    void realBugsComeLastBySubsystem() {
        List<Entry> real = ATLAS.entries(Entry.Kind.REAL);
        assertThat(ATLAS.entries()).endsWith(real.toArray(Entry[]::new));
        assertThat(real).allSatisfy(bug -> assertThat(bug.id()).matches(
                "(net|fs|nfs|md|scsi|rdma|usb|media|gpu|char|crypto|sound|greybus|virtio|block|power|mm|wq|test|security"
                        + "|lustre|zfs)-[a-z0-9-]+"));
        assertThat(real).extracting(Entry::faultClass).doesNotContain(Optional.empty());
    }

    @Test
    void everyEntryHasABrokenAndAMendedVariantNamedAfterIt() {
        for (Entry entry : ATLAS.entries()) {
            assertThat(entry.variants()).extracting(Variant::name).startsWith("broken").endsWith("mended");
            assertThat(entry.variants()).extracting(v -> v.protocol().name()).containsExactlyElementsOf(
                    entry.variants().stream()
                            .map(v -> v.name().equals("broken") ? entry.id() : entry.id() + "-" + v.name())
                            .toList());
            assertThat(entry.variants()).allSatisfy(v -> assertThat(v.protocol().title()).isNotBlank().endsWith("."));
        }
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void everyVariantCanBeLowered(Granularity granularity) {
        assertThat(variants()).allSatisfy(variant -> {
            LoweredProtocol lowered = Lowering.lower(variant.protocol(), granularity);
            assertThat(Property.of(lowered)).contains(Property.NO_CODE_AFTER_UNLOAD, Property.UNLOAD_COMPLETES);
        });
    }

    /** What is the kernel's own, as the loop of a per-CPU thread, is the same in all. */
    @Test
    void aReviewerReadsAVariantInAMinute() {
        assertThat(variants()).allSatisfy(variant -> {
            Set<String> ofKernel = KernelText.programs(variant.protocol());
            assertThat(variant.protocol().listing().lines()).filteredOn(l -> !ofKernel.contains(l.function()))
                    .hasSizeLessThanOrEqualTo(45);
        });
    }

    @Test
    void kernelThreadsHaveNoUserMemory() {
        assertThatThrownBy(() -> Protocol.module("answering")
                        .kthread("kworker", body -> body.call(copyToUser()))
                        .init(body -> body.call(kthreadRun("kworker")))
                        .build())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("its mm is NULL");
    }

    @Test
    void aNearMissGetsASuggestion() {
        assertThat(ATLAS.suggestion("state-set-after-chek")).contains("state-set-after-check");
        assertThat(ATLAS.suggestion("Self-Stop")).contains("self-stop");
        assertThat(ATLAS.suggestion("quicksort")).isEmpty();
    }

    @Test
    void listingOfAMendedSleep() {
        assertThat(listing("state-set-after-check", "mended")).isEqualTo("""
                worker   1  while (1) {
                         2      set_current_state(TASK_INTERRUPTIBLE);
                         3      if (kthread_should_stop()) {
                         4          break;
                         5      }
                         6      schedule();
                         7  }
                         8  __set_current_state(TASK_RUNNING);
                         9  return 0;
                init    10  task = kthread_run(worker, NULL, "worker");
                        11  if (IS_ERR(task)) {
                        12      return -ENOMEM;
                        13  }
                        14  return 0;
                exit    15  kthread_stop(task);""");
    }

    @Test
    void listingOfAHeldThread() {
        assertThat(listing("stop-exited-no-ref", "mended")).isEqualTo("""
                worker   1  while (!kthread_should_stop()) {
                         2      if (device_failed()) {
                         3          return -ENODEV;
                         4      }
                         5      msleep(100);
                         6  }
                         7  return 0;
                init     8  task = kthread_create(worker, NULL, "worker");
                         9  if (IS_ERR(task)) {
                        10      return -ENOMEM;
                        11  }
                        12  get_task_struct(task);
                        13  wake_up_process(task);
                        14  return 0;
                exit    15  kthread_stop(task);
                        16  put_task_struct(task);""");
    }

    private static String listing(String id, String variant) {
        return ATLAS.entry(id).orElseThrow().variant(variant).orElseThrow().protocol().listing().toString();
    }

    /** A bound that no run reaches would claim more than is checked; the variants of an entry have it in common. */
    @Test
    void someRunHasAsManyThreadsAsAreDeclared() {
        for (Entry entry : ATLAS.entries()) {
            for (Variant variant : entry.variants()) {
                for (Program.Kthread kthread : variant.protocol().kthreads()) {
                    assertThat(entry.variants())
                            .as("%s, %d × %s", entry.id(), kthread.count(), kthread.name())
                            .anyMatch(v -> v.protocol().creations(kthread.name())
                                    .filter(creations -> creations.most() < kthread.count())
                                    .isEmpty());
                }
            }
        }
    }
}
