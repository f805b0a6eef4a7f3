package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.FaultClass;
import org.quiesce.catalog.FaultClass.Family;
import org.quiesce.catalog.ModelFile;
import org.quiesce.catalog.ModelFile.Case;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.catalog.Variant;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;

/**
 * The atlas as a book in Markdown: a page for each class of faults, and for each example, and a list of all. It says what
 * the models say, and adds nothing.
 */
public final class AtlasBook {

    private static final String INDEX = "README.md";
    private static final String NOTE = "<!-- Made of models/ by: quiesce atlas --out docs/atlas -->\n\n";

    private final List<Chapter> chapters;

    /** A book of those chapters, the real bugs among them. */
    public AtlasBook(List<Chapter> chapters) {
        this.chapters = List.copyOf(chapters);
    }

    /**
     * A model.
     *
     * @param place   its directory, below {@code models/}
     * @param sources the C of its variants, by the names of their files
     */
    public record Chapter(ModelFile model, String place, Map<String, String> sources) {
        public Chapter {
            sources = Map.copyOf(sources);
        }
    }

    /** The pages, by the names of their files. */
    public SortedMap<String, String> pages() {
        SortedMap<String, String> pages = new TreeMap<>();
        chapters.stream().filter(c -> c.model().kind() != Entry.Kind.REAL).forEach(c -> pages.put(file(c), page(c)));
        pages.put(INDEX, index());
        return pages;
    }

    private static String file(Chapter chapter) {
        return chapter.model().id() + ".md";
    }

    // ---- the list

    private String index() {
        StringBuilder page = new StringBuilder(NOTE).append("# The atlas\n\nWays to get the stop of a thread, or the unload of a"
                + " module, wrong: each with the C that is broken, the C that is mended, and what is expected of both on each"
                + " kernel. `quiesce check ID` checks it.\n");
        section(page, "Examples", chapters.stream().filter(c -> c.model().kind() == Entry.Kind.EXAMPLE).toList());
        for (Family family : Family.values()) {
            section(page, family.title(), chapters.stream().filter(c -> c.model().kind() == Entry.Kind.FAULT)
                    .filter(c -> FaultClass.named(c.model().id()).filter(fault -> fault.family() == family).isPresent())
                    .toList());
        }
        return page.toString();
    }

    private static void section(StringBuilder page, String title, List<Chapter> chapters) {
        page.append("\n## ").append(escaped(title)).append("\n\n");
        chapters.forEach(c -> page.append("* [").append(c.model().id()).append("](").append(file(c)).append("): ")
                .append(escaped(c.model().title())).append('\n'));
    }

    // ---- a page

    private String page(Chapter chapter) {
        ModelFile model = chapter.model();
        StringBuilder page = new StringBuilder(NOTE).append("# ").append(escaped(model.title())).append("\n\n");
        page.append('`').append(model.id()).append('`');
        FaultClass.named(model.id()).ifPresent(fault -> page.append(" · ").append(escaped(fault.family().title())));
        page.append(" · [all](").append(INDEX).append(")\n\n## ").append(why(model)).append("\n\n")
                .append(escaped(model.story().mechanism())).append("\n\n");
        List<String> steps = model.story().interleaving();
        IntStream.range(0, steps.size()).forEach(i -> page.append(i + 1).append(". ").append(escaped(steps.get(i))).append('\n'));
        page.append("\n## What is expected\n\n").append(verdicts(model)).append("\n```console\n$ quiesce check ").append(model.id())
                .append("\n$ quiesce report ").append(model.id()).append(" --out report.html\n```\n");
        variant(page, chapter, Variant.BROKEN, "Broken");
        page.append("\n## Mended\n\n").append(escaped(model.story().fix())).append('\n');
        code(page, chapter, Variant.MENDED);
        model.cases().stream().map(Case::name).filter(name -> !name.equals(Variant.BROKEN) && !name.equals(Variant.MENDED))
                .forEach(name -> variant(page, chapter, name, "Variant `" + name + "`"));
        list(page, "What else to know", model.story().caveats());
        real(page, model);
        list(page, "Further reading", model.story().sources());
        return page.toString();
    }

    private static String why(ModelFile model) {
        return model.kind() == Entry.Kind.EXAMPLE ? "What it does" : "Why it goes wrong";
    }

    private static void variant(StringBuilder page, Chapter chapter, String name, String title) {
        if (chapter.model().variant(name).isPresent()) {
            page.append("\n## ").append(title).append('\n');
            chapter.model().variant(name).map(c -> c.protocol().title()).filter(said -> !said.isBlank())
                    .ifPresent(said -> page.append('\n').append(escaped(said)).append('\n'));
            code(page, chapter, name);
        }
    }

    private static void code(StringBuilder page, Chapter chapter, String variant) {
        chapter.model().variant(variant).ifPresent(c -> page.append("\n[`").append(c.source()).append("`](../../models/")
                .append(chapter.place()).append('/').append(c.source()).append(")\n\n```c\n")
                .append(Optional.ofNullable(chapter.sources().get(c.source())).orElse("")).append("```\n"));
    }

    private static void list(StringBuilder page, String title, List<String> items) {
        if (!items.isEmpty()) {
            page.append("\n## ").append(title).append("\n\n");
            items.forEach(item -> page.append("* ").append(escaped(item)).append('\n'));
        }
    }

    private void real(StringBuilder page, ModelFile model) {
        List<Chapter> bugs = chapters.stream()
                .filter(c -> c.model().faultClass().map(FaultClass::id).filter(model.id()::equals).isPresent()
                        && c.model().kind() == Entry.Kind.REAL)
                .toList();
        if (!bugs.isEmpty()) {
            page.append("\n## Bugs of this class that somebody had\n\n");
            bugs.forEach(bug -> {
                page.append("* [").append(bug.place()).append("](../../models/").append(bug.place()).append("/model.yaml): ")
                        .append(escaped(bug.model().title())).append('\n');
                bug.model().story().sources().forEach(source -> page.append("  * ").append(escaped(source)).append('\n'));
            });
        }
    }

    // ---- what is expected

    /** A row for each variant and property that is violated; a column for each group of kernels that are alike. */
    private static String verdicts(ModelFile model) {
        List<String> rows = new ArrayList<>();
        for (Case variant : model.cases()) {
            List<Property> violated = violated(variant);
            if (violated.isEmpty()) {
                rows.add("| `" + variant.name() + "` | all | none is violated on " + KernelNames.of(variant.kernels()) + " |");
            }
            violated.forEach(property -> rows.add("| `" + variant.name() + "` | " + property.id() + " | "
                    + violated(variant, property) + " |"));
        }
        return "| variant | property | verdict |\n|---|---|---|\n" + String.join("\n", rows) + "\n";
    }

    /** The properties that are violated on some kernel. */
    static List<Property> violated(Case variant) {
        return variant.expectations().stream().flatMap(e -> e.violated().keySet().stream()).distinct().sorted().toList();
    }

    /** On which kernels a property is violated, what those show, and where it holds. */
    static String violated(Case variant, Property property) {
        List<Expectation> bad = variant.expectations().stream().filter(e -> e.violated().containsKey(property)).toList();
        List<Profile> on = variant.kernels().stream().filter(k -> bad.stream().anyMatch(e -> e.kernels().contains(k))).toList();
        List<Profile> rest = variant.kernels().stream().filter(k -> !on.contains(k)).toList();
        String shown = bad.stream().flatMap(e -> e.violated().get(property).stream()).distinct()
                .map(Outcome::code).collect(Collectors.joining(" or "));
        return "violated on " + KernelNames.of(on) + (shown.isEmpty() ? "" : ": " + shown)
                + (rest.isEmpty() ? "" : "; holds on " + KernelNames.of(rest));
    }

    /** What Markdown would take for its own is text. */
    private static String escaped(String text) {
        return text.replaceAll("([\\\\`*_<\\[\\]|])", "\\\\$1").replaceAll("\\s+", " ");
    }
}
