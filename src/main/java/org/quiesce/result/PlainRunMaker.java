package org.quiesce.result;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.quiesce.protocol.Origin;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Step;
import org.quiesce.trace.Rests;
import org.quiesce.trace.Story;
import org.quiesce.workbench.Specification;

/** Makes plain values of stories. */
public final class PlainRunMaker {

    private final LoweredProtocol lowered;
    private final Optional<Specification> specification;

    private PlainRunMaker(LoweredProtocol lowered, Optional<Specification> specification) {
        this.lowered = lowered;
        this.specification = specification;
    }

    /** A maker for stories of that protocol. */
    public static PlainRunMaker of(LoweredProtocol lowered) {
        return new PlainRunMaker(lowered, Optional.empty());
    }

    /** The same, which also says how the specification calls each action. */
    static PlainRunMaker calling(LoweredProtocol lowered, Specification specification) {
        return new PlainRunMaker(lowered, Optional.of(specification));
    }

    /** The story as plain values. */
    public PlainRun of(Story story) {
        Rests rests = new Rests(story);
        return new PlainRun(
                story.initial(),
                story.scenes().stream().map(this::step).toList(),
                ending(story.ending()),
                story.resting().stream().map(r -> new PlainRun.Resting(r.context(), r.label(),
                        Optional.of(r.rest()).filter(rest -> rest != Story.Rest.AWAKE)
                                .map(rest -> rest.name().toLowerCase(Locale.ROOT)),
                        rests.where(r), rests.waits(r))).toList());
    }

    private PlainRun.Step step(Story.Scene scene) {
        return new PlainRun.Step(
                scene.number(),
                scene.context(),
                scene.action(),
                specification.map(s -> s.call(scene.context(), scene.action())),
                file(scene),
                line(scene.line()),
                scene.text(),
                scene.what(),
                scene.ids(),
                scene.changes().stream()
                        .map(c -> new PlainRun.Change(c.text(), c.variable(),
                                Optional.of(c.context()).filter(context -> !context.isEmpty()), c.before(), c.after()))
                        .toList());
    }

    /** Events such as a fault happen at the line of a step. */
    private Optional<String> file(Story.Scene scene) {
        return lowered.programOf(scene.context()).steps().stream()
                .filter(step -> step.line() == scene.line() && step.text().equals(scene.text()))
                .findFirst()
                .flatMap(step -> file(lowered, step));
    }

    /** The C file of a step's line, if there are several. */
    static Optional<String> file(LoweredProtocol lowered, Step step) {
        return lowered.protocol().origin()
                .map(Origin::files)
                .filter(files -> files.size() > 1 && step.line() > 0)
                .map(files -> Origin.File.of(files, lowered.protocol().listing().at(step.number()).source()).name());
    }

    static OptionalInt line(int line) {
        return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
    }

    private static PlainRun.Ending ending(Run.Ending ending) {
        if (ending instanceof Run.Ending.Loop loop) {
            return new PlainRun.Ending(PlainRun.Ending.Kind.LOOP, OptionalInt.of(loop.back() + 1));
        }
        return new PlainRun.Ending(
                ending instanceof Run.Ending.Stuck ? PlainRun.Ending.Kind.STUCK : PlainRun.Ending.Kind.FINITE,
                OptionalInt.empty());
    }
}
