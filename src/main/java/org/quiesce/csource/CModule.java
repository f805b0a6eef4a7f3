package org.quiesce.csource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTEqualsInitializer;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTInitializer;
import org.eclipse.cdt.core.dom.ast.IASTInitializerClause;
import org.eclipse.cdt.core.dom.ast.IASTInitializerList;
import org.eclipse.cdt.core.dom.ast.IASTLiteralExpression;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTProblem;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTTranslationUnit;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.c.ICASTDesignatedInitializer;
import org.eclipse.cdt.core.dom.ast.c.ICASTDesignator;
import org.eclipse.cdt.core.dom.ast.c.ICASTFieldDesignator;
import org.eclipse.cdt.core.parser.IProblem;

/** What a file declares: its functions, its variables, and what it tells the kernel by macros. */
final class CModule {

    private static final String MARK = "quiesce_";
    /** The mark of an init function has the number of its level after this. */
    private static final String INIT = "init_";
    private static final String EXIT = "exit";
    private static final String BUILT_IN = "builtin_";
    private static final int LEVEL = 2;

    private final CSource source;
    private final Preprocessing given;
    private final IASTTranslationUnit unit;
    private final Map<String, IASTFunctionDefinition> functions = new LinkedHashMap<>();
    private final Map<String, IASTDeclarator> variables = new LinkedHashMap<>();
    private final Map<String, IASTDeclarator> marks = new LinkedHashMap<>();
    /** Functions that have the name of one before. */
    private final List<IASTFunctionDefinition> again = new ArrayList<>();
    private final Set<IASTProblem> problems = new LinkedHashSet<>();

    CModule(CSource source, Preprocessing given) {
        this.source = source;
        this.given = given;
        this.unit = CParser.parse(source, given);
        for (IASTDeclaration declaration : unit.getDeclarations()) {
            if (!declaration.getContainingFilename().startsWith(CParser.HEADERS)) {
                add(declaration);
            }
        }
        unit.accept(new ASTVisitor() {
            {
                shouldVisitProblems = true;
            }

            @Override
            public int visit(IASTProblem problem) {
                if (problem.getContainingFilename().startsWith(CParser.HEADERS)) {
                    throw new CSourceException(problem.getContainingFilename().substring(CParser.HEADERS.length()) + ":"
                            + Ast.line(problem) + ": '" + Ast.text(problem) + "' is not understood\na file that is included"
                            + " has macros, types and declarations");
                }
                problems.add(problem);
                return PROCESS_CONTINUE;
            }
        });
        // What is no word of C is left out before the parser sees it.
        Stream.of(unit.getPreprocessorProblems())
                .filter(problem -> (problem.getID() & IProblem.SCANNER_RELATED) != 0)
                .filter(problem -> !problem.getContainingFilename().startsWith(CParser.HEADERS))
                .forEach(problems::add);
        if (functions.isEmpty()) {
            throw new NothingRunsException(source.file() + ": there is no function in it"
                    + problems.stream().findFirst().map(p -> "; line " + Ast.line(p) + " is not understood: '"
                            + Ast.text(p) + "'").orElse("")
                    + "\nname the C file of a module");
        }
    }

    private void add(IASTDeclaration declaration) {
        if (declaration instanceof IASTFunctionDefinition function) {
            if (functions.putIfAbsent(name(function.getDeclarator()), function) != null) {
                again.add(function);
            }
        } else if (declaration instanceof IASTSimpleDeclaration simple) {
            for (IASTDeclarator declarator : simple.getDeclarators()) {
                String name = name(declarator);
                if (name.startsWith(MARK)) {
                    marks.putIfAbsent(name.substring(MARK.length()), declarator);
                } else {
                    variables.putIfAbsent(name, declarator);
                }
            }
        }
    }

    private static String name(IASTDeclarator declarator) {
        return innermost(declarator).getName().toString();
    }

    /** The one that has the name: of a pointer to a function it stands in brackets. */
    static IASTDeclarator innermost(IASTDeclarator declarator) {
        IASTDeclarator innermost = declarator;
        while (innermost.getNestedDeclarator() != null) {
            innermost = innermost.getNestedDeclarator();
        }
        return innermost;
    }

    CSource source() {
        return source;
    }

    /** What it was read with. */
    Preprocessing given() {
        return given;
    }

    IASTTranslationUnit unit() {
        return unit;
    }

    /** What the parser did not understand. */
    Set<IASTProblem> problems() {
        return problems;
    }

    List<IASTFunctionDefinition> definedAgain() {
        return again;
    }

    Map<String, IASTFunctionDefinition> functions() {
        return functions;
    }

    Optional<IASTFunctionDefinition> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /** What the parameters of a function of the file get in a call of it. */
    void passed(IASTFunctionCallExpression call, BiConsumer<IBinding, IASTExpression> gets) {
        Ast.callee(call).flatMap(this::function).ifPresent(callee -> {
            List<IASTExpression> arguments = Ast.arguments(call);
            for (int i = 0; i < arguments.size(); i++) {
                IASTExpression argument = arguments.get(i);
                Translation.parameter(callee, i).ifPresent(parameter -> gets.accept(parameter, argument));
            }
        });
    }

    /** The function of the file that an expression names, as it is or by its address. */
    Optional<IASTFunctionDefinition> functionNamedBy(IASTNode node) {
        return node instanceof IASTExpression expression
                ? Ast.named(withoutAddress(expression)).map(IBinding::getName).flatMap(this::function)
                : Optional.empty();
    }

    Map<String, IASTDeclarator> variables() {
        return variables;
    }

    /** Whether a function is in init text. */
    static boolean isInitText(IASTFunctionDefinition function) {
        return head(function).matches("(?s).*\\b__init\\b.*");
    }

    /** Whether a function is one of the many that a header may define and that nobody has to call. */
    static boolean isStaticInline(IASTFunctionDefinition function) {
        return head(function).matches("(?s)(?=.*\\bstatic\\b).*\\b(?:__always_)?inline\\b.*");
    }

    private static String head(IASTFunctionDefinition function) {
        return function.getRawSignature().split("[({]", 2)[0];
    }

    // ---- what macros tell

    /** The functions that run when the module is loaded, in that order: one, unless it is built in. */
    List<IASTFunctionDefinition> inits() {
        return marks.entrySet().stream()
                .filter(mark -> mark.getKey().startsWith(INIT))
                .sorted(Comparator.comparing(mark -> mark.getKey().substring(0, INIT.length() + LEVEL)))
                .flatMap(mark -> entry(mark.getValue()).stream())
                .toList();
    }

    /**
     * Whether it is built into the kernel: it has several init functions, or a macro says so; or it could be no module, as no
     * file of it has the licence without which modpost builds none (an error since Linux 5.11), and it has no exit. Where it
     * counts references on itself, somebody thinks of it as a module.
     */
    boolean isBuiltIn() {
        return !marks.containsKey(EXIT) && !source.text().contains("THIS_MODULE)")
                && (inits().size() > 1 || !marked(BUILT_IN).isEmpty()
                        || !inits().isEmpty() && !marks.containsKey("license"));
    }

    Optional<IASTFunctionDefinition> exit() {
        return Optional.ofNullable(marks.get(EXIT)).flatMap(this::entry);
    }

    /** What names an init or exit function that is not in the file. */
    List<IASTInitializerClause> entriesElsewhere() {
        return marks.entrySet().stream()
                .filter(mark -> mark.getKey().equals(EXIT) || mark.getKey().startsWith(INIT))
                .filter(mark -> entry(mark.getValue()).isEmpty())
                .flatMap(mark -> value(mark.getValue()).stream())
                .toList();
    }

    private Optional<IASTFunctionDefinition> entry(IASTDeclarator mark) {
        return value(mark).flatMap(this::functionNamedBy);
    }

    /** The words of {@code MODULE_DESCRIPTION()}. */
    Optional<String> description() {
        return Optional.ofNullable(marks.get("description"))
                .flatMap(CModule::value)
                .filter(IASTLiteralExpression.class::isInstance)
                .map(node -> node.toString().replaceAll("^\"|\"$", "").replaceAll("\"\\s*\"", ""))
                .filter(text -> text.chars().noneMatch(Character::isISOControl));
    }

    /** The variables that macros name by a mark that begins so, such as every {@code parameter_}. */
    Map<String, IBinding> marked(String prefix) {
        Map<String, IBinding> found = new LinkedHashMap<>();
        marks.forEach((mark, declarator) -> {
            if (mark.startsWith(prefix)) {
                value(declarator)
                        .filter(IASTExpression.class::isInstance)
                        .flatMap(v -> Ast.named(withoutAddress((IASTExpression) v)))
                        .ifPresent(binding -> found.put(mark.substring(prefix.length()), binding));
            }
        });
        return found;
    }

    static IASTExpression withoutAddress(IASTExpression expression) {
        IASTExpression bare = Ast.bare(expression);
        return Ast.isUnary(bare, IASTUnaryExpression.op_amper) ? ((IASTUnaryExpression) bare).getOperand() : bare;
    }

    // ---- initialisers

    /** What a variable is initialised with. */
    static Optional<IASTInitializerClause> value(IASTDeclarator declarator) {
        IASTInitializer initializer = declarator.getInitializer();
        return initializer instanceof IASTEqualsInitializer equals
                ? Optional.of(equals.getInitializerClause())
                : Optional.empty();
    }

    /** The designated initialisers of a struct, by field. */
    static Map<String, IASTInitializerClause> fields(IASTDeclarator declarator) {
        return value(declarator).filter(IASTInitializerList.class::isInstance)
                .map(list -> fields((IASTInitializerList) list))
                .orElse(Map.of());
    }

    static Map<String, IASTInitializerClause> fields(IASTInitializerList list) {
        Map<String, IASTInitializerClause> fields = new LinkedHashMap<>();
        for (IASTInitializerClause clause : list.getClauses()) {
            if (clause instanceof ICASTDesignatedInitializer designated) {
                StringBuilder path = new StringBuilder();
                for (ICASTDesignator designator : designated.getDesignators()) {
                    if (designator instanceof ICASTFieldDesignator field) {
                        path.append(path.length() == 0 ? "" : ".").append(field.getName());
                    }
                }
                fields.put(path.toString(), designated.getOperand());
            }
        }
        return fields;
    }

    /** The variables that name a variable, those that name them, and so on: it itself, arrays of attributes, groups. */
    Set<String> holders(String variable) {
        Set<String> found = new LinkedHashSet<>(Set.of(variable));
        boolean grows = true;
        while (grows) {
            grows = variables.entrySet().stream()
                    .filter(v -> !found.contains(v.getKey()) && value(v.getValue()).isPresent())
                    .filter(v -> names(v.getValue().getInitializer(), found))
                    .toList().stream()
                    .map(v -> found.add(v.getKey()))
                    .reduce(false, Boolean::logicalOr);
        }
        return found;
    }

    /** Whether a piece of C names one of these variables. */
    static boolean names(IASTNode node, Set<String> variables) {
        boolean[] found = new boolean[1];
        Ast.expressions(node, e -> found[0] |= e instanceof IASTIdExpression id && variables.contains(id.getName().toString()));
        return found[0];
    }

    /** Whether some call in the file, with the name of what it calls, is such a one. */
    boolean anyCall(BiPredicate<String, IASTFunctionCallExpression> which) {
        AtomicBoolean found = new AtomicBoolean();
        calls((name, call) -> found.compareAndSet(false, which.test(name, call)));
        return found.get();
    }

    /** Every call in the file, by the name of what is called. */
    void calls(BiConsumer<String, IASTFunctionCallExpression> visitor) {
        functions.values().forEach(function -> Ast.expressions(function, expression -> Ast.callee(expression)
                .ifPresent(name -> visitor.accept(name, (IASTFunctionCallExpression) expression))));
    }
}
