package org.quiesce.kernelreplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made for a machine, and what is refused before one is started. */
class GuestFilesTest {

    @TempDir
    private Path directory;

    /** The C is compiled as it is. */
    @Test
    void sourcesAreTheModuleAndTheGates() {
        assertThat(GuestBuild.sources("int x;\n")).containsOnlyKeys("Makefile", "calls.h", "driver.c", "gates.c", "gates.h")
                .containsEntry("driver.c", "int x;\n")
                .containsEntry("Makefile", """
                        obj-m := gates.o driver.o
                        CFLAGS_driver.o := -include $(src)/calls.h -Wno-unused-value
                        """);
    }

    @Test
    void archiveIsThatOfTheKernel() {
        String header = "070701000000010000%s00000000000000000000000100000000%s00000000000000000000000000000000%s00000000";
        String archive = new String(new Cpio().file("a", "hello".getBytes(StandardCharsets.UTF_8)).end(), StandardCharsets.UTF_8);
        assertThat(archive).startsWith(String.format(header, "81a4", "00000005", "00000002") + "a\0hello\0\0\0" + "070701");
        assertThat(archive.length() % 4).isZero();
    }

    @Test
    void everyTaskHasAName() {
        Cast cast = Samples.cast("complete-then-return/broken");
        assertThat(cast.actors()).isEqualTo("M=insmod,M=rmmod,A=worker()");
    }

    @Test
    void gatesAreAroundCallsThatAreModelled() {
        GatedCalls calls = GatedCalls.standard();
        assertThat(List.of("kthread_run", "kthread_stop", "kthread_should_stop", "schedule", "wait_event_interruptible",
                "complete", "msleep")).allMatch(calls::has);
        assertThat(List.of("QUIESCE_DO", "printk", "")).noneMatch(calls::has);
    }

    /** Whoever calls in has a file to do so; items are known by their function, and nobody is at a timer. */
    @Test
    void whoCallsInHasADoor() {
        Cast users = Samples.cast("double-stop-concurrent/broken");
        assertThat(users.actors()).isEqualTo("M=insmod,M=rmmod,A=worker(),B=disable1,C=disable2");
        assertThat(users.doors()).containsEntry("disable1", new Doors.Door(Doors.Way.WRITE, "/sys/kernel/debug/disable"));
        assertThat(Samples.cast("work-at-unload/broken").actors()).contains("=*item");
        assertThat(Samples.cast("timer-at-unload/broken").letters()).doesNotContainKey("tick");
    }

    @Test
    void kernelThatIsNotWholeIsNone() throws Exception {
        assertThatThrownBy(() -> KernelFolder.find(directory, ReplayKernel.LINUX_6_1))
                .isInstanceOf(InfrastructureException.class)
                .hasMessage("linux-6.1 is not set up in " + directory + "\nrun quiesce kernel-setup --kernel 6.1");
        Path place = Files.createDirectories(directory.resolve("linux-6.1"));
        assertThatThrownBy(() -> KernelFolder.find(directory, ReplayKernel.LINUX_6_1))
                .hasMessageStartingWith(place + " can't be read\n");
        Files.createFile(Files.createDirectory(place.resolve("boot")).resolve("vmlinuz-6.1.0-1"));
        assertThatThrownBy(() -> KernelFolder.find(directory, ReplayKernel.LINUX_6_1))
                .hasMessageContaining("Module.symvers is missing\nremove " + place);
    }

    @Test
    void packagesAreThoseThatAreDependedOn() {
        assertThat(KernelSetup.dependencies("""
                linux-headers-6.12.117+deb12-cloud-amd64
                  Depends: linux-base
                  Depends: linux-headers-6.12.117+deb12-common
                 |Depends: linux-image-6.12.117+deb12-cloud-amd64
                  Depends: linux-kbuild-6.12.117+deb12
                """)).containsExactly("linux-base", "linux-headers-6.12.117+deb12-common",
                "linux-image-6.12.117+deb12-cloud-amd64", "linux-kbuild-6.12.117+deb12");
        assertThat(KernelSetup.dependencies("")).isEmpty();
    }
}
