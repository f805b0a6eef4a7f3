package org.quiesce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.quiesce.result.Checked;
import org.quiesce.result.Evidence;
import org.quiesce.result.ResultJson;
import org.quiesce.result.Results.Extent;
import org.quiesce.result.Results;
import org.quiesce.trace.Trace;
import org.quiesce.workbench.ReplayReport;
import org.quiesce.workbench.Simulation;

/**
 * Results as JSON, for programs. The resource {@code quiesce-result-2.schema.json} beside this class describes every
 * key.
 *
 * <p>Within one value of {@code schema} keys are only ever added. Equal results give equal bytes. An optional value
 * that is absent has no key.
 */
public final class JsonReport {

    private final int exitStatus;

    /** Documents of calls that end with that exit status. */
    public JsonReport(int exitStatus) {
        this.exitStatus = exitStatus;
    }

    /** All checks of one call. */
    public String checks(List<Checked> checks) {
        return ResultJson.write(Results.of(exitStatus, checks, Extent.FINDINGS));
    }

    /** What goes wrong on which kernel, in one table. */
    public String matrix(List<Sheet> sheets) {
        ObjectNode root = root(Results.reasons(sheets.stream().flatMap(s -> s.checks().stream()).toList()));
        new MatrixJson(sheets).put(root.putObject("matrix"));
        return ResultJson.text(root);
    }

    /** What came of the mutants of protocols. */
    public String mutants(List<Mutated> all) {
        ObjectNode root = root(MutationJson.reasons(all));
        MutationJson.put(root.putObject("mutation"), all);
        return ResultJson.text(root);
    }

    /** What verdicts rest on. */
    public String audits(List<Audited> audits) {
        ObjectNode root = root(audits.stream().flatMap(audited -> audited.reasons().stream()).toList());
        ArrayNode list = root.putArray("audits");
        audits.forEach(audited -> AuditJson.put(list.addObject(), audited));
        return ResultJson.text(root);
    }

    /** One run of a protocol under the name by which the user asked for it. */
    public String simulation(String name, Simulation simulation) {
        ObjectNode root = root(SimulationJson.reasons(simulation));
        SimulationJson.put(root.putObject("simulation"), name, simulation);
        return ResultJson.text(root);
    }

    /** One replay. */
    public String replay(Trace trace, ReplayReport report) {
        ObjectNode root = root(report.confirmed() ? List.of() : List.of(report.message()));
        ObjectNode replay = root.putObject("replay");
        replay.put("protocol", trace.protocol());
        replay.put("kernel", trace.kernel());
        replay.put("property", trace.property().id());
        replay.setAll(ResultJson.tree(Evidence.Replay.of(report)));
        return ResultJson.text(root);
    }

    /** What there is. */
    public String catalogue(Inventory inventory) {
        ObjectNode root = root(List.of());
        CatalogueJson.put(root.putObject("list"), inventory);
        return ResultJson.text(root);
    }

    /** A property in full. */
    public String page(PropertyPage page) {
        ObjectNode root = root(List.of());
        CatalogueJson.put(root.putObject("property"), page);
        return ResultJson.text(root);
    }

    /** Functions of the kernel. */
    public String primitives(PrimitiveTable table) {
        ObjectNode root = root(List.of());
        ArrayNode list = root.putArray("primitives");
        table.rows().forEach(row -> PrimitiveJson.put(list.addObject(), row.primitive(), row.usable(), row.entries()));
        return ResultJson.text(root);
    }

    /** Functions of the kernel in full. */
    public String primitivePages(List<PrimitivePage> pages) {
        ObjectNode root = root(List.of());
        ArrayNode list = root.putArray("primitives");
        pages.forEach(page -> PrimitiveJson.put(list.addObject(), page));
        return ResultJson.text(root);
    }

    /** What the machine has of what is needed. */
    public String health(Health health) {
        ObjectNode root = root(health.wrong().stream().map(f -> f.name() + ": " + f.found()).toList());
        health.put(root.putArray("health"));
        return ResultJson.text(root);
    }

    /** What rules find in a log of a kernel. */
    public String lint(LintedLog log) {
        ObjectNode root = root(log.reasons());
        log.put(root.putObject("lint"));
        return ResultJson.text(root);
    }

    /** Whether a log of a kernel is a run of a protocol. */
    public String validation(HeldLog log) {
        ObjectNode root = root(log.reasons());
        log.put(root.putObject("validation"));
        return ResultJson.text(root);
    }

    private ObjectNode root(List<String> reasons) {
        ObjectNode root = ResultJson.document();
        root.put("exitStatus", exitStatus);
        reasons.forEach(root.putArray("reasons")::add);
        return root;
    }
}
