package org.quiesce.protocol.step;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.quiesce.protocol.Listing;

/**
 * Names the steps of one program.
 *
 * @param program name of the program
 * @param listing the lines of the protocol
 */
record StepFactory(String program, Listing listing) {

    Step step(
            String label,
            int number,
            String text,
            String what,
            List<String> ids,
            Frame frame,
            Fairness fairness,
            List<Micro> micros,
            SortedMap<Exit, String> exits) {
        return new Step(action(label), label, number, number == 0 ? 0 : listing.at(number).shown(), text, what, ids, frame, fairness, micros, exits);
    }

    /** Where a context is that executes a line next. */
    String label(int number) {
        return listing.at(number).label();
    }

    /** {@code worker} and {@code 8.set} make {@code Worker8Set}. */
    private String action(String label) {
        StringBuilder name = new StringBuilder();
        for (String word : program.split("_")) {
            name.append(capitalised(word));
        }
        boolean digitsMeet = Character.isDigit(name.charAt(name.length() - 1)) && Character.isDigit(label.charAt(0));
        name.append(digitsMeet ? "_" : "");
        for (String word : label.split("\\.")) {
            name.append(capitalised(word));
        }
        return name.toString();
    }

    private static String capitalised(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
