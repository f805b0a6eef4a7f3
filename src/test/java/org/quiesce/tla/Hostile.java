package org.quiesce.tla;

import static org.quiesce.tla.Tla.FALSE;
import static org.quiesce.tla.Tla.TRUE;
import static org.quiesce.tla.Tla.allOf;
import static org.quiesce.tla.Tla.and;
import static org.quiesce.tla.Tla.commented;
import static org.quiesce.tla.Tla.eq;
import static org.quiesce.tla.Tla.implies;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.num;
import static org.quiesce.tla.Tla.or;
import static org.quiesce.tla.Tla.set;
import static org.quiesce.tla.Tla.str;
import static org.quiesce.tla.Tla.tuple;
import static org.quiesce.tla.Tla.verbatim;

import java.util.List;

/** A module with text at every place that would like to be something else. */
final class Hostile {

    private static final String TEXT = String.join(
            "\n",
            "*) (* (**) (*) *) == ==== ---- MODULE X ----",
            "\tint (*fn)(void *p) = (struct task *)NULL; /* \"unclosed \\* \\",
            "\u00e9 \u2192 \u4e2d " + (char) 7 + (char) 0x2028 + "next /\\ a \\/ b'  ");

    private Hostile() {}

    static Module module() {
        return Module.named("Hostile")
                .header(TEXT)
                .extending("Naturals")
                .constant("C", TEXT)
                .constant("D", TEXT)
                .variable("v", TEXT)
                .section(TEXT)
                .remark(TEXT)
                .define(Definition.of("Commented", commented(TRUE, TEXT)).remark(TEXT).comment(TEXT))
                .define("List", allOf(commented(TRUE, TEXT), commented(TRUE, TEXT)))
                .define("Inside", tuple(commented(TRUE, TEXT), commented(and(commented(TRUE, TEXT), FALSE), TEXT)))
                .define("Closed", eq(set(allOf(TRUE, commented(FALSE, "so is what follows: ]})>>"))), tuple()))
                .define("Followed", implies(allOf(TRUE, commented(FALSE, "=> TRUE")), or(commented(TRUE, TEXT), FALSE)))
                .define("Strings", set(List.of("\"", "\\", "\n", "\t", "(*", "*)", "\\*", "====", "", "'").stream()
                        .map(Tla::str)
                        .toList()))
                .define("User", and(verbatim("v = 1 \\/ TRUE => FALSE"), eq(verbatim("v + 1"), num(2))))
                .define("Quote", eq(name("v"), verbatim("\"\\\\* (* \\\"\"")))
                .define("Long", eq(str("x".repeat(300)), name("v")))
                .action(Action.of("Act", eq(Tla.prime("v"), tuple(num(1)))).comment(TEXT).remark(TEXT))
                .build();
    }
}
