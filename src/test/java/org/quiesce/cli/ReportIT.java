package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.cli.Call.quiesce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a check, and that of a result which was kept. */
class ReportIT {

    private static final String WHAT = "state-set-after-check/broken --kernel 5.10 --engine sim";

    @TempDir
    private Path directory;

    @Test
    void pageOfAResultIsThatOfTheCheck() throws IOException {
        Path result = directory.resolve("result.json");
        Path page = directory.resolve("page.html");
        assertThat(call("export json " + WHAT + " --out " + result).status()).isZero();
        Call checked = call("report " + WHAT);
        assertThat(checked.status()).isZero();
        assertThat(checked.out()).startsWith("<!DOCTYPE html>\n").endsWith("</html>\n");
        assertThat(call("report " + result)).isEqualTo(checked);
        assertThat(call("report " + result + " --out " + page)).isEqualTo(new Call(0, "", "wrote " + page + "\n"));
        assertThat(Files.readString(page)).isEqualTo(checked.out());
    }

    @Test
    void whatCanNotBeShownIsSaid() {
        assertThat(call("report nothing.json")).isEqualTo(new Call(2, "", "quiesce: there is no file 'nothing.json'\n"));
        assertThat(call("report first-kthread --out " + directory).status()).isEqualTo(2);
        assertThat(call("report nothing.json first-kthread").err()).isEqualTo("""
                quiesce: a result is taken alone
                name only nothing.json
                """);
    }

    private static Call call(String arguments) {
        return quiesce(arguments.split(" "));
    }
}
