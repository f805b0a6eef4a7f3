package org.quiesce.trace;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.protocol.step.Step;
import org.quiesce.trace.Story.Resting;
import org.quiesce.trace.Story.Scene;

/** Says where each context is when a story ends, or while it goes round for ever. */
public final class Rests {

    private final List<Scene> scenes;
    private final Ending ending;
    private final Set<String> goingRound;

    public Rests(Story story) {
        this(story.scenes(), story.ending());
    }

    Rests(List<Scene> scenes, Ending ending) {
        this.scenes = List.copyOf(scenes);
        this.ending = ending;
        this.goingRound = ending instanceof Ending.Loop loop
                ? scenes.stream()
                        .skip(loop.back())
                        .map(Scene::context)
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** Where the context is, as a clause without subject. */
    public String where(Resting resting) {
        if (resting.label().equals(Label.IDLE) && goingRound.contains(resting.context())) {
            return "in the loop, between two calls";
        } else if (resting.label().equals(Label.IDLE) && hasMoved(resting.context())) {
            return "not running";
        } else if (isOutside(resting.label())) {
            return outside(resting.label());
        } else if (resting.rest() != Story.Rest.AWAKE) {
            return resting.rest().name().toLowerCase(Locale.ROOT) + fellAsleep(resting.context());
        }
        return resting.next().map(step -> awake(resting, step)).orElse("at " + resting.label());
    }

    /** Whether it is held up where it is for as long as the run goes on: asleep, or waiting for something. */
    public boolean waits(Resting resting) {
        return !isOutside(resting.label())
                && (resting.rest() != Story.Rest.AWAKE || resting.next().isPresent() && isWaiting(resting));
    }

    private boolean isWaiting(Resting resting) {
        return !goingRound.contains(resting.context())
                && !(ending instanceof Ending.Finite)
                && resting.duty() != Story.Duty.WAIVED;
    }

    private boolean hasMoved(String context) {
        return scenes.stream().anyMatch(scene -> scene.context().equals(context));
    }

    /** A sleeper is past the step that put it to sleep: the place that a reader looks for is that of its last move. */
    private String fellAsleep(String context) {
        return scenes.stream()
                .filter(s -> s.context().equals(context) && !s.text().isEmpty())
                .reduce((first, second) -> second)
                .map(s -> s.line() == 0 ? " in " + s.text() : " at line " + s.line() + " in " + call(s.text()))
                .orElse("");
    }

    private String awake(Resting resting, Step step) {
        String place = step.line() == 0 ? "in " + step.text() : "at line " + step.line() + " in " + call(step.text());
        if (isWaiting(resting)) {
            return "waiting " + place + (step.what().startsWith(Life.WAITS) ? step.what().substring(Life.WAITS.length() - 1) : "");
        }
        return (goingRound.contains(resting.context()) ? "in the loop, "
                : ending instanceof Ending.Finite ? "about to go on "
                : "not running any more, ") + place;
    }

    /** A line of C as part of a sentence. */
    private static String call(String text) {
        return text.replaceAll("[;{ ]+$", "");
    }

    /** Labels at which a context has not begun or is past its program, whether or not core code is still to run. */
    private static boolean isOutside(String label) {
        return switch (label) {
            case Label.NONE, Label.BORN, Label.EXIT, Label.EXITED, Label.REAP, Label.DEAD, Label.GONE, Label.LIVE, Label.SYNC,
                    Label.FREE, Label.IDLE, Label.LEAVE, Label.DONE -> true;
            default -> false;
        };
    }

    private static String outside(String label) {
        return switch (label) {
            case Label.NONE -> "was never created";
            case Label.BORN -> "created, before its first instruction";
            case Label.EXIT, Label.EXITED, Label.REAP, Label.DEAD, Label.GONE -> "ended";
            case Label.LIVE -> "module loaded; nobody unloads it";
            case Label.SYNC -> "in free_module(), waits for RCU";
            case Label.FREE -> "in free_module(), about to free the text";
            case Label.IDLE -> "never called";
            case Label.LEAVE -> "on its way back to user space";
            case Label.DONE -> "done";
            default -> "at " + label;
        };
    }
}
