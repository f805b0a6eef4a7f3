package org.quiesce.tla;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.quiesce.tla.Module.Alignment;
import org.quiesce.tla.Module.Declaration;
import org.quiesce.tla.Module.Definitions;
import org.quiesce.tla.Module.Unit;

/** The page of a module. */
final class ModuleLayout {

    /** Of the rules across the page, and of the box around the header. */
    private static final int PAGE = 77;

    private static final int MARGIN = 2;

    /** Where the comments of declarations begin, if the names leave room. */
    private static final int DECLARATION_COLUMN = 20;

    private final List<String> lines = new ArrayList<>();

    private ModuleLayout() {}

    static String print(Module module) {
        ModuleLayout page = new ModuleLayout();
        page.title(module.name());
        module.header().ifPresent(page::box);
        if (!module.extended().isEmpty()) {
            page.lines.add("EXTENDS " + String.join(", ", module.extended()));
        }
        int column = commentColumn(module);
        page.declarations("CONSTANTS", module.constants(), column);
        page.declarations("VARIABLES", module.variables(), column);
        module.units().forEach(page::unit);
        page.lines.add("=".repeat(PAGE));
        return String.join("\n", page.lines) + "\n";
    }

    private void title(String name) {
        String title = " MODULE " + name + " ";
        int dashes = Math.max(PAGE - title.length(), 8);
        lines.add("-".repeat(dashes / 2) + title + "-".repeat(dashes - dashes / 2));
    }

    private void box(String text) {
        List<String> content = Text.wrap(Text.commentLines(text), Layout.WIDTH - 6).stream()
                .map(Text::insideBlockComment)
                .toList();
        int width = content.stream().mapToInt(String::length).reduce(PAGE - 6, Math::max);
        String rule = "(" + "*".repeat(width + 4) + ")";
        lines.add(rule);
        content.forEach(line -> lines.add("(* " + line + " ".repeat(width - line.length()) + " *)"));
        lines.add(rule);
    }

    private static int commentColumn(Module module) {
        return Stream.concat(module.constants().stream(), module.variables().stream())
                .mapToInt(declaration -> MARGIN + declaration.name().length() + 1 + 2)
                .reduce(DECLARATION_COLUMN, Math::max);
    }

    private void declarations(String keyword, List<Declaration> declarations, int column) {
        if (declarations.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(keyword);
        for (int i = 0; i < declarations.size(); i++) {
            Declaration declaration = declarations.get(i);
            Block line = Block.of(declaration.name() + (i < declarations.size() - 1 ? "," : ""));
            Block commented = declaration.comment()
                    .map(text -> line.comment(Text.commentLines(text)))
                    .orElse(line);
            lines.addAll(commented.indent(MARGIN).render(column, Layout.WIDTH));
        }
    }

    private void unit(Unit unit) {
        lines.add("");
        if (unit instanceof Module.Heading heading) {
            lines.add("-".repeat(PAGE));
            lines.add(Flat.blockComment(heading.text()));
        } else if (unit instanceof Module.Remark remark) {
            Text.commentLines(remark.text()).forEach(line -> lines.add(Block.lineComment(line)));
        } else if (unit instanceof Module.Assumption assumption) {
            Block block = Layout.block(assumption.condition(), Layout.WIDTH - 7).after("ASSUME ");
            lines.addAll(block.render(Layout.COMMENT_COLUMN, Layout.WIDTH));
        } else if (unit instanceof Module.Recursive recursive) {
            String blanks = String.join(", ", Collections.nCopies(recursive.parameters(), "_"));
            lines.add("RECURSIVE " + recursive.operator() + (blanks.isEmpty() ? "" : "(" + blanks + ")"));
        } else if (unit instanceof Definitions definitions) {
            definitions(definitions);
        }
    }

    private void definitions(Definitions group) {
        int column = group.alignment() == Alignment.ALIGNED
                ? group.all().stream().mapToInt(definition -> definition.head().length()).reduce(0, Math::max)
                : 0;
        boolean first = true;
        for (List<Definition> paragraph : group.paragraphs()) {
            if (!first) {
                lines.add("");
            }
            first = false;
            for (Definition definition : paragraph) {
                String head = definition.head();
                String padded = head + " ".repeat(Math.max(column - head.length(), 0));
                lines.addAll(Layout.definition(definition, padded).render(Layout.COMMENT_COLUMN, Layout.WIDTH));
            }
        }
    }
}
