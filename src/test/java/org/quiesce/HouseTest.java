package org.quiesce;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;

/** Data flows one way through the rooms of the house; an arrow up is a defect. */
@AnalyzeClasses(packages = "org.quiesce", importOptions = DoNotIncludeTests.class)
class HouseTest {

    @ArchTest
    static final ArchRule ARROWS_POINT_DOWN = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("cli").definedBy("org.quiesce.cli..")
            .layer("junit").definedBy("org.quiesce.junit..")
            .layer("report").definedBy("org.quiesce.report..")
            .layer("export").definedBy("org.quiesce.export..")
            .layer("page").definedBy("org.quiesce.page..")
            .layer("bundle").definedBy("org.quiesce.bundle..")
            .layer("experiment").definedBy("org.quiesce.experiment..")
            .layer("kernelreplay").definedBy("org.quiesce.kernelreplay..")
            .layer("result").definedBy("org.quiesce.result..")
            .layer("audit").definedBy("org.quiesce.audit..")
            .layer("workbench").definedBy("org.quiesce.workbench..")
            .layer("catalog").definedBy("org.quiesce.catalog..")
            .layer("mutation").definedBy("org.quiesce.mutation..")
            .layer("csource").definedBy("org.quiesce.csource..")
            .layer("trace").definedBy("org.quiesce.trace..")
            .layer("spec").definedBy("org.quiesce.spec..")
            .layer("sim").definedBy("org.quiesce.sim..")
            .layer("tlc").definedBy("org.quiesce.tlc..")
            .layer("tla").definedBy("org.quiesce.tla..")
            .layer("protocol").definedBy("org.quiesce.protocol..")
            .layer("kernellog").definedBy("org.quiesce.kernellog..")
            .layer("kernel").definedBy("org.quiesce.kernel..")
            .whereLayer("cli").mayNotBeAccessedByAnyLayer()
            .whereLayer("junit").mayNotBeAccessedByAnyLayer()
            .whereLayer("report").mayOnlyBeAccessedByLayers("cli", "junit")
            .whereLayer("export").mayOnlyBeAccessedByLayers("cli", "junit")
            .whereLayer("page").mayOnlyBeAccessedByLayers("cli")
            .whereLayer("bundle").mayOnlyBeAccessedByLayers("cli")
            .whereLayer("experiment").mayOnlyBeAccessedByLayers("cli")
            .whereLayer("kernelreplay").mayOnlyBeAccessedByLayers("cli")
            .whereLayer("kernellog").mayOnlyBeAccessedByLayers("cli", "report", "workbench")
            .whereLayer("result").mayOnlyBeAccessedByLayers("cli", "junit", "report", "export", "page", "experiment", "kernelreplay")
            .whereLayer("audit").mayOnlyBeAccessedByLayers("cli", "report")
            .whereLayer("workbench").mayOnlyBeAccessedByLayers("cli", "junit", "report", "result", "audit", "experiment")
            .whereLayer("catalog").mayOnlyBeAccessedByLayers("cli", "junit", "report", "result", "workbench", "experiment")
            .whereLayer("mutation").mayOnlyBeAccessedByLayers("cli", "report", "workbench", "catalog")
            .whereLayer("csource").mayOnlyBeAccessedByLayers("cli", "junit", "workbench", "catalog")
            .whereLayer("trace").mayOnlyBeAccessedByLayers("cli", "junit", "report", "result", "workbench", "kernelreplay")
            .whereLayer("spec").mayOnlyBeAccessedByLayers("cli", "workbench")
            .whereLayer("sim").mayOnlyBeAccessedByLayers("cli", "workbench", "experiment", "kernelreplay")
            .whereLayer("tlc").mayOnlyBeAccessedByLayers("cli", "workbench")
            .whereLayer("tla").mayOnlyBeAccessedByLayers("spec", "workbench");

    /** A result that was read from a file has all that another format, or the page, needs. */
    @ArchTest
    static final ArchRule FORMATS_NEED_RESULTS_ALONE = noClasses()
            .that().resideInAnyPackage("org.quiesce.export..", "org.quiesce.page..")
            .should().dependOnClassesThat(resideInAPackage("org.quiesce..")
                    .and(resideOutsideOfPackages("org.quiesce.export..", "org.quiesce.page.."))
                    .and(resideOutsideOfPackage("org.quiesce.result.."))
                    .and(not(belongToAnyOf(Datum.class, Snapshot.class, StateVariable.class))));

    /** Who has no tests has no JUnit. */
    @ArchTest
    static final ArchRule ONLY_ONE_ROOM_NEEDS_JUNIT = noClasses()
            .that().resideOutsideOfPackage("org.quiesce.junit..")
            .should().dependOnClassesThat().resideInAPackage("org.junit..");

    /** Engines, reports and values return what they have to say; only programs print. */
    @ArchTest
    static final ArchRule ONLY_PROGRAMS_PRINT = noClasses()
            .that().resideOutsideOfPackages("org.quiesce.cli..", "org.quiesce.tlc.child..")
            .should().accessField(System.class, "out")
            .orShould().accessField(System.class, "err")
            .orShould().callMethod(System.class, "exit", int.class);

    /** It is all that is on the class path there. */
    @ArchTest
    static final ArchRule THE_CHILD_STANDS_ALONE = noClasses()
            .that().resideInAPackage("org.quiesce.tlc.child..")
            .should().dependOnClassesThat(
                    resideInAPackage("org.quiesce..").and(resideOutsideOfPackage("org.quiesce.tlc.child..")))
            .allowEmptyShould(false);

    @ArchTest
    static final ArchRule NO_STATIC_MUTABLE_STATE = fields()
            .that().areStatic()
            .should().beFinal();

    @ArchTest
    static final ArchRule THE_TWO_SEMANTICS_NEVER_MEET = noClasses()
            .that().resideInAPackage("org.quiesce.spec..")
            .should().dependOnClassesThat().resideInAPackage("org.quiesce.sim..")
            .allowEmptyShould(false);
}
