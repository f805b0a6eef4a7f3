package org.quiesce.report;

import java.util.Collection;
import java.util.stream.Collectors;
import org.quiesce.protocol.step.Sight;

/** What an event of a log says of a run, and what it would have needed, in words. */
final class SightText {

    private SightText() {}

    /** What the event says. */
    static String said(Sight sight) {
        if (sight instanceof Sight.Wake wake) {
            return wake.thread() + " is woken";
        } else if (sight instanceof Sight.Sleep sleep) {
            return sleep.context() + " goes to sleep, " + words(sleep.states());
        } else if (sight instanceof Sight.Resume resume) {
            return resume.context() + " gets a CPU";
        } else if (sight instanceof Sight.Creation creation) {
            return creation.thread() + " is created";
        } else if (sight instanceof Sight.StopBegins stop) {
            return "kthread_stop() of " + stop.thread() + " begins";
        } else if (sight instanceof Sight.StopReturns end) {
            return "kthread_stop() returns " + end.result();
        } else if (sight instanceof Sight.Death death) {
            return death.thread() + " leaves its CPU for good";
        } else if (sight instanceof Sight.Release release) {
            return release.thread() + " is given free by the kernel";
        } else if (sight instanceof Sight.Unload) {
            return "the module is about to be freed";
        } else if (sight instanceof Sight.Begin begin) {
            return begin.callback() + " begins";
        } else if (sight instanceof Sight.End end) {
            return end.callback() + " ends";
        } else if (sight instanceof Sight.Place place) {
            return place.context() + " is at " + words(place.labels());
        }
        return sight instanceof Sight.Loss ? "events were lost" : "others run from here on";
    }

    /** The condition under which that can be; it is false in every state that is possible there. */
    static String needed(Sight sight) {
        if (sight instanceof Sight.Wake wake) {
            return wake.thread() + " sleeps, is about to, or waits in a call for what has come" + by(wake);
        } else if (sight instanceof Sight.Sleep sleep) {
            return sleep.context() + " is at a step that sleeps, " + words(sleep.states());
        } else if (sight instanceof Sight.Resume resume) {
            return resume.context() + " is not asleep, or was woken since";
        } else if (sight instanceof Sight.Creation creation) {
            return "somebody is at a step that creates " + creation.thread();
        } else if (sight instanceof Sight.StopBegins stop) {
            return one(stop.by()) + " is at a step that stops " + stop.thread();
        } else if (sight instanceof Sight.StopReturns end) {
            return one(end.by()) + " is at the end of kthread_stop(), and the thread's result is " + end.result();
        } else if (sight instanceof Sight.Death death) {
            return death.thread() + " has completed 'exited', and is not dead";
        } else if (sight instanceof Sight.Release release) {
            return "pc[" + release.thread() + "] = \"dead\"";
        } else if (sight instanceof Sight.Unload unload) {
            return "pc[" + unload.loader() + "] = \"sync\": its exit has returned";
        } else if (sight instanceof Sight.Begin begin) {
            return begin.callback() + " is armed or queued, and does not run";
        } else if (sight instanceof Sight.End end) {
            return end.callback() + " is at its end";
        } else if (sight instanceof Sight.Place place) {
            return "pc[" + place.context() + "] is one of " + words(place.labels());
        }
        return "some run gets here";
    }

    private static String by(Sight.Wake wake) {
        return wake.by().map(by -> by.isEmpty() ? ", and somebody can wake it who is not observed"
                : ", and " + one(by) + " is at a step that wakes it").orElse("");
    }

    private static String one(Collection<String> contexts) {
        return contexts.isEmpty() ? "somebody" : String.join(" or ", contexts);
    }

    private static String words(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(" or "));
    }
}
