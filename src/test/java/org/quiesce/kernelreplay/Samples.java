package org.quiesce.kernelreplay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.CReader;
import org.quiesce.csource.CSource;
import org.quiesce.csource.CSourceException;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;

/** Modules of the atlas, their schedules, and what real kernels wrote when these were forced. */
final class Samples {

    private Samples() {}

    static CSource source(String variant) {
        try {
            return CSource.read(Path.of("models", variant + ".c"));
        } catch (CSourceException e) {
            throw new IllegalStateException(e);
        }
    }

    static LoweredProtocol steps(String variant, String kernel) {
        try {
            return Lowering.lower(CReader.read(source(variant), Bounds.usual()).protocol(), Granularity.MICRO, profile(kernel));
        } catch (CSourceException e) {
            throw new IllegalStateException(e);
        }
    }

    static Optional<GateSchedule> schedule(String variant, String kernel) {
        return search(variant, kernel).find(new LinkedHashSet<>(Property.of(steps(variant, kernel))));
    }

    static GateSearch search(String variant, String kernel) {
        return GateSearch.of(steps(variant, kernel), profile(kernel), source(variant).text());
    }

    static Cast cast(String variant) {
        return Cast.of(steps(variant, "linux-6.1").protocol(), source(variant).text());
    }

    static String log(String name) {
        try (InputStream in = Samples.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Profile profile(String kernel) {
        return Profiles.named(kernel).orElseThrow();
    }
}
