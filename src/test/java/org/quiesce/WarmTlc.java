package org.quiesce;

import org.quiesce.tlc.Tlc;
import org.quiesce.tlc.TlcJar;

/** One TLC for all tests of a JVM, so that its children are warm for each of them; they end with the JVM. */
public final class WarmTlc {
    public static final Tlc TLC = Tlc.using(TlcJar.bundled());

    private WarmTlc() {}
}
