package org.quiesce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.result.Evidence;
import org.quiesce.result.Grounds;
import org.quiesce.result.ResultJson;

/** Protocols against kernels as JSON: a row for each protocol, with a cell for every kernel that it was checked on. */
final class MatrixJson {

    private final List<Sheet> sheets;

    MatrixJson(List<Sheet> sheets) {
        this.sheets = sheets;
    }

    void put(ObjectNode node) {
        ArrayNode kernels = node.putArray("kernels");
        Matrix.kernels(sheets).forEach(kernel -> kernels.add(kernel.name()));
        ArrayNode rows = node.putArray("rows");
        sheets.forEach(sheet -> row(rows.addObject(), sheet));
        new Basis(sheets).sharedClauses().forEach(node.putArray("restsOn")::add);
    }

    private static void row(ObjectNode node, Sheet sheet) {
        node.put("name", sheet.name());
        node.put("title", sheet.title());
        node.put("summary", new AcrossKernels(sheet).summary());
        ArrayNode cells = node.putArray("cells");
        sheet.checks().forEach(check -> cell(cells.addObject(), check));
    }

    /** The first property that is violated tells what goes wrong. */
    private static void cell(ObjectNode node, Checked check) {
        node.put("kernel", check.result().profile().name());
        node.put("verdict", check.verdict().word());
        Behaviour.telling(check).ifPresent(violated -> {
            node.put("property", violated.property().id());
            node.set("outcome", ResultJson.tree(
                    Evidence.Outcome.of(violated.counterexample().orElseThrow().outcome())));
        });
        if (!(check.conformance() instanceof Conformance.Unstated)) {
            node.put("asExpected", check.conformance() instanceof Conformance.AsExpected);
        }
        Grounds.of(check).forEach(node.putArray("reasons")::add);
    }
}
