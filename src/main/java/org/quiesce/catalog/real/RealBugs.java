package org.quiesce.catalog.real;

import java.util.List;
import java.util.stream.Stream;
import org.quiesce.catalog.Entry;

/** All real bugs, by subsystem. */
public final class RealBugs {

    private RealBugs() {}

    /** The entries, in the order in which they are listed. */
    public static List<Entry> entries() {
        return Stream.of(
                        Networking.entries(),
                        NetworkDrivers.entries(),
                        Filesystems.entries(),
                        Btrfs.entries(),
                        Nfs.entries(),
                        Raid.entries(),
                        Scsi.entries(),
                        Rdma.entries(),
                        Usb.entries(),
                        Media.entries(),
                        Devices.entries(),
                        Block.entries(),
                        Power.entries(),
                        Core.entries(),
                        Testing.entries(),
                        Security.entries(),
                        Lustre.entries(),
                        Zfs.entries())
                .flatMap(List::stream)
                .toList();
    }
}
