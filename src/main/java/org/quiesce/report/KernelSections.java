package org.quiesce.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.quiesce.kernel.Availability;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.report.Catalogue.Item;
import org.quiesce.report.Catalogue.Section;

/** What is known of kernels, to be listed: the profiles, the axes on which they differ, the functions that some lack. */
public final class KernelSections {

    private final List<Profile> profiles;

    /** Sections about these versions, oldest first. */
    public KernelSections(List<Profile> profiles) {
        this.profiles = List.copyOf(profiles);
    }

    /** Everything, for a reader. */
    public List<Section> all() {
        return List.of(
                new Section("Kernel profiles", profiles()),
                new Section("What differs between them", Arrays.stream(Axis.values()).map(this::axis).toList()),
                new Section("Functions that modules have not always had",
                        Availability.all().stream().map(KernelSections::function).toList()));
    }

    /** Each version by what is other than in the one before. */
    private List<Item> profiles() {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < profiles.size(); i++) {
            Profile profile = profiles.get(i);
            items.add(new Item(profile.name(), i == 0 ? axes(profile) : change(profiles.get(i - 1), profile)));
        }
        items.add(new Item(Profile.CLASSIC_RCU, "after any of these names: its build with PREEMPT_RCU=n and"
                + " PREEMPT_COUNT=n, " + Axis.RCU_MASKS.constant()));
        return items;
    }

    private static String axes(Profile profile) {
        return names(Arrays.stream(Axis.values()).filter(profile::has).toList());
    }

    private static String change(Profile before, Profile profile) {
        List<Axis> more = Arrays.stream(Axis.values()).filter(a -> profile.has(a) && !before.has(a)).toList();
        List<Axis> less = Arrays.stream(Axis.values()).filter(a -> before.has(a) && !profile.has(a)).toList();
        return "as " + before.name()
                + (more.isEmpty() ? "" : ", with " + names(more))
                + (less.isEmpty() ? "" : ", without " + names(less));
    }

    private static String names(List<Axis> axes) {
        return axes.stream().map(Axis::constant).collect(Collectors.joining(", "));
    }

    private Item axis(Axis axis) {
        List<Profile> on = profiles.stream().filter(p -> p.has(axis)).toList();
        return new Item(axis.constant(), axis.meaning() + (on.isEmpty() ? "" : ": " + KernelNames.of(on))
                + ". Source: " + axis.source());
    }

    private static Item function(Availability function) {
        return new Item(function.function() + "()", "since " + function.since() + function.until().map(until -> ", until " + until).orElse("")
                + (function.missing().isEmpty() ? "" : ", not in " + KernelNames.of(function.missing()))
                + (function.instead().isEmpty() ? "" : "; " + function.instead())
                + ". Source: " + function.source());
    }
}
