package org.quiesce.tla;

/** The prefix operators, with the precedence that SANY gives them. */
public enum PrefixOperator {
    NOT("~", 4, 4, ""),
    ALWAYS("[]", 4, 15, ""),
    EVENTUALLY("<>", 4, 15, ""),
    ENABLED("ENABLED", 4, 15, " "),
    UNCHANGED("UNCHANGED", 4, 15, " "),
    SUBSET("SUBSET", 10, 13, " "),
    UNION("UNION", 10, 13, " "),
    DOMAIN("DOMAIN", 10, 13, " "),
    NEGATE("-", 12, 12, "");

    private final String symbol;
    private final Precedence precedence;
    private final String gap;

    PrefixOperator(String symbol, int low, int high, String gap) {
        this.symbol = symbol;
        this.precedence = new Precedence(low, high);
        this.gap = gap;
    }

    /** The operator as TLA+ writes it. */
    public String symbol() {
        return symbol;
    }

    Precedence precedence() {
        return precedence;
    }

    /** What stands between the operator and its operand. */
    String gap() {
        return gap;
    }
}
