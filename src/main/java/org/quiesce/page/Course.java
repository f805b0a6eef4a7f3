package org.quiesce.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quiesce.result.Check;
import org.quiesce.result.Evidence;
import org.quiesce.result.Finding;
import org.quiesce.result.OnKernel;
import org.quiesce.result.PlainRun;
import org.quiesce.result.PlainRun.Step;

/**
 * A run, and all that it is a counterexample to.
 *
 * @param number from 1, among those of the subject
 * @param claims at least one
 */
record Course(Subject subject, int number, List<Claim> claims) {

    /** That the run violates a property on a kernel. */
    record Claim(Check check, Finding finding, Evidence evidence) {}

    String id() {
        return subject.id() + "-run-" + number;
    }

    PlainRun run() {
        return claims.get(0).evidence().run();
    }

    /** What a real kernel did along it, if it was forced on one. */
    Optional<OnKernel> onKernel() {
        return claims.stream().flatMap(claim -> claim.evidence().onKernel().stream()).findFirst();
    }

    /** What is said of the run; of several properties it can be different things. */
    List<String> sentences() {
        return distinct(claim -> claim.evidence().sentence());
    }

    /** What of each claim, without what is said twice. */
    List<String> distinct(Function<Claim, String> what) {
        return claims.stream().map(what).distinct().toList();
    }

    boolean isDecisive(Step step) {
        return claims.stream().anyMatch(claim -> claim.evidence().decisive().contains(step.number()));
    }

    /** What it violates, and where, as a clause. */
    String title() {
        Map<String, List<String>> kernels = claims.stream().collect(Collectors.groupingBy(
                claim -> claim.finding().name() + " is " + claim.finding().verdict(),
                LinkedHashMap::new,
                Collectors.mapping(claim -> claim.check().kernel(), Collectors.toList())));
        if (kernels.values().stream().distinct().count() == 1) {
            return enumerated(distinct(c -> c.finding().name())) + (kernels.size() == 1 ? " is " : " are ")
                    + claims.get(0).finding().verdict() + " on " + enumerated(kernels.values().iterator().next());
        }
        return kernels.entrySet().stream()
                .map(e -> e.getKey() + " on " + enumerated(e.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String enumerated(List<String> words) {
        return words.size() == 1
                ? words.get(0)
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.get(words.size() - 1);
    }

    /** The end of a link to a step; also the name of the place itself, so that browsers find it by themselves. */
    String anchor(int step) {
        return anchor(claims.get(0), step);
    }

    String anchor(Claim claim, int step) {
        return "step=" + step + "&prop=" + encoded(claim.finding().name()) + "&kernel=" + encoded(claim.check().kernel())
                + (subject.alone() ? "" : "&of=" + encoded(subject.name()));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
    }
}
