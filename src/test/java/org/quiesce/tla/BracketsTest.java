package org.quiesce.tla;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** SANY reads back the tree that was printed, and would not if a pair of parentheses were missing. */
class BracketsTest {

    private static final List<Integer> WIDTHS = List.of(100, 60, 24);

    @Test
    void everyShapeInEveryHoleIsReadBack() {
        assertReadBack(Shapes.pairs());
    }

    @Test
    void randomTreesAreReadBack() {
        Random random = new Random(20260101);
        List<Expr> trees = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            trees.add(Shapes.random(random, 2 + i % 3));
        }
        assertReadBack(trees);
    }

    @Test
    void noPairOfParenthesesCouldBeLeftOut() {
        Random random = new Random(20260102);
        List<Expr> trees = new ArrayList<>(Shapes.pairs());
        for (int i = 0; i < 500; i++) {
            trees.add(Shapes.random(random, 3));
        }
        List<String> texts = new ArrayList<>();
        List<Integer> originals = new ArrayList<>();
        for (Expr tree : trees) {
            if (Flat.isFlat(tree)) {
                String text = Flat.print(tree);
                List<String> variants = withoutOnePair(text);
                originals.addAll(Collections.nCopies(variants.size() + 1, texts.size()));
                texts.add(text);
                texts.addAll(variants);
            }
        }
        List<String> structures = Sany.structures(texts);
        List<String> superfluous = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            int original = originals.get(i);
            if (original != i && structures.get(original).equals(structures.get(i))) {
                superfluous.add(texts.get(original) + "\n  would do as\n" + texts.get(i));
            }
        }
        assertThat(texts).hasSizeGreaterThan(5000);
        assertThat(superfluous).isEmpty();
    }

    /**
     * The text without one pair of parentheses, for each pair but those of arguments, and but those that SANY could do
     * without but a reader could not: around the set of a bound, around a CASE in a CASE, at the beginning of a set or
     * function, around what is applied or primed, and in a Cartesian product.
     */
    private static List<String> withoutOnePair(String text) {
        List<String> variants = new ArrayList<>();
        for (int open = text.indexOf('('); open >= 0; open = text.indexOf('(', open + 1)) {
            int close = closing(text, open);
            String before = text.substring(0, open);
            String after = text.substring(close + 1);
            boolean isKept = before.matches(".*([A-Za-z0-9_{\\[]|\\\\in ([A-Z]+ |\\[]|<>|~|-)*|-> |\\\\X )")
                    || after.matches("['.\\[].*");
            if (!isKept) {
                variants.add(before + text.substring(open + 1, close) + after);
            }
        }
        return variants;
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; ; i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
    }

    private static void assertReadBack(List<Expr> trees) {
        List<String> texts = new ArrayList<>();
        for (Expr tree : trees) {
            texts.add(Flat.print(Explicit.of(tree)));
            for (int width : WIDTHS) {
                texts.add(print(tree, width));
            }
        }
        List<String> structures = Sany.structures(texts);
        List<String> misread = new ArrayList<>();
        int stride = WIDTHS.size() + 1;
        for (int i = 0; i < texts.size(); i++) {
            String meant = structures.get(i - i % stride);
            if (meant.isEmpty() || !structures.get(i).equals(meant)) {
                misread.add(texts.get(i - i % stride) + "\n  printed as\n" + texts.get(i) + "\n  read as " + structures.get(i));
            }
        }
        assertThat(misread).isEmpty();
    }

    private static String print(Expr tree, int width) {
        return String.join("\n", Layout.block(tree, width).render(width, width));
    }
}
