package org.quiesce.survey;

import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.quiesce.sim.ProgressListener.Progress;

/** A bar on a terminal that says how far a survey is. */
final class SurveyBar implements AutoCloseable {

    private final Optional<ProgressBar> bar;
    private String file = "";

    private SurveyBar(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /** Draws nothing. */
    static SurveyBar none() {
        return new SurveyBar(Optional.empty());
    }

    /** On standard error, which is a terminal of so many columns. */
    static SurveyBar of(int files, int columns) {
        return new SurveyBar(Optional.of(new ProgressBarBuilder()
                .setTaskName("survey")
                .setInitialMax(files)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, columns - 1))
                .clearDisplayOnFinish()
                .build()));
    }

    /** The next file is read and searched. */
    synchronized void next(String name) {
        file = name.substring(name.lastIndexOf('/') + 1);
        bar.ifPresent(b -> b.setExtraMessage(file));
    }

    synchronized void done() {
        bar.ifPresent(ProgressBar::step);
    }

    /** How far the search of the file is. */
    synchronized void searched(Progress progress) {
        bar.ifPresent(b -> b.setExtraMessage(String.format(Locale.ROOT, "%s, %,d states/s", file, Math.round(progress.statesPerSecond()))));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
