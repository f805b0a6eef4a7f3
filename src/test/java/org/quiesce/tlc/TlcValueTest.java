package org.quiesce.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlcValueTest {
    private static final TlcValue ONE = new TlcValue.Int(1);
    private static final TlcValue TWO = new TlcValue.Int(2);

    @Test
    void readsEachKind() {
        assertThat(TlcValue.parse("-3")).isEqualTo(new TlcValue.Int(-3));
        assertThat(TlcValue.parse("-2147483648")).isEqualTo(new TlcValue.Int(Integer.MIN_VALUE));
        assertThat(TlcValue.parse("TRUE")).isEqualTo(new TlcValue.Bool(true));
        assertThat(TlcValue.parse("\"a\\\"b\\\\c\\td\\n\"")).isEqualTo(new TlcValue.Str("a\"b\\c\td\n"));
        assertThat(TlcValue.parse("worker_1")).isEqualTo(new TlcValue.Model("worker_1"));
        assertThat(TlcValue.parse("{}")).isEqualTo(new TlcValue.SetOf(Set.of()));
        assertThat(TlcValue.parse("{2, 1}")).isEqualTo(new TlcValue.SetOf(Set.of(ONE, TWO)));
        assertThat(TlcValue.parse("-2..2")).isEqualTo(new TlcValue.Interval(-2, 2));
        assertThat(TlcValue.parse("<<>>")).isEqualTo(new TlcValue.Tuple(List.of()));
        assertThat(TlcValue.parse("<< >>")).isEqualTo(new TlcValue.Tuple(List.of()));
        assertThat(TlcValue.parse("<<1, <<2>>>>"))
                .isEqualTo(new TlcValue.Tuple(List.of(ONE, new TlcValue.Tuple(List.of(TWO)))));
        assertThat(TlcValue.parse("[x |-> 1, 1y |-> {}]"))
                .isEqualTo(new TlcValue.Record(Map.of("x", ONE, "1y", new TlcValue.SetOf(Set.of()))));
        assertThat(TlcValue.parse("(a :> 1 @@ <<1, 2>> :> 2)"))
                .isEqualTo(new TlcValue.Function(
                        Map.of(new TlcValue.Model("a"), ONE, new TlcValue.Tuple(List.of(ONE, TWO)), TWO)));
    }

    @Test
    void readsWhatTlcSpreadsOverLines() {
        TlcValue value = TlcValue.parse("""
                [ task |->
                      << "dddddddddddddddddddddddddd",
                         "eeeeeeeeeeeeeeeeeeeeee" >>,
                  waiters |->
                      ( "aaa b" :> 1 @@
                        "bbb" :> { 2,
                          3 } ) ]""");

        assertThat(value).hasToString("[task |-> <<\"dddddddddddddddddddddddddd\", \"eeeeeeeeeeeeeeeeeeeeee\">>, "
                + "waiters |-> (\"aaa b\" :> 1 @@ \"bbb\" :> {2, 3})]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        "{1, 2            ! 1 !  6 ! expected \"}\", found the end",
        "<<1,~ 2 3>>      ! 2 !  4 ! expected \">>\", found \"3>>\"",
        "99999999999      ! 1 !  1 ! \"99999999999\" is not a 32-bit integer",
        "(1)              ! 1 !  3 ! expected \":>\", found \")\"",
        "1 2              ! 1 !  3 ! expected the end, found \"2\"",
        "[a |-> 1, a |-> 2] ! 1 ! 18 ! the field a occurs twice",
        "Seq({1})         ! 1 !  4 ! expected the end, found \"({1})\"",
        "\"abc            ! 1 !  5 ! expected the closing quote of a string, found the end",
    })
    void saysWhereAndWhatIsWrong(String text, int line, int column, String problem) {
        TlcValueException error =
                catchThrowableOfType(TlcValueException.class, () -> TlcValue.parse(text.replace('~', '\n')));

        assertThat(error).hasMessage("TLC value, line " + line + ", column " + column + ": " + problem);
        assertThat(error.line()).isEqualTo(line);
        assertThat(error.column()).isEqualTo(column);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "..", "{", "<<", ">>", "[", "[]", "()", "\\", "/\\", "'", "1..", "1..x", "é"})
    void refusesFragments(String text) {
        assertThatThrownBy(() -> TlcValue.parse(text)).isInstanceOf(TlcValueException.class);
    }

    @Test
    void refusesNestingThatWouldOverflowTheStack() {
        assertThatThrownBy(() -> TlcValue.parse("{".repeat(1_000_000)))
                .isInstanceOf(TlcValueException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void canonicalFormIsTheSameForAllNotationsOfAValue() {
        assertThat(TlcValue.parse("1..3").canonical()).isEqualTo(TlcValue.parse("{3, 2, 1}"));
        assertThat(TlcValue.parse("3..1").canonical()).isEqualTo(TlcValue.parse("{}"));
        assertThat(TlcValue.parse("(2 :> {1..2} @@ 1 :> 0)").canonical()).isEqualTo(TlcValue.parse("<<0, {{1, 2}}>>"));
        assertThat(TlcValue.parse("(\"a\" :> 1 @@ \"b\" :> 2)").canonical()).isEqualTo(TlcValue.parse("[b |-> 2, a |-> 1]"));
        assertThat(TlcValue.parse("(\"a b\" :> 1)").canonical()).isEqualTo(TlcValue.parse("(\"a b\" :> 1)"));
        assertThat(TlcValue.parse("(0 :> 1 @@ 1 :> 2)").canonical()).isEqualTo(TlcValue.parse("(0 :> 1 @@ 1 :> 2)"));
        assertThat(new TlcValue.Interval(Integer.MIN_VALUE, Integer.MAX_VALUE).canonical())
                .isInstanceOf(TlcValue.Interval.class);
    }

    @Test
    void readsBackWhatItPrints() {
        Random random = new Random(20240229);
        for (int i = 0; i < 20_000; i++) {
            TlcValue value = new Generator(random).value(4);
            assertThat(TlcValue.parse(value.toString())).isEqualTo(value);
            assertThat(TlcValue.parse(brokenIntoLines(value.toString(), random))).isEqualTo(value);
        }
    }

    @Test
    void throwsNothingButItsOwnExceptionOnGarbage() {
        Random random = new Random(42);
        String pieces = "<<>>{}[]()|->:>@@..,\"\\ -/=19aZ_\n\té";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder garbage = new StringBuilder(new Generator(random).value(2).toString());
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(garbage.length() + 1);
                if (random.nextBoolean() || at == garbage.length()) {
                    garbage.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                } else {
                    garbage.deleteCharAt(at);
                }
            }
            try {
                TlcValue.parse(garbage.toString());
            } catch (TlcValueException expected) {
                assertThat(expected.line()).isPositive();
                assertThat(expected.column()).isPositive();
            }
        }
    }

    /** White space between tokens means nothing; strings are left alone. */
    private static String brokenIntoLines(String text, Random random) {
        StringBuilder broken = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"' && (i == 0 || !isEscaped(text, i));
            broken.append(c == ' ' && !quoted && random.nextInt(3) == 0 ? "\n      " : c);
        }
        return broken.toString();
    }

    private static boolean isEscaped(String text, int at) {
        int backslashes = 0;
        while (at - backslashes > 0 && text.charAt(at - backslashes - 1) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /** Values as TLC would print them: no empty function or record, functions with different arguments. */
    private record Generator(Random random) {
        TlcValue value(int depth) {
            return switch (random.nextInt(depth == 0 ? 5 : 10)) {
                case 0 -> new TlcValue.Int(random.nextInt());
                case 1 -> new TlcValue.Bool(random.nextBoolean());
                case 2 -> new TlcValue.Str(text("ab\"\\ \n\t{}<>,@:é", random.nextInt(6)));
                case 3 -> new TlcValue.Model("m" + text("abz_09", random.nextInt(6)));
                case 4 -> new TlcValue.Interval(random.nextInt(9) - 4, random.nextInt(100));
                case 5, 6 -> new TlcValue.SetOf(new LinkedHashSet<>(several(0, () -> value(depth - 1))));
                case 7 -> new TlcValue.Tuple(several(0, () -> value(depth - 1)));
                case 8 -> {
                    Map<String, TlcValue> fields = new LinkedHashMap<>();
                    several(1, () -> text("abcx19_", 4)).forEach(name -> fields.put(name, value(depth - 1)));
                    yield new TlcValue.Record(fields);
                }
                default -> {
                    Map<TlcValue, TlcValue> entries = new LinkedHashMap<>();
                    several(1, () -> value(depth - 1)).forEach(key -> entries.put(key, value(depth - 1)));
                    yield new TlcValue.Function(entries);
                }
            };
        }

        private <T> List<T> several(int least, Supplier<T> one) {
            List<T> all = new ArrayList<>();
            for (int count = least + random.nextInt(4); count > 0; count--) {
                all.add(one.get());
            }
            return all;
        }

        private String text(String alphabet, int length) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            return text.toString();
        }
    }
}
