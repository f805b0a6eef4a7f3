package org.quiesce.tla;

/**
 * The infix operators, with the precedence and associativity that SANY gives them. Conjunction and disjunction are
 * {@link Expr.Junction}s.
 */
public enum InfixOperator {
    IMPLIES("=>", 1),
    EQUIVALENT("<=>", 2),
    LEADS_TO("~>", 2),
    EQUAL("=", 5),
    NOT_EQUAL("#", 5),
    LESS("<", 5),
    LESS_OR_EQUAL("<=", 5),
    GREATER(">", 5),
    GREATER_OR_EQUAL(">=", 5),
    IN("\\in", 5),
    NOT_IN("\\notin", 5),
    SUBSET_OR_EQUAL("\\subseteq", 5),
    OVERRIDE("@@", 6, Associativity.LEFT),
    MAPS_TO(":>", 7),
    UNION("\\cup", 8, Associativity.LEFT),
    INTERSECTION("\\cap", 8, Associativity.LEFT),
    DIFFERENCE("\\", 8),
    RANGE("..", 9),
    PLUS("+", 10, Associativity.LEFT),
    MODULO("%", 10, 11, Associativity.NONE),
    MINUS("-", 11, Associativity.LEFT),
    TIMES("*", 13, Associativity.LEFT),
    DIVIDE("\\div", 13),
    CONCATENATE("\\o", 13, Associativity.LEFT),
    POWER("^", 14);

    private enum Associativity { LEFT, NONE }

    private final String symbol;
    private final Precedence precedence;
    private final Associativity associativity;

    InfixOperator(String symbol, int level) {
        this(symbol, level, Associativity.NONE);
    }

    InfixOperator(String symbol, int level, Associativity associativity) {
        this(symbol, level, level, associativity);
    }

    InfixOperator(String symbol, int low, int high, Associativity associativity) {
        this.symbol = symbol;
        this.precedence = new Precedence(low, high);
        this.associativity = associativity;
    }

    /** The operator as TLA+ writes it. */
    public String symbol() {
        return symbol;
    }

    Precedence precedence() {
        return precedence;
    }

    /** Whether {@code a op b op c} is TLA+ and means {@code (a op b) op c}. */
    boolean isLeftAssociative() {
        return associativity == Associativity.LEFT;
    }
}
