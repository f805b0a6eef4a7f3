package org.quiesce.tla;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tla2sany.configuration.Configuration;
import tla2sany.drivers.SANY;
import tla2sany.modanalyzer.SpecObj;
import tla2sany.parser.TLAplusParser;
import tla2sany.semantic.Errors;
import tla2sany.st.SyntaxTreeConstants;
import tla2sany.st.TreeNode;
import util.SimpleFilenameToStream;
import util.ToolIO;

/** Runs in a JVM of its own, for {@link Sany}: reads texts from a file, writes an answer for each to another. */
final class SanyChild {

    private SanyChild() {}

    public static void main(String[] arguments) throws Exception {
        Path questions = Path.of(arguments[1]);
        Path answers = Path.of(arguments[2]);
        ToolIO.out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        ToolIO.err = ToolIO.out;
        Configuration.load(new Errors());
        try (DataInputStream in = new DataInputStream(Files.newInputStream(questions));
                DataOutputStream out = new DataOutputStream(Files.newOutputStream(answers))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                String text = in.readUTF();
                out.writeUTF(arguments[0].equals("modules") ? module(questions.getParent(), text) : expression(text));
            }
        }
    }

    /** What SANY has against a module file; nothing if it is in order. */
    private static String module(Path directory, String name) {
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(complaints, true, StandardCharsets.UTF_8);
        ToolIO.out = stream;
        String file = directory.resolve(name + ".tla").toString();
        SpecObj spec = new SpecObj(file, new SimpleFilenameToStream(directory.toString()));
        try {
            SANY.frontEndInitialize(spec, stream);
            SANY.frontEndParse(spec, stream);
            SANY.frontEndSemanticAnalysis(spec, stream, true);
        } catch (Exception e) {
            return complaints.toString(StandardCharsets.UTF_8) + e;
        }
        boolean failed = !spec.getParseErrors().isSuccess() || !spec.getSemanticErrors().isSuccess();
        return failed ? spec.getParseErrors().toString() + spec.getSemanticErrors() + complaints : "";
    }

    /** How SANY reads an expression; nothing if it does not. */
    private static String expression(String text) {
        String module = "---- MODULE M ----\nD ==\n  " + text.replace("\n", "\n  ") + "\n====\n";
        try {
            TLAplusParser parser = new TLAplusParser(new StringReader(module));
            return parser.parse() ? structure(parser.rootNode()) : "";
        } catch (RuntimeException | Error e) {
            return "";
        }
    }

    /** The syntax tree, without parentheses, and with junctions flat whether they are lists or not. */
    private static String structure(TreeNode node) {
        List<TreeNode> parts = parts(node);
        if (node.isKind(SyntaxTreeConstants.N_ParenExpr)) {
            return structure(parts.get(1));
        }
        String connective = connective(node);
        if (!connective.isEmpty()) {
            return "(" + connective + " " + String.join(" ", items(node, connective)) + ")";
        }
        return parts.isEmpty()
                ? node.getImage()
                : parts.stream().map(SanyChild::structure).collect(Collectors.joining(" ", "(" + node.getKind() + " ", ")"));
    }

    private static List<String> items(TreeNode node, String connective) {
        TreeNode inner = node;
        while (inner.isKind(SyntaxTreeConstants.N_ParenExpr)) {
            inner = parts(inner).get(1);
        }
        if (!connective(inner).equals(connective)) {
            return List.of(structure(inner));
        }
        List<TreeNode> parts = parts(inner);
        List<TreeNode> operands = inner.isKind(SyntaxTreeConstants.N_InfixExpr)
                ? List.of(parts.get(0), parts.get(2))
                : parts.stream().map(item -> parts(item).get(1)).toList();
        List<String> items = new ArrayList<>();
        operands.forEach(operand -> items.addAll(items(operand, connective)));
        return items;
    }

    private static String connective(TreeNode node) {
        if (node.isKind(SyntaxTreeConstants.N_ConjList)) {
            return "/\\";
        } else if (node.isKind(SyntaxTreeConstants.N_DisjList)) {
            return "\\/";
        } else if (node.isKind(SyntaxTreeConstants.N_InfixExpr)) {
            String operator = lastLeaf(parts(node).get(1));
            return operator.equals("/\\") || operator.equals("\\/") ? operator : "";
        }
        return "";
    }

    private static String lastLeaf(TreeNode node) {
        List<TreeNode> parts = parts(node);
        return parts.isEmpty() ? node.getImage() : lastLeaf(parts.get(parts.size() - 1));
    }

    private static List<TreeNode> parts(TreeNode node) {
        return Stream.of(node.heirs()).toList();
    }
}
