package org.quiesce.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quiesce.result.Check;
import org.quiesce.result.Finding;
import org.quiesce.result.Material;
import org.quiesce.result.PlainRun;
import org.quiesce.result.Results;

/**
 * A protocol with all that was found about it.
 *
 * @param number from 1, in the order of the results
 * @param alone  whether there is no other
 * @param checks one for each kernel
 */
record Subject(int number, boolean alone, String name, List<Check> checks) {

    /** Those of all results. */
    static List<Subject> of(Results results) {
        Map<String, List<Check>> checks = new LinkedHashMap<>();
        results.checks().forEach(check -> checks.computeIfAbsent(check.name(), name -> new ArrayList<>()).add(check));
        List<Subject> subjects = new ArrayList<>();
        checks.forEach((name, of) -> subjects.add(new Subject(subjects.size() + 1, checks.size() == 1, name, of)));
        return subjects;
    }

    /** By which its part of the page is known. */
    String id() {
        return "protocol-" + number;
    }

    Check first() {
        return checks.get(0);
    }

    /** What it is about. It is the same on every kernel, but for the constants of the specification. */
    Optional<Material> material() {
        return checks.stream().flatMap(check -> check.material().stream()).findFirst();
    }

    /** The properties of which something was found on some kernel, in order. */
    List<Finding> properties() {
        Map<String, Finding> properties = new LinkedHashMap<>();
        checks.forEach(check -> check.properties().forEach(found -> properties.putIfAbsent(found.name(), found)));
        return List.copyOf(properties.values());
    }

    /** The runs that violate something, each of them once. */
    List<Course> courses() {
        Map<PlainRun, List<Course.Claim>> claims = new LinkedHashMap<>();
        for (Check check : checks) {
            for (Finding finding : check.properties()) {
                finding.counterexample().ifPresent(evidence -> claims.computeIfAbsent(evidence.run(), r -> new ArrayList<>())
                        .add(new Course.Claim(check, finding, evidence)));
            }
        }
        List<Course> courses = new ArrayList<>();
        claims.values().forEach(of -> courses.add(new Course(this, courses.size() + 1, of)));
        return courses;
    }
}
