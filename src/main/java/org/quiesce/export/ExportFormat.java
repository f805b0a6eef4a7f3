package org.quiesce.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.quiesce.result.ResultJson;
import org.quiesce.result.Results;

/** The formats in which results can be written. */
public enum ExportFormat {
    JSON(Scope.RESULTS, "the result itself, with programs, sources and specification; export reads it again",
            whole("quiesce.json", ResultJson::write)),
    SARIF(Scope.RESULTS, "SARIF 2.1.0, for code review and editors", whole("quiesce.sarif", SarifFormat::write)),
    JUNIT(Scope.RESULTS, "the XML of test runners, for continuous integration", whole("quiesce.xml", JunitFormat::write)),
    DOT(Scope.CHECK, "the programs, or the states, as graphs, for Graphviz", DotFormat::write),
    ITF(Scope.COUNTEREXAMPLE, "the Informal Trace Format, for Apalache, Quint and others",
            each(violation -> List.of(new Document(violation.stem() + ".itf.json", ItfFormat.write(violation))))),
    TLA(Scope.COUNTEREXAMPLE, "a module over the specification, for TLC to follow", each(TlaFormat::write)),
    PLANTUML(Scope.COUNTEREXAMPLE, "a sequence diagram of PlantUML",
            each(violation -> List.of(new Document(violation.stem() + ".puml", PlantumlFormat.write(violation))))),
    MERMAID(Scope.COUNTEREXAMPLE, "a sequence diagram of Mermaid, for Markdown",
            each(violation -> List.of(new Document(violation.stem() + ".mmd", MermaidFormat.write(violation))))),
    SVG(Scope.COUNTEREXAMPLE, "a picture of lanes",
            each(violation -> List.of(new Document(violation.stem() + ".svg", SvgFormat.write(violation))))),
    PERFETTO(Scope.COUNTEREXAMPLE, "a timeline, for Perfetto and Chrome",
            each(violation -> List.of(new Document(violation.stem() + ".trace.json", PerfettoFormat.write(violation)))));

    /** Of what there is a document. */
    public enum Scope {
        /** One document of all results. */
        RESULTS,
        /** One for each protocol and kernel. */
        CHECK,
        /** One for each counterexample. */
        COUNTEREXAMPLE
    }

    private interface Writer {
        List<Document> write(Results results) throws ExportException;
    }

    private interface OfViolation {
        List<Document> write(Violation violation) throws ExportException;
    }

    private final Scope scope;
    private final String description;
    private final Writer writer;

    ExportFormat(Scope scope, String description, Writer writer) {
        this.scope = scope;
        this.description = description;
        this.writer = writer;
    }

    private static Writer whole(String file, Function<Results, String> text) {
        return results -> List.of(new Document(file, text.apply(results)));
    }

    private static Writer each(OfViolation writer) {
        return results -> {
            List<Document> documents = new ArrayList<>();
            for (Violation violation : Violation.of(results)) {
                documents.addAll(writer.write(violation));
            }
            return documents;
        };
    }

    /** The word for it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is for, as a clause. */
    public String description() {
        return description;
    }

    public Scope scope() {
        return scope;
    }

    /**
     * The documents; of what belongs to one counterexample the first is the one that matters. Equal results give equal
     * documents.
     *
     * @throws ExportException if a result does not have what the format shows
     */
    public List<Document> documents(Results results) throws ExportException {
        return writer.write(results);
    }
}
