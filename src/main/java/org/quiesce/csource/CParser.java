package org.quiesce.csource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.cdt.core.dom.ast.IASTTranslationUnit;
import org.eclipse.cdt.core.dom.ast.gnu.c.GCCLanguage;
import org.eclipse.cdt.core.index.IIndexFileLocation;
import org.eclipse.cdt.core.parser.ExtendedScannerInfo;
import org.eclipse.cdt.core.parser.FileContent;
import org.eclipse.cdt.core.parser.IScannerInfo;
import org.eclipse.cdt.core.parser.NullLogService;
import org.eclipse.cdt.internal.core.parser.IMacroDictionary;
import org.eclipse.cdt.internal.core.parser.scanner.InternalFileContent;
import org.eclipse.cdt.internal.core.parser.scanner.InternalFileContentProvider;
import org.eclipse.core.runtime.CoreException;

/** Parses a C file with the header that stands for those of the kernel, and with those that a user gives. */
final class CParser {

    private static final String RESOURCE = "kernel.h";
    /** A directory that nobody has: the parser looks for a name nowhere else if it is absolute. */
    static final String HEADERS = "/quiesce/";
    private static final String HEADER = HEADERS + RESOURCE;
    /** What is chosen about macros, after all that headers say. */
    private static final String CHOICES = HEADERS + "choices.h";

    private CParser() {}

    /**
     * The syntax tree of a file.
     *
     * @throws CSourceException if nothing can be made of it
     */
    static IASTTranslationUnit parse(CSource source, Preprocessing given) {
        FileContent content = FileContent.create(source.file(), Mask.of(source, given).toCharArray());
        Headers headers = new Headers(given);
        IScannerInfo scanner = new ExtendedScannerInfo(Map.of(), null, null, headers.names());
        try {
            return GCCLanguage.getDefault()
                    .getASTTranslationUnit(content, scanner, headers, null, 0, new NullLogService());
        } catch (CoreException e) {
            throw new CSourceException(source.file() + ": the C parser gave up: " + e.getMessage());
        }
    }

    /** Whether a macro with arguments is known. */
    static boolean defines(String macro) {
        return Headers.text().contains("#define " + macro + "(");
    }

    /** The headers are all there is to include; what a file includes itself stays unknown. */
    private static final class Headers extends InternalFileContentProvider {

        private final Map<String, String> texts = new LinkedHashMap<>();

        private Headers(Preprocessing given) {
            texts.put(HEADER, text());
            for (CSource header : given.headers()) {
                texts.put(HEADERS + header.file(), Mask.of(header, given));
            }
            texts.put(CHOICES, given.undoing());
        }

        private String[] names() {
            return texts.keySet().toArray(String[]::new);
        }

        @Override
        public InternalFileContent getContentForInclusion(String path, IMacroDictionary macros) {
            return texts.containsKey(path)
                    ? (InternalFileContent) FileContent.create(path, texts.get(path).toCharArray())
                    : null;
        }

        @Override
        public InternalFileContent getContentForInclusion(IIndexFileLocation location, String path) {
            return null;
        }

        @Override
        public boolean getInclusionExists(String path) {
            return texts.containsKey(path);
        }

        private static String text() {
            try (InputStream in = CParser.class.getResourceAsStream(RESOURCE)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(RESOURCE, e);
            }
        }
    }
}
