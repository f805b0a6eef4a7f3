package org.quiesce.csource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

/** Parses a C file with the one header that stands for those of the kernel. */
final class CParser {

    private static final String RESOURCE = "kernel.h";
    /** A name that no file of a user has: the parser looks for it nowhere else if it is absolute. */
    static final String HEADER = "/quiesce/" + RESOURCE;

    private CParser() {}

    /**
     * The syntax tree of a file.
     *
     * @throws CSourceException if nothing can be made of it
     */
    static IASTTranslationUnit parse(CSource source) {
        FileContent content = FileContent.create(source.file(), Mask.of(source).toCharArray());
        IScannerInfo scanner = new ExtendedScannerInfo(Map.of(), null, null, new String[] {HEADER});
        try {
            return GCCLanguage.getDefault()
                    .getASTTranslationUnit(content, scanner, new Header(), null, 0, new NullLogService());
        } catch (CoreException e) {
            throw new CSourceException(source.file() + ": the C parser gave up: " + e.getMessage());
        }
    }

    /** The header is all there is to include; what a file includes itself stays unknown. */
    private static final class Header extends InternalFileContentProvider {

        @Override
        public InternalFileContent getContentForInclusion(String path, IMacroDictionary macros) {
            return path.equals(HEADER) ? (InternalFileContent) FileContent.create(HEADER, text().toCharArray()) : null;
        }

        @Override
        public InternalFileContent getContentForInclusion(IIndexFileLocation location, String path) {
            return null;
        }

        @Override
        public boolean getInclusionExists(String path) {
            return path.equals(HEADER);
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
