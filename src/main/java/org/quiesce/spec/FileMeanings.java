package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.SharedObject.Absence;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.FileMicro;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Files by which users call in. */
final class FileMeanings {

    private static final String REGISTERED = "registered";
    private static final String WITHDRAWN = "withdrawn";

    private FileMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        return micro instanceof FileMicro file ? Optional.of(of(file, site)) : Optional.empty();
    }

    private static Meaning of(FileMicro micro, Site site) {
        if (micro instanceof FileMicro.FileRegister m) {
            return register(m, site);
        } else if (micro instanceof FileMicro.FileWithdraw m) {
            return withdraw(m);
        } else if (micro instanceof FileMicro.FileDrain m) {
            return drain(m, site);
        }
        throw new AssertionError(micro);
    }

    /** That users can open the file. */
    static Expr isRegistered(String file) {
        return is(file, REGISTERED);
    }

    private static Expr is(String file, String state) {
        return Tla.eq(Tla.name(file), Tla.str(state));
    }

    private static Meaning register(FileMicro.FileRegister micro, Site site) {
        List<Expr> writes = new ArrayList<>(List.of(Tla.assign(micro.file(), Tla.str(REGISTERED))));
        writes.addAll(site.into(micro.into(), Tla.num(0)));
        Course granted = Course.way(Exit.NEXT, writes);
        Course failed = Course.way(Exit.FAILED, site.into(micro.into(), Tla.num(Errno.ENOMEM.negative())));
        Meaning registered = Meaning.of(
                micro.failure() == Failure.ASSUMED_AWAY ? granted : new Course.Open(List.of(granted, failed)));
        return site.facts().limits().registrations(micro.file())
                ? registered.unless(Fault.when(isRegistered(micro.file()), Bounds.BOUND_FAULT))
                : registered;
    }

    private static Meaning withdraw(FileMicro.FileWithdraw micro) {
        Course absent = micro.absence() == Absence.WARNED_OF
                ? Course.way(Exit.FALSE, Tla.assign("warned", Tla.TRUE))
                : Course.way(Exit.FALSE);
        Meaning withdrawn = Meaning.of(new Course.Decided(
                isRegistered(micro.file()), Course.next(Tla.assign(micro.file(), Tla.str(WITHDRAWN))), absent));
        return micro.absence() == Absence.DANGLING
                ? withdrawn.unless(Fault.when(is(micro.file(), WITHDRAWN), Outcome.KASAN_UAF.code()))
                : withdrawn;
    }

    private static Meaning drain(FileMicro.FileDrain micro, Site site) {
        if (micro.callers().isEmpty()) {
            return Meaning.doing();
        } else if (micro.callers().size() == 1) {
            return Meaning.doing().waitingFor(isOutside(Tla.name(micro.callers().get(0))));
        }
        return Meaning.doing().waitingFor(Tla.forAll(
                "u", site.facts().setOf(micro.callers(), site.kernel()), isOutside(Tla.name("u"))));
    }

    private static Expr isOutside(Expr caller) {
        return Facts.isOneOf(Tla.at("pc", caller), List.of(Label.IDLE, Label.DONE));
    }
}
