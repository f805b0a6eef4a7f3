package org.quiesce.workbench;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.spec.EmittedSpec;
import org.quiesce.spec.SpecEmitter;

/** The specification of a protocol, with the constants of a kernel: what it consists of, and how to read it. */
public final class Specification {

    private final EmittedSpec spec;
    private final Profile profile;

    /** The specification of those steps. */
    public Specification(LoweredProtocol lowered, Profile profile) {
        this.spec = SpecEmitter.emit(lowered);
        this.profile = profile;
    }

    /** The name of the module. */
    public String module() {
        return spec.moduleName();
    }

    /** The module and its two configurations, by file name. */
    public SortedMap<String, String> files() {
        List<Property> properties = Property.of(spec.lowered());
        return new TreeMap<>(Map.of(
                module() + ".tla", spec.text(),
                config("Safety"), spec.safety(profile, properties),
                config("Liveness"), spec.liveness(profile, properties)));
    }

    /** The commands that run TLC on it, where its files and tla2tools.jar are. */
    public List<String> commands() {
        return List.of("Safety", "Liveness").stream()
                .map(kind -> "java -cp tla2tools.jar tlc2.TLC -config " + config(kind) + " " + module() + ".tla")
                .toList();
    }

    private String config(String kind) {
        return module() + kind + ".cfg";
    }

    /** The constants that are model values. */
    public List<String> modelValues() {
        return spec.modelValues();
    }

    /** The constants that are truth values, as the kernel has them. */
    public SortedMap<String, Boolean> constants() {
        return spec.constants(profile);
    }

    /** Whether words in the variable are model values, and not strings. */
    public boolean holdsModelValues(StateVariable variable) {
        return spec.holdsModelValues(variable);
    }

    /** An action of a context as the module calls it: with the context where that is a parameter. */
    public String call(String context, String action) {
        return spec.call(context, action);
    }
}
