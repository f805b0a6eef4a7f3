package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quiesce.protocol.SharedObject;

/** With which number a semaphore of a C file begins. */
class SemaphoresTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "static DEFINE_SEMAPHORE(items);    |                      | 1",
            "static DEFINE_SEMAPHORE(items, 0); |                      | 0",
            "static DEFINE_SEMAPHORE(items, 3); |                      | 3",
            "static struct semaphore items;     | sema_init(&items, 0); | 0",
            "static struct semaphore items;     | sema_init(&items, 2); | 2"
    })
    void beginsAsItIsDefinedOrInitialised(String definition, String initialisation, int begins) {
        assertThat(served(definition, initialisation == null ? "" : initialisation).protocol().objects())
                .contains(new SharedObject.Semaphore("items", begins));
    }

    @Test
    void aNumberThatIsNotInTheFileIsNotModelled() {
        assertThat(Module.unmodelled(served("static struct semaphore items; static int number;",
                "sema_init(&items, number);"))).anySatisfy(line -> assertThat(line).contains("sema_init()"));
    }

    @Test
    void twoNumbersAreNotModelled() {
        assertThat(Module.unmodelled(served("static struct semaphore items;",
                "sema_init(&items, 0); sema_init(&items, 1);")))
                .anySatisfy(line -> assertThat(line).contains("'items' begins with different numbers"));
    }

    private static CReading served(String definition, String initialisation) {
        return Module.around("""
                %s
                static int worker(void *data)
                {
                    %s
                    while (!kthread_should_stop())
                        down(&items);
                    return 0;
                }
                """.formatted(definition, initialisation));
    }
}
