package org.quiesce.kernelreplay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A kernel of which everything is there: its image, its headers, and a busybox for the machine.
 *
 * @param place   the folder in the user's cache
 * @param release as the kernel calls itself
 */
public record KernelFolder(Path place, String release) {

    private static final String SOURCES = "usr/src";

    /** The folder of all kernels, in the user's cache. */
    public static Path inCache(Path cache) {
        return cache.resolve("kernels");
    }

    /**
     * The kernel in a folder.
     *
     * @throws InfrastructureException if it was not set up, or not whole
     */
    public static KernelFolder find(Path kernels, ReplayKernel kernel) throws InfrastructureException {
        Path place = kernels.resolve(kernel.profile());
        String advice = "run quiesce kernel-setup --kernel " + kernel.profile().replace("linux-", "");
        if (!Files.isDirectory(place)) {
            throw new InfrastructureException(kernel.profile() + " is not set up in " + kernels + "\n" + advice);
        }
        try (Stream<Path> images = Files.list(place.resolve("boot"))) {
            KernelFolder folder = images.map(image -> image.getFileName().toString())
                    .filter(name -> name.startsWith("vmlinuz-"))
                    .map(name -> new KernelFolder(place, name.substring("vmlinuz-".length())))
                    .findFirst()
                    .orElseThrow(() -> new InfrastructureException("there is no image in " + place + "\nremove it and " + advice));
            for (Path needed : List.of(folder.headers().resolve("Module.symvers"), folder.busybox())) {
                if (!Files.isRegularFile(needed)) {
                    throw new InfrastructureException(needed + " is missing\nremove " + place + " and " + advice);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new InfrastructureException(place + " can't be read\nremove it and " + advice, e);
        }
    }

    Path image() {
        return place.resolve("boot").resolve("vmlinuz-" + release);
    }

    Path headers() {
        return place.resolve(SOURCES).resolve("linux-headers-" + release);
    }

    Path busybox() {
        return place.resolve("bin").resolve("busybox");
    }
}
