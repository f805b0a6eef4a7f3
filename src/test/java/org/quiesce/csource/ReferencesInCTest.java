package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.read;
import static org.quiesce.csource.Module.statements;
import static org.quiesce.csource.Module.unmodelled;

import org.junit.jupiter.api.Test;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;

/** Counted references on memory: what drops the last frees it. */
class ReferencesInCTest {

    private static String module(String release, String exit) {
        return """
                struct item { struct kref ref; struct device dev; };
                static struct item *item;
                static DEFINE_MUTEX(lock);
                static struct item *to_item(struct kref *ref)
                {
                    return container_of(ref, struct item, ref);
                }
                static void release(struct kref *ref)
                {
                    %s
                }
                static int __init item_init(void)
                {
                    item = kzalloc(sizeof(*item), GFP_KERNEL);
                    if (!item)
                        return -ENOMEM;
                    kref_init(&item->ref);
                    return 0;
                }
                static void __exit item_exit(void)
                {
                    %s
                }
                module_init(item_init);
                module_exit(item_exit);
                """.formatted(release, exit);
    }

    private static final String FREES = "kfree(to_item(ref));";

    @Test
    void theLastReferenceFrees() {
        CReading reading = read(module(FREES, "kref_put(&item->ref, release);"));
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(statements(reading, "modprobe")).contains("is_last = refcount_dec_and_test(&ref);", "if (is_last)", "  kfree(item);");
        Checked.check(reading.protocol(), Profiles.newest()).assertAllHold();
    }

    @Test
    void whatIsTakenAndNotDroppedLeaks() {
        CReading reading = read(module(FREES, "kref_get(&item->ref); kref_put(&item->ref, release);"));
        assertThat(Checked.check(reading.protocol(), Profiles.newest()).violates(Property.NOTHING_LEAKED)).isTrue();
    }

    @Test
    void whatIsDroppedTwiceIsUsedAfterItIsFreed() {
        CReading reading = read(module(FREES, "kref_put(&item->ref, release); kref_put(&item->ref, release);"));
        assertThat(Checked.check(reading.protocol(), Profiles.newest()).violates(Property.NO_USE_AFTER_FREE)).isTrue();
    }

    @Test
    void theLastReferenceIsDroppedUnderTheMutexThatItsReleaseUnlocks() {
        CReading reading = read(module("mutex_unlock(&lock); " + FREES,
                "kref_get(&item->ref); kref_put(&item->ref, release); kref_put_mutex(&item->ref, release, &lock);"));
        assertThat(unmodelled(reading)).isEmpty();
        Checked.check(reading.protocol(), Profiles.newest()).assertAllHold();
        CReading locked = read(module(FREES, "kref_put_mutex(&item->ref, release, &lock);"));
        assertThat(Checked.check(locked.protocol(), Profiles.newest()).violates(Property.LOCKS_RELEASED)).isTrue();
    }

    @Test
    void aReferenceThatMayBeGoneIsNotModelled() {
        CReading reading = read(module(FREES, "if (kref_get_unless_zero(&item->ref)) kref_put(&item->ref, release);"
                + " kref_put(&item->ref, release);"));
        assertThat(unmodelled(reading)).containsExactly("test.c:22: kref_get_unless_zero() is not modelled");
    }

    @Test
    void whenAFunctionIsCalledThatFreesIsAskedForEvenIfItDoesNothingElse() {
        CReading reading = read(module(FREES, "device_initialize(&item->dev); item->dev.release = gone; put_device(&item->dev);")
                .replace("static int __init item_init", "static void gone(struct device *dev)\n"
                        + "{ kfree(container_of(dev, struct item, dev)); }\nstatic int __init item_init"));
        assertThat(unmodelled(reading)).contains("test.c:12: who calls gone(), and when, is not in the file");
    }
}
