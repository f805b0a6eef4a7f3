package org.quiesce.kernelreplay;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.quiesce.kernelreplay.KernelReplay.Part;
import org.quiesce.kernelreplay.KernelReplay.Prepared;
import org.quiesce.kernelreplay.KernelReplay.Report;
import org.quiesce.kernelreplay.KernelReplay.Source;

/** Replays one after the other, one machine at a time; while it runs, what comes next is compiled. */
public final class ReplaySeries {

    private final KernelReplay replay;

    public ReplaySeries(KernelReplay replay) {
        this.replay = replay;
    }

    /**
     * What is to be replayed.
     *
     * @param control the module that must end well under the same schedule
     */
    public record Item(Part part, Optional<Source> control) {}

    /**
     * What came of it.
     *
     * @param control empty if there is no such module, or it was not asked as nothing was confirmed
     */
    public record Result(Item item, Report broken, Optional<Report> control) {
        public Result {
            if (control.isPresent() && item.control().isEmpty()) {
                throw new IllegalArgumentException("a control of nothing");
            }
        }

        /** The worse of both findings. */
        public Finding finding() {
            return broken.finding() instanceof Finding.Confirmed
                    ? control.map(Report::finding).filter(f -> !(f instanceof Finding.Confirmed)).orElse(broken.finding())
                    : broken.finding();
        }
    }

    private record Ready(Item item, Future<Prepared> broken, Optional<Future<Prepared>> control) {}

    /** Runs all items, which are asked for when their turn to be compiled comes; each result is handed on at once, too. */
    public List<Result> run(Iterator<Item> items, Consumer<Result> results) {
        List<Result> all = new ArrayList<>();
        ExecutorService compiler = Executors.newSingleThreadExecutor();
        try {
            Optional<Ready> next = ready(items, compiler);
            while (next.isPresent()) {
                Ready now = next.get();
                next = ready(items, compiler);
                Result result = result(now);
                all.add(result);
                results.accept(result);
            }
            return List.copyOf(all);
        } finally {
            compiler.shutdown();
        }
    }

    private Optional<Ready> ready(Iterator<Item> items, ExecutorService compiler) {
        if (!items.hasNext()) {
            return Optional.empty();
        }
        Item item = items.next();
        Future<Prepared> broken = compiler.submit(() -> replay.prepare(item.part()));
        return Optional.of(new Ready(item, broken, item.control().map(c -> compiler.submit(() -> replay.prepare(item.part(), c)))));
    }

    private static Result result(Ready ready) {
        Report broken = reported(ready.broken(), Prepared::confirm);
        boolean isAsked = broken.finding() instanceof Finding.Confirmed;
        Optional<Report> control = ready.control()
                .map(prepared -> reported(prepared, isAsked ? Prepared::control : unasked -> broken))
                .filter(report -> isAsked);
        return new Result(ready.item(), broken, control);
    }

    private interface Act {
        Report of(Prepared prepared) throws InfrastructureException;
    }

    /** What can't be compiled or started is a finding, too: what comes after it may be. */
    private static Report reported(Future<Prepared> future, Act act) {
        try (Prepared prepared = future.get()) {
            return act.of(prepared);
        } catch (InfrastructureException e) {
            return new Report(new Finding.Failed(e.getMessage()), "");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InfrastructureException known) {
                return new Report(new Finding.Failed(known.getMessage()), "");
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Report(new Finding.Failed("interrupted"), "");
        }
    }
}
