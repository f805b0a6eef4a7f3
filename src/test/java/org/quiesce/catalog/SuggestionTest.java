package org.quiesce.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    @ParameterizedTest
    @CsvSource({"'',abc,3", "kitten,sitting,3", "flaw,lawn,2", "STOP,stop,0", "self-stop,self-stpo,2"})
    void distanceIsThatOfLevenshteinWithoutCase(String left, String right, int distance) {
        assertThat(Suggestion.distance(left, right)).isEqualTo(distance);
        assertThat(Suggestion.distance(right, left)).isEqualTo(distance);
    }

    @Test
    void theNearestIsSuggestedAndTheFirstOfEquals() {
        assertThat(Suggestion.nearest("broke", List.of("mended", "broken"))).contains("broken");
        assertThat(Suggestion.nearest("state", List.of("states", "stated"))).contains("stated");
        assertThat(Suggestion.nearest("xyz", List.of("mended", "broken"))).isEmpty();
        assertThat(Suggestion.nearest("x", List.of())).isEmpty();
    }
}
