package org.quiesce.tlc;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/** SHA-256 of a sequence of parts, none of which can pass for a part of another. */
final class Sha256 {
    private final Hasher sum = Hashing.sha256().newHasher();

    Sha256 add(byte[] part) {
        sum.putString(part.length + ":", StandardCharsets.US_ASCII).putBytes(part);
        return this;
    }

    Sha256 add(String part) {
        return add(part.getBytes(StandardCharsets.UTF_8));
    }

    /** In 64 hexadecimal digits. */
    String hex() {
        return sum.hash().toString();
    }
}
