package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.read;
import static org.quiesce.csource.Module.unmodelled;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;

/** Memory that is replaced: the new piece and the old one are two. */
class ReplacementsTest {

    private static CReading writing(String statements) {
        return read("""
                #include <linux/module.h>
                struct settings { int level; };
                static struct settings *current_settings;
                static ssize_t settings_write(struct file *file, const char *buf, size_t len, loff_t *pos)
                {
                    struct settings *new, *old;
                    %s
                    return len;
                }
                static const struct file_operations settings_fops = { .owner = THIS_MODULE, .write = settings_write };
                static int __init test_init(void)
                {
                    struct settings *first = kzalloc(sizeof(*first), GFP_KERNEL);
                    if (!first)
                        return -ENOMEM;
                    current_settings = first;
                    return 0;
                }
                static void __exit test_exit(void) { kfree(current_settings); }
                module_init(test_init);
                module_exit(test_exit);
                """.formatted(statements));
    }

    @Test
    void theOldPieceAndTheNewOneAreTwo() {
        for (String replaces : List.of(
                "new = kzalloc(sizeof(*new), GFP_KERNEL); if (!new) return -ENOMEM; old = current_settings;"
                        + " rcu_assign_pointer(current_settings, new); synchronize_rcu(); kfree(old);",
                "new = kzalloc(sizeof(*new), GFP_KERNEL); if (!new) return -ENOMEM;"
                        + " old = rcu_replace_pointer(current_settings, new, true); synchronize_rcu(); kfree(old);",
                "new = kzalloc(sizeof(*new), GFP_KERNEL); if (!new) return -ENOMEM; kfree(current_settings);"
                        + " current_settings = new;",
                "old = current_settings; current_settings = kzalloc(sizeof(*new), GFP_KERNEL); kfree(old);")) {
            CReading reading = writing(replaces);
            assertThat(unmodelled(reading)).as(replaces).anyMatch(what -> what.contains("not told apart"));
            Checked checked = Checked.check(reading.protocol(), Profiles.newest());
            assertThat(Property.of(checked.lowered()).stream().filter(checked::violates)).as(replaces).isEmpty();
        }
    }

    @Test
    void onePieceAfterTheOtherIsOneAtATime() {
        assertThat(unmodelled(writing("kfree(current_settings); current_settings = kzalloc(sizeof(*new), GFP_KERNEL);")))
                .isEmpty();
        assertThat(unmodelled(writing("old = current_settings; if (old) old->level = len;"))).isEmpty();
    }
}
