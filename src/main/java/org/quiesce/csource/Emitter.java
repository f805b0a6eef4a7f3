package org.quiesce.csource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Spelling;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Value;

/**
 * Collects the statements of one program. What nothing leads to is left out. A jump out of several blocks at once is
 * told by a local variable, which is tested after each of them.
 */
final class Emitter {

    /** Something that can be left. */
    static final class Frame {

        private enum Kind {
            /** {@code break} leaves it. */
            LOOP,
            /** The body of a loop: {@code continue} ends it. */
            TURN,
            /** A block that is left at some place: {@code do { … } while (0)}. */
            BLOCK,
            /** A block that {@code break} leaves: a switch, or a loop that goes round a few times only. */
            BREAKABLE,
            /** A block that {@code continue} leaves. */
            CONTINUABLE,
            /** A loop that is none in the C: who goes back to a label begins a turn of it. */
            AGAIN,
            AGAIN_TURN
        }

        private final Kind kind;
        /** How many statements leave it. */
        private int jumps;
        /** The variable that says that it is to be left from further in; null until there is one. */
        private String flag;
        /** Frames further out that are to be left once this one is. */
        private final Set<Frame> onTheWay = new LinkedHashSet<>();
        /** What is known where statements have left it; empty until one has. */
        private Optional<Facts> left = Optional.empty();

        private Frame(Kind kind) {
            this.kind = kind;
        }

        private void leftWith(Facts facts) {
            left = Optional.of(left.map(l -> l.join(facts)).orElseGet(facts::copy));
        }

        /** Whether it is the body of the loop around it, and nothing by itself. */
        private boolean isTurn() {
            return kind == Kind.TURN || kind == Kind.AGAIN_TURN;
        }
    }

    /** Nobody could check more in one program. */
    private static final int MOST = 3000;


    /**
     * What is done where a block ends.
     *
     * @param depth how many frames are around it
     */
    private record Ending(int depth, List<Statement> statements) {}

    private final Supplier<String> freshFlag;
    private final Deque<Frame> frames = new ArrayDeque<>();
    /** What is done where the blocks end that are open, the innermost first. */
    private final Deque<Ending> endings = new ArrayDeque<>();
    private List<Statement> out = new ArrayList<>();
    private boolean open = true;
    private Facts facts = Facts.none();
    private int emitted;

    /** @param freshFlag names of local variables that nothing else has */
    Emitter(Supplier<String> freshFlag) {
        this.freshFlag = freshFlag;
    }

    List<Statement> statements() {
        return List.copyOf(out);
    }

    /** What is known at the next statement. */
    Facts facts() {
        return facts;
    }

    /** Whether something leads to the next statement. */
    boolean isOpen() {
        return open && !isExhausted();
    }

    /** Whether there was more to emit than a protocol can have. */
    boolean isExhausted() {
        return emitted > MOST;
    }

    void call(int line, Operation operation) {
        add(new Statement.Call(line, operation, Optional.empty()));
        open = open && !operation.neverReturns();
    }

    void assign(int line, String variable, Operation operation) {
        add(new Statement.Call(line, operation, Optional.of(variable)));
    }

    /** A call by another name. */
    void call(int line, Spelling spelling) {
        add(new Statement.Call(line, spelling.operation(), Optional.empty(), Optional.of(spelling)));
    }

    void assign(int line, String variable, Spelling spelling) {
        add(new Statement.Call(line, spelling.operation(), Optional.of(variable), Optional.of(spelling)));
    }

    void set(int line, String local, int number) {
        call(line, Ops.setLocal(local, number));
    }

    /** The variable is 1 if the condition is true, else 0. */
    void set(int line, String local, Condition condition) {
        branch(line, condition, () -> set(line, local, 1), () -> set(line, local, 0));
    }

    void returns(int line, Value value) {
        end(0);
        add(new Statement.Return(line, value));
        open = false;
    }

    private void add(Statement statement) {
        if (isOpen()) {
            out.add(statement);
            emitted++;
        }
    }

    // ---- blocks

    /** What an action emits, apart; the emitter is where it was, except that jumps are remembered. */
    List<Statement> apart(Runnable action) {
        List<Statement> around = out;
        List<Statement> inside = new ArrayList<>();
        out = inside;
        try {
            action.run();
        } finally {
            out = around;
        }
        return inside;
    }

    void append(List<Statement> statements) {
        if (isOpen()) {
            emitted += statements.size();
            out.addAll(statements);
        }
    }

    void branch(int line, Condition condition, Runnable then, Runnable otherwise) {
        if (!isOpen()) {
            return;
        }
        if (condition.decided().isPresent()) {
            (condition.decided().get() ? then : otherwise).run();
            return;
        }
        Facts before = facts.copy();
        List<Statement> whenTrue = apart(then);
        boolean afterTrue = open;
        Facts knownTrue = facts;
        open = true;
        facts = before;
        List<Statement> whenFalse = apart(otherwise);
        facts = !open ? knownTrue : afterTrue ? knownTrue.join(facts) : facts;
        open = open || afterTrue;
        if (!whenTrue.isEmpty()) {
            out.add(new Statement.If(line, condition, whenTrue, whenFalse));
        } else if (!whenFalse.isEmpty()) {
            Condition opposite =
                    condition instanceof Condition.Not not ? not.operand() : Conditions.not(condition);
            out.add(new Statement.If(line, opposite, whenFalse, List.of()));
        }
    }

    /** A loop; {@code next} is what is done after each turn, even after one that ends early. */
    void loop(int line, Condition condition, Runnable body, Runnable next) {
        if (!open || condition.decided().equals(Optional.of(false))) {
            return;
        }
        Frame loop = new Frame(Frame.Kind.LOOP);
        int start = out.size();
        Facts head = facts.copy();
        frames.push(loop);
        List<Statement> inside = apart(() -> {
            List<Statement> step = apart(next);
            facts = head.copy();
            open = true;
            if (step.isEmpty()) {
                Frame turn = new Frame(Frame.Kind.TURN);
                frames.push(turn);
                body.run();
                frames.pop();
                declare(line, turn, 0);
                if (!condition.decided().equals(Optional.of(true))) {
                    turn.left.ifPresent(loop::leftWith);
                }
            } else {
                block(line, turn -> body.run(), Frame.Kind.CONTINUABLE);
                next.run();
            }
        });
        frames.pop();
        if (!condition.decided().equals(Optional.of(true))) {
            loop.leftWith(open ? head.join(facts) : head);
        }
        facts = loop.left.orElse(facts);
        out.add(new Statement.While(line, condition, inside));
        open = loop.jumps > 0 || !condition.decided().equals(Optional.of(true));
        leave(line, loop, start);
    }

    /** {@code do … while (condition)} whose test needs no preparation. */
    void doWhile(int line, Runnable body, Condition condition) {
        if (!isOpen()) {
            return;
        }
        Frame loop = new Frame(Frame.Kind.LOOP);
        Frame turn = new Frame(Frame.Kind.TURN);
        int start = out.size();
        frames.push(loop);
        frames.push(turn);
        List<Statement> inside = apart(() -> {
            body.run();
            declare(line, turn, 0);
        });
        frames.pop();
        frames.pop();
        boolean tested = open || turn.jumps > 0;
        if (open && !condition.decided().equals(Optional.of(true))) {
            loop.leftWith(facts);
        }
        turn.left.ifPresent(loop::leftWith);
        facts = loop.left.orElse(facts);
        if (tested) {
            out.add(new Statement.DoWhile(line, inside, condition));
            open = loop.jumps > 0 || !condition.decided().equals(Optional.of(true));
        } else {
            // One turn, and never a second one.
            out.add(new Statement.DoWhile(line, inside, Tests.NEVER));
            open = loop.jumps > 0;
        }
        leave(line, loop, start);
    }

    /** A block that its content can leave. */
    void block(int line, Consumer<Frame> content) {
        block(line, content, Frame.Kind.BLOCK);
    }

    private void block(int line, Consumer<Frame> content, Frame.Kind kind) {
        if (!isOpen()) {
            return;
        }
        Frame block = new Frame(kind);
        int start = out.size();
        frames.push(block);
        List<Statement> inside = apart(() -> content.accept(block));
        frames.pop();
        if (open) {
            block.leftWith(facts);
        }
        facts = block.left.orElse(facts);
        if (!inside.isEmpty() && inside.get(inside.size() - 1) instanceof Statement.Break) {
            // Its end leads there as well.
            inside.remove(inside.size() - 1);
            block.jumps--;
            open = true;
        }
        if (block.jumps > 0) {
            out.add(new Statement.DoWhile(line, inside, Tests.NEVER));
            open = true;
        } else {
            out.addAll(inside);
        }
        leave(line, block, start);
    }

    /** A block that {@code break} leaves. */
    void breakable(int line, Runnable content) {
        block(line, frame -> content.run(), Frame.Kind.BREAKABLE);
    }

    /** A block that {@code continue} leaves. */
    void continuable(int line, Runnable content) {
        block(line, frame -> content.run(), Frame.Kind.CONTINUABLE);
    }

    /** A loop that goes round so many times at most. */
    void turns(int line, int most, Supplier<Condition> condition, Runnable body) {
        breakable(line, () -> turn(line, most, condition, body));
    }

    private void turn(int line, int left, Supplier<Condition> condition, Runnable body) {
        if (left > 0) {
            branch(line, condition.get(), () -> {
                block(line, frame -> body.run(), Frame.Kind.CONTINUABLE);
                turn(line, left - 1, condition, body);
            }, () -> {});
        }
    }

    /** What a jump to its frame begins anew. */
    void again(int line, Consumer<Frame> content) {
        if (!isOpen()) {
            return;
        }
        Frame loop = new Frame(Frame.Kind.AGAIN);
        Frame turn = new Frame(Frame.Kind.AGAIN_TURN);
        int start = out.size();
        frames.push(loop);
        frames.push(turn);
        List<Statement> inside = apart(() -> {
            content.accept(turn);
            declare(line, turn, 0);
        });
        frames.pop();
        frames.pop();
        if (open) {
            loop.leftWith(facts);
        }
        facts = loop.left.orElse(facts);
        if (turn.jumps > 0 || loop.jumps > 0) {
            List<Statement> once = new ArrayList<>(inside);
            if (open) {
                once.add(new Statement.Break(line));
                loop.jumps++;
            }
            out.add(new Statement.While(line, Conditions.always(), once));
            open = loop.jumps > 0;
        } else {
            out.addAll(inside);
        }
        leave(line, loop, start);
    }

    // ---- blocks that end with something

    /** A block that does something where it ends, however it is left. */
    void ending(List<Statement> end, Runnable content) {
        Ending ending = new Ending(frames.size(), end);
        endings.push(ending);
        content.run();
        append(end);
        endings.pop();
    }

    /** How many blocks are open that do something where they end. */
    int endings() {
        return endings.size();
    }

    /** Leaves the blocks that do something where they end, but for some outermost ones, and goes on from there. */
    void leaving(int outermost, Runnable content) {
        Deque<Ending> all = new ArrayDeque<>(endings);
        while (endings.size() > outermost) {
            append(endings.pop().statements());
        }
        content.run();
        endings.clear();
        endings.addAll(all);
    }

    /** Ends the blocks that are inside of so many frames. */
    void end(int depth) {
        endings.stream().filter(ending -> ending.depth() >= depth).forEach(ending -> append(ending.statements()));
    }

    // ---- jumps

    /** {@code break}. */
    void breakInnermost(int line) {
        innermost(Frame.Kind.LOOP, Frame.Kind.BREAKABLE).ifPresent(frame -> jump(line, frame));
    }

    /** {@code continue}. */
    void continueInnermost(int line) {
        innermost(Frame.Kind.TURN, Frame.Kind.CONTINUABLE).ifPresent(frame -> jump(line, frame));
    }

    private Optional<Frame> innermost(Frame.Kind one, Frame.Kind other) {
        return frames.stream().filter(f -> f.kind == one || f.kind == other).findFirst();
    }

    /** Goes behind a frame, or for a turn to the next one. */
    void jump(int line, Frame target) {
        if (!isOpen()) {
            return;
        }
        if (!frames.contains(target)) {
            throw new Unresolved("a jump into a block is not modelled");
        }
        end(frames.size() - new ArrayList<>(frames).indexOf(target));
        go(line, target);
    }

    /** The blocks that are left have ended already. */
    private void go(int line, Frame target) {
        if (!isOpen()) {
            return;
        }
        Frame top = frames.getFirst();
        if (top == target) {
            target.jumps++;
            target.leftWith(facts);
            add(target.isTurn() ? new Statement.Continue(line) : new Statement.Break(line));
            open = false;
            return;
        }
        Frame crossed = top.isTurn() ? second() : top;
        crossed.jumps++;
        crossed.leftWith(facts);
        if (crossed != target) {
            if (target.flag == null) {
                target.flag = freshFlag.get();
            }
            set(line, target.flag, 1);
            crossed.onTheWay.add(target);
        }
        add(new Statement.Break(line));
        open = false;
    }

    private Frame second() {
        return frames.stream().skip(1).findFirst().orElseThrow();
    }

    /** Goes on to leave what was to be left from inside. */
    private void leave(int line, Frame frame, int start) {
        declare(line, frame, start);
        for (Frame target : frame.onTheWay) {
            branch(line, Conditions.notEqual(target.flag, 0), () -> go(line, target), () -> {});
        }
    }

    private void declare(int line, Frame frame, int start) {
        if (frame.flag != null) {
            out.add(start, new Statement.Call(line, Ops.setLocal(frame.flag, 0), Optional.empty()));
        }
    }
}
