package org.quiesce.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.quiesce.export.Exports;
import org.quiesce.kernel.Profiles;
import org.quiesce.kernelreplay.RecordedReplays;
import org.quiesce.result.Results;

/** The page in a browser. */
class PageIT {

    private static final String LINK = "#step=7&prop=StopTerminates&kernel=linux-5.10";

    @TempDir
    private static Path directory;

    private static Browser browser;
    private static Path page;
    private static Path hostile;
    private static Path forced;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start();
        Results results = Exports.one("state-set-after-check/broken", Profiles.LINUX_5_10);
        page = Files.writeString(directory.resolve("page.html"), Page.of(results));
        hostile = Files.writeString(directory.resolve("hostile.html"), Page.of(Exports.hostile(results)));
        forced = Files.writeString(directory.resolve("forced.html"), Page.of(RecordedReplays.of(RecordedReplays.console())));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        open(page, "");
    }

    private static void open(Path file, String link) {
        browser.driver().get("about:blank");
        browser.console();
        browser.requested();
        browser.driver().get(file.toUri() + link);
        settle();
    }

    @AfterEach
    void nothingIsAmissAndNothingIsAskedFor() {
        assertThat(browser.console()).isEmpty();
        assertThat(browser.requested()).allMatch(url -> url.startsWith("file:") && url.contains(".html") || url.equals("about:blank"));
        browser.shows("", "light");
        browser.driver().manage().window().setSize(new Dimension(1400, 1000));
    }

    @Test
    void arrowKeysKeepLanesSourceActionAndStateInStep() {
        press(Keys.HOME, one(".stepper button"));
        assertThat(current()).isEmpty();
        assertThat(value("module/")).isEqualTo("coming");
        for (int i = 0; i < 5; i++) {
            new Actions(browser.driver()).sendKeys(Keys.ARROW_RIGHT).perform();
        }
        assertThat(current()).containsExactly("5");
        assertThat(one(".said").getText()).startsWith("Step 5 of 15: modprobe, line 10");
        assertThat(one(".at-source .now").getText()).contains("return 0;");
        assertThat(one(".at-action").getText()).startsWith("Modprobe10 ==");
        assertThat(value("module/")).isEqualTo("live");
        assertThat(one(".state caption").getText()).isEqualTo("State after step 5");
        new Actions(browser.driver()).sendKeys(Keys.ARROW_LEFT).perform();
        assertThat(current()).containsExactly("4");
        assertThat(value("module/")).isEqualTo("coming");
        assertThat(browser.driver().getCurrentUrl()).contains("#step=4&prop=StopTerminates&kernel=linux-5.10");
    }

    @Test
    void linkLeadsToTheStepAndPutsTheFocusThere() {
        open(page, LINK);
        assertThat(current()).containsExactly("7");
        assertThat(browser.driver().switchTo().activeElement().getText()).isEqualTo("7");
        WebElement row = one("tr.step[aria-current]");
        long top = (Long) run("return Math.round(arguments[0].getBoundingClientRect().top)", row);
        assertThat(top).isBetween(0L, 1000L);
        run("location.hash = 'step=3&prop=UnloadCompletes&kernel=linux-5.10'");
        settle();
        assertThat(current()).containsExactly("3");
    }

    @Test
    void linkThatDoesNotSayAllLeadsToTheFirstThatItMayMean() {
        open(page, "#step=3&prop=UnloadCompletes");
        assertThat(current()).containsExactly("3");
        new Actions(browser.driver()).sendKeys(Keys.ARROW_RIGHT).perform();
        assertThat(browser.driver().getCurrentUrl()).contains("#step=4&prop=UnloadCompletes&kernel=linux-5.10");
        open(page, "#step=3&prop=NoDoubleStop");
        assertThat(current()).containsExactly("15");
    }

    @Test
    void buttonsAndRowsAreForThoseWhoPoint() {
        one("button[data-do=first]").click();
        one("button[data-do=decisive]").click();
        assertThat(current()).containsExactly("13");
        one("button[data-do=decisive]").click();
        assertThat(current()).containsExactly("15");
        run("arguments[0].scrollIntoView({block: 'center'})", one("tr[data-step='2']"));
        one("tr[data-step='2'] .what").click();
        assertThat(current()).containsExactly("2");
    }

    /** Who types somewhere else, or with a modifier, does not mean the page. */
    @Test
    void otherKeysAreLeftAlone() {
        open(page, LINK);
        new Actions(browser.driver()).keyDown(Keys.SHIFT).sendKeys(Keys.ARROW_RIGHT).keyUp(Keys.SHIFT).perform();
        assertThat(current()).containsExactly("7");
        press(Keys.END, one("a.skip"));
        assertThat(current()).containsExactly("7");
    }

    @Test
    void everythingIsReachedByTabAndTheFocusIsSeen() {
        WebElement skip = one("a.skip");
        new Actions(browser.driver()).sendKeys(Keys.TAB).perform();
        assertThat(browser.driver().switchTo().activeElement()).isEqualTo(skip);
        assertThat(skip.getSize().height).isGreaterThan(10);
        new Actions(browser.driver()).sendKeys(Keys.ENTER).perform();
        assertThat(browser.driver().switchTo().activeElement().getTagName()).isEqualTo("main");
    }

    @Test
    void coloursCanBeReadInLightAndDark() {
        for (String scheme : List.of("light", "dark")) {
            browser.shows("", scheme);
            assertThat(luminance("document.body", "backgroundColor")).matches(l -> scheme.equals("dark") ? l < 0.05 : l > 0.9);
            for (String part : List.of("body", ".quiet", ".verdict.holds", ".verdict.violated a", "dt", ".changes", "caption",
                    ".tla-comment", "nav a", "tr.decisive th a", ".loop-closes td")) {
                if (!browser.driver().findElements(By.cssSelector(part)).isEmpty()) {
                    assertThat(contrast(part)).as(part + ", " + scheme).isGreaterThan(4.5);
                }
            }
        }
    }

    @Test
    void phoneNeedsNoMovingSideways() {
        on(Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true), () -> {
            open(page, LINK);
            assertThat((Long) run("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(360L);
            assertThat((Long) run("const lanes = document.querySelector('.lanes').parentElement;"
                    + " return lanes.scrollWidth - lanes.clientWidth")).isLessThanOrEqualTo(0L);
            assertThat(one("tr[data-step='7'] .lane-name").getText()).isEqualTo("modprobe");
        });
    }

    /** There is room for one lane; that another begins to wait or goes on is said all the same. */
    @Test
    void phoneSaysWhatBecomesOfOthers() {
        on(Map.of("width", 390, "height", 800, "deviceScaleFactor", 2, "mobile", true), () -> {
            open(page, LINK);
            assertThat(one("tr[data-step='2'] > td.comes").getText()).isEqualTo("worker asleep");
            assertThat(one("tr[data-step='14'] > td.comes").getText()).isEqualTo("modprobe waits");
            assertThat(browser.driver().findElements(By.cssSelector("tr[data-step='15'] > td:not(.moves)")))
                    .noneMatch(WebElement::isDisplayed);
            assertThat(one("tr[data-step='2'] .to").getText()).isEqualTo("reaches worker");
            assertThat(one("tr.last th").getSize().height).isLessThan(40);
        });
    }

    /** Lines are shown twice, in the source and beside the lanes. */
    @Test
    void linkToALineLeadsToTheSource() {
        open(page, "#" + one(".subject figure .line.steps").getDomAttribute("id"));
        assertThat((Boolean) run("return document.querySelector('.line:target').closest('.at-source') === null")).isTrue();
    }

    @Test
    void paperShowsAllAndNoButtons() {
        browser.shows("print", "light");
        assertThat(one(".stepper").isDisplayed()).isFalse();
        run("window.dispatchEvent(new Event('beforeprint'))");
        assertThat(browser.driver().findElements(By.cssSelector("details:not([open])"))).isEmpty();
        run("window.dispatchEvent(new Event('afterprint'))");
        assertThat(browser.driver().findElements(By.cssSelector("details[open]"))).isEmpty();
    }

    /** The verdict table links to the last steps. */
    @Test
    void theLineOfALastStepIsInTheWindow() {
        on(Map.of("width", 1400, "height", 800, "deviceScaleFactor", 1, "mobile", false), () -> {
            open(page, LINK.replace("step=7", "step=15"));
            assertThat((Number) run("return document.querySelector('.now').getBoundingClientRect().top"))
                    .extracting(Number::doubleValue).asInstanceOf(InstanceOfAssertFactories.DOUBLE).isBetween(0.0, 780.0);
        });
    }

    /** A sheet of A4 is as narrow as a small screen, and has lanes all the same. */
    @Test
    void paperHasLanes() {
        browser.shows("print", "light");
        on(Map.of("width", 690, "height", 1000, "deviceScaleFactor", 1, "mobile", false), () -> {
            assertThat(one("tr[data-step='7'] > td:not(.moves)").isDisplayed()).isTrue();
            assertThat(one(".lanes thead").getCssValue("position")).isEqualTo("static");
        });
    }

    @Test
    void hostileTextsDoNothing() {
        open(hostile, LINK);
        assertThat(current()).containsExactly("7");
        assertThat(one("tr[data-step='7'] .what").getText()).contains("<b>&amp;</b>");
        assertThat(browser.driver().findElements(By.tagName("b"))).isEmpty();
    }

    /** What a real kernel wrote is there without a script, on a phone, too, and steps with the run. */
    @Test
    void kernelsLogIsBesideTheSteps() {
        open(forced, "");
        press(Keys.HOME, one(".stepper button"));
        new Actions(browser.driver()).sendKeys(Keys.ARROW_RIGHT).perform();
        assertThat(one("tr.step[aria-current] td.on-kernel").getText()).contains("gate 1: modprobe before kthread_run()",
                "as the model says", "quiesce: step 1 M before kthread_run:23");
        for (String scheme : List.of("light", "dark")) {
            browser.shows("", scheme);
            assertThat(List.of("td.on-kernel .log", ".standing", "tr.step[aria-current] .log")).allSatisfy(part ->
                    assertThat(contrast(part)).isGreaterThan(4.5));
        }
        on(Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true), () -> {
            open(forced, "");
            assertThat((Long) run("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(360L);
            assertThat(one("tr[data-step='1'] td.on-kernel .log").isDisplayed()).isTrue();
            assertThat(one("tr[data-step='2'] td.on-kernel").isDisplayed()).isFalse();
        });
    }

    /** A policy that lets nothing else run is worth something only if it is in force. */
    @Test
    void scriptThatIsNotThePagesOwnIsRefused() {
        run("const s = document.createElement('script'); s.textContent = 'window.intruder = true'; document.body.append(s)");
        assertThat(run("return window.intruder === undefined")).isEqualTo(true);
        assertThat(browser.console()).isNotEmpty().allMatch(message -> message.contains("Content Security Policy"));
    }

    @Test
    void allCanBeReadWithoutScripts() {
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            browser.driver().get(page.toUri().toString());
            assertThat(one("tr[data-step='15'] .what").isDisplayed()).isTrue();
            assertThat(one(".state").isDisplayed()).isTrue();
            assertThat(one(".stepper").isDisplayed()).isFalse();
        } finally {
            browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }

    /** Looks at the page on another screen, or on paper as wide as that. */
    private static void on(Map<String, Object> metrics, Runnable look) {
        browser.driver().executeCdpCommand("Emulation.setDeviceMetricsOverride", metrics);
        try {
            look.run();
        } finally {
            browser.driver().executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    // ---- what is on the page

    private static WebElement one(String selector) {
        return browser.driver().findElement(By.cssSelector(selector));
    }

    private static void press(Keys key, WebElement where) {
        run("arguments[0].focus()", where);
        new Actions(browser.driver()).sendKeys(key).perform();
    }

    private static List<String> current() {
        return browser.driver().findElements(By.cssSelector("tr.step[aria-current=step]")).stream()
                .map(row -> row.getDomAttribute("data-step")).toList();
    }

    private static String value(String entry) {
        return one("tr[data-entry='" + entry + "'] td").getText();
    }

    /** What the page does after it was loaded, or was given another link, is done. */
    private static void settle() {
        run("return new Promise(done => setTimeout(done, 50))");
    }

    private static Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) browser.driver()).executeScript(script, arguments);
    }

    private static final String LUMINANCE = "const luminance = colour => colour.match(/[0-9.]+/g).slice(0, 3).map(Number)"
            + ".map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)"
            + ".reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0); ";

    private static double luminance(String element, String property) {
        return ((Number) run(LUMINANCE + "return luminance(getComputedStyle(" + element + ")." + property + ")")).doubleValue();
    }

    /** As the guidelines for accessible pages define it. */
    private static double contrast(String selector) {
        return ((Number) run(LUMINANCE + "const element = document.querySelector(arguments[0]);"
                + " let behind = element; while (behind.parentElement && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)')"
                + " behind = behind.parentElement;"
                + " const a = luminance(getComputedStyle(element).color), b = luminance(getComputedStyle(behind).backgroundColor);"
                + " return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)", selector)).doubleValue();
    }
}
