package org.quiesce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quiesce.report.Grid.Column;

class GridTest {

    private static final List<Line> NAMES = List.of(Line.of("one"), Line.of("other"));
    private static final List<Column> COLUMNS = List.of(
            column("a", "holds", "holds"),
            column("b, c", "StopTerminates: HUNG-STOPPER", "holds"),
            column("d", "StopTerminates: SPIN", "–"));

    @Test
    void textsStayOnOneLineWhereThereIsRoom() {
        assertThat(draw(80)).isEqualTo("""
                         a      b, c                          d
                  one    holds  StopTerminates: HUNG-STOPPER  StopTerminates: SPIN
                  other  holds  holds                         –
                """);
    }

    @Test
    void textsAreBrokenWhereThereIsNot() {
        assertThat(draw(64)).isEqualTo("""
                         a      b, c                          d
                  one    holds  StopTerminates: HUNG-STOPPER  StopTerminates:
                                                                SPIN
                  other  holds  holds                         –
                """);
    }

    @Test
    void columnsThatDoNotFitComeBelow() {
        assertThat(draw(40)).isEqualTo("""
                         a      b, c
                  one    holds  StopTerminates:
                                  HUNG-STOPPER
                  other  holds  holds

                         d
                  one    StopTerminates: SPIN
                  other  –
                """);
    }

    @Test
    void withoutRoomForColumnsTheCellsAreListed() {
        assertThat(draw(25)).isEqualTo("""
                  one
                    a: holds
                    b, c: StopTerminates:
                      HUNG-STOPPER
                    d: StopTerminates:
                      SPIN
                  other
                    a: holds
                    b, c: holds
                    d: –
                """);
    }

    private static String draw(int width) {
        List<Line> lines = Grid.draw(NAMES, COLUMNS, width);
        assertThat(lines).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(width));
        return Ink.PLAIN.write(lines);
    }

    private static Column column(String heading, String... cells) {
        return new Column(Flow.of(heading), Arrays.stream(cells).map(Flow::of).toList());
    }
}
