package org.quiesce.kernelreplay;

import java.io.IOException;

/** What is done if the program is ended from outside before it was done in the usual way. */
final class LastWish {

    private final Thread hook;

    private LastWish(Thread hook) {
        this.hook = hook;
    }

    /** @throws IOException if the program is being ended: nothing should be begun any more */
    static LastWish of(Runnable wish) throws IOException {
        Thread hook = new Thread(wish);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw new IOException("the program is being ended", e);
        }
        return new LastWish(hook);
    }

    /** Takes it back. */
    void takeBack() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is being ended: it is being done.
            return;
        }
    }
}
