package org.quiesce.csource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.cdt.core.dom.ast.IASTDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTTranslationUnit;
import org.eclipse.cdt.core.dom.ast.IField;

/** What files of one module keep to themselves, and call by the same name: in all but the first it gets another. */
final class Statics {

    private Statics() {}

    /** The texts of the files, in which no two static functions or variables of different files have one name. */
    static List<String> apart(List<CSource> files, Preprocessing given) {
        Map<String, Integer> taken = new HashMap<>();
        List<String> texts = new ArrayList<>();
        for (CSource file : files) {
            IASTTranslationUnit unit = CParser.parse(file, given);
            Map<String, Boolean> declared = declared(unit);
            Set<String> fields = fields(unit);
            String text = file.text();
            for (Map.Entry<String, Boolean> name : declared.entrySet()) {
                boolean isStatic = name.getValue();
                int before = taken.merge(name.getKey(), 1, Integer::sum) - 1;
                if (isStatic && before > 0) {
                    text = renamed(text, name.getKey(), name.getKey() + "__" + (before + 1),
                            fields.contains(name.getKey()));
                }
            }
            texts.add(text);
        }
        return texts;
    }

    /** The functions that a file defines and the variables that it declares, and whether they are static. */
    private static Map<String, Boolean> declared(IASTTranslationUnit unit) {
        Map<String, Boolean> names = new HashMap<>();
        for (IASTDeclaration declaration : unit.getDeclarations()) {
            if (declaration.getContainingFilename().startsWith(CParser.HEADERS)) {
                continue;
            } else if (declaration instanceof IASTFunctionDefinition function) {
                names.put(Registrations.name(function), isStatic(function.getDeclSpecifier()));
            } else if (declaration instanceof IASTSimpleDeclaration simple && isStatic(simple.getDeclSpecifier())) {
                for (IASTDeclarator declarator : simple.getDeclarators()) {
                    String name = declarator.getName().toString();
                    if (!name.isEmpty() && !name.startsWith("quiesce_")) {
                        names.put(name, true);
                    }
                }
            }
        }
        return names;
    }

    private static boolean isStatic(IASTDeclSpecifier specifier) {
        return specifier.getStorageClass() == IASTDeclSpecifier.sc_static;
    }

    /** The fields of the structs that a file defines itself. */
    private static Set<String> fields(IASTTranslationUnit unit) {
        Set<String> names = new HashSet<>();
        Ast.declarators(unit, declarator -> {
            if (declarator.getName().resolveBinding() instanceof IField field) {
                names.add(field.getName());
            }
        });
        return names;
    }

    /** A field of that name stays, unless the file defines one itself. */
    private static String renamed(String text, String name, String other, boolean isField) {
        String code = Mask.code(new CSource("", text));
        Matcher found = Pattern.compile((isField ? "" : "(?<![.>]\\s{0,4})") + "\\b" + Pattern.quote(name) + "\\b").matcher(code);
        StringBuilder result = new StringBuilder();
        int done = 0;
        while (found.find()) {
            result.append(text, done, found.start()).append(other);
            done = found.end();
        }
        return result.append(text.substring(done)).toString();
    }
}
