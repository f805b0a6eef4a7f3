package org.quiesce.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

    private static final Bundle SMALL = Bundle.of(Map.of("a.txt", "a\n", "b/c.txt", "c\n"));

    @TempDir
    private Path directory;

    /** In a field besides, zip files have a time of the world, which Java takes from the time zone. */
    @Test
    void whenAndWhereItWasPackedIsNotInIt() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(SMALL.zip()))) {
            int entries = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getExtra()).as(entry.getName()).isNull();
                entries++;
            }
            assertThat(entries).isEqualTo(3);
        }
    }

    @Test
    void everyByteCounts() throws Exception {
        byte[] bytes = SMALL.zip();
        Path file = directory.resolve("evidence.zip");
        Files.write(file, bytes);
        assertThat(isAsPacked(file)).isTrue();
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            assertThat(isAsPacked(file)).as("byte %d", i).isFalse();
        }
    }

    private static boolean isAsPacked(Path file) {
        try {
            FoundBundle found = FoundBundle.read(file);
            return found.oddness().isEmpty() && found.bundle().tampering().isEmpty() && found.bundle().digest().equals(SMALL.digest());
        } catch (FoundBundle.UnreadableException e) {
            return false;
        }
    }
}
