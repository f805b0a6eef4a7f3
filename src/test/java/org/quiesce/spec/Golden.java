package org.quiesce.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Modules as they shall be. */
final class Golden {

    private Golden() {}

    /** The text of a file beside the tests. */
    static String module(String file) {
        try (InputStream in = Golden.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
