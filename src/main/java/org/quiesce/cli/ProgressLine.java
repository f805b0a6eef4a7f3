package org.quiesce.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.quiesce.sim.ProgressListener;
import org.quiesce.sim.ProgressListener.Progress;

/** One line on a terminal that says how far a check is, from its second second on; silent elsewhere. */
final class ProgressLine implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String ERASE_LINE = "\r\u001b[K";

    private final Console console;
    private final int total;
    private final Optional<ScheduledExecutorService> clock;
    private final Instant start = Instant.now();
    private int finished = -1;
    private String what = "";
    private Instant since = Instant.MAX;
    private Optional<Progress> search = Optional.empty();
    private String drawn = "";

    private ProgressLine(Console console, int total, Optional<ScheduledExecutorService> clock) {
        this.console = console;
        this.total = total;
        this.clock = clock;
        clock.ifPresent(c -> c.scheduleAtFixedRate(this::draw, 1000, 250, TimeUnit.MILLISECONDS));
    }

    /** Progress of so many checks. */
    static ProgressLine of(int total, Console console) {
        return new ProgressLine(console, total, console.terminal().isAnimated()
                ? Optional.of(Executors.newSingleThreadScheduledExecutor(ProgressLine::thread))
                : Optional.empty());
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    }

    /** The next check is waited for. */
    synchronized void next(String name) {
        finished++;
        what = name;
        since = Instant.now();
        search = Optional.empty();
    }

    /** Hears how far the search of a check is, and shows it while that check is the one that is waited for. */
    ProgressListener of(String name) {
        return progress -> searched(name, progress);
    }

    private synchronized void searched(String name, Progress progress) {
        if (name.equals(what)) {
            search = Optional.of(progress);
        }
    }

    /** The line goes, because something else is to be printed. */
    synchronized void pause() {
        since = Instant.MAX;
        if (!drawn.isEmpty()) {
            console.draw(ERASE_LINE);
            drawn = "";
        }
    }

    private synchronized void draw() {
        Instant now = Instant.now();
        if (now.isBefore(since) || Duration.between(since, now).compareTo(PATIENCE) < 0) {
            return;
        }
        String line = position(now) + what + ": " + Duration.between(since, now).toSeconds() + " s"
                + search.map(ProgressLine::said).orElse("");
        int width = console.terminal().width() - 1;
        String cut = line.length() > width ? line.substring(0, width) : line;
        if (!cut.equals(drawn)) {
            console.draw(ERASE_LINE + cut);
            drawn = cut;
        }
    }

    /** Which of many it is, and how long the rest takes if it is like what is done. */
    private String position(Instant now) {
        if (total == 1) {
            return "";
        }
        String which = (finished + 1) + " of " + total;
        long left = finished == 0 ? 0 : Duration.between(start, now).toSeconds() * (total - finished) / finished;
        return which + (finished == 0 ? "" : ", about " + left + " s left") + "; ";
    }

    /** The states that wait to be looked at are a lower bound of what is left. */
    private static String said(Progress progress) {
        String states = String.format(Locale.ROOT, ", %,d states, %,d states/s", progress.states(),
                Math.round(progress.statesPerSecond()));
        if (progress.queued() == 0 || progress.statesPerSecond() < 1) {
            return states + ", waiting for TLC";
        }
        return states + String.format(Locale.ROOT, ", %,d to go (%d s or more)", progress.queued(),
                Math.round(progress.queued() / progress.statesPerSecond()));
    }

    @Override
    public void close() {
        clock.ifPresent(ScheduledExecutorService::shutdownNow);
        pause();
    }
}
