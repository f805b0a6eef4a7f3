package org.quiesce.tla;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.tla.Expr.Arrangement;
import org.quiesce.tla.Expr.Bound;
import org.quiesce.tla.Expr.Junction;

/**
 * Expressions over as many lines as they need. What fits on one line stands on one ({@link Flat}); what does not is
 * broken at its outermost joints: junctions become aligned lists, IF goes over three lines, lists in brackets are filled.
 */
final class Layout {

    static final int WIDTH = 100;

    /** Where comments at the end of lines begin. */
    static final int COMMENT_COLUMN = 49;

    /** With less room than this to its right, an operand goes to the next line. */
    private static final int NARROW = 40;

    private static final int INDENT = 2;

    /** The least room that {@code ]_} or {@code WF_} takes before a subscript. */
    private static final int SUBSCRIPT_START = 3;

    private Layout() {}

    static String print(Expr expression) {
        return String.join("\n", block(expression, WIDTH).render(COMMENT_COLUMN, WIDTH));
    }

    /** A definition, without a blank line after it. */
    static List<String> definition(Definition definition) {
        return definition(definition, definition.head()).render(COMMENT_COLUMN, WIDTH);
    }

    /** A definition whose left-hand side is padded to stand in a group. */
    static Block definition(Definition definition, String head) {
        Expr body = definition.body();
        String start = head + " == ";
        if (definition.comment().isEmpty() && fits(body, WIDTH - start.length())) {
            return remark(definition).above(Block.of(start + Flat.print(body)));
        }
        Block first = commented(Block.of(head + " =="), definition);
        return remark(definition).above(first).above(block(body, WIDTH - INDENT).indent(INDENT));
    }

    private static Block remark(Definition definition) {
        return Block.stack(definition.remark().stream()
                .flatMap(text -> Text.commentLines(text).stream())
                .map(line -> Block.of(Block.lineComment(line)))
                .toList());
    }

    private static Block commented(Block block, Definition definition) {
        return definition.comment().map(text -> block.comment(Text.commentLines(text))).orElse(block);
    }

    /** An expression that nothing follows. */
    static Block block(Expr expression, int width) {
        return block(expression, width, Precedence.NOTHING);
    }

    private static Block block(Expr expression, int width, Precedence follow) {
        if (fits(expression, width)) {
            return Block.of(Flat.print(expression, follow));
        }
        if (expression instanceof Junction junction) {
            // As a list it has no end of its own, which on one line it had.
            return follow == Precedence.NOTHING ? list(junction, width) : parens(junction, width);
        } else if (expression instanceof Expr.If choice) {
            return Block.stack(List.of(
                    hang("IF ", choice.condition(), width),
                    hang("THEN ", choice.yes(), width),
                    hang("ELSE ", choice.no(), width)));
        } else if (expression instanceof Expr.Case cases) {
            return cases(cases, width);
        } else if (expression instanceof Expr.Let let) {
            return let(let, width);
        } else if (expression instanceof Expr.Quantified quantified) {
            String symbol = quantified.quantifier().symbol() + " ";
            Block head = bounds(quantified.bounds(), width - symbol.length()).after(symbol).append(" :");
            return head.above(block(quantified.body(), width - INDENT).indent(INDENT));
        } else if (expression instanceof Expr.Choose choose) {
            Bound bound = new Bound(List.of(choose.name()), choose.set());
            Block head = bound(bound, width - 7).after("CHOOSE ").append(" :");
            return head.above(block(choose.condition(), width - INDENT).indent(INDENT));
        } else if (expression instanceof Expr.Infix infix) {
            return infix(infix, width, follow);
        } else if (expression instanceof Expr.Prefix prefix) {
            String symbol = prefix.operator().symbol() + prefix.operator().gap();
            Expr operand = Brackets.prefixed(prefix.operand(), prefix.operator(), follow);
            return block(operand, width - symbol.length(), follow).after(symbol);
        } else if (expression instanceof Expr.Product product) {
            return product(product, width, follow);
        } else if (expression instanceof Expr.Commented commented) {
            return block(commented.expression(), width, follow).append(" " + Flat.blockComment(commented.comment()));
        } else if (expression instanceof Expr.Parens parens) {
            return parens(parens.expression(), width);
        } else {
            return bracketed(expression, width);
        }
    }

    /** What brings its own brackets, and what stands before such. */
    private static Block bracketed(Expr expression, int width) {
        if (expression instanceof Expr.Call call) {
            return commas(call.operator() + "(", call.arguments(), ")", width);
        } else if (expression instanceof Expr.Tuple tuple) {
            return commas("<<", tuple.items(), ">>", width);
        } else if (expression instanceof Expr.SetOf set) {
            return commas("{", Brackets.elements(set.items()), "}", width);
        } else if (expression instanceof Expr.Prime prime) {
            return block(Brackets.primed(prime.operand()), width - 1, Precedence.PRIME).append("'");
        } else if (expression instanceof Expr.At at) {
            Block function = postfixOperand(at.function(), width);
            int room = Math.max(width - function.lastWidth(), NARROW);
            return function.append(commas("[", Brackets.arguments(at.arguments()), "]", room));
        } else if (expression instanceof Expr.Field field) {
            return postfixOperand(field.record(), width).append("." + field.field());
        } else if (expression instanceof Expr.Function function) {
            return joined(bounds(function.bounds(), width - 1).after("[").append(" |->"), function.value(), width)
                    .append("]");
        } else if (expression instanceof Expr.FunctionSet functions) {
            return joined(opening("[", functions.domain(), width).append(" ->"), functions.range(), width).append("]");
        } else if (expression instanceof Expr.Filter filter) {
            Bound bound = new Bound(List.of(filter.name()), filter.set());
            return joined(bound(bound, width - 1).after("{").append(" :"), filter.condition(), width).append("}");
        } else if (expression instanceof Expr.Image image) {
            Expr value = Brackets.imageValue(image.value());
            Block head = block(value, width - 1, Precedence.DELIMITER).after("{").append(" :");
            return below(head, bounds(image.bounds(), width - INDENT)).append("}");
        } else if (expression instanceof Expr.RecordOf record) {
            return entries(record.entries(), " |-> ", width);
        } else if (expression instanceof Expr.RecordSet records) {
            return entries(records.entries(), " : ", width);
        } else if (expression instanceof Expr.Except except) {
            return except(except, width);
        } else if (expression instanceof Expr.Stuttering step) {
            return opening("[", step.action(), width).append("]_").append(subscript(step.subscript(), width));
        } else if (expression instanceof Expr.Changing step) {
            return hang("<<", step.action(), width - 2).append(">>_").append(subscript(step.subscript(), width));
        } else if (expression instanceof Expr.Fair fair) {
            Block head = subscript(fair.subscript(), width).after(fair.fairness().symbol() + "_");
            return head.append(commas("(", List.of(fair.action()), ")", Math.max(width - head.lastWidth(), NARROW)));
        }
        // A name or a literal that is too long for its place has no joint to be broken at.
        return Block.of(Flat.print(expression));
    }

    private static boolean fits(Expr expression, int width) {
        return Flat.isFlat(expression) && Flat.print(expression).length() <= width;
    }

    private static Block hang(String head, Expr expression, int width) {
        return block(expression, width - head.length()).after(head);
    }

    private static Block parens(Expr expression, int width) {
        return hang("(", expression, width - 1).append(")");
    }

    private static Block postfixOperand(Expr operand, int width) {
        return block(Brackets.postfixed(operand), width, Precedence.PRIME);
    }

    private static Block subscript(Expr subscript, int width) {
        return block(Brackets.subscript(subscript), width - SUBSCRIPT_START);
    }

    private static Block opening(String bracket, Expr expression, int width) {
        return block(Brackets.opening(expression), width - bracket.length(), Precedence.DELIMITER).after(bracket);
    }

    /** An expression to the right of a head if there is room, else below it. */
    private static Block joined(Block head, Expr expression, int width) {
        return joined(head, expression, width, Precedence.NOTHING);
    }

    private static Block joined(Block head, Expr expression, int width, Precedence follow) {
        int room = width - head.lastWidth() - 1;
        boolean beside = head.isOneLine() && (room >= NARROW || fits(expression, room));
        return beside
                ? head.append(" ").append(block(expression, room, follow))
                : below(head, block(expression, width - INDENT, follow));
    }

    private static Block below(Block head, Block body) {
        return head.above(body.indent(INDENT));
    }

    private static Block list(Junction junction, int width) {
        String bullet = junction.connective().symbol() + " ";
        int column = junction.arrangement() == Arrangement.TABLE ? widestLeftHandSide(junction) : 0;
        List<Block> items = new ArrayList<>();
        for (Expr item : junction.items()) {
            items.add(item(item, column, width - bullet.length()).after(bullet));
        }
        return Block.stack(items);
    }

    private static Block item(Expr item, int column, int width) {
        if (item instanceof Expr.Commented commented) {
            return item(commented.expression(), column, width).comment(Text.commentLines(commented.comment()));
        }
        if (column > 0 && isRow(item)) {
            Expr.Infix row = (Expr.Infix) item;
            String left = Flat.print(row.left());
            Block head = Block.of(left + " ".repeat(column - left.length()) + " " + row.operator().symbol());
            return joined(head, Brackets.right(row.right(), row.operator().precedence(), Precedence.NOTHING), width);
        }
        return block(item, width);
    }

    private static int widestLeftHandSide(Junction junction) {
        return junction.items().stream()
                .map(item -> item instanceof Expr.Commented commented ? commented.expression() : item)
                .filter(Layout::isRow)
                .mapToInt(item -> Flat.print(((Expr.Infix) item).left()).length())
                .max()
                .orElse(0);
    }

    private static boolean isRow(Expr item) {
        return item instanceof Expr.Infix infix
                && (infix.operator() == InfixOperator.EQUAL || infix.operator() == InfixOperator.IN)
                && Flat.isFlat(infix.left())
                && Brackets.left(infix.left(), infix.operator()) == infix.left();
    }

    private static Block cases(Expr.Case cases, int width) {
        List<Block> arms = new ArrayList<>();
        for (Expr.Arm arm : Brackets.arms(cases)) {
            Block head = hang(arms.isEmpty() ? "CASE " : "  [] ", arm.condition(), width - 3).append(" ->");
            arms.add(joined(head, arm.value(), width));
        }
        cases.other().ifPresent(other -> arms.add(hang("  [] OTHER -> ", other, width)));
        return Block.stack(arms);
    }

    private static Block let(Expr.Let let, int width) {
        List<Block> definitions = new ArrayList<>();
        for (Definition definition : let.definitions()) {
            Block head = Block.of(definition.head() + " ==");
            Block whole = commented(joined(head, definition.body(), width - 4), definition);
            definitions.add(remark(definition).above(whole));
        }
        return Block.stack(definitions).after("LET ").above(hang("IN  ", let.body(), width));
    }

    private static Block infix(Expr.Infix infix, int width, Precedence follow) {
        InfixOperator operator = infix.operator();
        Expr left = Brackets.left(infix.left(), operator);
        Expr right = Brackets.right(infix.right(), operator.precedence(), follow);
        if (operator.isLeftAssociative()) {
            // a + b + c goes over three lines, each but the first beginning with its operator.
            Block before = isChain(left, operator)
                    ? infix((Expr.Infix) left, width, operator.precedence())
                    : block(left, width, operator.precedence());
            String symbol = operator.symbol() + " ";
            return before.above(block(right, width - symbol.length(), follow).after(symbol));
        }
        Block head = block(left, width, operator.precedence()).append(" " + operator.symbol());
        return joined(head, right, width, follow);
    }

    private static boolean isChain(Expr left, InfixOperator operator) {
        return left instanceof Expr.Infix infix && infix.operator() == operator;
    }

    private static Block product(Expr.Product product, int width, Precedence follow) {
        List<Block> lines = new ArrayList<>();
        for (Expr factor : Brackets.factors(product, follow)) {
            String head = lines.isEmpty() ? "" : "\\X ";
            boolean isLast = lines.size() == product.factors().size() - 1;
            Precedence next = isLast ? follow : Precedence.PRODUCT;
            lines.add(block(factor, width - head.length(), next).after(head));
        }
        return Block.stack(lines);
    }

    private static Block except(Expr.Except except, int width) {
        Block head = opening("[", except.base(), width).append(" EXCEPT ");
        List<Block> updates = new ArrayList<>();
        int room = Math.max(width - head.lastWidth() - 1, NARROW);
        for (Expr.Update update : except.updates()) {
            updates.add(joined(place(update, room).append(" ="), update.value(), room));
        }
        return head.append(onePerLine(updates)).append("]");
    }

    private static Block place(Expr.Update update, int width) {
        Block place = Block.of("!");
        for (Expr.Accessor accessor : update.path()) {
            if (accessor instanceof Expr.Index index) {
                place = place.append(commas("[", index.arguments(), "]", width));
            } else if (accessor instanceof Expr.Member member) {
                place = place.append("." + member.name());
            }
        }
        return place;
    }

    private static Block entries(List<Expr.Entry> entries, String arrow, int width) {
        return onePerLine(entries.stream()
                        .map(entry -> joined(Block.of((entry.field() + arrow).stripTrailing()), entry.value(), width - 2))
                        .toList())
                .after("[")
                .append("]");
    }

    private static Block onePerLine(List<Block> blocks) {
        List<Block> lines = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            lines.add(i < blocks.size() - 1 ? blocks.get(i).append(",") : blocks.get(i));
        }
        return Block.stack(lines);
    }

    private static Block bounds(List<Bound> bounds, int width) {
        return fill(bounds.stream().map(bound -> bound(bound, width)).toList(), width);
    }

    private static Block bound(Bound bound, int width) {
        String head = String.join(", ", bound.names()) + " \\in ";
        return block(Brackets.boundSet(bound.set()), width - head.length(), Precedence.DELIMITER).after(head);
    }

    private static Block commas(String open, List<Expr> items, String close, int width) {
        int room = width - open.length() - close.length();
        return fill(items.stream().map(item -> block(item, room)).toList(), room).after(open).append(close);
    }

    /** As many on a line as fit, with commas between; what has several lines begins a line and ends one. */
    private static Block fill(List<Block> blocks, int width) {
        List<Block> lines = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Block block = i < blocks.size() - 1 ? blocks.get(i).append(",") : blocks.get(i);
            Block previous = lines.isEmpty() ? Block.of("") : lines.get(lines.size() - 1);
            boolean joins = !lines.isEmpty()
                    && block.isOneLine()
                    && previous.isOneLine()
                    && previous.lastWidth() + 1 + block.lastWidth() <= width;
            if (joins) {
                lines.set(lines.size() - 1, previous.append(" ").append(block));
            } else {
                lines.add(block);
            }
        }
        return lines.isEmpty() ? Block.of("") : Block.stack(lines);
    }
}
