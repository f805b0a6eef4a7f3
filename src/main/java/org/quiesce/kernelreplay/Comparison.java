package org.quiesce.kernelreplay;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Holds what a kernel did against what the model says. */
final class Comparison {

    private static final String NO_GATES = "quiesce: no gates";
    private static final String WITHOUT_GATES = "the module with the gates could not be loaded";

    private final Cast cast;
    private final GuestLog log;

    Comparison(Cast cast, GuestLog log) {
        this.cast = cast;
        this.log = log;
    }

    /** Whether the kernel went the way of the grants, and ended with a sign of what was expected. */
    Finding finding(List<Grant> grants, Expected expected) {
        if (log.release().isEmpty()) {
            return new Finding.Failed("the machine did not start" + why());
        }
        if (log.text().contains(NO_GATES)) {
            return new Finding.Failed(WITHOUT_GATES);
        }
        Optional<String> sign = Sign.of(new Sign.Scene(expected, cast, log));
        Optional<Finding> parted = divergence(grants);
        boolean isDead = sign.isPresent() && !log.complete() && log.steps().size() == grants.size();
        if (parted.isPresent() && !(isDead && parted.get() instanceof Finding.Failed)) {
            return parted.get();
        }
        if (sign.isPresent()) {
            return new Finding.Confirmed(sign.get());
        } else if (!log.complete()) {
            return new Finding.Failed("the machine did not come to its end, and nothing was seen" + why());
        }
        return new Finding.NotConfirmed(Sign.any(log.text())
                .map(other -> "the schedule was followed, and the kernel shows something else: " + other)
                .orElse("the schedule was followed, and the kernel shows nothing"));
    }

    /** Whether a module with gates was loaded, and all has ended well, whichever way it went. */
    Finding control(Unload unload) {
        if (log.release().isEmpty() || !log.complete()) {
            return new Finding.Failed("the machine did not come to its end" + why());
        }
        if (log.text().contains(NO_GATES)) {
            return new Finding.Failed(WITHOUT_GATES);
        }
        Optional<String> wrong = Sign.any(log.text())
                .or(() -> log.text().lines().filter("quiesce: in use for good"::equals).findFirst());
        if (wrong.isPresent()) {
            return new Finding.NotConfirmed("the mended module goes wrong, too: " + wrong.get());
        }
        return unproven("insmod")
                .or(() -> unload == Unload.NEVER ? Optional.empty() : unproven("rmmod"))
                .or(() -> log.steps().isEmpty()
                        ? Optional.of(new Finding.NotConfirmed("the mended module proves nothing: nobody was let through a gate"))
                        : Optional.empty())
                .orElseGet(() -> log.diverged()
                        .<Finding>map(d -> new Finding.Confirmed("ends well, and leaves the schedule at step " + d.number()))
                        .orElseGet(() -> log.followed() ? new Finding.Confirmed("ends well, along the whole schedule")
                                : new Finding.Failed("the log does not say whether the schedule was followed" + why())));
    }

    /** A module that was not loaded, or not unloaded, does nothing wrong, whatever is in it. */
    private Optional<Finding> unproven(String name) {
        OptionalInt status = log.ended(name);
        return status.isPresent() && status.getAsInt() == 0 ? Optional.empty()
                : Optional.of(new Finding.NotConfirmed("the mended module proves nothing: " + name
                        + (status.isPresent() ? " ended with " + status.getAsInt() : " did not end")));
    }

    private Optional<Finding> divergence(List<Grant> grants) {
        for (int i = 0; i < grants.size(); i++) {
            int number = i + 1;
            Grant grant = grants.get(i);
            Optional<GuestLog.Taken> taken = log.steps().stream().filter(s -> s.number() == number).findFirst();
            Optional<GuestLog.Divergence> said = log.diverged().filter(d -> d.number() == number);
            if (said.isPresent()) {
                return Optional.of(new Finding.Diverged(number, grant.context() + ", " + said.get().reason()));
            } else if (taken.isEmpty()) {
                return Optional.of(new Finding.Failed("the log ends before step " + number + " of " + grants.size() + why()));
            } else if (taken.get().actor() != cast.letters().get(grant.context())
                    || !taken.get().gate().equals(grant.gate().toString())) {
                return Optional.of(new Finding.Diverged(number, "the model has " + grant.context() + " " + grant.gate()
                        + ", the kernel " + taken.get().actor() + " " + taken.get().gate()));
            }
            Optional<Finding> value = grant.value().flatMap(expected -> otherValue(number, grant, expected));
            if (value.isPresent()) {
                return value;
            }
        }
        return log.followed() ? Optional.empty() : Optional.of(new Finding.Failed("the log ends before the schedule" + why()));
    }

    private Optional<Finding> otherValue(int number, Grant grant, boolean expected) {
        String call = grant.gate().call() + ":" + grant.gate().line();
        return log.values().stream()
                .filter(v -> v.step() == number && v.call().equals(call))
                .filter(v -> (v.value() != 0) != expected)
                .findFirst()
                .map(v -> new Finding.Diverged(number, call + " is " + v.value() + ", and " + expected + " in the model"));
    }

    private String why() {
        Optional<String> seen = Sign.any(log.text());
        if (seen.isPresent()) {
            return "; the last that it wrote of was " + seen.get();
        }
        return log.text().contains(GuestLog.LATE)
                ? "; its time was over, as happens where others use the processors, too"
                : "; it wrote " + log.text().lines().count() + " lines, which --log keeps";
    }
}
