package org.quiesce.kernelreplay;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A kernel on which schedules can be forced: packages of Debian 12, cloud flavour.
 *
 * <p>The packages with the newest build are those that the two named here depend on.
 */
public enum ReplayKernel {
    LINUX_6_1("linux-6.1", "linux-image-cloud-amd64", "linux-headers-cloud-amd64"),
    LINUX_6_12("linux-6.12", "linux-image-6.12-cloud-amd64", "linux-headers-6.12-cloud-amd64");

    private final String profile;
    private final String image;
    private final String headers;

    ReplayKernel(String profile, String image, String headers) {
        this.profile = profile;
        this.image = image;
        this.headers = headers;
    }

    /** Name of the profile that the model has of it. */
    public String profile() {
        return profile;
    }

    String image() {
        return image;
    }

    String headers() {
        return headers;
    }

    /** The kernel of that profile. */
    public static Optional<ReplayKernel> of(String profile) {
        return Arrays.stream(values()).filter(kernel -> kernel.profile.equals(profile)).findFirst();
    }

    /** The names of all profiles for which there is one. */
    public static List<String> profiles() {
        return Arrays.stream(values()).map(ReplayKernel::profile).toList();
    }
}
