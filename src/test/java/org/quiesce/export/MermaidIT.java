package org.quiesce.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.export.Exports.texts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quiesce.page.Browser;
import org.quiesce.result.PlainRun;
import org.quiesce.result.Results;

/** Mermaid itself, in a browser, draws what is exported for it. */
class MermaidIT {

    private static final String JAR = "/META-INF/maven/org.webjars.npm/mermaid/pom.properties";
    /** What is drawn, as its text without blanks, or why nothing is. */
    private static final String DRAW = """
            const [text, done] = arguments;
            mermaid.render('drawing', text)
                .then(drawn => new DOMParser().parseFromString(drawn.svg, 'text/html').body.textContent.replace(/[\\s\u00a0]+/g, ''))
                .then(done, wrong => done('refused: ' + wrong));
            """;

    @TempDir
    private static Path directory;

    private static Browser browser;

    @BeforeAll
    static void load() throws IOException {
        browser = Browser.start();
        browser.driver().manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
        Properties jar = new Properties();
        try (InputStream about = MermaidIT.class.getResourceAsStream(JAR)) {
            jar.load(about);
        }
        try (InputStream script = MermaidIT.class.getResourceAsStream(
                "/META-INF/resources/webjars/mermaid/" + jar.getProperty("version") + "/dist/mermaid.min.js")) {
            Files.write(directory.resolve("mermaid.js"), script.readAllBytes());
        }
        Path page = Files.writeString(directory.resolve("page.html"), "<!doctype html><meta charset=utf-8><script src=mermaid.js></script>"
                + "<script>mermaid.initialize({startOnLoad: false})</script>");
        browser.driver().get(page.toUri().toString());
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private static String drawn(String text) {
        return (String) browser.driver().executeAsyncScript(DRAW, text);
    }

    @Test
    void everyStepIsDrawn() {
        Results usual = Exports.usual();
        for (Results results : List.of(usual, Exports.hostile(usual))) {
            List<Violation> violations = Violation.of(results);
            List<String> texts = texts(ExportFormat.MERMAID, results);
            for (int i = 0; i < texts.size(); i++) {
                String shown = drawn(texts.get(i));
                for (PlainRun.Step step : violations.get(i).run().steps()) {
                    assertThat(shown).contains(plain(step.what()));
                }
                assertThat(shown).contains(plain(violations.get(i).title()));
            }
        }
    }

    @Test
    void whatIsNoDiagramIsRefused() {
        assertThat(drawn("sequenceDiagram\n    a-)>>b wrong")).startsWith("refused: ");
    }

    private static String plain(String text) {
        return Plain.line(text).replaceAll("[\\s\u00a0]+", "");
    }
}
