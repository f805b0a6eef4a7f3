package org.quiesce.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.quiesce.report.Sheet;
import org.quiesce.sim.ProgressListener;
import org.quiesce.sim.ProgressListener.Progress;
import org.quiesce.workbench.CheckResult;

/**
 * A bar on a terminal that says how far a command is, how long the rest may take, and how many states it sees in a second;
 * from its second second on. Elsewhere it is silent. The bar is of checks, or of the states of a check that is alone.
 */
final class ProgressLine implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MILLISECONDS = 250;
    private static final String ERASE_LINE = "\r\u001b[K";
    /** What the library writes besides the name of the command, numbers and its bar. */
    private static final int TIMES = 31;
    private static final int SHORTEST_BAR = 8;
    /** Of the number of states of a check that is alone. */
    private static final int MOST_DIGITS = 7;

    private final Console console;
    private final int total;
    private final int room;
    private final Optional<ProgressBar> bar;
    private final Instant start = Instant.now();
    private boolean shown;
    private boolean drawn;
    private String what = "";
    private String part = "";
    private long states;

    private ProgressLine(String command, int total, int before, Console console) {
        this.console = console;
        this.total = total;
        this.room = console.terminal().messageWidth() - 1 - command.length() - TIMES - SHORTEST_BAR
                - 2 * (total == 1 ? MOST_DIGITS : Integer.toString(total).length());
        this.bar = console.terminal().isAnimated()
                ? Optional.of(new ProgressBarBuilder()
                        .setTaskName(command)
                        .setInitialMax(total)
                        .startsFrom(before, Duration.ZERO)
                        .setStyle(console.terminal().charset().equals(StandardCharsets.UTF_8)
                                ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(MILLISECONDS)
                        .continuousUpdate()
                        .setConsumer(new Drawn())
                        .build())
                : Optional.empty();
    }

    /** Progress of so many checks. */
    static ProgressLine of(String command, int total, Console console) {
        return new ProgressLine(command, total, 0, console);
    }

    /** The same, of which some were made in an earlier call. */
    static ProgressLine goingOn(String command, int total, int before, Console console) {
        return new ProgressLine(command, total, before, console);
    }

    /** The next check is waited for. */
    synchronized void next(String name) {
        what = name;
        part = "";
        shown = true;
        say(sofar());
    }

    /** The check that was waited for is one of several parts on its way. */
    synchronized void part(int done, int of) {
        if (total == 1) {
            bar.ifPresent(b -> b.maxHint(of).stepTo(done));
        } else {
            part = ", " + done + " of " + of;
        }
        say(sofar());
    }

    /** The check that was waited for is done, and saw so many states. */
    synchronized void done(long seen) {
        states += seen;
        if (total > 1) {
            bar.ifPresent(ProgressBar::step);
        }
    }

    /** The same of all that a sheet is about. */
    void done(Sheet sheet) {
        done(sheet.checks().stream().mapToLong(check -> states(check.result())).sum());
    }

    /** How many states were seen to find that. */
    static long states(CheckResult result) {
        return result.simStates().isPresent() ? result.simStates().getAsLong() : result.tlcStates().orElse(0);
    }

    /** States were seen on the way to what is waited for. */
    synchronized void saw(long seen) {
        states += seen;
    }

    /** Hears how far the search of a check is, and shows it while that check is the one that is waited for. */
    ProgressListener of(String name) {
        return progress -> searched(name, progress);
    }

    private synchronized void searched(String name, Progress progress) {
        if (!name.equals(what)) {
            return;
        }
        if (total == 1 && part.isEmpty()) {
            // The states that wait to be looked at are a lower bound of what is left.
            bar.ifPresent(b -> b.maxHint(progress.states() + progress.queued()).stepTo(progress.states()));
        }
        say(said(progress));
    }

    private static String said(Progress progress) {
        return progress.queued() == 0 || progress.statesPerSecond() < 1
                ? ", waiting for TLC"
                : String.format(Locale.ROOT, ", %,d states/s", Math.round(progress.statesPerSecond()));
    }

    /** Of all checks up to now. */
    private String sofar() {
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
        return states == 0 || seconds < 1 ? "" : String.format(Locale.ROOT, ", %,d states/s", Math.round(states / seconds));
    }

    private void say(String more) {
        // What is cut off is the name, not how fast it goes.
        String tail = part + more;
        int left = room - tail.length();
        String cut = left >= what.length() ? what + tail : left > 0 ? what.substring(0, left) + tail : tail.replaceFirst("^, ", "");
        bar.ifPresent(b -> b.setExtraMessage(cut.length() > room ? "" : cut));
    }

    /** The bar goes, because something else is to be printed. */
    synchronized void pause() {
        shown = false;
        erase();
    }

    private void erase() {
        if (drawn) {
            console.draw(ERASE_LINE);
            drawn = false;
        }
    }

    private synchronized void draw(String text) {
        if (shown && Duration.between(start, Instant.now()).compareTo(PATIENCE) >= 0) {
            console.draw(ERASE_LINE + text);
            drawn = true;
        }
    }

    @Override
    public void close() {
        pause();
        bar.ifPresent(ProgressBar::close);
    }

    /** Where the library draws. */
    private final class Drawn implements ProgressBarConsumer {

        @Override
        public int getMaxRenderedLength() {
            return console.terminal().messageWidth() - 1;
        }

        @Override
        public void accept(String text) {
            draw(text.replace("\r", ""));
        }

        @Override
        public void close() {
            // The line is gone already.
        }
    }
}
